/** What breaks first along each axis of `scale`, and what still holds at its end. */
import { exponent } from './growth';
import type { Axis, ScaleResult } from './scaleResult';

/** The longest that a cell of the book may take, and the most that a tab may hold: no more than a phone gives, and half of what WebAssembly can address. */
export const limits = { milliseconds: 10_000, peakBytes: 2e9 } as const;
const words = { milliseconds: `takes ${limits.milliseconds / 1000} s`, peakBytes: `holds ${limits.peakBytes / 1e6} MB` };
const measures = Object.keys(limits) as (keyof typeof limits)[];

/** Beyond so many times the last size that was measured nobody knows. */
const FAR = 100;

/** A model that reaches a limit, or refuses, at some size. */
export interface Break {
  model: string;
  size: number;
  what: string;
}

/** Where each model breaks along an axis, the first to break first; those that do not, or so far off that nobody knows, are passed over. */
export function breaksAlong(axis: Axis, { points, ends }: Pick<ScaleResult, 'points' | 'ends'>): Break[] {
  const models = [...new Set(points.filter((point) => point.axis === axis).map(({ model }) => model))];
  return models
    .flatMap((model) => {
      const own = points.filter((point) => point.model === model && point.axis === axis).toSorted((a, b) => a[axis] - b[axis]);
      const reached = measures.map((measure) => {
        const costs = own.map((point) => ({ size: point[axis], cost: point[measure] }));
        return { model, size: sizeAt(costs, limits[measure]), what: words[measure] };
      });
      const refusals = ends
        .filter((end) => end.model === model && end.axis === axis && !end.why.startsWith('left out'))
        .map(({ size }) => ({ model, size, what: 'refuses' }));
      const [first] = [...reached, ...refusals].toSorted((a, b) => a.size - b.size);
      return first.size <= FAR * own.at(-1)![axis] ? [first] : [];
    })
    .toSorted((a, b) => a.size - b.size);
}

/** Models that keep every limit at the largest size of an axis, the fastest first. */
export function holdingAt(axis: Axis, { points }: Pick<ScaleResult, 'points'>): string[] {
  const along = points.filter((point) => point.axis === axis);
  const most = Math.max(...along.map((point) => point[axis]));
  return along
    .filter((point) => point[axis] === most && measures.every((measure) => point[measure] <= limits[measure]))
    .toSorted((a, b) => a.milliseconds - b.milliseconds)
    .map(({ model }) => model);
}

/** By a power law through the two sizes around the limit, or the last two; Infinity where nothing grows. */
function sizeAt(costs: { size: number; cost: number }[], limit: number): number {
  const over = costs.findIndex(({ cost }) => cost > limit);
  if (over === 0) return costs[0].size;
  const [before, last] = over > 0 ? costs.slice(over - 1, over + 1) : costs.slice(-2);
  const power = last && exponent([before, last]);
  return power !== undefined && power > 0 ? before.size * (limit / before.cost) ** (1 / power) : Infinity;
}
