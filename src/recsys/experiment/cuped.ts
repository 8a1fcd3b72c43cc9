/** CUPED: subtract from a metric what its own past predicts, and the same experiment sees smaller effects. */
import { checkSameLength } from '../math/check';
import type { TestOptions, TestResult } from './result';
import { testOptions, waldResult } from './result';
import { checkValues, covarianceOf, meanOf } from './sample';
import { welch } from './welch';

export interface CupedOptions extends TestOptions {
  /** The arm of each user as a number. With two arms the result compares them: the larger number less the smaller (1 − 0). */
  groups?: ArrayLike<number>;
}

/** The adjusted metric. Estimate, interval and p-value are of the difference between two arms, or of the mean if there is one arm. */
export interface Cuped extends TestResult {
  /** yᵢ − θ (xᵢ − x̄), in the order of y; same mean as y, less variance. */
  adjusted: Float64Array;
  /** Cov(y, x) / Var(x), pooled within arms. */
  theta: number;
  /** Of y and x within arms, in −1 … 1. */
  correlation: number;
  /** Variance after ÷ variance before, 1 − ρ²: also the share of users that now suffices. */
  varianceRatio: number;
}

/**
 * Adjusts y by a covariate x from before the experiment, one pair per user. θ is pooled over arms, so that the same adjustment is made in each and the
 * effect itself does not enter it; x̄ is the mean over all users.
 *
 *     const { estimate, interval, varianceRatio } = cuped(watched, watchedBefore, { groups: arm })
 *
 * A. Deng, Y. Xu, R. Kohavi, T. Walker: Improving the sensitivity of online controlled experiments by utilizing pre-experiment data. WSDM 2013,
 * section 3 (control variates).
 *
 * @throws RangeError if lengths differ, an arm has fewer than 2 users, or a value is not finite (for users without a past give x the mean)
 */
export function cuped(y: ArrayLike<number>, x: ArrayLike<number>, options: CupedOptions = {}): Cuped {
  const checked = testOptions(options);
  checkValues('y', y);
  checkValues('x', x);
  checkSameLength('x', x, 'y', y);
  const arms = armsOf(y.length, options.groups);
  const centreX = meanOf(x);
  const { xx, yy, xy } = withinProducts(y, x, arms);
  const theta = xx > 0 ? xy / xx : 0;
  const correlation = xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
  const adjusted = Float64Array.from(y, (value, i) => value - theta * (x[i] - centreX));
  const [control, treatment] =
    arms.length === 2 ? arms.map((rows) => Float64Array.from(rows, (row) => adjusted[row])) : [adjusted];
  const test = treatment ? welch(treatment, control, checked) : meanResult(adjusted, checked);
  const warnings = [...test.warnings];
  if (!(xx > 0)) warnings.push('the covariate does not vary, so nothing was adjusted');
  const assumptions =
    'The covariate was measured before the assignment, so that the treatment cannot have moved it; users are independent; arms are large.';
  return { ...test, warnings, assumptions, adjusted, theta, correlation, varianceRatio: 1 - correlation * correlation };
}

/** The rows of each arm, by rising number of the arm. */
function armsOf(n: number, groups?: ArrayLike<number>): number[][] {
  if (!groups) return [Array.from({ length: n }, (_, i) => i)];
  if (groups.length !== n) throw new RangeError(`groups must be as long as y (${n}), got ${groups.length}`);
  const rows = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(groups[i])) throw new RangeError(`groups must hold finite numbers, got ${groups[i]} at ${i}`);
    const members = rows.get(groups[i]);
    if (members) members.push(i);
    else rows.set(groups[i], [i]);
  }
  for (const [arm, members] of rows) {
    if (members.length < 2) throw new RangeError(`group ${arm} must have at least 2 users, got ${members.length}`);
  }
  return [...rows].sort(([i], [j]) => i - j).map(([, members]) => members);
}

/** Sums of squares and products around the arms' own means. */
function withinProducts(y: ArrayLike<number>, x: ArrayLike<number>, arms: number[][]) {
  let [xx, yy, xy] = [0, 0, 0];
  for (const rows of arms) {
    const ys = Float64Array.from(rows, (row) => y[row]);
    const xs = Float64Array.from(rows, (row) => x[row]);
    const freedom = rows.length - 1;
    xx += freedom * covarianceOf(xs, xs);
    yy += freedom * covarianceOf(ys, ys);
    xy += freedom * covarianceOf(xs, ys);
  }
  return { xx, yy, xy };
}

function meanResult(values: Float64Array, options: Required<TestOptions>): TestResult {
  const mean = meanOf(values);
  return waldResult(mean, Math.sqrt(covarianceOf(values, values) / values.length), values.length - 1, options, '');
}
