import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser';

const visit = useBrowser();

/** What a sheet of A4 leaves between its margins, at 96 dots an inch. */
const SHEET = { width: 665, height: 990 };

describe.each(['theory/funnel/', 'theory/two-tower/'])('/%s on paper', (path) => {
  it('is a page of a book: by day, all of it inside the sheet, with its works and its address', async () => {
    const { page } = await visit(path, { viewport: SHEET, colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.dataset.hasHydrated === 'true');
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.navbar', '.footer', '.pagination-nav', 'figure button:has-text("Run")', '.theme-doc-footer > a'])
      expect(await page.locator(gone).first().isVisible()).toBe(false);
    const body = page.locator('body');
    expect(await body.evaluate((element) => getComputedStyle(element).getPropertyValue('--paper').trim())).toBe('#fff');
    expect(await page.locator('html').evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    const outside = await page
      .locator('figure[id^="cell-"] :is(table, .line, svg, pre), .katex-display')
      .evaluateAll(
        (all, right) =>
          all
            .filter((element) => element.getBoundingClientRect().right > right + 1 && element.getClientRects().length > 0)
            .map((element) => element.outerHTML.slice(0, 80)),
        SHEET.width,
      );
    expect(outside).toEqual([]);
    const samples = page.locator('figure[id^="cell-"] [class*="swatch"] > svg:visible');
    for (const width of await samples.evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width)))
      expect(width).toBe(15);
    expect(await page.getByText(/^The Live RecSys Handbook, version/).innerText()).toContain(path);
    await page.context().close();
  });
});

describe('the works that a chapter only names by author and year', () => {
  it('are whole at its end on paper, and nowhere on a screen', async () => {
    const { page } = await visit('theory/content/');
    const works = page.locator('.works-cited');
    expect(await works.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await works.innerText()).toContain('Works cited above');
    const link = works.locator('a').first();
    const written = await link.evaluate((element) => getComputedStyle(element, '::after').content);
    expect(written).toContain(await link.getAttribute('href'));
    await page.context().close();
  });
});
