/** The interval that may be looked at any time, and the p-value dual to it. */
import { checkPositive, checkShare } from '../math/check';
import { exp, log } from '../math/functions';

export interface AlwaysValidOptions {
  /** The estimate so far, in the metric's unit. */
  estimate: number;
  /** Its standard error so far, > 0. */
  standardError: number;
  /** Standard deviation of the effects one expects, in the metric's unit, > 0: τ of the mixture. Fix it before the start. */
  tau: number;
  /** Chance that the interval ever misses the truth; 0.05 by default. */
  alpha?: number;
}

/**
 * ln of the mixture likelihood ratio of "the effect is N(0, τ²)" against 0, for an estimate with variance V:
 * ½ ln(V / (V + τ²)) + τ² θ̂² / (2V (V + τ²)). With V = 2σ²/n it is the
 * statistic of Johari et al. for pairs of normal values.
 */
export function logMixtureRatio(estimate: number, variance: number, tau: number): number {
  const prior = tau * tau;
  return 0.5 * log(variance / (variance + prior)) + (prior * estimate * estimate) / (2 * variance * (variance + prior));
}

/**
 * The effects that the mixture test has not ruled out at this look: θ̂ ± √[ (V(V + τ²)/τ²) · (ln((V + τ²)/V) − 2 ln α) ]. All the intervals of
 * one experiment, at however many looks, hold the truth together with a chance of at least 1 − α.
 *
 *     alwaysValidInterval({ estimate: 0.8, standardError: 0.3, tau: 0.5 })
 *
 * R. Johari, P. Koomen, L. Pekelis, D. Walsh: Always valid inference. Operations Research 2022 (first: Peeking at A/B tests, KDD 2017). H. Robbins, 1970.
 *
 * @throws RangeError if estimate is not finite, or another option is out of range
 */
export function alwaysValidInterval({ estimate, standardError, tau, alpha = 0.05 }: AlwaysValidOptions): {
  interval: [low: number, high: number];
  /** Of this look alone; over an experiment take the least so far. In (0, 1]. */
  pValue: number;
  assumptions: string;
} {
  if (!Number.isFinite(estimate)) throw new RangeError(`estimate must be a finite number, got ${estimate}`);
  checkPositive('standardError', standardError);
  checkPositive('tau', tau);
  checkShare('alpha', alpha);
  const variance = standardError * standardError;
  const prior = tau * tau;
  const half = Math.sqrt(((variance * (variance + prior)) / prior) * (log((variance + prior) / variance) - 2 * log(alpha)));
  return {
    interval: [estimate - half, estimate + half],
    pValue: Math.min(1, exp(-logMixtureRatio(estimate, variance, tau))),
    assumptions:
      'Estimates are normal with a known variance; with an estimated one, look only after a burn-in of some hundred users.',
  };
}
