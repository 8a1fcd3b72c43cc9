/** Where results go: `bench/results`, as JSON and as a chart. */
import { mkdirSync, writeFileSync } from 'node:fs';
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

/** Writes results and their chart. */
export function save(name: string, results: object, svg: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(results, (_, value) => rounded(value), 2)}\n`);
  writeFileSync(join(folder, `${name}.svg`), svg);
  console.log(`\nsaved bench/results/${name}.json and .svg`);
}

/** Numbers to four digits. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
