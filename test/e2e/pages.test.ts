import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser';

const visit = useBrowser();
describe('the pages of the book', () => {
  it('are all opened by a test that minds the console', () => {
    const files = globSync('**/*.html', { cwd: 'build' }).map((file) => file.replace(/(^|\/)index\.html$/, '$1'));
    const opened = new Set([
      ...PAGES,
      ...globSync('notebooks/**/*.ts').map((file) => `${file.replace(/^notebooks\/|\.ts$/g, '')}/`),
    ]);
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !opened.has(file) && !opened.has(`${file}?q=popularity`))).toEqual([]);
  });
});

describe.each(PAGES)('/%s', (path) => {
  it('does not overflow a phone, and complains of nothing', async () => {
    const { page, complaints } = await visit(path, { viewport: { width: 390, height: 844 }, isMobile: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
  });
});

describe('a formula wider than its column', () => {
  it('scrolls in its own box, which a keyboard reaches', async () => {
    const { page } = await visit('theory/metrics/', { viewport: { width: 320, height: 640 }, isMobile: true });
    const boxes = () =>
      page
        .locator('.katex-display')
        .evaluateAll((all) => all.map((box) => ({ wide: box.scrollWidth > box.clientWidth + 1, tab: box.tabIndex === 0 })));
    await expect.poll(async () => (await boxes()).some(({ wide, tab }) => wide && tab)).toBe(true);
    await expect.poll(async () => (await boxes()).filter(({ wide, tab }) => wide !== tab)).toEqual([]);
  });
});

describe('a chapter without JavaScript', () => {
  it.each(['theory/baseline/', 'theory/metrics/'])('/%s shows its code and saved outputs', async (path) => {
    const { page } = await visit(path, { javaScriptEnabled: false });
    for (const figure of await page.locator('figure[id^="cell-"]:not([data-solved])').all()) {
      expect(await figure.locator('.line').count()).toBeGreaterThan(0);
      expect(await figure.innerText()).toContain('saved output');
    }
    expect(await page.locator('figure[id^="cell-"] svg').count()).toBeGreaterThan(0);
    expect(await page.locator('figure[id^="cell-"] td').count()).toBeGreaterThan(0);
  });
});
