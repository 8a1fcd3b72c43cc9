/** A/A tests: does a test, on these data, raise false alarms as often as it says? */
import { checkPositiveInteger, checkShare } from '../math/check';
import { betaQuantile, binomialCdf } from '../math/distributions';
import { exp } from '../math/functions';
import { random } from '../math/random';
import { checkValues } from './sample';
import { welch } from './welch';

export interface AaTestOptions {
  /** The test on trial: the p-value of two arms. Welch's t test by default. */
  test?: (a: Float64Array, b: Float64Array) => { pValue: number };
  /** How many random halves are compared; 1,000 by default. */
  splits?: number;
  /** The level at which the test rejects; 0.05 by default. */
  alpha?: number;
  /** Share of units in the first arm; 0.5 by default. */
  share?: number;
  seed?: number;
}

export interface AaTest {
  /** Share of splits in which the test rejected, though nothing differs. */
  estimate: number;
  /** Exact 95 % interval of that share (Clopper and Pearson). */
  interval: [low: number, high: number];
  /** Two-sided exact binomial p-value of "the share is alpha". */
  pValue: number;
  /** Kolmogorov–Smirnov p-value of "the p-values are uniform"; small if the test is wrong at any level. */
  uniformity: number;
  /** The p-value of each split, in order. */
  pValues: Float64Array;
  assumptions: string;
}

/**
 * Splits the same units at random into two arms again and again, and tests each time.
 *
 *     aaTest(revenuePerUser, { splits: 1000, seed: 1 }).estimate  // about 0.05 if the test can be trusted on these data
 *
 * R. Kohavi, D. Tang, Y. Xu: Trustworthy online controlled experiments. 2020, chapter 19.
 *
 * @throws RangeError if there are fewer than 4 values, or an option is out of range
 */
export function aaTest(values: ArrayLike<number>, options: AaTestOptions = {}): AaTest {
  const { test = welch, splits = 1000, alpha = 0.05, share = 0.5, seed = 42 } = options;
  checkPositiveInteger('splits', splits);
  checkShare('alpha', alpha);
  checkShare('share', share);
  checkValues('values', values, 4);
  const shuffled = Float64Array.from(values);
  const first = Math.min(shuffled.length - 2, Math.max(2, Math.round(share * shuffled.length)));
  const draw = random(seed);
  const pValues = Float64Array.from({ length: splits }, () => {
    draw.shuffle(shuffled);
    return test(shuffled.slice(0, first), shuffled.slice(first)).pValue;
  });
  const rejected = pValues.reduce((count, p) => count + (p <= alpha ? 1 : 0), 0);
  return {
    estimate: rejected / splits,
    interval: clopperPearson(rejected, splits, 0.95),
    pValue: binomialTest(rejected, splits, alpha),
    uniformity: kolmogorov(pValues),
    pValues,
    assumptions: 'Splits share their units, so they are not quite independent; with thousands of units it does not show.',
  };
}

/** The exact interval of a proportion. C. Clopper, E. Pearson, 1934. */
export function clopperPearson(successes: number, trials: number, confidence: number): [low: number, high: number] {
  const tail = (1 - confidence) / 2;
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes),
  ];
}

/** The exact p-value of "the chance is p": twice the smaller tail. */
export function binomialTest(successes: number, trials: number, p: number): number {
  const lower = binomialCdf(successes, trials, p);
  const upper = successes === 0 ? 1 : binomialCdf(trials - successes, trials, 1 - p);
  return Math.min(1, 2 * Math.min(lower, upper));
}

/** The asymptotic p-value of the largest gap to the uniform distribution, with Stephens' correction (1970) for finite n. */
export function kolmogorov(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let gap = 0;
  sorted.forEach((value, i) => (gap = Math.max(gap, (i + 1) / n - value, value - i / n)));
  const root = Math.sqrt(n);
  const scaled = gap * (root + 0.12 + 0.11 / root);
  if (scaled < 0.2) return 1; // where the series below needs many terms to say so
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * scaled * scaled);
  return Math.min(1, Math.max(0, sum));
}
