/**
 * How time and memory grow: `npm run bench -- scale [model …] [--accept]`.
 *
 * Along each of four axes (interactions, users, items, factors) every model is trained on a longer and longer log, each time in a process of its
 * own, on the clock of its thread; models that go in rounds make one. A point is left out where the points before it say that it would take
 * longer than LONGEST. Beside some models stands the same in C. The exponent is the slope of a line through the logarithms of the last three
 * points. Of models that are not named, what was saved on the same machine is kept. Fails where a model has become slower or larger, or grows faster.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compile, programs } from './contestants';
import { expected, exponent } from './growth';
import { ACCEPT, load, machine, saveCompared } from './report';
import { drawScale } from './scaleChart';
import { measure, measureNative } from './scaleMeasure';
import { worseScale } from './scaleRegressions';
import { merged } from './scaleResult';
import { scaleTable } from './scaleTable';
import type { Bench } from './scaleMeasure';
import type { Axis, End, Exponents, Place, Point, ScaleResult } from './scaleResult';

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

/** The longest that a point may be expected to take, in milliseconds, and the longest that it may take, log and all. */
const LONGEST = 40_000;
const PATIENCE = 10 * LONGEST;
/** How long a point may take that is expected to take too long: enough to be refused. */
const GLANCE = 15_000;

/** A point that would take too long: a model may refuse it at once; else it is stopped soon. */
function glance(bench: Bench, model: string, place: Place, milliseconds: number): ReturnType<typeof measure> {
  const found = measure(bench, model, place, GLANCE);
  if (!('refused' in found) || !found.refused.includes('ETIMEDOUT')) return found;
  return { refused: `left out: by the points before it would take ${Math.round(milliseconds / 1000)} s` };
}

/** All points of a model along an axis, from the smallest on, and where and why it ended before the axis did. */
function walk(bench: Bench, model: string, axis: Axis): { points: Point[]; end?: End } {
  const points: Point[] = [];
  for (const size of axes[axis]) {
    const place = { ...middle, [axis]: size };
    const milliseconds = expected(costs(points, axis, 'milliseconds'), size);
    const found = milliseconds > LONGEST ? glance(bench, model, place, milliseconds) : measure(bench, model, place, PATIENCE);
    if ('refused' in found) {
      console.log(`    ${size}: ${found.refused}`);
      return { points, end: { model, axis, size, why: found.refused } };
    }
    const native = measureNative(bench, model, place, PATIENCE);
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
export async function benchScale(args: string[]): Promise<void> {
  const names = args.filter((arg) => arg !== ACCEPT);
  const scratch = mkdtempSync(join(tmpdir(), 'handbook-scale-'));
  const program = join(scratch, 'task.mjs');
  const entry = join(import.meta.dirname, 'scaleTask.ts');
  await build({ entryPoints: [entry], bundle: true, outfile: program, format: 'esm', platform: 'node', target: 'node20' });
  const bench: Bench = { program, binary: compile(programs.blocked), logs: new Map() };
  const order = [...withoutFactors, ...withFactors];
  const points: Point[] = [];
  const ends: End[] = [];
  const fitted: Exponents[] = [];
  const peaks: Record<string, number> = {};
  for (const model of order.filter((name) => names.length === 0 || names.includes(name))) {
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
    const found = measure(bench, model, million, PATIENCE);
    if ('refused' in found) throw new Error(`${model} must train on a million interactions, got: ${found.refused}`);
    peaks[model] = found.peakBytes;
    console.log(
      `  ${model} on ${million.interactions} interactions with ${million.factors} factors: ${megabytes(found.peakBytes)}`,
    );
  }
  rmSync(scratch, { recursive: true, force: true });
  const fresh: ScaleResult = { machine: machine(), middle, exponents: fitted, ends, million: { ...million, peaks }, points };
  const result = merged(load<ScaleResult>('scale'), fresh, order);
  saveCompared('scale', result, { compare: worseScale, svg: drawScale(result.points), table: scaleTable });
}
