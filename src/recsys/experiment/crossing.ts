/**
 * The chance that a standardised estimate crosses a boundary at one of several looks, by integrating the density of the paths
 * that have not crossed yet from look to look.
 *
 * In the time t = information / final information, Z√t is a Brownian motion.
 *
 * P. Armitage, C. McPherson, B. Rowe: Repeated significance tests on accumulating data. JRSS A 1969.
 * C. Jennison, B. Turnbull: Group sequential methods. 2000, chapter 19.
 */
import { normalPdf, normalTail } from '../math/distributions';
import { cos } from '../math/functions';

const NODES = 160;
const REACH = 8.5; // standard deviations beyond which a path has no chance worth counting

let legendre: { nodes: Float64Array; weights: Float64Array } | undefined;

/** Gauss–Legendre nodes and weights on [−1, 1], by Newton's method on the polynomial. */
function gaussLegendre(): { nodes: Float64Array; weights: Float64Array } {
  if (legendre) return legendre;
  const nodes = new Float64Array(NODES);
  const weights = new Float64Array(NODES);
  for (let i = 0; i < NODES; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (NODES + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [1, x];
      for (let n = 2; n <= NODES; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
      slope = (NODES * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return (legendre = { nodes, weights });
}

/** The paths that are still going on after some looks. */
export interface Surviving {
  /** Time of the last look; 0 before the first. */
  time: number;
  /** Places of Z√t. */
  points: Float64Array;
  /** Chance to be at each place. */
  masses: Float64Array;
}

/** Before the first look every path is at 0. */
export function start(): Surviving {
  return { time: 0, points: Float64Array.of(0), masses: Float64Array.of(1) };
}

/** The chance that a surviving path has |Z| ≥ z (two sides) or Z ≥ z (one side) at a look at the time. */
export function crossingChance({ time: before, points, masses }: Surviving, time: number, z: number, sides: 1 | 2): number {
  const step = Math.sqrt(time - before);
  const edge = z * Math.sqrt(time);
  let chance = 0;
  for (let i = 0; i < points.length; i++) {
    const tail = normalTail((edge - points[i]) / step) + (sides === 2 ? normalTail((edge + points[i]) / step) : 0);
    chance += masses[i] * tail;
  }
  return chance;
}

/** The paths that are left after a look at the time with the boundary z. */
export function survive({ time: before, points, masses }: Surviving, time: number, z: number, sides: 1 | 2): Surviving {
  const { nodes, weights } = gaussLegendre();
  const step = Math.sqrt(time - before);
  const root = Math.sqrt(time);
  const high = Math.min(z, REACH) * root;
  const low = sides === 2 ? -high : -REACH * root;
  const middle = (low + high) / 2;
  const half = (high - low) / 2;
  const next = nodes.map((node) => middle + half * node);
  const left = next.map((place, j) => {
    let density = 0;
    for (let i = 0; i < points.length; i++) {
      const gap = (place - points[i]) / step;
      if (gap > -9 && gap < 9) density += masses[i] * normalPdf(gap);
    }
    return (density / step) * half * weights[j];
  });
  return { time, points: next, masses: left };
}

/** The chance to have crossed by each look. */
export function cumulativeCrossing(times: ArrayLike<number>, boundaries: ArrayLike<number>, sides: 1 | 2): Float64Array {
  let paths = start();
  let total = 0;
  return Float64Array.from(boundaries, (z, look) => {
    total += crossingChance(paths, times[look], z, sides);
    if (look + 1 < boundaries.length) paths = survive(paths, times[look], z, sides);
    return total;
  });
}

/** Looks as rising shares of the final information, from a number of equally spaced ones or the shares themselves. */
export function lookTimes(looks: number | ArrayLike<number>): Float64Array {
  if (typeof looks === 'number') {
    if (!(Number.isInteger(looks) && looks >= 1 && looks <= 200))
      throw new RangeError(`looks must be a whole number in 1 … 200, got ${looks}`);
    return Float64Array.from({ length: looks }, (_, i) => (i + 1) / looks);
  }
  const times = Float64Array.from(looks);
  if (times.length === 0) throw new RangeError('looks must have at least 1 time, got 0');
  times.forEach((time, i) => {
    if (!(time > (i === 0 ? 0 : times[i - 1]) && time <= 1)) {
      throw new RangeError(`looks must rise within (0, 1], got ${time} at ${i}`);
    }
  });
  return times;
}
