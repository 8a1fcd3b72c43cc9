/** The z test of two proportions, with Newcombe's interval. */
import { checkPositiveInteger } from '../math/check';
import { normalQuantile } from '../math/distributions';
import type { TestOptions, TestResult } from './result';
import { tailProbability, testOptions } from './result';

/** Successes among independent trials. */
export interface Proportion {
  /** A whole number in 0 … trials. */
  successes: number;
  /** A whole number of at least 1. */
  trials: number;
}

/** Wilson's score interval of one proportion (1927): what z allows around successes / trials, never outside [0, 1]. */
export function wilsonInterval({ successes, trials }: Proportion, z: number): [low: number, high: number] {
  const p = successes / trials;
  const square = z * z;
  const centre = (successes + square / 2) / (trials + square);
  const half = (z * Math.sqrt(trials * p * (1 - p) + square / 4)) / (trials + square);
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}

function check(name: string, { successes, trials }: Proportion): void {
  checkPositiveInteger(`${name}.trials`, trials);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials)) {
    throw new RangeError(`${name}.successes must be a whole number in 0 … ${trials}, got ${successes}`);
  }
}

/**
 * Whether two proportions differ: z with the pooled variance, as in Pearson's χ² of the 2 × 2 table without continuity correction. The interval
 * is Newcombe's hybrid score interval, which holds its coverage also near 0 and 1; being built otherwise, it may at the
 * margin disagree with the p-value.
 *
 *     zTestProportions({ successes: 120, trials: 1000 }, { successes: 100, trials: 1000 })  // estimate: pₐ − p_b
 *
 * R. Newcombe: Interval estimation for the difference between independent proportions. Statistics in Medicine 1998, method 10.
 *
 * @throws RangeError if trials are not positive integers or successes are outside 0 … trials
 */
export function zTestProportions(a: Proportion, b: Proportion, options: TestOptions = {}): TestResult {
  const checked = testOptions(options);
  check('a', a);
  check('b', b);
  const p = a.successes / a.trials;
  const q = b.successes / b.trials;
  const estimate = p - q;
  const pooled = (a.successes + b.successes) / (a.trials + b.trials);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  const warnings: string[] = [];
  const least = Math.min(pooled, 1 - pooled) * Math.min(a.trials, b.trials);
  if (least < 5)
    warnings.push(`the smaller arm expects ${least.toFixed(1)} of the rarer outcome; below 5 the normal distribution is coarse`);
  const statistic = error > 0 ? estimate / error : NaN;
  return {
    estimate,
    interval: newcombe(a, b, checked),
    standardError: Math.sqrt((p * (1 - p)) / a.trials + (q * (1 - q)) / b.trials),
    pValue: error > 0 ? tailProbability(statistic, Infinity, checked.alternative) : 1,
    statistic,
    df: Infinity,
    assumptions: 'Trials are independent and each has the same chance within its arm: one trial per user, not per page view.',
    warnings,
  };
}

function newcombe(a: Proportion, b: Proportion, { confidence, alternative }: Required<TestOptions>): [number, number] {
  const z = normalQuantile(alternative === 'two-sided' ? (1 + confidence) / 2 : confidence);
  const p = a.successes / a.trials;
  const q = b.successes / b.trials;
  const [lowP, highP] = wilsonInterval(a, z);
  const [lowQ, highQ] = wilsonInterval(b, z);
  const low = p - q - Math.sqrt((p - lowP) * (p - lowP) + (highQ - q) * (highQ - q));
  const high = p - q + Math.sqrt((highP - p) * (highP - p) + (q - lowQ) * (q - lowQ));
  return [alternative === 'less' ? -1 : low, alternative === 'greater' ? 1 : high];
}
