/**
 * `npm run soak`, after a build: the long versions. Readers of what comes from outside take at least 100,000 broken inputs each, then a page is used
 * for the rest of the time: runs, stops, chapters. 60 minutes in all unless told: `npm run soak -- 20`, or `-- --minutes 20`. What it found is written to `soak/`: JSON and a table.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { serve } from './server.mjs';
import { root } from './site.mjs';

const options = { minutes: { type: 'string' }, seed: { type: 'string' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const asked = values.minutes ?? positionals[0] ?? '60';
const minutes = Number(asked);
if (!(minutes > 0 && minutes <= 600)) {
  console.error(`minutes must be a number in 0 … 600, got ${asked}`);
  process.exit(2);
}
const seed = values.seed ?? String(Date.now() % 2 ** 31);
const end = Date.now() + minutes * 60_000;

function soakReaders() {
  const lines = join(root, 'soak/readers.jsonl');
  mkdirSync(join(root, 'soak'), { recursive: true });
  writeFileSync(lines, '');
  const ms = (minutes * 60_000 * 2) / 3;
  const env = { ...process.env, CASES: '100000', CASES_MS: String(ms), CASES_SEED: seed, CASES_REPORT: lines };
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/inputs'], { cwd: root, env, stdio: 'inherit' });
  const readers = readFileSync(lines, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { passed: status === 0, readers };
}

/** Uses one page until the time is over: what it holds is looked at after each round. */
async function soakPage() {
  const { url, close } = await serve('build', { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ baseURL: url });
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const devtools = await page.context().newCDPSession(page);
  const rounds = [];
  await page.goto('theory/metrics/');
  while (Date.now() < end || rounds.length < 3) {
    for (const chapter of ['Metrics', 'Baseline']) await useChapter(page, chapter);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    rounds.push({ heapMB: Math.round(usedSize / 1e5) / 10, workers: page.workers().length });
  }
  await browser.close();
  await close();
  return { rounds, complaints };
}

/** Goes to a chapter by the page's own links, runs a cell, runs it again, and stops a run. */
async function useChapter(page, chapter) {
  const path = chapter === 'Metrics' ? '/theory/metrics/' : '/theory/baseline/';
  await page.evaluate((to) => document.querySelector(`a[href$="${to}"]`)?.click(), path);
  await page.waitForURL((address) => address.pathname.endsWith(path));
  const figure = page.locator('figure[id^="cell-"]').first();
  const run = figure.getByRole('button', { name: 'Run', exact: true });
  await run.waitFor();
  for (let time = 0; time < 3; time++) {
    await run.click();
    const stop = figure.getByRole('button', { name: 'Stop' });
    if (time === 2) await stop.click({ timeout: 200 }).catch(() => undefined); // it may have ended before
    await run.waitFor();
  }
}

/** What grew without end: the heap by more than half and 20 MB from the second round to the last, or more than a worker for each chapter. */
function growth(rounds) {
  const [first, last] = [rounds[1], rounds.at(-1)];
  const heap = last.heapMB > first.heapMB * 1.5 && last.heapMB > first.heapMB + 20;
  return [heap && `heap ${first.heapMB} → ${last.heapMB} MB`, last.workers > 2 && `${last.workers} workers`].filter(Boolean);
}

if (!existsSync(join(root, 'build/index.html'))) {
  console.error('there is no site to use: npm run build');
  process.exit(2);
}
const { passed, readers } = soakReaders();
const { rounds, complaints } = await soakPage();
const grown = growth(rounds);
const ok = passed && grown.length === 0 && complaints.length === 0;
writeFileSync(
  join(root, 'soak/report.json'),
  `${JSON.stringify({ minutes, seed, ok, readers, rounds, complaints, grown }, null, 2)}\n`,
);
const row = ({ name, cases, values, errors, longest, mostMB, heapMB }) =>
  `| ${[name, cases, values, errors, longest, mostMB, heapMB].join(' | ')} |`;
const short = readers.filter(({ cases }) => cases < 100_000).map(({ name }) => name);
const text = `# Soak, ${minutes} minutes, seed ${seed}: ${ok ? 'nothing found' : 'see below'}

| Reader | Cases | Values | Errors with a message | Longest, ms | Most for one, MB | Heap after all, MB |
| --- | --- | --- | --- | --- | --- | --- |
${readers.map(row).join('\n')}

${short.length ? `Fewer than 100,000 for want of time: ${short.join(', ')}.\n\n` : ''}A page, ${rounds.length} rounds: heap ${rounds[1].heapMB} MB after the second, ${rounds.at(-1).heapMB} MB after the last, ${rounds.at(-1).workers} workers. ${grown.join(', ')}

${complaints
  .slice(0, 20)
  .map((complaint) => `- ${complaint}`)
  .join('\n')}
`;
writeFileSync(join(root, 'soak/report.md'), text);
console.log(text);
process.exitCode = ok ? 0 : 1;
