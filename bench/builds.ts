/**
 * How building the book grows with its chapters: `npm run bench -- builds [chapters …]`; unless named, 10, as many as the book has, 40 and 160. Each size is a copy of the book beside
 * it, built by the copy's own script: from nothing, then again with one chapter changed. The book's own build and caches stay as they are.
 *
 * Saves bench/results/builds.json and .md; of sizes that are not named, what was saved on the same machine is kept. Fails where the book's own size is over a budget, or
 * something takes longer than in the saved run beyond noise.
 */
import { appendFileSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { copyBook, turns, written } from './buildCopies';
import { buildsTable, overBudget, slowerBuilds, withSaved } from './buildsResult';
import type { BuildResult, BuildsResult } from './buildsResult';
import { runProgram } from './processes';
import { ACCEPT, load, machine, saveCompared, scheduling } from './report';

const SIZES = [10, written.length, 40, 160];

/** What lies in a folder, below it too. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Kilobytes of a file as it is sent. */
const sent = (file: string) => gzipSync(readFileSync(file)).length / 1000;
const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

/** Of a built site: all of it, the scripts of every page, the index of the search. */
function sizesOf(site: string): Pick<BuildResult, 'siteMB' | 'mainKB' | 'indexKB'> {
  const files = filesIn(site);
  const sentOf = (pattern: RegExp) => total(files.filter((file) => pattern.test(file)).map(sent));
  return {
    siteMB: total(files.map((file) => statSync(file).size)) / 1e6,
    mainKB: sentOf(/\/(main|runtime~main)\.[^/]*\.js$/),
    indexKB: sentOf(/\/search-index[^/]*\.json$/),
  };
}

/** Builds a book of so many chapters twice. */
async function measure(count: number): Promise<BuildResult> {
  const folder = copyBook(count);
  try {
    const cold = await runProgram(['scripts/build.mjs'], folder);
    const sizes = sizesOf(join(folder, 'build'));
    const [changed] = turns(written, count);
    appendFileSync(join(folder, 'docs', `${changed.id}.mdx`), '\nOne more sentence.\n');
    const warm = await runProgram(['scripts/build.mjs'], folder);
    return {
      chapters: count,
      ...{ cold: cold.seconds, coldCpu: cold.cpuSeconds, warm: warm.seconds, warmCpu: warm.cpuSeconds },
      peakMB: cold.peakMB,
      ...sizes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds, saves, and fails where building has become too slow. */
export async function benchBuilds(args: string[]): Promise<void> {
  const named = args.filter((arg) => arg !== ACCEPT).map(Number);
  if (!named.every((count) => Number.isInteger(count) && count > 0))
    throw new RangeError(`chapters must be positive integers, got ${args.join(' ')}`);
  const builds: BuildResult[] = [];
  for (const count of named.length > 0 ? named : SIZES) {
    const result = await measure(count);
    builds.push(result);
    console.log(result);
  }
  const measured: BuildsResult = { machine: machine(), scheduling: scheduling(), book: written.length, builds };
  const fresh = withSaved(load<BuildsResult>('builds'), measured);
  saveCompared('builds', fresh, { compare: slowerBuilds, faults: overBudget(measured), table: buildsTable });
}
