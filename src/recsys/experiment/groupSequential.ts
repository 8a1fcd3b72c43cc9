/** Group-sequential boundaries: a few planned looks that share one α. */
import { checkOneOf, checkPositive, checkShare } from '../math/check';
import { invert, normalQuantile, normalTail } from '../math/distributions';
import { exp, log } from '../math/functions';
import { crossingChance, cumulativeCrossing, lookTimes, start, survive } from './crossing';

/** What was seen at a look. */
export interface Look {
  estimate: number;
  /** > 0 */
  standardError: number;
}

export interface GroupSequentialOptions {
  /** How many equally spaced looks (at most 200), or their times as shares of the final number of users, rising to at most 1. */
  looks: number | ArrayLike<number>;
  /** Chance of a false alarm at any look; 0.05 by default. */
  alpha?: number;
  /** 2 by default; with 1 only estimates above 0 cross. */
  sides?: 1 | 2;
  /** `obrien-fleming` is strict early and nearly the ordinary test at the end; `pocock` is level. The first by default. */
  boundary?: 'obrien-fleming' | 'pocock';
  /** `spending` (Lan and DeMets) allows looks at any times; `classic` is the original constant for equally spaced looks. */
  method?: 'spending' | 'classic';
  /** What was seen so far, look by look: adds the decision. */
  results?: Look[];
}

export interface GroupSequential {
  /** At each look, the z above which one stops. */
  boundaries: Float64Array;
  /** The same as p-values with the number of sides. */
  nominal: Float64Array;
  /** α spent by each look. */
  spent: Float64Array;
  /** Times of the looks. */
  times: Float64Array;
  /** At each look of `results`: repeated confidence interval (one-sided: no upper end), and whether its z crossed. */
  looks: { estimate: number; interval: [low: number, high: number]; z: number; crossed: boolean }[];
  /** `stop` once a look crossed; `go on` before the last look; `not shown` after it. */
  decision: 'stop' | 'go on' | 'not shown';
  assumptions: string;
}

/**
 *     groupSequential({ looks: 5 }).boundaries  // 4.877, 3.357, 2.680, 2.290, 2.031
 *
 * Spending on each side of level a: O'Brien–Fleming's 2 − 2Φ(z_{a/2}/√t), Pocock's a ln(1 + (e − 1)t). Repeated intervals,
 * θ̂ₖ ± cₖ·seₖ, hold the truth at all looks together.
 *
 * K. Lan, D. DeMets: Discrete sequential boundaries for clinical trials. Biometrika 1983. P. O'Brien, T. Fleming, 1979.
 * S. Pocock, 1977. C. Jennison, B. Turnbull: Interim analyses: the repeated confidence interval approach. JRSS B 1989.
 *
 * @throws RangeError if an option is out of range, or `classic` is asked for unequal looks
 */
export function groupSequential(options: GroupSequentialOptions): GroupSequential {
  const { alpha = 0.05, sides = 2, boundary = 'obrien-fleming', method = 'spending', results = [] } = options;
  checkShare('alpha', alpha);
  checkOneOf('boundary', boundary, ['obrien-fleming', 'pocock']);
  checkOneOf('method', method, ['spending', 'classic']);
  checkOneOf('sides', String(sides), ['1', '2']);
  const times = lookTimes(options.looks);
  if (results.length > times.length)
    throw new RangeError(`results must have at most ${times.length} looks, got ${results.length}`);
  const boundaries = method === 'classic' ? classic(times, alpha, sides, boundary) : spending(times, alpha, sides, boundary);
  const looks = results.map(({ estimate, standardError }, k) => {
    if (!Number.isFinite(estimate)) throw new RangeError(`estimate must be a finite number, got ${estimate} at look ${k}`);
    checkPositive('standardError', standardError);
    const z = estimate / standardError;
    const half = boundaries[k] * standardError;
    const interval: [number, number] = [estimate - half, sides === 2 ? estimate + half : Infinity];
    return { estimate, interval, z, crossed: (sides === 2 ? Math.abs(z) : z) >= boundaries[k] };
  });
  const crossed = looks.some((look) => look.crossed);
  return {
    boundaries,
    nominal: boundaries.map((z) => sides * normalTail(z)),
    spent: cumulativeCrossing(times, boundaries, sides),
    times,
    looks,
    decision: crossed ? 'stop' : looks.length < times.length ? 'go on' : 'not shown',
    assumptions: 'Estimates are normal with independent increments, and the times of the looks do not depend on the effect seen.',
  };
}

/** α spent by time t on one side of level a. */
function spentBy(t: number, a: number, boundary: 'obrien-fleming' | 'pocock'): number {
  if (boundary === 'pocock') return a * log(1 + (exp(1) - 1) * t);
  return 2 * normalTail(normalQuantile(1 - a / 2) / Math.sqrt(t));
}

/** Look by look, the boundary that spends exactly what is due. */
function spending(times: Float64Array, alpha: number, sides: 1 | 2, boundary: 'obrien-fleming' | 'pocock'): Float64Array {
  let paths = start();
  let spent = 0;
  return times.map((time, look) => {
    const due = sides * spentBy(time, alpha / sides, boundary) - spent;
    const z = invert((c) => due - crossingChance(paths, time, c, sides), 0, 38, 2);
    spent += due;
    if (look + 1 < times.length) paths = survive(paths, time, z, sides);
    return z;
  });
}

/** cₖ = C (Pocock) or C √(1/tₖ) (O'Brien and Fleming), with the C at which all looks together spend α. */
function classic(times: Float64Array, alpha: number, sides: 1 | 2, boundary: 'obrien-fleming' | 'pocock'): Float64Array {
  const equal = times.every((time, i) => Math.abs(time - (i + 1) / times.length) < 1e-9);
  if (!equal) throw new RangeError("looks must be equally spaced up to 1 for method 'classic', got other times: use 'spending'");
  const shape = times.map((time) => (boundary === 'pocock' ? 1 : Math.sqrt(1 / time)));
  const boundariesOf = (c: number) => shape.map((factor) => factor * c);
  const gap = (c: number) => alpha - cumulativeCrossing(times, boundariesOf(c), sides)[times.length - 1];
  return boundariesOf(invert(gap, 0.1, 10, 2));
}
