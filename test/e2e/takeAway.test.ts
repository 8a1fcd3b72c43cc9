import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parseNotebook } from '../../src/notebook/parse';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

async function choose(page: Page, action: string) {
  await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor(); // the page has come alive
  await page.locator('header summary', { hasText: 'Chapter' }).click();
  await page.getByRole('button', { name: action }).click();
}

async function download(page: Page, action: string): Promise<{ name: string; text: string; path: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), choose(page, action)]);
  const path = await file.path();
  return { name: file.suggestedFilename(), text: readFileSync(path, 'utf8'), path };
}

describe('the chapter’s notebook', () => {
  it('is downloaded as the repository’s file with the reader’s edits, and for Jupyter with the outputs on the page', async () => {
    const { page, complaints } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    const source = readFileSync('notebooks/theory/metrics.ts', 'utf8');
    const { code } = parseNotebook('theory/metrics', source).cells.find(({ id }) => id === 'errors')!;
    const typescript = await download(page, 'Download as TypeScript');
    expect(typescript.name).toBe('metrics.ts');
    expect(typescript.text).toBe(source.replace(code, "display('mine');"));
    await cellOf(page, 'errors').run();
    await cellOf(page, 'errors').reaches('done');
    const jupyter = await download(page, 'Download for Jupyter');
    expect(jupyter.name).toBe('metrics.ipynb');
    const cell = (JSON.parse(jupyter.text) as { cells: { id: string }[] }).cells.find(({ id }) => id === 'errors');
    expect(cell).toMatchObject({ outputs: [{ output_type: 'stream', text: ['mine\n'] }] });
    expect(complaints).toEqual([]);
  });

  it('imports from the site what the site serves', async () => {
    const { page } = await visit(METRICS);
    const { text } = await download(page, 'Download for Jupyter');
    const addresses = new Set(text.match(/http:[^"'\\]+\.js/g));
    expect(addresses.size).toBeGreaterThan(1);
    for (const address of addresses) {
      const response = await page.request.get(address);
      expect([response.status(), response.headers()['content-type']]).toEqual([200, expect.stringContaining('javascript')]);
    }
    // As text: what runs in the page must not be rewritten by the test's own loader.
    const scores = await page.evaluate(`import(location.origin + '/recsys.js').then(async ({ popularity }) => {
      const log = { users: Int32Array.of(0, 1), items: Int32Array.of(1, 1), values: new Float32Array(2), times: new Float64Array(2) };
      return [...(await popularity({ ...log, userIds: ['a', 'b'], itemIds: ['x', 'y'] })).scores(0)];
    })`);
    expect(scores).toEqual([0, 2]);
  });
});

describe('what one has written', () => {
  it('is exported, and imported elsewhere, where conflicts are told and nothing is replaced unasked', async () => {
    const first = await visit(METRICS);
    await cellOf(first.page, 'errors').write("display('hers');");
    await cellOf(first.page, 'mixed').write("display('new');");
    const { path } = await download(first.page, 'Export all I have written');

    const { page, complaints } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, 'Import what I exported')]);
    await chooser.setFiles(path);
    const view = page.getByRole('region', { name: 'What the file holds' });
    await view.waitFor();
    expect(await view.innerText()).toContain('1 cell changed here in another way');
    expect(await view.innerText()).toContain("+ display('hers');");
    await view.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('button', { name: 'Load again' }).click();
    await expect.poll(() => cellOf(page, 'mixed').text()).toContain("display('new');");
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('mine');");
    expect(complaints).toEqual([]);
  });

  it('refuses another file in a sentence', async () => {
    const { page } = await visit(METRICS);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, 'Import what I exported')]);
    await chooser.setFiles('package.json');
    await page.getByText('This file is not one that this edition of the book has written.').waitFor();
  });
});
