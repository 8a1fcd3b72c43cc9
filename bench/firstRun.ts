/**
 * From the click to the first output: `npm run bench -- firstRun`. A trivial cell of a real chapter in a browser that has never seen the site (cold), again
 * where the pointer had rested on Run before (hovered), and once more in the same tab (warm); beside them, in the same browser, a worker that only answers,
 * and Pyodide with `1 + 1` if `npm install --prefix bench` has brought it. Medians. Needs `npm run build` before.
 *
 * Saves bench/results/firstRun.json and .md, and fails where a first output takes longer, in bare workers, than in the last saved run beyond noise.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/server.mjs';
import { firstRunTable, slowerFirstRuns } from './firstRunResult';
import type { FirstRunResult } from './firstRunResult';
import { median } from './median';
import { machine, saveCompared, scheduling } from './report';

const build = join(import.meta.dirname, '../build');
const pyodide = join(import.meta.dirname, 'node_modules/pyodide');
const [PATH, CELL] = ['theory/metrics/', 'confusion'];
const ROUNDS = 5;

/** In the page: clicks Run and waits until the cell is done. Milliseconds. */
const runCell = (id: string) =>
  new Promise<number>((resolve) => {
    const figure = document.getElementById(`cell-${id}`)!;
    const start = performance.now();
    const observer = new MutationObserver(() => {
      if (figure.dataset.status !== 'done') return;
      observer.disconnect();
      resolve(performance.now() - start);
    });
    observer.observe(figure, { attributes: true, attributeFilter: ['data-status'] });
    [...figure.querySelectorAll('button')].find((button) => button.textContent.includes('Run'))!.click();
  });

/** In the page: starts a worker and waits for its answer. Milliseconds. */
const askWorker = (address: string) =>
  new Promise<number>((resolve, reject) => {
    const start = performance.now();
    const worker = new Worker(address);
    worker.onerror = () => reject(new Error(`${address} did not start`));
    worker.onmessage = () => {
      worker.terminate();
      resolve(performance.now() - start);
    };
    worker.postMessage(1);
  });

const startPyodide = async (address: string) => {
  const start = performance.now();
  const { loadPyodide } = (await import(address)) as { loadPyodide: () => Promise<{ runPython: (code: string) => number }> };
  (await loadPyodide()).runPython('1 + 1');
  return performance.now() - start;
};

/** The chapter in a profile of its own, alive and at rest. */
async function open(browser: Browser, url: string, serviceWorkers: 'allow' | 'block' = 'allow'): Promise<Page> {
  const page = await (await browser.newContext({ serviceWorkers })).newPage();
  await page.route('**/bare-worker.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'onmessage = ({ data }) => postMessage(data);' }),
  );
  await page.goto(url + PATH);
  await page.locator(`#cell-${CELL} button:enabled`).first().waitFor();
  await page.waitForTimeout(1000);
  return page;
}

async function python(browser: Browser): Promise<number[]> {
  if (!existsSync(join(pyodide, 'pyodide.mjs'))) return [];
  const { url, close } = await serve(pyodide, { port: 0 });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${url}package.json`);
    times.push(await page.evaluate(startPyodide, `${url}pyodide.mjs`));
    await page.context().close();
  }
  await close();
  return times;
}

/** Measures, saves, and fails where it has become slower. */
export async function benchFirstRun(): Promise<void> {
  const { url, close } = await serve(build, { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const times: Record<string, number[]> = { bare: [], cold: [], hovered: [], warm: [], python: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const cold = await open(browser, url);
    times.cold.push(await cold.evaluate(runCell, CELL));
    times.warm.push(await cold.evaluate(runCell, CELL));
    await cold.context().close();
    const bare = await open(browser, url, 'block'); // which would fetch past the route
    times.bare.push(await bare.evaluate(askWorker, `${url}bare-worker.js`));
    await bare.context().close();
    const hovered = await open(browser, url);
    await hovered.locator(`#cell-${CELL}`).getByRole('button', { name: 'Run', exact: true }).hover();
    await hovered.waitForTimeout(1500);
    times.hovered.push(await hovered.evaluate(runCell, CELL));
    await hovered.context().close();
  }
  times.python = await python(browser);
  await browser.close();
  await close();
  const milliseconds = Object.fromEntries(
    Object.entries(times)
      .filter(([, all]) => all.length > 0)
      .map(([name, all]) => [name, median(all)]),
  ) as FirstRunResult['milliseconds'];
  console.log(milliseconds);
  const fresh: FirstRunResult = { machine: machine(), scheduling: scheduling(), rounds: ROUNDS, milliseconds };
  saveCompared('firstRun', fresh, { compare: slowerFirstRuns, table: firstRunTable });
}
