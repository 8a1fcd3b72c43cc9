/**
 * What a run costs the page around it: `npm run bench -- running`. In a chapter a cell trains a model, logs 10,000 lines, shows a table of 100,000 rows. Each is run
 * some times at the machine's speed, to see how long the main thread is busy at a stretch, and some times four times slower, with a pointer moved all the while and half a
 * second on, to see how late the page hears of it. Needs `npm run build` before.
 *
 * Saves bench/results/running.json and .md, and fails where a budget is broken that the last saved run kept.
 */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/server.mjs';
import { quantile } from './median';
import { watchPointer } from './pointer';
import { machine, saveCompared, scheduling } from './report';
import { runCell } from './runCell';
import { brokenBudgets, runningTable } from './runningResult';
import { writeCell } from './writeCell';
import type { Load, RunningResult } from './runningResult';

const [PATH, CELL] = ['theory/pairwise/', 'by-hand'];
const SLOWER = 4;
/** Runs at the machine's speed, and movements of the pointer in the runs of a slower one: the 98th percentile is not to rest on a handful. */
const [ROUNDS, INPUTS] = [3, 200];

/** What the cell is made to do. */
const loads: Record<string, string> = {
  'training BPR': [
    `import { bpr as fit } from 'recsys';`,
    `const { interactions: seen } = await data();`,
    `for (let round = 1; round <= 20; round++) {`,
    `  await fit(seen, { factors: 32, epochs: 5, seed: round, signal });`,
    `  progress({ done: round, total: 20, label: 'round' });`,
    `}`,
  ].join('\n'),
  '10,000 log lines': 'for (let line = 0; line < 10_000; line++) console.log(`line ${line} of the log`);',
  'a table of 100,000 rows':
    'display(Array.from({ length: 100_000 }, (_, row) => ({ row, square: row * row, name: `row ${row}`, even: row % 2 === 0 })));',
};

/** In the page: begins to note tasks over 50 ms. */
const noteTasks = () => {
  const tasks: number[] = [];
  (window as unknown as { tasks: number[] }).tasks = tasks;
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
};

/** The cell with other code in it, its kernel started and its editor open, at rest. */
async function prepare(browser: Browser, url: string, code: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(url + PATH);
  await writeCell(page, CELL, code);
  await page.waitForTimeout(2500);
  return page;
}

/** Runs the cell to its end, and half a second on. */
async function run(page: Page): Promise<void> {
  await runCell(page, CELL);
  await page.waitForTimeout(500);
}

/** Durations of the tasks over 50 ms, at the machine's speed. */
async function longTasks(browser: Browser, url: string, code: string): Promise<number[]> {
  const page = await prepare(browser, url, code);
  await page.evaluate(noteTasks);
  for (let round = 0; round < ROUNDS; round++) await run(page);
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
  await page.context().close();
  return tasks;
}

/** How late each movement of the pointer is heard, the processor slowed, in runs until there are enough of them. */
async function delaysOf(browser: Browser, url: string, code: string): Promise<number[]> {
  const page = await prepare(browser, url, code);
  const moving = await watchPointer(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const delays: number[] = [];
  while (delays.length < INPUTS) delays.push(...(await moving(() => run(page))));
  await page.context().close();
  return delays;
}

/** Measures, saves, and fails where a budget that was kept is kept no longer. */
export async function benchRunning(): Promise<void> {
  const { url, close } = await serve(join(import.meta.dirname, '../build'), { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const measured: Load[] = [];
  for (const [name, code] of Object.entries(loads)) {
    const tasks = await longTasks(browser, url, code);
    const delays = await delaysOf(browser, url, code);
    const entry: Load = {
      name,
      longTasks: tasks.length,
      longest: Math.max(0, ...tasks),
      inputs: delays.length,
      delayP98: quantile(delays, 0.98),
      delayMedian: quantile(delays, 0.5),
    };
    measured.push(entry);
    console.log(entry);
  }
  await browser.close();
  await close();
  const fresh: RunningResult = { machine: machine(), scheduling: scheduling(), slower: SLOWER, loads: measured };
  saveCompared('running', fresh, { compare: brokenBudgets, table: runningTable });
}
