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
    expect(loaded.filter((path) => path.startsWith('/types/'))).toEqual([]);
    // Before an edit: what the site's build found, over the static code and in the editor.
    await cell.figure
      .locator('.tok-function', { hasText: /^rmse$/ })
      .first()
      .hover();
    await expect.poll(() => cell.figure.getByRole('tooltip').innerText()).toMatch(/rmse\(predicted/);
    await page.mouse.move(0, 0);
    await cell.figure.getByRole('tooltip').waitFor({ state: 'detached' });
    const placeOf = async (name: string) => {
      const [word, figure] = await Promise.all([cell.figure.getByText(name).first().boundingBox(), cell.figure.boundingBox()]);
      return [Math.round(word!.x - figure!.x), Math.round(word!.y - figure!.y)];
    };
    const before = await placeOf("'the mean'");
    await cell.figure.locator('pre').first().click();
    await code.waitFor();
    expect(await placeOf("'the mean'")).toEqual(before);
    const hover = cell.figure.locator('.cm-tooltip-hover .types-info');
    await code.getByText('stars').first().hover();
    await expect.poll(() => hover.innerText()).toContain('const stars: number[]');
    expect(loaded.filter((path) => path.startsWith('/types/'))).toEqual(['/types/hovers/theory/metrics.json']);

    await cell.write("import { ndcg } from 'recsys';\nconst wrong: number = 'a';\ndisplay(ndcg, wrong);");
    await note('types loading…').waitFor();
    await note('1 type error').waitFor();
    const compiler = /^\/types\/(typescript|library)-/;
    expect(loaded.filter((path) => compiler.test(path)).length).toBe(2);
    expect(await cell.figure.locator('.cm-lintRange-error').allInnerTexts()).toEqual(['wrong']);
    expect(await cell.figure.getByRole('status').allInnerTexts()).toContain(
      "line 2 Type 'string' is not assignable to type 'number'.",
    );
    await cell.figure.locator('.cm-line', { hasText: 'import' }).getByText('ndcg').hover();
    await expect.poll(() => hover.innerText()).toMatch(/function ndcg\([^]*\): number[^]*gain/i);

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

  it('tells what a call takes, imports what is chosen, and tells by key what stands at the cursor', async () => {
    const { page, complaints } = await visit(METRICS);
    const { figure, write } = cellOf(page, 'errors');
    const code = figure.locator('.cm-content');
    await write('const a: number = "b";');
    await figure.getByText('1 type error', { exact: true }).waitFor();
    await code.press('Control+End');
    await page.keyboard.type('\nsplitRa');
    await figure.locator('.cm-tooltip-autocomplete li[aria-selected]', { hasText: 'import from recsys' }).waitFor();
    await page.waitForTimeout(100); // CodeMirror takes no choice in the first moments of a list
    await code.press('Enter');
    await expect.poll(() => code.innerText()).toMatch(/^import \{ splitRandom \} from 'recsys';\n[^]*\nsplitRandom$/);

    const tip = figure.locator('.cm-tooltip.types-info');
    await page.keyboard.type('(');
    await expect.poll(() => tip.locator('b').innerText()).toMatch(/^x: /);
    await page.keyboard.type('a, ');
    await expect.poll(() => tip.locator('b').innerText()).toMatch(/^(options|\{)/);
    await code.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await code.press('Control+Shift+Space');
    await tip.waitFor();

    await code.press('Control+Home');
    await tip.waitFor({ state: 'detached' });
    for (let at = 0; at < 'import { sp'.length; at++) await code.press('ArrowRight');
    await code.press('Shift+Alt+i');
    await expect.poll(() => figure.locator('.cm-tooltip-hover .types-info').innerText()).toContain('function splitRandom(');
    await expect.poll(() => figure.locator('.cm-announced').innerText()).toContain('function splitRandom(');
    await code.press('Escape');
    await figure.locator('.cm-tooltip-hover').waitFor({ state: 'detached' });
    await code.press('F8');
    await expect.poll(() => figure.locator('.cm-tooltip-hover').innerText()).toContain("Type 'string' is not assignable");
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
