import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser';

const visit = useBrowser();

describe('a browser that cannot run cells', () => {
  it('is told so when it is too old, and shows the chapter all the same', async () => {
    const { page } = await visit('about/');
    expect(await page.locator('.notice').first().isVisible()).toBe(false);
    await page.addInitScript(() => Reflect.deleteProperty(Array.prototype, 'toSorted'));
    await page.goto('theory/metrics/');
    expect(await page.locator('#old-browser').innerText()).toContain('too old to run the cells');
    expect(await page.locator('#cell-errors').innerText()).toContain('saved output');
  });

  it('is told so when it runs no scripts, and shows nothing that would not answer', async () => {
    const { page } = await visit('theory/metrics/', { javaScriptEnabled: false });
    expect(await page.locator('body').innerText()).toContain('Without JavaScript you can read everything');
    for (const name of [/^Data:/, /Chapter/, /Run$/])
      expect(await page.locator('button, summary').filter({ hasText: name, visible: true }).count()).toBe(0);
  });
});

describe('the search', () => {
  it('finds a term of the glossary by its name, and code', async () => {
    const { page } = await visit('glossary/');
    const field = page.locator('input.navbar__search-input');
    await field.click();
    await field.fill('alternating least');
    const hits = page.getByRole('option');
    await expect
      .poll(() => hits.allInnerTexts(), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^alternating least squares[\s\S]*Glossary/i));
    await field.fill('splitByTime');
    await expect.poll(async () => (await hits.allInnerTexts()).join(), { timeout: 20_000 }).toMatch(/splitByTime/);
  });
});
