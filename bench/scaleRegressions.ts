/** Whether models have become slower or larger, or grow faster, since the last saved run. */
import { isDeepStrictEqual } from 'node:util';
import { median } from './median';
import type { Axis, Point, ScaleResult } from './scaleResult';

/** On the same machine the middle one of a model's times, over what was saved, differs by so much; peaks of memory by less. */
const NOISE = { time: 1.25, memory: 1.1 };
/** An exponent through three points differs by so much between runs. */
const EXPONENT = 0.3;
/** Milliseconds below which a point tells of the clock's steps only. */
const LEAST = 2;

const axes: Axis[] = ['interactions', 'users', 'items', 'factors'];

/** What is worse, as sentences; models and points that only one run has are passed over. */
export function worseScale(saved: ScaleResult, fresh: ScaleResult): string[] {
  const isHere = isDeepStrictEqual(saved.machine, fresh.machine);
  const models = [...new Set(fresh.exponents.map(({ model }) => model))];
  return [
    ...models.flatMap((model) => [...(isHere ? slower(saved, fresh, model) : []), ...larger(saved, fresh, model)]),
    ...steeper(saved, fresh),
  ];
}

function slower(saved: ScaleResult, fresh: ScaleResult, model: string): string[] {
  const ratios = fresh.points.flatMap((now) => {
    const then = now.model === model && saved.points.find((point) => isSamePlace(point, now));
    return then && then.milliseconds >= LEAST ? [now.milliseconds / then.milliseconds] : [];
  });
  if (ratios.length === 0 || median(ratios) <= NOISE.time) return [];
  return [`${model}: ${median(ratios).toFixed(2)} times as long as in the saved run, the middle one of ${ratios.length} points`];
}

const isSamePlace = (a: Point, b: Point) => a.model === b.model && a.axis === b.axis && axes.every((axis) => a[axis] === b[axis]);

function larger(saved: ScaleResult, fresh: ScaleResult, model: string): string[] {
  const [then, now] = [saved, fresh].map(({ million }) => million.peaks[model]);
  if (!(now > NOISE.memory * then)) return [];
  return [`${model}: a process of ${(now / 1e6).toFixed(0)} MB for a million interactions, was ${(then / 1e6).toFixed(0)}`];
}

function steeper(saved: ScaleResult, fresh: ScaleResult): string[] {
  return fresh.exponents.flatMap(({ model, axis, time }) => {
    const then = saved.exponents.find((one) => one.model === model && one.axis === axis)?.time;
    if (time === undefined || then === undefined || time <= then + EXPONENT) return [];
    return [`${model}: time grows with the power ${time.toFixed(2)} of ${axis}, was ${then.toFixed(2)}`];
  });
}
