/** A worker in Chromium that does what it is asked, one thing at a time. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/server.mjs';

export interface WorkerPage {
  ask: <T>(message: unknown) => Promise<T>;
  /** Where the files lie that were handed to it. */
  url: string;
  version: string;
  close: () => Promise<void>;
}

/** The page's side, as text, since what tsx makes of a function does not run elsewhere. */
const START = `const worker = new Worker('worker.js');
globalThis.ask = (message) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(message);
  });`;

/** Starts a worker of this folder in a page of its own, with files that it may load beside it; undefined where there is no Chromium. */
export async function openWorker(entry: string, files: string[] = []): Promise<WorkerPage | undefined> {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'handbook-worker-'));
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    outfile: join(folder, 'worker.js'),
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
  writeFileSync(join(folder, 'index.html'), `<!doctype html><title>worker</title><script>${START}</script>`);
  const { url, close } = await serve(folder, { port: 0 });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.goto(url);
  return {
    ask: <T>(message: unknown) => page.evaluate<T>(`ask(${JSON.stringify(message)})`),
    url,
    version: `Chromium ${browser.version()}`,
    async close() {
      await browser.close();
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}
