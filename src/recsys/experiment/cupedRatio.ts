/** CUPED for ratios of sums: both the metric and its past are linearised, then the one is adjusted by the other. */
import { checkSameLength } from '../math/check';
import type { RatioSample } from './ratioMetric';
import { linearise } from './ratioMetric';
import type { TestOptions, TestResult } from './result';
import { testOptions, waldResult } from './result';
import { covarianceOf } from './sample';

/** One arm: the ratio in the experiment and the same (or any) ratio before it, for the same users in the same order. */
export interface RatioWithPast extends RatioSample {
  /** Per user, before the experiment. */
  pastNumerators: ArrayLike<number>;
  /** Per user, before the experiment; 0 for a user who was not there. */
  pastDenominators: ArrayLike<number>;
}

export interface CupedRatio extends TestResult {
  /** Pooled over arms. */
  theta: number;
  /** Of the linearised ratio and its past. */
  correlation: number;
  /** Variance of the estimate ÷ variance of the plain difference of ratios. */
  varianceRatio: number;
}

/**
 *     Δ = (Rₐ − R_b) − θ (Pₐ − P_b),  θ = Cov(R, P) / Var(P) by the delta method
 *
 *     cupedRatio({ numerators: clicks, denominators: views, pastNumerators, pastDenominators }, control)
 *
 * A. Deng, Y. Xu, R. Kohavi, T. Walker, WSDM 2013, appendix B. A. Deng, U. Knoblich, J. Lu, KDD 2018.
 *
 * @throws RangeError if an arm has fewer than 2 users, lengths differ, a value is not finite, or a mean denominator is not positive
 */
export function cupedRatio(a: RatioWithPast, b: RatioWithPast, options: TestOptions = {}): CupedRatio {
  const checked = testOptions(options);
  const arms = [a, b].map((arm, which) => {
    const name = which === 0 ? 'a' : 'b';
    checkSameLength(`${name}.pastNumerators`, arm.pastNumerators, `${name}.numerators`, arm.numerators);
    const now = linearise(name, arm);
    const past = linearise(`${name}.past`, { numerators: arm.pastNumerators, denominators: arm.pastDenominators });
    const n = now.values.length;
    return {
      now: now.ratio,
      past: past.ratio,
      varianceNow: covarianceOf(now.values, now.values, 0, 0) / n,
      variancePast: covarianceOf(past.values, past.values, 0, 0) / n,
      covariance: covarianceOf(now.values, past.values, 0, 0) / n,
    };
  });
  const sum = (of: 'varianceNow' | 'variancePast' | 'covariance') => arms[0][of] + arms[1][of];
  const before = sum('varianceNow');
  const theta = sum('variancePast') > 0 ? sum('covariance') / sum('variancePast') : 0;
  const after = Math.max(0, before - theta * sum('covariance'));
  const estimate = arms[0].now - arms[1].now - theta * (arms[0].past - arms[1].past);
  const assumptions = 'The past was measured before the assignment; users are independent; there are some hundreds in each arm.';
  return {
    ...waldResult(estimate, Math.sqrt(after), Infinity, checked, assumptions),
    theta,
    correlation: before > 0 && theta !== 0 ? sum('covariance') / Math.sqrt(before * sum('variancePast')) : 0,
    varianceRatio: before > 0 ? after / before : 1,
  };
}
