/**
 * What a run costs the page around it: `npm run bench -- running`. In a chapter a cell trains a model, logs 10,000 lines, shows a table of 100,000 rows. Each is run
 * twice: at the machine's speed, to see how long the main thread is busy at a stretch, and four times slower, with a pointer moved all the while, to see how late
 * the page hears of it. Needs `npm run build` before.
 *
 * Saves bench/results/running.json and .md, and fails where a budget is broken that the last saved run kept.
 */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/server.mjs';
import { quantile } from './median';
import { machine, saveCompared, scheduling } from './report';
import { brokenBudgets, runningTable } from './runningResult';
import { writeCell } from './writeCell';
import type { Load, RunningResult } from './runningResult';

const [PATH, CELL] = ['theory/pairwise/', 'by-hand'];
const SLOWER = 4;

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

interface Watched {
  tasks: number[];
  delays: number[];
}

/** In the page: begins to note tasks over 50 ms, and by how much each movement of the pointer is heard late. */
const watch = () => {
  const watched: Watched = { tasks: [], delays: [] };
  (window as unknown as { watched: Watched }).watched = watched;
  new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
  addEventListener('mousemove', (event) => watched.delays.push(performance.now() - event.timeStamp), { capture: true });
};

/** The cell with other code in it, its kernel started and its editor open, at rest. */
async function prepare(browser: Browser, url: string, code: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(url + PATH);
  await writeCell(page, CELL, code);
  await page.waitForTimeout(2500);
  await page.evaluate(watch);
  return page;
}

/** Runs the cell to its end, the pointer moving if asked. */
async function run(page: Page, isMoving: boolean): Promise<Watched> {
  const figure = page.locator(`#cell-${CELL}`);
  let isOver = false;
  const move = async () => {
    for (let step = 0; isMoving && !isOver; step++) {
      await page.mouse.move(300 + (step % 200), 500 + (step % 50));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await page.evaluate((id) => {
    const buttons = [...document.getElementById(`cell-${id}`)!.querySelectorAll('button')];
    buttons.find((button) => button.textContent.includes('Run'))!.click();
  }, CELL);
  const moving = move();
  await page.waitForFunction((id) => ['done', 'failed'].includes(document.getElementById(`cell-${id}`)!.dataset.status!), CELL, {
    timeout: 120_000,
    polling: 100,
  });
  await page.waitForTimeout(500);
  isOver = true;
  await moving;
  if ((await figure.getAttribute('data-status')) !== 'done')
    throw new Error(`the cell must run, got: ${await figure.innerText()}`);
  return page.evaluate(() => (window as unknown as { watched: Watched }).watched);
}

/** Measures, saves, and fails where a budget that was kept is kept no longer. */
export async function benchRunning(): Promise<void> {
  const { url, close } = await serve(join(import.meta.dirname, '../build'), { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const measured: Load[] = [];
  for (const [name, code] of Object.entries(loads)) {
    const calm = await prepare(browser, url, code);
    const { tasks } = await run(calm, false);
    await calm.context().close();
    const slow = await prepare(browser, url, code);
    const session = await slow.context().newCDPSession(slow);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const { delays } = await run(slow, true);
    await slow.context().close();
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
