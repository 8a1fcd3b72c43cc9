import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

describe('a cell on the page', () => {
  it('runs what it needs first, and nothing else', async () => {
    const { page, complaints } = await visit(METRICS);
    await cellOf(page, 'mixed').run();
    await cellOf(page, 'mixed').reaches('done');
    expect(await cellOf(page, 'dcg').figure.getAttribute('data-status')).toBe('done');
    expect(await cellOf(page, 'errors').figure.getAttribute('data-status')).toBe('saved');
    expect(await cellOf(page, 'mixed').text()).toContain('mixed');
    expect(complaints).toEqual([]);
  });

  it('marks what an edit has invalidated, and runs it again with the edit', async () => {
    const { page } = await visit(METRICS);
    const dcg = cellOf(page, 'dcg');
    await cellOf(page, 'mixed').run();
    await cellOf(page, 'mixed').reaches('done');
    await dcg.write("import { dcg } from 'recsys';\nconst relevances = [1];\nconst ideal = [1];\ndisplay('edited');");
    await expect.poll(() => cellOf(page, 'mixed').text()).toContain('changed above');
    await cellOf(page, 'mixed').run();
    await cellOf(page, 'mixed').reaches('done');
    await expect.poll(() => dcg.text()).toContain('edited');
    expect(await cellOf(page, 'mixed').text()).toMatch(/mixed: 1\b/);
  });

  it('keeps an edit over a reload, and gives the book back on Reset', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('mine');
    await page.reload();
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('mine');");
    await cellOf(page, 'errors').choose('Reset cell');
    await expect.poll(() => cellOf(page, 'errors').text()).toContain('rmse');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('mine');
  });

  it('names line and column of an error in the reader’s own TypeScript, and marks the line', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write('interface Box<T> { of: T }\nconst box = { of: 1 } as Box<number>;\n(box as any).missing.deeper;');
    await cell.run();
    await cell.reaches('failed');
    expect(await cell.text()).toMatch(/TypeError[\s\S]*line 3, column 22/);
    expect(await cell.figure.locator('.marked').innerText()).toContain('missing.deeper');
  });

  it('shows a syntax error before anything runs', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write('const fine = 1;\nconst = 2;');
    await expect.poll(() => cell.text()).toContain('line 2');
    expect(await cell.figure.getAttribute('data-status')).toBe('saved');
  });

  it('refuses to assign to another cell’s name, and says whose it is', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'confusion').write('stars = [1];');
    await expect.poll(() => cellOf(page, 'confusion').text()).toContain('[errors]');
  });

  it('runs by Ctrl-Enter and Shift-Enter from the editor without changing the code; the latter goes on to the next cell', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write("display('by keys');");
    const place = () => page.evaluate(() => document.activeElement?.closest('figure')?.id);
    await page.keyboard.press('Control+Enter');
    await cell.reaches('done');
    expect(await place()).toBe('cell-errors');
    await page.keyboard.press('Shift+Enter');
    await cell.reaches('done');
    expect(await cell.text()).toContain('by keys');
    const ids = await page.locator('figure[id^="cell-"]').evaluateAll((figures) => figures.map(({ id }) => id));
    expect(await place()).toBe(ids[ids.indexOf('cell-errors') + 1]);
  });

  it('longer than the window keeps its bar in sight, and the cursor out from under it', async () => {
    const { page } = await visit(METRICS, { viewport: { width: 1280, height: 520 } });
    const cell = cellOf(page, 'errors');
    await cell.write(Array.from({ length: 60 }, (_, line) => `const v${line} = ${line};`).join('\n'));
    const bar = cell.figure.locator('> div').first();
    const navbar = await page.locator('.navbar').boundingBox();
    await expect.poll(async () => (await bar.boundingBox())?.y).toBe(navbar!.height);
    for (let line = 0; line < 40; line++) await page.keyboard.press('ArrowUp');
    const under = await bar.boundingBox().then((box) => box!.y + box!.height);
    const cursor = () => page.evaluate(() => getSelection()!.getRangeAt(0).getBoundingClientRect().top);
    await expect.poll(cursor).toBeGreaterThanOrEqual(under);
    expect(await cursor()).toBeLessThan(520);
  });
});

describe('Stop', () => {
  const stubborn: [name: string, code: string][] = [
    ['an endless loop', 'for (;;) {}'],
    ['an endless loop that displays', 'while (true) display(1);'],
    ['an endless loop that logs', "const line = 'x'.repeat(1000); for (;;) console.log(line);"],
    ['a promise that never settles', 'await new Promise(() => {});'],
  ];
  it.each(stubborn)('ends %s, and the next run works', async (_, code) => {
    const { page, complaints } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write(code);
    await cell.run();
    await cell.reaches('running');
    // The page itself stays alive meanwhile: it answers within the time of a few frames.
    expect(await page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve('alive'), 10)))).toBe('alive');
    await cell.stop();
    await cell.reaches('killed', 'stopped', 'aborted');
    await cell.write("display('again');");
    await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toContain('again');
    expect(complaints).toEqual([]);
  });

  it('keeps an edit and a run while the reader looks at another page', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write('await new Promise((done) => setTimeout(done, 1500));\ndisplay("came through");');
    await cell.run();
    await cell.reaches('running');
    await page.getByRole('link', { name: 'About' }).first().click();
    await page.waitForURL(/about/);
    await page.goBack();
    await cell.reaches('done');
    expect(await cell.text()).toContain('came through');
  });
});

describe('a flood of output', () => {
  it('is cut with a count, and does not stop the page', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write("for (let i = 0; i < 50_000; i++) console.log('x'.repeat(1000));");
    await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toMatch(/more characters not kept/);
  });
});

describe('a browser that keeps nothing', () => {
  it('is said to the reader, and the cell still runs', async () => {
    const { page } = await visit(METRICS);
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('storage is full', 'QuotaExceededError');
      };
    });
    const cell = cellOf(page, 'errors');
    await cell.write("display('still');");
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('not being kept');
    await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toContain('still');
  });
});

describe('figures', () => {
  it('move by keyboard and say their numbers', async () => {
    const { page } = await visit('theory/baseline/');
    const slider = page.locator('figure:not([id])').getByRole('slider');
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    const top = page.locator('figure:not([id]):has(input[type=range]) li[style*="translateY(0rem)"]');
    await slider.press('Home');
    await expect.poll(() => top.innerText()).toContain('1 person');
    await slider.press('End');
    await expect.poll(() => top.innerText()).not.toContain('1 person');
    expect(await slider.getAttribute('aria-valuetext')).toBe('m = 1000');
  });

  it('re-rank six films by their buttons', async () => {
    const { page } = await visit(METRICS);
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    const figure = page.locator('figure:has(li[draggable])');
    expect(await figure.innerText()).toMatch(/nDCG@6, exponential\s*0\.949/);
    await figure.getByRole('button', { name: 'Move Heat up' }).click();
    await figure.getByRole('button', { name: 'Move Heat up' }).click();
    await expect.poll(() => figure.innerText()).toMatch(/nDCG@6, exponential\s*0\.9[5-9]/);
  });
});
