/**
 * `node scripts/downloads.mjs`, after a build: measures in Chromium what a first Run loads, compressed, and writes
 * src/plugin/downloads.generated.json, from which a chapter's head says its megabytes. `test/e2e/downloads.test.ts` says when to run it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { serve } from './server.mjs';
import { root } from './site.mjs';

/** What a cell can load, in an order in which each adds only what is its own; `worker` comes with every first Run. */
const STEPS = {
  worker: '',
  recsys: "import 'recsys';",
  data: 'await data();',
  '@observablehq/plot': "import '@observablehq/plot';",
  '@tensorflow/tfjs': "import '@tensorflow/tfjs';",
  danfojs: "import 'danfojs';",
};

/** Bytes by what loads them: those of the worker, and of each of what a cell may import or ask for, without what stands before it. */
export async function measureDownloads(browser, site) {
  const page = await (await browser.newContext({ baseURL: site, serviceWorkers: 'block' })).newPage();
  const loaded = new Set();
  await page.goto('theory/metrics/');
  const figure = page.locator('figure[id^="cell-"]').first();
  await figure.locator('button:enabled', { hasText: 'Run' }).first().waitFor();
  await figure.locator('pre').first().click();
  const editor = figure.locator('.cm-content');
  const write = async (code) => {
    await editor.press('Control+a');
    await page.keyboard.insertText(code);
  };
  await editor.waitFor();
  await write('1;'); // brings the compiler, which a first Run of the book's own code does not load
  await page.waitForLoadState('networkidle');
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    if (response.ok() && !isForEditing(path)) loaded.add(path);
  });
  const sizes = {};
  for (const [name, code] of Object.entries(STEPS)) {
    const before = new Set(loaded);
    await write(`${code}\ndisplay(['loaded', ${JSON.stringify(name)}].join(' '));`);
    await figure.getByRole('button', { name: 'Run', exact: true }).click();
    await figure.getByText(`loaded ${name}`, { exact: true }).waitFor({ timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    sizes[name] = [...loaded].filter((path) => !before.has(path)).reduce((sum, path) => sum + size(path), 0);
  }
  await page.context().close();
  return sizes;
}

/** What the type checker loads, which comes with an edit. */
const isForEditing = (path) => path.includes('/types/');

function size(path) {
  return gzipSync(readFileSync(join(root, 'build', decodeURIComponent(path)))).length;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url, close } = await serve('build', { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const sizes = await measureDownloads(browser, url);
  const file = 'src/plugin/downloads.generated.json';
  const rounded = Object.fromEntries(Object.entries(sizes).map(([name, bytes]) => [name, Math.round(bytes / 1000)]));
  writeFileSync(
    join(root, file),
    `${JSON.stringify({ '//': 'Kilobytes, written by scripts/downloads.mjs', ...rounded }, null, 2)}\n`,
  );
  console.log(file, rounded);
  await browser.close();
  await close();
}
