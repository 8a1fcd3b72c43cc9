/**
 * What it costs to read the book on a cheap phone: `npm run bench -- reading`. Serves the built site, and has Lighthouse open home, a short chapter and
 * the longest as a phone would, on a slow network; of each page the medians of three visits count. Needs `npm run build` before.
 *
 * Saves bench/results/reading.json and .md, and fails where a page has become worse beyond noise than in the last saved run.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/server.mjs';
import { median } from './median';
import { machine, saveCompared, scheduling } from './report';
import { readingRegressions } from './readingRegressions';
import { readingTable } from './readingTable';
import type { PageCost, ReadingResult } from './readingRegressions';

const build = join(import.meta.dirname, '../build');
const VISITS = 3;
const PORT = 9331;
/** JavaScript of a page of plain Docusaurus, its chunks included, in kB as compressed by this server. */
const PLAIN_KB = 150;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** The chapters of the build, by the size of their pages, shortest first. */
function chaptersBySize(): string[] {
  const size = (path: string) => readFileSync(join(build, path, 'index.html')).length;
  return ['theory', 'deployment', 'experimentation']
    .flatMap((part) => readdirSync(join(build, part), { withFileTypes: true }).map(({ name }) => `${part}/${name}/`))
    .filter((path) => existsSync(join(build, path, 'index.html')))
    .toSorted((a, b) => size(a) - size(b));
}

/** One visit in a browser of its own. */
async function visit(address: string): Promise<PageCost> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${PORT}`],
  });
  try {
    const { lhr } = (await lighthouse(address, { port: PORT, output: 'json', logLevel: 'error' }))!;
    const value = (audit: string) => lhr.audits[audit].numericValue!;
    const requests = lhr.audits['network-requests'].details as unknown as { items: Request[] };
    const scripts = requests.items.filter(({ resourceType }) => resourceType === 'Script');
    const scores = Object.fromEntries(CATEGORIES.map((name) => [name, 100 * lhr.categories[name].score!]));
    return {
      ...(scores as Record<(typeof CATEGORIES)[number], number>),
      firstPaint: value('first-contentful-paint'),
      largestPaint: value('largest-contentful-paint'),
      blocking: value('total-blocking-time'),
      shift: value('cumulative-layout-shift'),
      elements: value('dom-size'),
      scriptKB: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000,
    };
  } finally {
    await browser.close();
  }
}

interface Request {
  resourceType: string;
  transferSize: number;
}

/** Visits the pages, saves what they cost, and fails where one has become worse. */
export async function benchReading(): Promise<void> {
  if (!existsSync(build)) throw new Error('build/ must hold the built site: npm run build');
  const chapters = chaptersBySize();
  const { url, close } = await serve(build, { port: 0 });
  const pages: ReadingResult['pages'] = [];
  for (const path of ['', chapters[0], chapters.at(-1)!]) {
    const visits: PageCost[] = [];
    for (let count = 0; count < VISITS; count++) visits.push(await visit(url + path));
    const names = Object.keys(visits[0]) as (keyof PageCost)[];
    const cost = Object.fromEntries(names.map((name) => [name, median(visits.map((each) => each[name]))])) as unknown as PageCost;
    pages.push({ path, ...cost, overPlainKB: cost.scriptKB - PLAIN_KB });
    console.log(`  /${path}: ${names.map((name) => `${name} ${Number(cost[name].toPrecision(3))}`).join(', ')}`);
  }
  await close();
  const fresh: ReadingResult = { machine: machine(), scheduling: scheduling(), visits: VISITS, plainKB: PLAIN_KB, pages };
  saveCompared('reading', fresh, { compare: readingRegressions, table: readingTable });
}
