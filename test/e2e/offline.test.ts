import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEdition } from '../../scripts/edition.mjs';
import { serve } from '../../scripts/server.mjs';
import type { Edition } from '../../src/offline/edition';
import { withPolicy } from '../../src/plugin/policy';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const root = join(import.meta.dirname, '../..');
const METRICS = 'theory/metrics/';

let folder: string;
let site: { url: string; close: () => Promise<void> };

/** A copy of the built site on a server of its own, which a test may deploy anew. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handbook-offline-'));
  cpSync(join(root, 'build'), folder, { recursive: true });
  site = await serve(folder, { port: 0 });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const listing = () => JSON.parse(readFileSync(join(folder, 'edition.json'), 'utf8')) as Edition;

/** A page of the copy, come alive. */
const open = async (path: string, serviceWorkers: 'allow' | 'block' = 'allow') => {
  const { page } = await visit(site.url + path, { serviceWorkers });
  await page.waitForFunction(() => document.documentElement.dataset.hasHydrated === 'true');
  return page;
};

/** Waits until the service worker has what the page has loaded. */
const untilKept = async (page: Page, path: string) => {
  const has = (address: string) => page.evaluate(async (address) => (await caches.match(address)) !== undefined, address);
  await expect.poll(() => has(site.url + path), { timeout: 20_000 }).toBe(true);
};

/**
 * What a deploy does to whoever has the page open: files that the page knows by name are there no more. The scripts with these words in them, and the bundler's own that
 * names them, get new names, and the site is another edition.
 */
function deploy(...words: string[]): void {
  const scripts = readdirSync(join(folder, 'assets/js'));
  const holds = (name: string) => {
    const text = readFileSync(join(folder, 'assets/js', name), 'utf8');
    return words.some((word) => text.includes(word));
  };
  const moved = scripts.filter((name) => name.startsWith('runtime~main') || holds(name));
  const hashes = moved.map((name) => name.split('.').at(-2)!);
  const renamed = (text: string) => hashes.reduce((now, hash) => now.replaceAll(hash, [...hash].reverse().join('')), text);
  const naming = scripts
    .filter((name) => name.startsWith('main.') || moved.includes(name))
    .map((name) => join('assets/js', name));
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  const rewrite = (name: string, change: (text: string) => string) =>
    writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));
  for (const name of naming) rewrite(name, renamed);
  // A page names its scripts in one of its own, whose hash is in its policy.
  for (const name of pages)
    rewrite(name, (html) => withPolicy(renamed(html).replace(/<meta http-equiv="?Content-Security-Policy[^>]*>/, '')));
  for (const name of moved) renameSync(join(folder, 'assets/js', name), join(folder, 'assets/js', renamed(name)));
  writeEdition(root, folder, '/', { level: 1 });
}

/** What only the kernel's worker holds. */
const WORKER = 'cells cannot reach';
/** What only the editor holds. */
const EDITOR = 'cm-content';

describe('without a network', () => {
  it('a chapter that was opened opens again, its cells run, and what is not there says what is', async () => {
    const page = await open(METRICS);
    await untilKept(page, METRICS);
    await cellOf(page, 'errors').run();
    await cellOf(page, 'errors').reaches('done');
    await page.context().setOffline(true);
    await page.reload();
    await cellOf(page, 'errors').run();
    await cellOf(page, 'errors').reaches('done');
    await page.goto(`${site.url}theory/trees/`);
    expect(await page.locator('h1').innerText()).toBe('This page is not on this device');
    expect(await page.locator('li').allInnerTexts()).toContain('Metrics');
    await page.context().close();
  });

  it('every page of a downloaded book opens, cells train on its data, and a removed one is gone', async () => {
    const page = await open('how-to-use/');
    await page.getByRole('button', { name: 'Download the book' }).click();
    await page.getByRole('button', { name: 'Remove it from this device' }).waitFor();
    await page.context().setOffline(true);
    const { files } = listing();
    const missing = await page.evaluate(
      async (paths) => {
        const answers = await Promise.all(
          paths.map((path) =>
            fetch(`/${path}`).then(
              ({ ok }) => ok,
              () => false,
            ),
          ),
        );
        return paths.filter((_, place) => !answers[place]);
      },
      files.map(({ path }) => path),
    );
    expect(missing).toEqual([]);
    await page.goto(`${site.url}theory/baseline/`);
    const last = page.locator('figure[id^="cell-"]').nth(2);
    const cell = cellOf(page, (await last.getAttribute('id'))!.slice('cell-'.length));
    await cell.run();
    await cell.reaches('done');
    await page.context().setOffline(false);
    await page.goto(`${site.url}how-to-use/`);
    await page.getByRole('button', { name: 'Remove it from this device' }).click();
    await page.getByRole('button', { name: 'Download the book' }).waitFor();
    await page.context().close();
  });
});

describe('a deploy while a page is open', () => {
  it('is told, and a reload keeps what the reader wrote', async () => {
    const page = await open(METRICS);
    await untilKept(page, METRICS);
    await cellOf(page, 'errors').write("display('mine');");
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('mine');
    deploy();
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update());
    const news = page.getByRole('status').filter({ hasText: 'A newer edition of the book is there' });
    await news.waitFor();
    // What was opened of the old edition is there of the new one, before anybody asks.
    await page.context().setOffline(true);
    await news.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => editionOf(page)).toBe(listing().id);
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('mine');");
    expect(await news.isVisible()).toBe(false);
    await page.context().close();
  });

  it('does not keep a first Run from its end, and reloads nothing where cells have computed something', async () => {
    const [kept, plain, busy] = [await open(METRICS), await open(METRICS, 'block'), await open(METRICS, 'block')];
    const fresh = [kept, plain];
    for (const page of fresh) {
      await cellOf(page, 'errors').write("display('mine');");
      await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('mine');
    }
    await cellOf(busy, 'errors').run();
    await cellOf(busy, 'errors').reaches('done');
    deploy(WORKER, EDITOR);
    for (const page of fresh) {
      await cellOf(page, 'errors').run();
      // What the service worker has kept by then runs as it is.
      if (page === plain) await expect.poll(() => editionOf(page), { timeout: 20_000 }).toBe(listing().id);
      await cellOf(page, 'errors').reaches('done');
      expect(await cellOf(page, 'errors').text()).toMatch(/display\('mine'\);[\s\S]*mine/);
    }
    await busy.locator('#cell-dcg pre').first().click();
    await busy.getByText('A newer edition of the book is there').waitFor();
    expect(await cellOf(busy, 'errors').figure.getAttribute('data-status')).toBe('done');
    for (const page of [...fresh, busy]) await page.context().close();
  });
});

describe('a connection that breaks while a cell’s modules load', () => {
  it('is tried again, and then said; the next Run finds it mended', async () => {
    const page = await open(METRICS, 'block');
    await page.context().setOffline(true);
    const cell = cellOf(page, 'errors');
    await cell.run();
    await cell.reaches('failed');
    expect(await cell.text()).toContain('check the connection and run again');
    await page.context().setOffline(false);
    await cell.run();
    await cell.reaches('done');
    await page.context().close();
  });
});

describe('a download that breaks off in its middle', () => {
  it('is asked for again: the first Run comes to its end though every part broke once', async () => {
    const broken = new Set<string>();
    let breaks = false;
    const proxy = createServer((request, response) => {
      void fetch(new URL(request.url!, site.url)).then(async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? '',
          'content-length': body.length,
        });
        if (!breaks || broken.has(request.url!)) return response.end(body);
        broken.add(request.url!);
        response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 20));
        return response;
      });
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
    const { page } = await visit(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/${METRICS}`);
    await page.waitForFunction(() => document.documentElement.dataset.hasHydrated === 'true');
    breaks = true;
    const cell = cellOf(page, 'errors');
    await cell.run();
    await cell.reaches('done', 'failed');
    expect(await cell.figure.getAttribute('data-status')).toBe('done');
    expect([...broken].filter((path) => path.endsWith('.js')).length).toBeGreaterThan(0);
    await page.context().close();
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('the book as an application', () => {
  it('has a manifest that Chromium finds nothing wrong with', async () => {
    const page = await open('');
    const devTools = await (page.context() as BrowserContext).newCDPSession(page);
    const { errors, manifest } = (await devTools.send('Page.getAppManifest')) as { errors: unknown[]; manifest?: object };
    expect(errors).toEqual([]);
    expect(manifest).toBeDefined();
    const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    await page.context().close();
  });
});

/** The edition that the page says it is of. */
const editionOf = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=edition]')?.content).catch(() => undefined);
