import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

/** What has been loaded that holds the table of the first test as data. */
async function filesWithTable(page: Page): Promise<string[]> {
  const files = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (/\/assets\/.*\.js(on)?$/.test(name) ? [name] : [])),
  );
  const texts = await Promise.all(files.map(async (file) => (await page.request.get(file)).text()));
  return files.filter((_, place) => /\[\\?"the mean\\?",\d/.test(texts[place]));
}

/** From now on sums by how much the page's parts move, also where somebody has just done something. */
const watchShifts = (page: Page) =>
  page.evaluate(() => {
    const seen = window as unknown as { shift: number };
    seen.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift' });
  });

/** What a page of plain Docusaurus loads of JavaScript, its chunks included, and what ours may load over that before somebody does something: in kB, as sent. */
const PLAIN_KB = 150;
const MOST_OVER_PLAIN_KB = 60;

/** JavaScript that a page has loaded for itself, in kB as sent; not what it fetched ahead for the pages that it links to. */
const scriptKB = (page: Page) =>
  page.evaluate(() => {
    const ahead = new Set(Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel=prefetch]'), ({ href }) => href));
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const own = entries.filter(({ name }) => name.endsWith('.js') && !ahead.has(name));
    return own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000;
  });

const isAlive = (page: Page) => page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();

describe('a chapter that is read', () => {
  it('does not load again what the server wrote, before somebody reaches for it; and then nothing moves', async () => {
    const { page, complaints } = await visit(METRICS);
    const { figure, run, reaches, choose } = cellOf(page, 'errors');
    await isAlive(page);
    await page.waitForLoadState('networkidle');
    expect(await filesWithTable(page)).toEqual([]);
    const written = await figure.locator('[data-outputs]').innerHTML();

    await figure.locator('th').first().scrollIntoViewIfNeeded();
    await watchShifts(page);
    await figure.getByRole('button', { name: 'MAE' }).click();
    await figure.locator('th[aria-sort="descending"]').waitFor();
    expect(await filesWithTable(page)).toHaveLength(1);

    await run();
    await reaches('done');
    await choose('Reset cell');
    await expect.poll(() => figure.locator('[data-outputs]').innerHTML()).toBe(written);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.01);
    expect(complaints).toEqual([]);
  });

  it('shows its outputs when one comes to it, or back to it, from another page', async () => {
    const { page, complaints } = await visit(METRICS);
    const link = (address: string) => page.locator(`.theme-doc-sidebar-menu a[href$="/${address}"]`);
    const { figure } = cellOf(page, 'errors');
    await isAlive(page);
    const written = await figure.locator('[data-outputs]').innerHTML();
    await link('theory/baseline/').click();
    await page.waitForURL('**/theory/baseline/');
    await expect.poll(() => page.locator('figure[id^="cell-"] svg').count()).toBeGreaterThan(0);
    expect(await page.locator('figure[id^="cell-"] .line [class^="tok-"]').count()).toBeGreaterThan(10);
    await page.goBack();
    await expect.poll(() => figure.locator('[data-outputs]').innerHTML()).toBe(written);
    expect(await figure.locator('.line [class^="tok-"]').count()).toBeGreaterThan(3);
    expect(complaints).toEqual([]);
  });

  it('takes its outputs off the page as it was written when they do not come as data, and says what is missing when that does not come either', async () => {
    const { page } = await visit('theory/baseline/');
    const link = page.locator(`.theme-doc-sidebar-menu a[href$="/${METRICS}"]`);
    const { figure } = cellOf(page, 'errors');
    await isAlive(page);
    await page.route('**/assets/saved/**', (route) => route.abort());
    await link.click();
    await expect.poll(() => figure.locator('tbody td').first().innerText()).toBe('the mean');
    await figure.getByRole('button', { name: 'MAE' }).click();
    await page.getByText('The data of this output could not be loaded').waitFor();

    await page.goto('theory/baseline/');
    await page.route(`**/${METRICS}`, (route) => route.abort());
    await isAlive(page);
    await link.click();
    await figure.getByText('The saved output could not be loaded').waitFor();
    expect(await figure.locator('.line').count()).toBeGreaterThan(3);
    await page.unroute('**/assets/saved/**');
    await figure.getByRole('button', { name: 'Load it' }).click();
    await expect.poll(() => figure.locator('tbody td').first().innerText()).toBe('the mean');
  });

  it.each(['', 'theory/content/', 'theory/two-tower/'])(
    'loads little more than a plain page before it is used: /%s',
    async (path) => {
      const { page } = await visit(path, { viewport: { width: 412, height: 823 }, isMobile: true });
      await page.waitForLoadState('networkidle');
      const loaded = await scriptKB(page);
      expect(loaded).toBeGreaterThan(PLAIN_KB - 20);
      expect(loaded).toBeLessThan(PLAIN_KB + MOST_OVER_PLAIN_KB);
    },
  );

  it('reads its formulas off the page, and has them where one comes to it from another page', async () => {
    const { page, complaints } = await visit(METRICS);
    const link = (address: string) => page.locator(`.theme-doc-sidebar-menu a[href$="/${address}"]`);
    const markup = () => page.locator('[data-formula]').evaluateAll((all) => all.map(({ innerHTML }) => innerHTML));
    const asked: string[] = [];
    page.on('request', (request) => /\/formulas\./.test(request.url()) && asked.push(request.url()));
    await isAlive(page);
    const written = await markup();
    expect(written.length).toBeGreaterThan(20);
    expect(asked).toEqual([]);
    await link('theory/baseline/').click();
    await page.waitForURL('**/theory/baseline/');
    await expect.poll(() => page.locator('[data-formula] .katex-html').count()).toBeGreaterThan(0);
    expect(asked).toHaveLength(1);
    await page.goBack();
    await expect.poll(markup).toEqual(written);
    expect(asked).toHaveLength(1);

    await page.goto('theory/baseline/');
    await isAlive(page);
    await page.route('**/formulas.*', (route) => route.abort());
    await link(METRICS).click();
    await page.waitForURL(`**/${METRICS}`);
    await expect.poll(markup).toEqual(written);
    expect(complaints.filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);
  });
});

describe('a block of code', () => {
  it('is coloured when the site is built, and copies what it shows', async () => {
    const { page, complaints } = await visit('deployment/containers/', { permissions: ['clipboard-read', 'clipboard-write'] });
    const block = page.locator('.theme-code-block', { hasText: 'compose.yaml' }).first();
    expect(await block.locator('.tok-keyword').count()).toBeGreaterThan(5);
    await page.waitForFunction(() => document.documentElement.dataset.hasHydrated === 'true');
    await block.hover();
    await block.getByRole('button').click();
    await expect.poll(() => block.getByRole('button').innerText(), { interval: 50 }).toBe('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe((await block.locator('code').innerText()).trimEnd());
    expect(complaints).toEqual([]);
  });
});
