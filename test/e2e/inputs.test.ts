import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();

describe('an input of a cell', () => {
  it('runs its cell again with the new value, by keyboard', async () => {
    const { page, complaints } = await visit('theory/baseline/');
    const cell = cellOf(page, 'by-hand');
    const slider = cell.figure.getByRole('slider', { name: 'prior weight m' });
    await cell.figure.locator('button:enabled', { hasText: '▶ Run' }).waitFor();
    expect(await cell.text()).toMatch(/three fives\s+5\s+3\.846/);
    await slider.press('Home');
    await cell.reaches('done');
    expect(await cell.text()).toMatch(/three fives\s+5\s+5\b/);
    for (let step = 0; step < 30; step++) await slider.press('ArrowRight');
    await expect.poll(() => cell.text()).toMatch(/three fives\s+5\s+4\.250/);
    expect(await slider.inputValue()).toBe('3');
    expect(complaints).toEqual([]);
  });

  it('can be a choice, a box or a button, and can run what needs its cell', async () => {
    const { page } = await visit('theory/metrics/');
    const cell = cellOf(page, 'dcg');
    const below = cellOf(page, 'mixed');
    await cell.write(
      [
        "import { dcg } from 'recsys';",
        "const size = select('films', [1, 2, 3], { rerun: 'dependents' });",
        "const reverse = checkbox('reverse');",
        "const rounds = button('Again');",
        'const relevances = Array.from({ length: size }, (_, i) => i + 1);',
        'const ideal = [1];',
        'display(`${reverse ? relevances.reverse().join() : relevances.join()} after ${rounds}`);',
      ].join('\n'),
    );
    await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toContain('1 after 0');
    await cell.figure.getByLabel('films').selectOption('3');
    await expect.poll(() => cell.text()).toContain('1,2,3 after 0');
    await below.reaches('done');
    expect(await below.text()).toMatch(/mixed: (?!1\b)/);
    await cell.figure.getByLabel('reverse').check();
    await expect.poll(() => cell.text()).toContain('3,2,1 after 0');
    await cell.figure.getByRole('button', { name: 'Again' }).click();
    await expect.poll(() => cell.text()).toContain('3,2,1 after 1');
    await cell.choose('Reset cell');
    await expect.poll(() => cell.text()).not.toContain('films');
  });

  it('lets the newest value win over a run under way, and keeps the kernel', async () => {
    const { page } = await visit('theory/metrics/');
    const cell = cellOf(page, 'errors');
    await cell.write(
      "const wait = slider('wait', { min: 0, max: 100 });\nlet steps = 0;\nwhile (!signal.aborted && steps < 20 * wait) { steps++; await new Promise((done) => setTimeout(done, 20)); }\ndisplay(`waited ${wait}`);",
    );
    await cell.run();
    await cell.reaches('done');
    const slider = cell.figure.getByRole('slider');
    await slider.press('End');
    await cell.reaches('running');
    await slider.press('Home');
    await slider.press('ArrowRight');
    await expect.poll(() => cell.text(), { timeout: 5_000 }).toContain('waited 1\n');
    await cell.reaches('done');
  });

  it('shows its first value, disabled, without a script', async () => {
    const { page } = await visit('theory/baseline/', { javaScriptEnabled: false });
    const slider = cellOf(page, 'by-hand').figure.getByRole('slider');
    expect(await slider.inputValue()).toBe('10');
    expect(await slider.isDisabled()).toBe(true);
  });
});
