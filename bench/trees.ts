/**
 * Boosted trees beside XGBoost's `hist` on one thread: 200 trees of 31 leaves on 50,000 × 40, in turn, in one run. Binning is counted on both sides.
 *
 *     apt-get install python3-xgboost && npx tsx bench/trees.ts
 *
 * Saves bench/results/trees.json and exits with 1 if the median of the ratios exceeds 2.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gbdt } from '../src/recsys/ltr/gbdt';
import { exp } from '../src/recsys/math/functions';
import { random } from '../src/recsys/math/random';
import { median } from './median';
import type { Table } from '../src/recsys/ltr/table';

const SIZE = { rows: 50_000, columns: 40, trees: 200, leaves: 31 };
const BUDGET = 2;
const ROUNDS = 5;

/** Normal features; log-odds with straight, curved and crossed parts. */
function clicks(rows: number, columns: number): Table {
  const draw = random(1);
  const features = Float32Array.from({ length: rows * columns }, () => draw.normal());
  const weights = Float32Array.from({ length: columns }, () => draw.normal(0, 0.3));
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const x = features.subarray(row * columns, (row + 1) * columns);
    const odds = x.reduce((sum, value, c) => sum + value * weights[c], Math.abs(x[0]) + x[1] * x[2]);
    return draw.next() < 1 / (1 + exp(-odds)) ? 1 : 0;
  });
  return { features, rows, columns, labels };
}

interface Run {
  ms: number;
  cpu: number;
  scores: ArrayLike<number>;
}

/** XGBoost in a process of its own, which keeps the table. */
async function startXgboost({ features, rows, columns, labels }: Table) {
  const folder = mkdtempSync(join(tmpdir(), 'trees-'));
  const file = join(folder, 'table.f32');
  writeFileSync(file, Buffer.concat([features, labels].map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength))));
  const args = [join(import.meta.dirname, 'trees.py'), file, ...[rows, columns, SIZE.trees, SIZE.leaves].map(String)];
  const child = spawn('/usr/bin/python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async <T>() => JSON.parse((await lines.next()).value as string) as T;
  const { xgboost } = await answer<{ xgboost: string }>();
  return {
    version: xgboost,
    train(objective: string) {
      child.stdin.write(`${objective}\n`);
      return answer<Run>();
    },
    stop() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}

async function ours(table: Table, objective: 'logistic' | 'l2'): Promise<Run> {
  const { rows, columns, features } = table;
  const [start, before] = [performance.now(), process.cpuUsage()];
  const model = await gbdt(table, { objective, trees: SIZE.trees, leaves: SIZE.leaves, minData: 1 });
  const [ms, used] = [performance.now() - start, process.cpuUsage(before)];
  return { ms, cpu: (used.user + used.system) / 1000, scores: model.predict(features, rows, columns) };
}

const round = (value: number) => Math.round(value * 100) / 100;

/** Correlation of the two models' scores on the first thousand rows: whether they have learned the same. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from({ length: 1000 }, (_, i) => x[i]).reduce((s, v) => s + v, 0) / 1000;
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = (x: ArrayLike<number>, mx: number, y: ArrayLike<number>, my: number) =>
    Array.from({ length: 1000 }, (_, i) => (x[i] - mx) * (y[i] - my)).reduce((s, v) => s + v, 0);
  return products(a, meanA, b, meanB) / Math.sqrt(products(a, meanA, a, meanA) * products(b, meanB, b, meanB));
}

const table = clicks(SIZE.rows, SIZE.columns);
const xgboost = await startXgboost(table);
const results = [];
for (const objective of ['logistic', 'l2'] as const) {
  await ours(table, objective); // lets the engine compile
  const runs: { ours: Run; theirs: Run }[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    runs.push({ ours: await ours(table, objective), theirs: await xgboost.train(objective) });
  }
  const result = {
    objective,
    oursMs: runs.map((run) => Math.round(run.ours.ms)),
    xgboostMs: runs.map((run) => Math.round(run.theirs.ms)),
    ratio: round(median(runs.map((run) => run.ours.ms / run.theirs.ms))),
    cpuRatio: round(median(runs.map((run) => run.ours.cpu / run.theirs.cpu))),
    correlation: correlation(runs[0].ours.scores, runs[0].theirs.scores),
  };
  results.push(result);
  console.log(
    `${objective.padEnd(9)} ${median(result.oursMs)} ms, XGBoost ${median(result.xgboostMs)} ms, ratio ${result.ratio} ` +
      `(of processor time ${result.cpuRatio}), correlation of scores ${result.correlation.toFixed(5)}`,
  );
}
xgboost.stop();
const machine = { processor: cpus()[0].model, cores: cpus().length, node: process.version, xgboost: xgboost.version };
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(
  join(import.meta.dirname, 'results/trees.json'),
  `${JSON.stringify({ size: SIZE, budget: BUDGET, machine, results }, undefined, 2)}\n`,
);
process.exitCode = results.some(({ ratio }) => ratio > BUDGET) ? 1 : 0;
