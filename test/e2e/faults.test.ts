/**
 * What readers do to a page without meaning to: after each fault the page is alive, says in words what happened, and runs the next cell.
 * Endless loops and promises that never settle are in cells.test.ts, broken downloads in downloads.test.ts.
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';
const TENSORS = "import * as tf from '@tensorflow/tfjs';\n";

/** How the next run of a cell that the reader has not touched ends. */
async function nextRun(page: Page): Promise<string> {
  const ended = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const told = (event: Event) => resolve((event as CustomEvent<{ status: string }>).detail.status);
        document.addEventListener('handbook:run', told, { once: true });
      }),
  );
  await cellOf(page, 'confusion').run();
  return ended;
}

describe('a cell that goes wrong', () => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await visit(METRICS));
  });

  const faults: [name: string, code: string, status: 'done' | 'failed', says: RegExp][] = [
    ['runaway recursion', 'const deeper = (n: number): number => deeper(n + 1) + 1;\ndeeper(0);', 'failed', /line 1, column \d+[\s\S]*calls itself without end/],
    ['an allocation of 2 GB', 'const room = new Uint8Array(2 ** 31);\ndisplay(room.length);', 'done', /2,147,483,648/],
    ['an allocation without end', 'for (let bytes = 2 ** 31; ; bytes *= 2) new Uint8Array(bytes);', 'failed', /line 1, column \d+[\s\S]*use fewer rows/],
    ['a text without end', "let text = 'ab';\nfor (;;) text += text;", 'failed', /line 2[\s\S]*longer than the browser can hold/],
    ['a million values displayed', 'for (let i = 0; i < 1_000_000; i++) display({ i });', 'done', /999,800 more outputs not kept/],
    ['a million texts displayed', 'for (let i = 0; i < 1_000_000; i++) display(String(i));', 'done', /\d,\d{3},\d{3} more characters not kept/],
    ['texts of 100 MB', "display('x'.repeat(100_000_000));\ndisplay({ text: 'y'.repeat(100_000_000) });", 'done', /99,\d{3},\d{3} more characters not kept/],
    ['an object a million deep', 'let deep: any = {};\nfor (let i = 0; i < 1_000_000; i++) deep = { deep };\ndisplay(deep);', 'done', /deep: \{deep: \{/],
    ['an object of itself', 'const ring: any = { list: [] };\nring.list.push(ring, new Map([[ring, ring]]));\ndisplay(ring);', 'done', /the value itself/],
    ['an object that throws when it is looked at', "display(new Proxy({}, { ownKeys() { throw new Error('no keys'); } }), { get boom() { throw null; } });", 'done', /no keys[\s\S]*threw null/],
    ['a throw of a text', "throw 'plain words';", 'failed', /Thrown plain words[\s\S]*throw new Error/],
    ['a throw of null', 'throw null;', 'failed', /Thrown null/],
    ['a throw of undefined', 'throw undefined;', 'failed', /Thrown undefined/],
    ['a throw of an object', 'throw { code: 7 };', 'failed', /Thrown \{ code: 7 \}/],
    ['a throw of what cannot be read', 'const { proxy, revoke } = Proxy.revocable({}, {});\nrevoke();\nthrow proxy;', 'failed', /an error that cannot be read/],
    [
      'an error in onProgress',
      "import { inTurns, kMeans } from 'recsys';\nconst rows = Float32Array.from({ length: 400 }, (_, i) => i % 7);\nawait kMeans(rows, { dimensions: 4, clusters: 3, onProgress: () => { throw new Error('no bar today'); } });",
      'failed',
      /no bar today/,
    ],
    ['the end of its own kernel', '(globalThis as any).close();', 'failed', /close is not a function/],
    ['a throw that nobody waits for', "setTimeout(() => { throw new Error('late'); }, 0);\nawait new Promise((done) => setTimeout(done, 30));", 'done', /an error that nothing waited for: Error: late/],
  ]; // prettier-ignore
  it.each(faults)('is survived when it is %s', async (_, code, status, says) => {
    const cell = cellOf(page, 'errors');
    await cell.write(code);
    await cell.run();
    await cell.reaches('done', 'failed');
    expect(await cell.figure.getAttribute('data-status')).toBe(status);
    expect(await cell.text()).toMatch(says);
    expect(await nextRun(page)).toBe('done');
    expect(complaints).toEqual([]);
  });

  it('tells of tensors it has left behind, until the kernel is started anew', async () => {
    const cell = cellOf(page, 'errors');
    const leak = `${TENSORS}for (let i = 0; i < 500; i++) ((globalThis as any).hoard ??= []).push(tf.keep(tf.tensor1d([i])));`;
    for (const count of [500, 1000]) {
      await cell.write(`${leak} // ${count}`);
      await cell.run();
      await cell.reaches('done');
      expect(await cell.text()).toContain(`${count} tensors, ${count / 250} kB`);
    }
    await cell.choose('Restart kernel');
    expect(await nextRun(page)).toBe('done');
    expect(await cellOf(page, 'confusion').text()).not.toContain('tensors');
  });

  it('runs while TensorFlow.js is still starting', async () => {
    const cell = cellOf(page, 'errors');
    await cell.choose('Restart kernel'); // what was loaded is loaded again, ahead of any run
    expect(await nextRun(page)).toBe('done');
    expect(complaints).toEqual([]);
  });
});

describe('a kernel that dies without a word', () => {
  it('is stopped by hand, and a fresh one runs', async () => {
    const { page } = await visit('about/');
    await page.addInitScript(() => {
      const started: Worker[] = [];
      Object.assign(window, { started });
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          started.push(this);
        }
      };
    });
    await page.goto(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write("display(['be', 'gun'].join('')); await new Promise((done) => setTimeout(done, 60_000));");
    await cell.run();
    await expect.poll(() => cell.text()).toContain('begun');
    await page.evaluate(() => (window as unknown as { started: Worker[] }).started.forEach((worker) => worker.terminate()));
    await cell.stop();
    await cell.reaches('killed');
    expect(await cell.text()).toContain('ended by force');
    expect(await nextRun(page)).toBe('done');
  });
});

describe('storage', () => {
  const forbid = () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
  };

  it('that is forbidden is said at the first edit, and everything else works', async () => {
    const { page, complaints } = await visit('about/');
    await page.addInitScript(forbid);
    await page.goto(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    expect(await nextRun(page)).toBe('done');
    expect(await page.getByRole('alert').innerText()).toMatch(/not being kept: .*The operation is insecure/);
    await page
      .getByRole('button', { name: /^Data: / })
      .first()
      .click();
    expect(await page.getByRole('radio', { name: 'Built-in world' }).isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'About' }).first().click();
    await page.waitForURL(/about/);
    await page.goBack();
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('mine');");
    await page.locator('header summary', { hasText: 'Chapter' }).click();
    const action = page.getByRole('button', { name: 'Export all I have written' });
    const [file] = await Promise.all([page.waitForEvent('download'), action.click()]);
    expect(readFileSync(await file.path(), 'utf8')).toContain("display('mine');");
    await page.getByText('This browser lets the book keep nothing').waitFor();
    expect(complaints).toEqual([]);
  });

  it('that is forbidden is said of what one imports, which is not lost', async () => {
    const { page, complaints } = await visit('about/');
    await page.addInitScript(forbid);
    await page.goto(METRICS);
    const edit = (code: string) => ({ code, original: 'x' });
    const edits = { 'theory/metrics#errors': edit("display('hers');"), 'theory/baseline#prior': edit("display('elsewhere');") };
    const file = { format: 'live-recsys-handbook 1', edits, progress: {} };
    const chapter = page.locator('header summary', { hasText: 'Chapter' });
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    await chapter.click();
    const action = page.getByRole('button', { name: 'Import what I exported' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), action.click()]);
    await chooser.setFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
    const view = page.getByRole('region', { name: 'What the file holds' });
    await view.getByText('The operation is insecure').waitFor();
    await view.getByText('theory/baseline#prior').click();
    expect(await view.innerText()).toContain("display('elsewhere');");
    await view.getByRole('button', { name: 'Put those of this chapter (1) into the page' }).click();
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('hers');");
    expect(await page.getByRole('alert').innerText()).toContain('not being kept');
    expect(complaints).toEqual([]);
  });

  it('that another tab clears is filled again with what stands on the page', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('mine');
    const other = await page.context().newPage();
    await other.goto('about/');
    await other.evaluate(() => localStorage.clear());
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('Your edit on this page was kept again');
    await expect.poll(() => other.evaluate(() => JSON.stringify(localStorage))).toContain('mine');
  });
});

describe('two tabs on one chapter', () => {
  it('show the same edits as long as each begins where the other ended', async () => {
    const { page: first, complaints } = await visit(METRICS);
    await cellOf(first, 'errors').write("display('first');");
    const second = await first.context().newPage();
    await second.goto(METRICS);
    await expect.poll(() => cellOf(second, 'errors').text()).toContain("display('first');");
    await cellOf(second, 'errors').write("display('second');");
    await expect.poll(() => cellOf(first, 'errors').text()).toContain("display('second');");
    await cellOf(second, 'mixed').write('display(2);');
    await expect.poll(() => cellOf(first, 'mixed').text()).toContain('display(2);');
    await cellOf(second, 'mixed').choose('Reset cell');
    await expect.poll(() => cellOf(first, 'mixed').text()).not.toContain('display(2);');
    expect(complaints).toEqual([]);
  });

  it('keep their own when they do not, and say so', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    const other = await page.context().newPage();
    await other.goto('about/');
    const theirs = JSON.stringify({ code: "display('theirs');", original: 'of another edition' });
    await other.evaluate((edit) => localStorage.setItem('edit:theory/metrics#errors', edit), theirs);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('was changed in another tab too');
    expect(await cellOf(page, 'errors').text()).toContain("display('mine');");
    await cellOf(page, 'errors').write("display('mine still');");
    await expect.poll(() => other.evaluate(() => localStorage.getItem('edit:theory/metrics#errors'))).toContain('mine still');
  });
});

/** A browser that keeps pages for the way back. */
describe('another browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu'],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    context = await browser.newContext({ baseURL: inject('site') });
    page = await context.newPage();
    await page.goto(METRICS);
  });
  afterAll(() => browser.close());

  it('without WebAssembly and WebGL still trains, on the processor alone', async () => {
    const poor = await (await browser.newContext({ baseURL: inject('site'), serviceWorkers: 'block' })).newPage(); // what a service worker answers is not routed
    await poor.route('**/*.js', async (route) => {
      const response = await route.fetch();
      const lose =
        "if (typeof WorkerGlobalScope !== 'undefined') { delete self.WebAssembly; OffscreenCanvas.prototype.getContext = () => null; }";
      await route.fulfill({ response, body: lose + (await response.text()) });
    });
    await poor.goto(METRICS);
    const cell = cellOf(poor, 'errors');
    await cell.write(`${TENSORS}import { als } from 'recsys';
const { scores } = await als((await data()).interactions, { factors: 2, iterations: 1, seed: 42 });
const webgl = new OffscreenCanvas(1, 1).getContext('webgl');
display([typeof WebAssembly, webgl, tf.getBackend(), tf.tensor([1, 2]).square().sum().arraySync(), typeof scores].join());`);
    await cell.run();
    await cell.reaches('done', 'failed');
    expect(await cell.text()).toContain('undefined,,cpu,5,function');
    expect(await nextRun(poor)).toBe('done');
    await poor.context().close();
  });

  const training =
    'for (let done = 0; done <= 40; done++) {\n  progress({ done, total: 40 });\n  await new Promise((next) => setTimeout(next, 50));\n}\ndisplay("trained");';

  it('that freezes a hidden page goes on when the reader comes back', async () => {
    const cell = cellOf(page, 'errors');
    await cell.write(training);
    await cell.run();
    await cell.reaches('running');
    const devtools = await context.newCDPSession(page);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((done) => setTimeout(done, 500));
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await cell.reaches('done');
    expect(await cell.text()).toContain('trained');
    expect(await nextRun(page)).toBe('done');
  });

  it('that goes to another site and back has the edit, and a run that goes on or can be started again', async () => {
    const cell = cellOf(page, 'errors');
    await cell.write(training);
    await cell.run();
    await cell.reaches('running');
    await page.evaluate(() => Object.assign(window, { isTheSame: true }));
    await page.goto('about:blank');
    await page.goBack({ waitUntil: 'commit' });
    const isTheSame = await page.evaluate(() => 'isTheSame' in window);
    await expect.poll(() => cell.text()).toContain('progress({ done, total: 40 });');
    if (!isTheSame) await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toContain('trained');
    expect(await nextRun(page)).toBe('done');
  });

  it('whose tab crashes has every edit after a reload, and runs nothing by itself', async () => {
    const cell = cellOf(page, 'errors');
    await cell.write("display('before the crash');");
    const crashed = page.waitForEvent('crash');
    void page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    page = await context.newPage();
    await page.goto(METRICS);
    await expect.poll(() => cellOf(page, 'errors').text()).toContain('before the crash');
    expect(await cellOf(page, 'errors').figure.getAttribute('data-status')).toBe('saved');
    expect(await nextRun(page)).toBe('done');
  });
});
