/** The mixture sequential probability ratio test: look after every user, and still be wrong at most α of the time. */
import { checkPositive, checkPositiveInteger, checkShare } from '../math/check';
import { exp } from '../math/functions';
import { alwaysValidInterval, logMixtureRatio } from './alwaysValidInterval';
import type { TestResult } from './result';
import { checkValues } from './sample';

export interface MSprtOptions {
  /** Standard deviation of the effects one expects, in the metric's unit, > 0. Fix it before the start; it moves power, not validity. */
  tau: number;
  /** 0.05 by default. */
  alpha?: number;
  /** Variance per user, the same in both arms, or of a and of b; if left out it is estimated as the data come. */
  variance?: number | [a: number, b: number];
  /** Users per arm before the first look; 1 with a known variance, otherwise 100. */
  burnIn?: number;
}

/** The end of the stream, and what one would have seen on the way. */
export interface MSprt extends TestResult {
  /** Whether the p-value ever fell to alpha. */
  rejected: boolean;
  /** Users in both arms at the first look with p ≤ alpha; Infinity if there was none. */
  stoppedAt: number;
  /** The always-valid p-value after each step: never rises. */
  pValues: Float64Array;
  /** Difference of means after each step. */
  estimates: Float64Array;
  /** Half the width of the always-valid interval after each step; Infinity before the first look. */
  halfWidths: Float64Array;
}

/**
 * Reads a and b in the order of arrival, at rates such that both end together, and looks at each of max(nₐ, n_b) steps.
 *
 *     mSprt(treatment, control, { tau: 0.1 }).stoppedAt
 *
 * With a known variance and normal data the chance of a false alarm is at most α however often one looks. With an estimated variance this
 * holds asymptotically, which is why there is a burn-in.
 *
 * R. Johari, P. Koomen, L. Pekelis, D. Walsh: Always valid inference. Operations Research 2022.
 *
 * @throws RangeError if an arm is empty, a value is not finite, or an option is out of range
 */
export function mSprt(a: ArrayLike<number>, b: ArrayLike<number>, options: MSprtOptions): MSprt {
  const { tau, alpha = 0.05, variance } = options;
  const burnIn = options.burnIn ?? (variance === undefined ? 100 : 1);
  checkPositive('tau', tau);
  checkShare('alpha', alpha);
  checkPositiveInteger('burnIn', burnIn);
  const known = variance === undefined ? undefined : typeof variance === 'number' ? [variance, variance] : variance;
  known?.forEach((value) => checkPositive('variance', value));
  checkValues('a', a, 1);
  checkValues('b', b, 1);
  const steps = Math.max(a.length, b.length);
  const pValues = new Float64Array(steps).fill(1);
  const estimates = new Float64Array(steps);
  const halfWidths = new Float64Array(steps).fill(Infinity);
  const arms = [new Arm(a), new Arm(b)];
  let least = 1;
  let stoppedAt = Infinity;
  let error = NaN;
  for (let step = 0; step < steps; step++) {
    arms.forEach((arm) => arm.readTo(Math.max(1, Math.floor(((step + 1) / steps) * arm.values.length + 1e-9))));
    const [x, y] = arms;
    estimates[step] = x.mean - y.mean;
    const total = (known ? known[0] : x.variance) / x.n + (known ? known[1] : y.variance) / y.n;
    if (Math.min(x.n, y.n) >= burnIn && total > 0) {
      error = Math.sqrt(total);
      least = Math.min(least, exp(-logMixtureRatio(estimates[step], total, tau)));
      const { interval } = alwaysValidInterval({ estimate: estimates[step], standardError: error, tau, alpha });
      halfWidths[step] = (interval[1] - interval[0]) / 2;
      if (least <= alpha && stoppedAt === Infinity) stoppedAt = x.n + y.n;
    }
    pValues[step] = least;
  }
  const estimate = estimates[steps - 1];
  const half = halfWidths[steps - 1];
  return {
    estimate,
    interval: [estimate - half, estimate + half],
    standardError: error,
    pValue: least,
    statistic: estimate / error,
    df: Infinity,
    assumptions: known
      ? 'Values are independent and normal (or means are) with the stated variance; tau was fixed before the start.'
      : 'Values are independent, means are normal after the burn-in, where the variance is well estimated; tau was fixed before the start.',
    warnings:
      Math.min(a.length, b.length) < burnIn ? [`an arm has fewer users than the burn-in of ${burnIn}, so no look was taken`] : [],
    rejected: least <= alpha,
    stoppedAt,
    pValues,
    estimates,
    halfWidths,
  };
}

/** An arm read from its start, with its running moments (Welford 1962). */
class Arm {
  readonly values: ArrayLike<number>;
  n = 0;
  mean = 0;
  #squares = 0;

  constructor(values: ArrayLike<number>) {
    this.values = values;
  }

  readTo(n: number): void {
    while (this.n < n) {
      const value = this.values[this.n++];
      const gap = value - this.mean;
      this.mean += gap / this.n;
      this.#squares += gap * (value - this.mean);
    }
  }

  get variance(): number {
    return this.n < 2 ? NaN : this.#squares / (this.n - 1);
  }
}
