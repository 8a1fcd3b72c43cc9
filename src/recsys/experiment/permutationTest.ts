/** The permutation test of two means, with the interval got by turning the test around. */
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import type { TestOptions, TestResult } from './result';
import { testOptions } from './result';
import { checkValues, meanOf } from './sample';

export interface PermutationOptions extends TestOptions {
  /** How many random relabellings; 10,000 by default. If there are no more than this in all, each is taken once and the p-value is exact. */
  resamples?: number;
  seed?: number;
}

/** One relabelling: the difference of means it gives, and the share of a's true members among a's less that among b's. */
interface Relabelling {
  difference: number;
  kept: number;
}

/**
 * Whether two means differ, by relabelling who was in which arm. The error is at most α at any size and for any distribution, if the
 * null is that the arms are exchangeable; p = (1 + relabellings at least as extreme) / (1 + resamples).
 *
 * The interval holds the shifts δ for which a − δ and b pass the test: for each relabelling the δ at which it becomes as extreme as the
 * data is (difference − difference*) / (1 − kept), so the limits are order statistics and no search is needed.
 *
 *     permutationTest([1, 4, 2], [8, 6, 9], { resamples: 10000, seed: 1 })  // 20 relabellings: exact
 *
 * E. Pitman, 1937. B. Phipson, G. Smyth: Permutation p-values should never be zero. 2010.
 * M. Ernst: Permutation methods: a basis for exact inference. Statistical Science 2004 (the interval).
 *
 * @throws RangeError if an arm is empty, a value is not finite, or resamples is not a positive integer
 */
export function permutationTest(a: ArrayLike<number>, b: ArrayLike<number>, options: PermutationOptions = {}): TestResult {
  const checked = testOptions(options);
  const { resamples = 10_000, seed = 42 } = options;
  checkPositiveInteger('resamples', resamples);
  checkValues('a', a, 1);
  checkValues('b', b, 1);
  const values = Float64Array.from([...Array.from(a), ...Array.from(b)]);
  const centre = meanOf(values);
  values.forEach((value, i) => (values[i] = value - centre));
  const all = choose(values.length, a.length);
  const exact = all <= resamples;
  const draws = exact ? everyRelabelling(values, a.length) : randomRelabellings(values, a.length, resamples, seed);
  const observed = relabel(
    values,
    a.length,
    Uint32Array.from({ length: a.length }, (_, i) => i),
  ).difference;
  // In a random sample the data themselves count as one relabelling more; in the full list they are there already.
  const extra = exact ? 0 : 1;
  let above = extra;
  let below = extra;
  let beyond = extra;
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const slack = 1e-12 * scale; // rounding must not hide a tie
  for (const { difference } of draws) {
    if (difference >= observed - slack) above++;
    if (difference <= observed + slack) below++;
    if (Math.abs(difference) >= Math.abs(observed) - slack) beyond++;
  }
  const count = draws.length + extra;
  const tail = checked.alternative === 'greater' ? above : checked.alternative === 'less' ? below : beyond;
  return {
    estimate: meanOf(a) - meanOf(b),
    interval: turned(draws, observed, count, checked),
    standardError: NaN,
    pValue: tail / count,
    statistic: observed,
    df: NaN,
    assumptions:
      'Units were assigned at random; under the null the arms are exchangeable, and the interval adds that the effect is one shift for all.',
    warnings: scale === 0 ? ['the data do not vary, so the test cannot reject'] : [],
  };
}

/** The shifts that neither one-sided test rejects. */
function turned(draws: Relabelling[], observed: number, count: number, { confidence, alternative }: Required<TestOptions>) {
  const alpha = alternative === 'two-sided' ? (1 - confidence) / 2 : 1 - confidence;
  const turning = draws
    .filter(({ kept }) => kept < 1 - 1e-12)
    .map(({ difference, kept }) => (observed - difference) / (1 - kept));
  const thresholds = Float64Array.from(turning).sort();
  // Relabellings that change nothing are as extreme at every shift.
  const always = count - thresholds.length;
  // δ is kept while (always + thresholds on its side) / count > α
  const skip = Math.max(0, Math.floor(alpha * count + 1e-9) - always);
  const open = always > alpha * count + 1e-9;
  const low = open ? -Infinity : thresholds[skip];
  const high = open ? Infinity : thresholds[thresholds.length - 1 - skip];
  return [alternative === 'less' ? -Infinity : low, alternative === 'greater' ? Infinity : high] as [number, number];
}

function relabel(values: Float64Array, m: number, chosen: Uint32Array): Relabelling {
  let sum = 0;
  let own = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  for (let i = 0; i < m; i++) {
    sum += values[chosen[i]];
    if (chosen[i] < m) own++;
  }
  const k = values.length - m;
  return { difference: sum / m - (total - sum) / k, kept: own / m - (m - own) / k };
}

function randomRelabellings(values: Float64Array, m: number, resamples: number, seed: number): Relabelling[] {
  const draw = random(seed);
  const order = Uint32Array.from(values, (_, i) => i);
  return Array.from({ length: resamples }, () => {
    for (let i = 0; i < m; i++) {
      const j = i + draw.int(order.length - i);
      const moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return relabel(values, m, order);
  });
}

function everyRelabelling(values: Float64Array, m: number): Relabelling[] {
  const chosen = Uint32Array.from({ length: m }, (_, i) => i);
  const all: Relabelling[] = [];
  for (;;) {
    all.push(relabel(values, m, chosen));
    let at = m - 1;
    while (at >= 0 && chosen[at] === values.length - m + at) at--;
    if (at < 0) return all;
    chosen[at]++;
    for (let i = at + 1; i < m; i++) chosen[i] = chosen[i - 1] + 1;
  }
}

/** n choose m, or Infinity beyond what a list can hold. */
function choose(n: number, m: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(m, n - m); i++) {
    result = (result * (n - i + 1)) / i;
    if (result > 1e12) return Infinity;
  }
  return Math.round(result);
}
