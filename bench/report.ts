/** Where results go: `bench/results`, as JSON, as a chart, and some as a table. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const results = join(import.meta.dirname, 'results');

/** The machine, in words. */
export function machine() {
  const [{ model }] = cpus();
  return {
    cpu: model,
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
  };
}

/** Whether the system lets this program before all others, as after `chrt -r 1`: on a machine that is not at rest it tells what a calm one would. */
export function scheduling(): 'ordinary' | 'real-time' {
  try {
    return /^policy\s*:\s*[12]$/m.test(readFileSync('/proc/self/sched', 'utf8')) ? 'real-time' : 'ordinary';
  } catch {
    return 'ordinary';
  }
}

/** Writes results, their chart if they have one, and what is said of them if anything is. */
export function save<T extends object>(
  name: string,
  fresh: T,
  svg?: string,
  table?: (saved: T) => string,
  folder = results,
): void {
  mkdirSync(folder, { recursive: true });
  const json = JSON.stringify(fresh, (_, value) => rounded(value), 2);
  writeFileSync(join(folder, `${name}.json`), `${json}\n`);
  if (svg) writeFileSync(join(folder, `${name}.svg`), svg);
  if (table) writeFileSync(join(folder, `${name}.md`), table(JSON.parse(json) as T)); // of the rounded numbers, so that it can be made again
  console.log(`\nsaved bench/results/${name}.json${svg ? ' and .svg' : ''}`);
}

/** Saves a run in which something has become worse. */
export const ACCEPT = '--accept';

export interface CompareOptions<T> {
  /** What of a run is worse than in the one before, as sentences. */
  compare: (saved: T, fresh: T) => string[];
  /** What of this run is not as it has to be, whatever was saved, as sentences. */
  faults?: string[];
  table?: (saved: T) => string;
  svg?: string;
  /** A part of the run that is saved is compared only. */
  isPart?: boolean;
  isAccepted?: boolean;
  folder?: string;
}

/**
 * Saves results that are as they have to be and no worse than those that were saved last. Others fail the program and are not saved, so that they fail it the next
 * time, too, unless they are accepted.
 */
export function saveCompared<T extends object>(
  name: string,
  fresh: T,
  {
    compare,
    faults = [],
    table,
    svg,
    isPart = false,
    isAccepted = process.argv.includes(ACCEPT),
    folder = results,
  }: CompareOptions<T>,
): void {
  const saved = load<T>(name, folder);
  const worse = saved ? compare(saved, fresh) : [];
  for (const sentence of faults) console.error(`not as it has to be: ${sentence}`);
  for (const sentence of worse) console.error(`worse than the saved run: ${sentence}`);
  if (faults.length + worse.length > 0 && !isAccepted) {
    console.error(`not saved; with ${ACCEPT} it is`);
    process.exitCode = 1;
  } else if (!isPart) save(name, fresh, svg, table, folder);
}

/** Reads results back; undefined where none are saved. */
export function load<T extends object>(name: string, folder = results): T | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** Numbers to four digits. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
