import { readFileSync } from 'node:fs';
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

describe('the policy of the pages', () => {
  it('stands in every one, before any script, and names no origin and no way from a text to code', () => {
    const files = globSync('build/**/*.html');
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const html = readFileSync(file, 'utf8');
      const policies = [...html.matchAll(/<meta http-equiv="?Content-Security-Policy"? content="([^"]+)"/gi)];
      expect(policies.length, file).toBe(1);
      expect(policies[0].index, file).toBeLessThan(html.search(/<(script|link|style)\b/i));
      expect(policies[0][1], file).not.toMatch(/https?:|\*|(?<!wasm-)unsafe-eval/);
      expect(/script-src ([^;]+)/.exec(policies[0][1])![1], file).not.toContain('unsafe-inline');
    }
  });

  it('holds against whatever else has come into one', async () => {
    const { page } = await visit('about/');
    const refused = await page.evaluate(async () => {
      const seen = new Set<string>();
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.add(effectiveDirective));
      const put = (html: string) => document.body.append(document.createRange().createContextualFragment(html));
      const acted: string[] = [];
      Object.assign(window, { act: (what: string) => acted.push(what) });
      const elsewhere = 'http://127.0.0.1:9/';
      put('<script>act("a script")</scr' + 'ipt>');
      put('<p onclick="act(1)" id="attribute"></p>');
      document.getElementById('attribute')!.click();
      put(`<script src="${elsewhere}x.js"></scr` + `ipt><img src="${elsewhere}x.png"><iframe src="${elsewhere}"></iframe>`);
      put(`<object data="${elsewhere}"></object><base href="${elsewhere}"><form action="${elsewhere}" id="form"></form>`);
      (document.getElementById('form') as HTMLFormElement).submit();
      void fetch(elsewhere).catch(() => undefined);
      try {
        new Worker(URL.createObjectURL(new Blob(['0'])));
      } catch {
        // some engines throw
      }
      // In a turn of its own: what the test's own script calls, its protocol lets through.
      setTimeout(() => (0, eval)('act("a text")'));
      for (let turn = 0; turn < 100 && seen.size < 10; turn++) await new Promise((next) => setTimeout(next, 20));
      return { refused: [...seen].sort(), acted };
    });
    expect(refused).toEqual({
      acted: [],
      refused: [
        ...['base-uri', 'connect-src', 'form-action', 'frame-src', 'img-src', 'object-src'],
        ...['script-src', 'script-src-attr', 'script-src-elem', 'worker-src'],
      ],
    });
  });
});
