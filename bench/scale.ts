/**
 * How time and memory grow: `npm run bench -- scale [model …]`.
 *
 * Along each of four axes (interactions, users, items, factors) every model is trained on a longer and longer log, each time in a process of its
 * own, on the clock of its thread; models that go in rounds make one. A point is left out where the points before it say that it would take
 * longer than LONGEST. Beside some models stands the same in C. The exponent is the slope of a line through the logarithms of the last three
 * points.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compile, programs, writeLog } from './contestants';
import { expected, exponent } from './growth';
import { seededLog } from './log';
import { machine, save } from './report';
import { drawScale } from './scaleChart';
import type { Task } from './tasks';

/** Where a measurement stands. */
export interface Place {
  users: number;
  items: number;
  interactions: number;
  factors: number;
}

/** What is varied. */
export type Axis = keyof Place;

/** What training took, on the processor and in memory. */
interface Cost {
  milliseconds: number;
  /** The most memory that the process had, its engine and the log included. */
  peakBytes: number;
  /** How much of it training added. */
  addedBytes: number;
}

/** A measurement. */
export interface Point extends Place, Cost {
  model: string;
  axis: Axis;
  /** The same in C. */
  native?: Pick<Cost, 'milliseconds' | 'peakBytes'>;
}

/** By which power time, added memory and time in C grow along an axis, where they can be told. */
interface Exponents {
  model: string;
  axis: Axis;
  time?: number;
  memory?: number;
  native?: number;
}

/** Where an axis ended before its end, and why. */
interface End {
  model: string;
  axis: Axis;
  size: number;
  why: string;
}

/** What is saved. */
export interface ScaleResult {
  machine: ReturnType<typeof machine>;
  middle: Place;
  exponents: Exponents[];
  ends: End[];
  /** The place where memory is measured, and the most that each process had there, in bytes. */
  million: Place & { peaks: Record<string, number> };
  points: Point[];
}

const middle: Place = { users: 20_000, items: 4000, interactions: 300_000, factors: 32 };

const axes: Record<Axis, number[]> = {
  interactions: [10_000, 100_000, 1_000_000, 10_000_000],
  users: [2000, 8000, 32_000, 128_000],
  items: [1000, 4000, 16_000, 64_000],
  factors: [8, 16, 32, 64, 128],
};

/** Where the memory of the models with factors is measured: a million interactions, 64 factors. */
const million: Place = { ...middle, interactions: 1_000_000, factors: 64 };

const withoutFactors = ['popularity', 'recencyPopularity', 'bayesianMean', 'itemKnn', 'userKnn', 'sar', 'slim', 'ease'];
const withFactors = ['pureSvd', 'als', 'implicitAls cg', 'implicitAls cholesky', 'bpr', 'warp', 'logisticMf', 'hybrid'];

/** The task of `native/main.c` that is the same, where there is one; C's EASE always inverts the items' side. */
const natives: Record<string, (place: Place) => Task | undefined> = {
  itemKnn: () => ['item-knn', 100, 0],
  ease: ({ users, items }) => (users < items ? undefined : ['ease', 100, 0]),
  'implicitAls cg': ({ factors }) => ['als-cg', factors, 1],
  'implicitAls cholesky': ({ factors }) => ['als-cholesky', factors, 1],
  bpr: ({ factors }) => ['bpr', factors, 1],
  warp: ({ factors }) => ['warp', factors, 1],
};

/** The longest that a point may be expected to take, in milliseconds, and the longest that it may take, log and all. */
const LONGEST = 40_000;
const PATIENCE = 4 * LONGEST;

/** How models are trained in processes of their own, and where the programs of C find their logs. */
interface Bench {
  program: string;
  binary: string | undefined;
  logs: Map<string, string>;
}

/** Measures one point in a process of its own, or says why there is nothing to measure. */
function measure({ program }: Bench, model: string, { users, items, interactions, factors }: Place): Cost | { refused: string } {
  const args = ['--expose-gc', '--max-old-space-size=8192', program, model, ...[users, items, interactions, factors].map(String)];
  const { stdout, stderr, status, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: PATIENCE });
  if (status !== 0) return { refused: error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit ${status}` };
  return JSON.parse(stdout) as Cost | { refused: string };
}

/** The same in C; undefined where C has no such task or gives no answer. */
function measureNative({ binary, logs }: Bench, model: string, place: Place): Point['native'] {
  const task = natives[model]?.(place);
  if (!binary || !task) return undefined;
  const { users, items, interactions: rows } = place;
  const key = [users, items, rows].join(' ');
  const log = logs.get(key) ?? writeLog(seededLog({ users, items, rows }));
  logs.set(key, log);
  const { stdout, status } = spawnSync(binary, [log], { input: `${task.join(' ')}\n`, encoding: 'utf8', timeout: PATIENCE });
  if (status !== 0) return undefined;
  const [, busy, , kilobytes] = stdout.trim().split(' ').map(Number);
  return { milliseconds: busy, peakBytes: kilobytes * 1024 };
}

/** All points of a model along an axis, from the smallest on, and where and why it ended before the axis did. */
function walk(bench: Bench, model: string, axis: Axis): { points: Point[]; end?: End } {
  const points: Point[] = [];
  for (const size of axes[axis]) {
    const place = { ...middle, [axis]: size };
    const milliseconds = expected(costs(points, axis, 'milliseconds'), size);
    const found =
      milliseconds > LONGEST
        ? { refused: `left out: by the points before it would take ${Math.round(milliseconds / 1000)} s` }
        : measure(bench, model, place);
    if ('refused' in found) {
      console.log(`    ${size}: ${found.refused}`);
      return { points, end: { model, axis, size, why: found.refused } };
    }
    const native = measureNative(bench, model, place);
    points.push({ ...place, model, axis, ...found, native });
    const beside = native ? `, C ${native.milliseconds.toFixed(1)} ms, ${megabytes(native.peakBytes)}` : '';
    console.log(`    ${size}: ${found.milliseconds.toFixed(1)} ms, ${megabytes(found.peakBytes)}${beside}`);
  }
  return { points };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

const costs = (points: Point[], axis: Axis, measure: 'milliseconds' | 'addedBytes') =>
  points.map((point) => ({ size: point[axis], cost: point[measure] }));

/** The exponents of the last three points; below 2 ms and 1 MB nothing is told but the clock's and the engine's steps. */
function exponents(model: string, axis: Axis, points: Point[]): Exponents {
  const last = points.slice(-3);
  const natives = last.flatMap((point) => (point.native ? [{ size: point[axis], cost: point.native.milliseconds }] : []));
  const above = (least: number, all: { size: number; cost: number }[]) => exponent(all.filter(({ cost }) => cost >= least));
  return {
    model,
    axis,
    time: above(2, costs(last, axis, 'milliseconds')),
    memory: above(1e6, costs(last, axis, 'addedBytes')),
    native: above(2, natives),
  };
}

/** Walks every model, or those named, along every axis. */
export async function benchScale(names: string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'handbook-scale-'));
  const program = join(scratch, 'task.mjs');
  const entry = join(import.meta.dirname, 'scaleTask.ts');
  await build({ entryPoints: [entry], bundle: true, outfile: program, format: 'esm', platform: 'node', target: 'node20' });
  const bench: Bench = { program, binary: compile(programs.blocked), logs: new Map() };
  const points: Point[] = [];
  const ends: End[] = [];
  const fitted: Exponents[] = [];
  const peaks: Record<string, number> = {};
  for (const model of [...withoutFactors, ...withFactors].filter((name) => names.length === 0 || names.includes(name))) {
    for (const axis of Object.keys(axes) as Axis[]) {
      if (axis === 'factors' && withoutFactors.includes(model)) continue;
      console.log(`  ${model} against ${axis}`);
      const walked = walk(bench, model, axis);
      points.push(...walked.points);
      if (walked.end) ends.push(walked.end);
      const found = exponents(model, axis, walked.points);
      fitted.push(found);
      const [time, memory, native] = [found.time, found.memory, found.native].map((power) => power?.toFixed(2) ?? '–');
      console.log(`    time grows with the power ${time}, memory ${memory}, time in C ${native}`);
    }
    if (withoutFactors.includes(model)) continue;
    const found = measure(bench, model, million);
    if ('refused' in found) throw new Error(`${model} must train on a million interactions, got: ${found.refused}`);
    peaks[model] = found.peakBytes;
    console.log(
      `  ${model} on ${million.interactions} interactions with ${million.factors} factors: ${megabytes(found.peakBytes)}`,
    );
  }
  rmSync(scratch, { recursive: true, force: true });
  if (names.length > 0) return;
  save(
    'scale',
    { machine: machine(), middle, exponents: fitted, ends, million: { ...million, peaks }, points },
    drawScale(points),
  );
}
