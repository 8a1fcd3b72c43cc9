/** Where results go: `bench/results`, as JSON, as a chart, and some as a table. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'results');

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
export function save<T extends object>(name: string, results: T, svg?: string, table?: (saved: T) => string): void {
  mkdirSync(folder, { recursive: true });
  const json = JSON.stringify(results, (_, value) => rounded(value), 2);
  writeFileSync(join(folder, `${name}.json`), `${json}\n`);
  if (svg) writeFileSync(join(folder, `${name}.svg`), svg);
  if (table) writeFileSync(join(folder, `${name}.md`), table(JSON.parse(json) as T)); // of the rounded numbers, so that it can be made again
  console.log(`\nsaved bench/results/${name}.json${svg ? ' and .svg' : ''}`);
}

/** Saves results with their table, and fails the program for what has become worse since those that were saved last. */
export function saveCompared<T extends object>(
  name: string,
  fresh: T,
  compare: (saved: T, fresh: T) => string[],
  table: (saved: T) => string,
): void {
  const saved = load<T>(name);
  const worse = saved ? compare(saved, fresh) : [];
  save(name, fresh, undefined, table);
  for (const sentence of worse) console.error(`worse: ${sentence}`);
  if (worse.length > 0) process.exitCode = 1;
}

/** Reads results back; undefined where none are saved. */
export function load<T extends object>(name: string): T | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** Numbers to four digits. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
