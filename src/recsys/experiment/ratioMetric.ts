/** Ratios such as clicks per view when users were randomised: the delta method. */
import { checkSameLength } from '../math/check';
import type { TestOptions, TestResult } from './result';
import { testOptions, waldResult } from './result';
import { checkValues, covarianceOf, meanOf } from './sample';

/** Per randomised unit (user), what is counted above and below the line. */
export interface RatioSample {
  /** One per user, such as their clicks. */
  numerators: ArrayLike<number>;
  /** One per user, such as their views. */
  denominators: ArrayLike<number>;
}

/** A ratio of means with its error, and each user's share in it. */
export interface Linearised {
  ratio: number;
  /** (yᵢ − R xᵢ) / x̄: mean 0, and its variance over n is that of the ratio. */
  values: Float64Array;
}

/** Σ numerators / Σ denominators, and the users' influences on it: the delta method of Deng, Knoblich and Lu 2018. */
export function linearise(name: string, { numerators, denominators }: RatioSample): Linearised {
  checkValues(`${name}.numerators`, numerators);
  checkValues(`${name}.denominators`, denominators);
  checkSameLength(`${name}.numerators`, numerators, `${name}.denominators`, denominators);
  const below = meanOf(denominators);
  if (!(below > 0)) throw new RangeError(`${name}.denominators must have a positive mean, got ${below}`);
  const ratio = meanOf(numerators) / below;
  const values = Float64Array.from(numerators, (value, i) => (value - ratio * denominators[i]) / below);
  return { ratio, values };
}

/** The variance of a ratio: that of its linearised values, over n. */
export function ratioVariance({ values }: Linearised): number {
  return covarianceOf(values, values, 0, 0) / values.length;
}

/**
 * The ratio of sums in one arm, or the difference ratio(a) − ratio(b) of two, with the error that respects that a user's views hang
 * together:
 *
 *     Var(ȳ/x̄) ≈ [s²_y − 2R s_xy + R² s²_x] / (n x̄²)
 *
 *     ratioMetric({ numerators: clicks, denominators: views }, control)
 *
 * A. Deng, U. Knoblich, J. Lu: Applying the delta method in metric analytics. KDD 2018, section 3.
 *
 * @throws RangeError if an arm has fewer than 2 users, lengths differ, a value is not finite, or the denominators' mean is not positive
 */
export function ratioMetric(a: RatioSample, b?: RatioSample, options: TestOptions = {}): TestResult {
  const checked = testOptions(options);
  const arms = [linearise('a', a)];
  if (b) arms.push(linearise('b', b));
  const error = Math.sqrt(arms.reduce((sum, arm) => sum + ratioVariance(arm), 0));
  const estimate = arms[0].ratio - (b ? arms[1].ratio : 0);
  const warnings: string[] = [];
  [a, b].forEach((arm, which) => {
    if (!arm) return;
    const mean = meanOf(arm.denominators);
    const spread = Math.sqrt(covarianceOf(arm.denominators, arm.denominators) / arm.denominators.length) / mean;
    const name = which === 0 ? 'a' : 'b';
    if (spread > 0.1)
      warnings.push(
        `the mean denominator of ${name} is known to ${(100 * spread).toFixed(0)} % only; the delta method wants it below 10 %`,
      );
  });
  const assumptions = 'Users are independent (their views need not be), and there are some hundreds in each arm.';
  return waldResult(estimate, error, Infinity, checked, assumptions, warnings);
}
