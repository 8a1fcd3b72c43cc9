import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

describe('the type checker', () => {
  it('is loaded by the first edit, underlines a fault with its message, completes and explains names, and is quiet when all is well', async () => {
    const { page, complaints } = await visit(METRICS);
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    const cell = cellOf(page, 'errors');
    const code = cell.figure.locator('.cm-content');
    const note = (text: string) => cell.figure.getByText(text, { exact: true });
    await cell.figure.locator('button:enabled', { hasText: '▶ Run' }).waitFor();
    await cell.figure.locator('pre').first().click();
    await code.waitFor();
    await page.waitForLoadState('networkidle');
    expect(loaded.filter((path) => path.startsWith('/types/'))).toEqual([]);

    const longest = await page.evaluateHandle(() => {
      const found = { ms: 0 };
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) found.ms = Math.max(found.ms, duration);
      }).observe({ type: 'longtask' });
      return found;
    });
    await cell.write("import { ndcg } from 'recsys';\nconst wrong: number = 'a';\ndisplay(ndcg, wrong);");
    await note('types loading…').waitFor();
    await note('1 type error').waitFor();
    expect(loaded.filter((path) => path.startsWith('/types/')).length).toBeGreaterThanOrEqual(2);
    expect(await cell.figure.locator('.cm-lintRange-error').allInnerTexts()).toEqual(['wrong']);
    expect(await cell.figure.getByRole('status').allInnerTexts()).toContain(
      "line 2 Type 'string' is not assignable to type 'number'.",
    );
    console.log('longest task', await longest.evaluate(({ ms }) => ms));

    await cell.figure.locator('.cm-line', { hasText: 'import' }).getByText('ndcg').hover();
    const hover = cell.figure.locator('.cm-tooltip-hover .types-info');
    await hover.waitFor();
    expect(await hover.innerText()).toMatch(/function ndcg\([^]*\): number[^]*gain/i);

    await cell.write("import { ndc } from 'recsys';");
    await code.press('Home');
    for (let at = 0; at < 'import { ndc'.length; at++) await code.press('ArrowRight');
    await code.press('Control+Space');
    const info = cell.figure.locator('.cm-completionInfo .types-info');
    await info.waitFor();
    expect(await info.innerText()).toContain('function ndcg(');
    await code.press('Enter');
    await note('1 type error').waitFor({ state: 'detached' });
    expect(await code.innerText()).toContain("import { ndcg } from 'recsys';");
    expect(complaints).toEqual([]);
  });

  it('says so where it cannot be loaded, and tries again', async () => {
    const { page } = await visit(METRICS);
    await page.context().route('**/types/*', (route) => route.abort());
    const cell = cellOf(page, 'errors');
    await cell.write('const a: number = 1;');
    await cell.figure.getByText('The type checker could not be loaded').waitFor();
    await cell.run();
    await cell.reaches('done');
    await page.context().unroute('**/types/*');
    await cell.write('const a: number = "b";');
    await cell.figure.getByText('1 type error', { exact: true }).waitFor();
  });
});
