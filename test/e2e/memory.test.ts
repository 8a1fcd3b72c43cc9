import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

describe('a phone with little memory', () => {
  it('has one kernel at a time, starts none before Run, warns of a heavy cell, and leaves the type checker away, until its reader decides otherwise', async () => {
    const { page, complaints } = await visit('404.html');
    await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { get: () => 1 }));
    await page.goto(METRICS);
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    const kernels = () => page.workers().length;
    const cell = cellOf(page, 'errors');
    await cell.figure.locator('button:enabled', { hasText: '▶ Run' }).hover();
    await cell.write("display('mine');");
    await page.waitForTimeout(600); // twice the rest after which a checker would come
    expect(kernels()).toBe(0);
    expect(loaded.filter((path) => /^\/types\/(typescript|library)/.test(path))).toEqual([]);
    await cell.run();
    await cell.reaches('done');

    await page.getByRole('link', { name: 'Baselines' }).first().click();
    await page.waitForURL(/baseline/);
    await cellOf(page, 'factorise').figure.getByText('may be too heavy for this machine').waitFor();
    expect(kernels()).toBe(1);
    const other = page.locator('figure[id^="cell-"]').first();
    const run = async () => {
      await other.locator('button:enabled', { hasText: '▶ Run' }).click();
      await expect.poll(() => other.getAttribute('data-status'), { timeout: 30_000 }).toBe('done');
    };
    await run();
    expect(kernels()).toBe(1);
    await page.goBack();
    await cell.figure.getByText('kernel restarted').first().waitFor();

    const choose = async (name: string) => {
      await page.locator('header summary', { hasText: 'Chapter' }).click();
      await page.getByRole('button', { name, exact: true }).click();
    };
    await choose('Spare memory no longer');
    await page.getByText('types are checked after an edit').waitFor();
    await cell.write("display('mine again');");
    await cell.run();
    await cell.reaches('done');
    await expect.poll(kernels, { timeout: 20_000 }).toBe(3); // of both chapters, and the checker
    await choose('Spare memory');
    await expect.poll(kernels, { timeout: 20_000 }).toBe(2);
    expect(complaints).toEqual([]);
  });
});
