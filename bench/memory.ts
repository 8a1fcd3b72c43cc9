/**
 * Whether memory comes back: `npm run bench -- memory [minutes] [cell] [chapters] [loop]`. In a tab the book's heaviest cell runs fifty times; in another the sidebar leads through twenty chapters, in
 * each of which a cell runs; in a third a cell trains for ten minutes, or as many as are named. Of these three those that are named, or all; of the others what was saved stays. What a tab holds is told before and after, behind collected garbage.
 * Needs `npm run build` before.
 *
 * Each is done beforehand a few times: what is made once for all, such as modules and the memory of WebAssembly, is there when counting begins. A process takes three tours of
 * the chapters to what it then stays at, plus or minus a tenth: its allocators keep what they were given back.
 *
 * Saves bench/results/memory.json and .md, and fails where something has grown.
 */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/server.mjs';
import { written } from './buildCopies';
import { grown, memoryTable, withSaved } from './memoryResult';
import type { MemoryResult, Stretch } from './memoryResult';
import { load, machine, saveCompared } from './report';
import { runCell } from './runCell';
import { watchTab } from './tab';
import { writeCell } from './writeCell';

const root = join(import.meta.dirname, '..');

/** The cell that takes longest of all when every chapter is run, some six seconds: it trains two models in TensorFlow.js and evaluates them. */
const HEAVIEST = { path: 'theory/two-tower', cell: 'board', runs: 50 };
const TOUR = 20;
const LOOP = { path: 'theory/two-tower', cell: 'sample' };

/** Trains one model after the other, telling the page of each: for a moment in the first two runs, for so many minutes from then on. */
const training = (minutes: number) => `import { twoTower } from 'recsys';
const { interactions: seen } = await data();
const known = globalThis as { turns?: number };
known.turns = (known.turns ?? 0) + 1;
const end = performance.now() + (known.turns > 2 ? ${60_000 * minutes} : 3000);
for (let seed = 1; performance.now() < end && !signal.aborted; seed++)
  await twoTower(seen, { epochs: 1, seed, signal, onProgress: progress });`;

/** Goes to a chapter by the sidebar, and runs its first cell. */
async function visit(page: Page, path: string): Promise<void> {
  await page.locator(`.theme-doc-sidebar-menu a[href$="/${path}/"]`).first().click();
  // The address changes at once, the page when its parts have come: then the link is that of the page.
  await page.locator(`.theme-doc-sidebar-menu a.menu__link--active[href$="/${path}/"]`).first().waitFor();
  const figure = page.locator(`article [id^="cell-"]`).first();
  await figure.waitFor();
  await runCell(page, (await figure.getAttribute('id'))!.replace('cell-', ''));
}

/** From the first chapter through the next ones and back to it. */
async function tour(page: Page): Promise<void> {
  const way = Array.from({ length: TOUR - 1 }, (_, step) => written[(step + 1) % written.length]);
  for (const path of [...way, written[0]]) await visit(page, path);
}

async function times(count: number, act: () => Promise<void>): Promise<void> {
  for (let time = 0; time < count; time++) await act();
}

interface Plan {
  task: string;
  name: string;
  times: number;
  path: string;
  /** What is done before counting begins. */
  before: (page: Page) => Promise<void>;
  act: (page: Page) => Promise<void>;
}

const plans = (minutes: number): Plan[] => [
  {
    task: 'cell',
    name: `${HEAVIEST.runs} runs of the heaviest cell, \`${HEAVIEST.cell}\` of ${HEAVIEST.path}`,
    times: HEAVIEST.runs,
    path: HEAVIEST.path,
    before: (page) => times(2, () => runCell(page, HEAVIEST.cell)),
    act: (page) => times(HEAVIEST.runs, () => runCell(page, HEAVIEST.cell)),
  },
  {
    task: 'chapters',
    name: `${TOUR} changes of chapter, a run in each`,
    times: TOUR,
    path: 'theory/funnel',
    before: (page) => times(3, () => tour(page)),
    act: tour,
  },
  {
    task: 'loop',
    name: `${minutes} min of a training loop`,
    times: minutes,
    path: LOOP.path,
    async before(page) {
      await writeCell(page, LOOP.cell, training(minutes));
      await page.waitForTimeout(3000); // until the type checker has come, too
      await times(2, () => runCell(page, LOOP.cell));
    },
    act: (page) => runCell(page, LOOP.cell),
  },
];

async function carryOut(browser: Browser, url: string, { task, name, times, path, before, act }: Plan): Promise<Stretch> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const footprint = await watchTab(page);
  await page.goto(`${url}${path}/`);
  await before(page);
  const first = await footprint();
  console.log(name, first);
  await act(page);
  const last = await footprint();
  console.log(last);
  await page.context().close();
  return { task, name, times, before: first, after: last };
}

/** Measures, saves, and fails where memory did not come back. */
export async function benchMemory(args: string[]): Promise<void> {
  const minutes = args.map(Number).find((number) => number > 0) ?? 10;
  const all = plans(minutes);
  const wanted = all.filter(({ task }) => args.includes(task));
  const { url, close } = await serve(join(root, 'build'), { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const stretches: Stretch[] = [];
  for (const plan of wanted.length > 0 ? wanted : all) stretches.push(await carryOut(browser, url, plan));
  await browser.close();
  await close();
  const fresh: MemoryResult = { machine: machine(), stretches };
  const order = all.map(({ task }) => task);
  const known = withSaved(load<MemoryResult>('memory'), fresh, order);
  saveCompared('memory', known, { compare: () => [], faults: grown(fresh), table: memoryTable });
}
