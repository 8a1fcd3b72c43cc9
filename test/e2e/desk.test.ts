import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';
const WAIT = 'await new Promise((done) => { setTimeout(done, 60_000); signal.addEventListener("abort", done); });';

describe('the queue', () => {
  it('is shown beside the page, tells each cell its place, lets one go, and follows the reader to another page', async () => {
    const { page, complaints } = await visit(METRICS);
    const first = cellOf(page, 'errors');
    await first.write(WAIT);
    await first.choose('Run all');
    await first.reaches('running');
    const desk = page.getByRole('complementary', { name: 'Cells at work' });
    await desk.waitFor();
    const places = () => page.getByText(/^queued · (next|\d+ before it)$/).allInnerTexts();
    await expect.poll(places).toContain('queued · next');
    const [before] = /\d+/.exec(await page.title()) ?? [];
    await desk.locator('summary').click();
    const entries = desk.getByRole('listitem');
    expect(await entries.count()).toBe(Number(before));
    await entries.last().getByRole('button').click();
    await expect.poll(() => entries.count()).toBeLessThan(Number(before));
    await page.getByRole('link', { name: 'About' }).first().click();
    await page.waitForURL(/about/);
    await desk.getByRole('button', { name: 'Stop all' }).click();
    await desk.waitFor({ state: 'detached' });
    expect(await page.title()).toMatch(/^About/);
    expect(complaints).toEqual([]);
  });

  it('is told in a word at its beginning and its end to those who hear the page, not cell by cell', async () => {
    const { page } = await visit(METRICS);
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const hear = (all: MutationRecord[]) =>
        all.forEach(({ target }) => {
          const region = (target instanceof Element ? target : target.parentElement!).closest(
            '[role=status]:not([aria-live=off])',
          );
          if (region?.textContent) said.push(region.textContent);
        });
      new MutationObserver(hear).observe(document.body, { subtree: true, characterData: true, childList: true });
    });
    await cellOf(page, 'mixed').run();
    await cellOf(page, 'mixed').reaches('done');
    const said = () => page.evaluate(() => [...new Set((window as unknown as { said: string[] }).said)]);
    await expect.poll(said).toEqual([expect.stringMatching(/^Running \d cells\.$/), expect.stringMatching(/^\d cells ran\.$/)]);
  });

  it('shows the rate and the time left of a training loop, and the share done in the page’s title', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write(
      'for (let done = 1; done <= 40; done++) {\n  progress({ done, total: 100, label: "step" });\n  await new Promise((next) => setTimeout(next, 50));\n}\nfor (;;) {}',
    );
    await cell.run();
    await expect
      .poll(() => cell.text(), { timeout: 20_000, interval: 50 })
      .toMatch(/step \d+ of 100 · \d+ per s · \d[\d.]* s left/);
    await expect.poll(() => page.title(), { interval: 50 }).toMatch(/^▶ \d+ % · /);
    await cell.stop();
    await cell.reaches('killed');
    expect(await page.title()).not.toContain('▶');
  });

  it('shows what tensors take while a cell runs, to the eye only', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write(`import * as tf from '@tensorflow/tfjs';\nconst held = tf.zeros([1000, 250]);\n${WAIT}`);
    await cell.run();
    const clock = cell.figure.locator('[aria-hidden]', { hasText: 'running' });
    await expect.poll(() => clock.innerText(), { timeout: 20_000 }).toMatch(/^running · [\d.]+ s · 1 tensor, 1\.0 MB · wasm$/);
    expect(await cell.figure.getByText('running', { exact: true }).count()).toBe(1);
    await cell.stop();
    await cell.reaches('stopped');
  });
});

describe('a chapter', () => {
  it('is reset as a whole after a question', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    const questions: string[] = [];
    page.on('dialog', (dialog) => (questions.push(dialog.message()), void dialog.accept()));
    await page.locator('header summary', { hasText: 'Chapter' }).click();
    await page.getByRole('button', { name: 'Reset chapter' }).click();
    await expect.poll(() => cellOf(page, 'errors').text()).toContain('rmse');
    expect(questions).toEqual([expect.stringContaining('the one cell')]);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('mine');
  });

  it('is gone on with from the home page where it was left', async () => {
    const { page } = await visit(METRICS);
    const heading = page.locator('.markdown > h2').nth(2);
    await heading.evaluate((element) => element.scrollIntoView());
    const id = await heading.getAttribute('id');
    await expect.poll(() => page.evaluate(() => localStorage.getItem('progress'))).toContain(`"at":"${id}"`);
    await page.getByRole('link', { name: 'Handbook' }).first().click();
    await page.getByRole('link', { name: /^Go on with chapter \d+$/ }).click();
    await page.waitForURL((url) => url.pathname.endsWith(METRICS) && url.hash === `#${id}`);
  });
});

describe('a report on a cell', () => {
  it('opens the form with the cell, the reader’s code, the error, the browser and the version', async () => {
    const { page } = await visit(METRICS);
    await page.evaluate(() => {
      const opened: string[] = [];
      Object.assign(window, { opened, open: (address: string) => void opened.push(address) });
    });
    const cell = cellOf(page, 'errors');
    await cell.write("throw new Error('mine');");
    await cell.run();
    await cell.reaches('failed');
    await cell.choose('Report a mistake');
    await cell.choose('Edit this code');
    const [report, edit] = await page.evaluate(() => (window as unknown as { opened: string[] }).opened);
    expect(Object.fromEntries(new URL(report).searchParams)).toMatchObject({
      template: 'code.yml',
      cell: 'errors',
      code: "throw new Error('mine');",
      error: expect.stringMatching(/^Error: mine\ncell errors, line 1/) as string,
      browser: expect.stringContaining('Chrome') as string,
      version: expect.stringMatching(/^\d+\.\d+/) as string,
    });
    expect(edit).toMatch(/\/edit\/main\/notebooks\/theory\/metrics\.ts#L\d+$/);
  });
});
