/** Markup that acts, in every place where somebody else's text comes to stand: nothing of it acts. */
import { deflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hashSource } from '../../src/notebook/stale';
import { PAYLOADS } from '../plugin/payloads';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';
const NAME = '<img src=x onerror=alert(1)>';

/** A page, and what acted on it: dialogs, complaints, and elements that no output may hold. */
async function watched(path: string) {
  const { page, complaints } = await visit(path);
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // Chromium tells the policy's view of what the sanitiser parses in a document that is never shown, too: what is shown is looked at.
  const isNews = (complaint: string) => !/^console: .*Content Security Policy/.test(complaint);
  const acted = async () => [...complaints.filter(isNews), ...(await page.evaluate(dangersOnPage))];
  return { page, acted };
}

/** What stands inside cells, dialogs and banners and could act. Runs in the page. */
function dangersOnPage(): string[] {
  const inside = 'figure[data-status] *, dialog *, [role=region] *, [role=alert] *, [role=status] *, section *';
  return [...document.querySelectorAll(inside)].flatMap((element) => {
    const acts = element.matches('script, iframe, object, embed, form, base, meta, link, animate, set, foreignObject');
    const addresses = ['href', 'src', 'srcset', 'action', 'formaction', 'xlink:href', 'values', 'to', 'style'];
    const bad = [...element.attributes].filter(
      ({ name, value }) => name.startsWith('on') || (addresses.includes(name) && /script:|data:text/i.test(value)),
    );
    return acts || bad.length > 0 ? [element.outerHTML.slice(0, 120)] : [];
  });
}

describe('markup that acts', () => {
  it('does not act in any kind of output, in tables, titles, controls, bars and errors', async () => {
    const { page, acted } = await watched(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write(`import * as Plot from '@observablehq/plot';
import { DataFrame } from 'danfojs';
const payloads: string[] = ${JSON.stringify(PAYLOADS)};
const all = payloads.join('');
for (const payload of payloads) display(html([payload] as unknown as TemplateStringsArray));
display(html\`<p title="\${all}">\${all}</p>\`);
console.log(all); console.warn(all); display({ [all]: all, list: payloads });
display(payloads.map((payload, n) => ({ n, [payload]: payload })));
display(new DataFrame({ [payloads[1]]: payloads.slice(0, 3) }));
display(Plot.plot({ title: all, subtitle: all, caption: all, x: { label: all }, y: { label: all, tickFormat: () => payloads[1] }, marks: [Plot.text(payloads.slice(0, 5), { text: (d: string) => d, x: (_: string, i: number) => i, y: (_: string, i: number) => i, title: (d: string) => d, href: () => 'javascript:alert(1)' }), Plot.dot([[0, 0]], { channels: { [payloads[1]]: { value: [all] } }, tip: true })] }));
display(({ width }: { width: number }) => Plot.plot({ width, title: all, marks: [Plot.frame()] }));
for (const payload of payloads.slice(0, 3)) { slider(payload, { min: 0, max: 1 }); select(payload + 's', payloads); checkbox(payload + 'c'); button(payload + 'b'); progress({ done: 1, total: 2, label: payload, values: { [payload]: 1 } }); }
const error = new Error(all);
error.name = payloads[0];
throw error;`);
    await cell.run();
    await cell.reaches('failed');
    const text = await cell.text();
    for (const told of [PAYLOADS[0], PAYLOADS[1]]) expect(text).toContain(told); // they are there, as text
    expect(await cell.figure.locator('svg').count()).toBeGreaterThan(2);
    for (const summary of await cell.figure.locator('details > summary:visible').all()) await summary.click();
    expect(await acted()).toEqual([]);
    await cell.figure.evaluate((figure) => figure.insertAdjacentHTML('beforeend', '<svg onload="alert(1)"></svg>'));
    expect((await acted()).length).toBeGreaterThan(0); // so that it could fail
  });

  it('does not act in a file that the reader drops, in its name, its columns and its values', async () => {
    const { page, acted } = await watched('theory/baseline/');
    const open = page.getByRole('button', { name: /^Data: / }).first();
    await open.and(page.locator(':enabled')).waitFor();
    await open.click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose files…' }).click(),
    ]);
    const rows = Array.from({ length: 60 }, (_, i) => `"u${i}${NAME}","i${i % 9}${NAME}",5`);
    const table = `"user${NAME}","item${NAME}","stars${NAME}"\n${rows.join('\n')}\n`;
    await chooser.setFiles([{ name: `${NAME}.csv`, mimeType: '', buffer: Buffer.from(table) }]);
    await page.getByText(`Which column of ${NAME}.csv is what?`).waitFor();
    await page.locator('dialog select').nth(0).selectOption({ index: 1 });
    await page.locator('dialog select').nth(1).selectOption({ index: 2 });
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByText(`Read and chosen: ${NAME}.csv`).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await cellOf(page, 'log').run();
    await cellOf(page, 'log').reaches('done', 'failed', 'skipped');
    expect(await cellOf(page, 'log').text()).toContain(NAME);
    expect(await acted()).toEqual([]);
  });

  it('does not act in a link, nor in a file of edits', async () => {
    const json = JSON.stringify({
      format: 1,
      chapter: 'theory/metrics',
      cells: [['errors', `// ${PAYLOADS.join('\n// ')}`, NAME]],
    });
    const { page, acted } = await watched(`${METRICS}#changes=${deflateRawSync(json).toString('base64url')}`);
    const banner = page.getByRole('region', { name: 'This link holds somebody’s changes' });
    await banner.waitFor();
    expect(await banner.innerText()).toContain(PAYLOADS[0]);
    await banner.getByRole('button', { name: 'Take these changes' }).click();
    await expect.poll(() => cellOf(page, 'errors').text()).toContain(PAYLOADS[0]);
    await importEdits(page, { 'theory/metrics#errors': { code: `'${PAYLOADS.join('')}'`, original: hashSource('') } });
    await page.getByRole('region', { name: 'What the file holds' }).waitFor();
    await importEdits(page, { [`theory/${NAME}#errors`]: { code: '1', original: '2' } });
    await page.getByText('This file is damaged').waitFor();
    expect(await acted()).toEqual([]);
  });
});

async function importEdits(page: Page, edits: object): Promise<void> {
  await page.locator('header summary', { hasText: 'Chapter' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import what I exported' }).click(),
  ]);
  const text = JSON.stringify({ format: 'live-recsys-handbook 1', edits });
  await chooser.setFiles([{ name: `${NAME}.json`, mimeType: 'application/json', buffer: Buffer.from(text) }]);
}
