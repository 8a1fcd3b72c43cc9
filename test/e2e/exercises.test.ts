import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const BASELINE = 'theory/baseline/';

describe('an exercise', () => {
  it('fails as it stands, passes with the solution, and is still solved after a reload', async () => {
    const { page, complaints } = await visit(BASELINE);
    const exercise = cellOf(page, 'try-unseen');
    const check = () => exercise.figure.getByRole('button', { name: 'Check', exact: true }).click();
    const isSolved = () => exercise.figure.getAttribute('data-solved');
    await check();
    await exercise.reaches('done');
    expect(await exercise.text()).toContain('those who watch most are shown least');
    expect(await isSolved()).toBe('false');

    // Hints open one by one.
    const hints = exercise.figure.locator('details', { hasText: 'Hint' });
    await hints.first().locator('> summary').click();
    await exercise.figure.getByText('Hint 2 of 2').click();
    expect(await exercise.text()).toContain('First filter, then cut');

    // The solution asks before it shows.
    await exercise.figure.getByText('Show solution').click();
    expect(await exercise.figure.getByLabel('The book’s solution').isVisible()).toBe(false);
    await exercise.figure.getByRole('button', { name: 'Show it' }).click();
    await exercise.figure.getByRole('button', { name: 'Put it into the cell' }).click();
    await expect.poll(() => exercise.text()).toContain('check again');
    await check();
    await expect.poll(isSolved, { timeout: 30_000 }).toBe('true');
    expect(await exercise.text()).toContain('Every place is filled');
    await page.getByRole('status').filter({ hasText: 'passed. Every place is filled' }).waitFor({ state: 'attached' });

    await page.reload();
    await expect.poll(isSolved).toBe('true');
    await expect.poll(() => exercise.text()).toContain('filter((film) => !seen.has(film)).slice(0, k)');
    expect(complaints).toEqual([]);
  });

  it('marks the line where the reader’s code threw, and leaves nothing behind for other cells', async () => {
    const { page } = await visit('theory/metrics/');
    const exercise = cellOf(page, 'try-precision');
    const later = cellOf(page, 'mixed');
    await later.run();
    await later.reaches('done');
    const before = await later.figure.locator('[class^=outputs]').innerText();
    await exercise.write("exercise('precision', (scores) => {\n  Reflect.set(relevances, 0, 99);\n  return scores.no.such;\n});");
    await page.keyboard.press('Shift+Enter');
    await exercise.reaches('done');
    expect(await exercise.text()).toMatch(/TypeError[\s\S]*line 3/);
    expect(await exercise.figure.locator('.marked').innerText()).toContain('scores.no.such');
    await later.run();
    await later.reaches('done');
    expect(await later.figure.locator('[class^=outputs]').innerText()).toBe(before);
  });

  it('marks its chapter in the sidebar and on the map once all are solved', async () => {
    const { page } = await visit(BASELINE);
    const mark = page.locator('.theme-doc-sidebar-menu a[aria-current="page"]');
    expect(await mark.innerText()).not.toContain('✓');
    for (const id of ['try-unseen', 'try-decay']) {
      const { figure } = cellOf(page, id);
      await figure.locator('button:enabled', { hasText: '▶ Check' }).waitFor();
      await figure.getByText('Show solution').click();
      await figure.getByRole('button', { name: 'Show it' }).click();
      await figure.getByRole('button', { name: 'Put it into the cell' }).click();
      await figure.getByRole('button', { name: 'Check', exact: true }).click();
      await expect.poll(() => figure.getAttribute('data-solved'), { timeout: 30_000 }).toBe('true');
    }
    await expect.poll(() => mark.innerText()).toContain('✓');
    await page.goto('theory/metrics/');
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor(); // the page has come alive
    await page.goto('.');
    const stop = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
    await expect.poll(() => stop('Baselines').textContent()).toContain('(done)');
    expect(await stop('Metrics').textContent()).toContain('(where you left)');
  });

  it('can be read without a script: problem, hints and solution', async () => {
    const { page } = await visit(BASELINE, { javaScriptEnabled: false });
    const { figure } = cellOf(page, 'try-unseen');
    await figure.getByText('Show solution').click();
    expect(await figure.getByLabel('The book’s solution').innerText()).toContain("solution('unseen'");
    await figure.getByText('Hint 1 of 2').click();
    await figure.getByText('Hint 2 of 2').click();
    expect(await figure.innerText()).toContain('First filter, then cut');
  });
});
