import { deflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };

async function chooseOfChapter(page: Page, action: string) {
  await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor(); // the page has come alive
  await page.locator('header summary', { hasText: 'Chapter' }).click();
  await page.getByRole('button', { name: action }).click();
}

const banner = (page: Page) => page.getByRole('region', { name: 'This link holds somebody’s changes' });
const linkOf = (cells: [id: string, code: string][]) => {
  const json = JSON.stringify({ format: 1, chapter: 'theory/metrics', cells: cells.map((cell) => [...cell, 'hash']) });
  return `${METRICS}#changes=${deflateRawSync(json).toString('base64url')}`;
};

describe('a link to somebody’s changes', () => {
  it('is copied, shows its difference to whoever opens it, runs nothing, and is taken by a click', async () => {
    const writer = await visit(METRICS, clipboard);
    await chooseOfChapter(writer.page, 'Copy a link to my changes');
    await expect.poll(() => writer.page.getByText('You have changed nothing in this chapter yet.').count()).toBe(1);
    await cellOf(writer.page, 'errors').write("display('hers');");
    await chooseOfChapter(writer.page, 'Copy a link to my changes');
    await writer.page.getByText('Copied: a link').waitFor();
    const link = await writer.page.evaluate(() => navigator.clipboard.readText());
    expect(writer.complaints).toEqual([]);

    const { page, complaints } = await visit(link);
    await banner(page).waitFor();
    expect(await banner(page).innerText()).toContain("+ display('hers');");
    expect(await cellOf(page, 'errors').text()).not.toContain('hers');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('hers');
    expect(await cellOf(page, 'errors').figure.getAttribute('data-status')).toBe('saved');
    await banner(page).getByRole('button', { name: 'Take these changes' }).click();
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('hers');");
    expect(await cellOf(page, 'errors').figure.getAttribute('data-status')).toBe('saved');
    await expect.poll(() => page.url()).not.toContain('#');
    expect(complaints).toEqual([]);
  });

  it('leaves the reader’s own changes alone unless they are ticked', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('mine');
    await page.goto(
      linkOf([
        ['errors', "display('theirs');"],
        ['mixed', 'display(3);'],
      ]),
    );
    await page.reload();
    await banner(page).waitFor();
    expect(await banner(page).innerText()).toContain('you have changed this cell too');
    expect(await banner(page).getByRole('checkbox', { checked: true }).count()).toBe(1);
    await banner(page).getByRole('button', { name: 'Take these changes' }).click();
    await expect.poll(() => cellOf(page, 'mixed').text()).toContain('display(3);');
    expect(await cellOf(page, 'errors').text()).toContain("display('mine');");
  });

  it('goes away by Not now and changes nothing', async () => {
    const { page } = await visit(linkOf([['errors', "display('theirs');"]]));
    await banner(page).getByRole('button', { name: 'Not now' }).click();
    await banner(page).waitFor({ state: 'detached' });
    expect(await cellOf(page, 'errors').text()).not.toContain('theirs');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('theirs');
  });

  it.each([
    ['garbage', `${METRICS}#changes=%E0%A4%A!!`, 'cannot be read'],
    [
      'a bomb',
      `${METRICS}#changes=${deflateRawSync(' '.repeat(4_000_000)).toString('base64url')}`,
      'more than a chapter can hold',
    ],
    ['what is too long', `${METRICS}#changes=${'A'.repeat(9_000)}`, 'more than the book makes or reads'],
    ['an unknown cell', linkOf([['nowhere', '1;']]), 'does not have'],
  ])('says in a sentence what is wrong with %s', async (_, path, sentence) => {
    const { page, complaints } = await visit(path);
    await page.getByRole('status').filter({ hasText: sentence }).waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
    await cellOf(page, 'errors').run();
    await cellOf(page, 'errors').reaches('done');
    expect(complaints).toEqual([]);
  });
});

describe('an edit of an older edition of the book', () => {
  it('is shown beside the book’s new version, and waits for the reader', async () => {
    const { page, complaints } = await visit(METRICS);
    const older = JSON.stringify({ code: "display('older');", original: 'of another edition' });
    await page.evaluate((edit) => localStorage.setItem('edit:theory/metrics#errors', edit), older);
    await page.reload();
    const group = page.getByRole('group', { name: 'Your edit of an older edition of this cell' });
    await expect.poll(() => group.innerText()).toContain("+ display('older');");
    expect(await cellOf(page, 'errors').figure.locator('.line').first().innerText()).toContain('import');
    await group.getByRole('button', { name: 'Use mine' }).click();
    await group.waitFor({ state: 'detached' });
    await expect.poll(() => cellOf(page, 'errors').figure.locator('pre').first().innerText()).toMatch(/^display\('older'\);\s*$/);
    expect(complaints).toEqual([]);
  });
});
