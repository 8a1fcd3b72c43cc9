/** What another policy would have earned, from the log of the one that ran. */
import { checkPositive, checkSameLength, checkShare } from '../math/check';
import { normalQuantile } from '../math/distributions';
import type { Estimate } from './result';
import { checkValues, meanOf } from './sample';

/** A reward model, evaluated on the log; fit it on other rows than these, or by cross-fitting. */
export interface RewardModel {
  /** Predicted reward of the logged action in each row. */
  logged: ArrayLike<number>;
  /** Mean predicted reward over the evaluated policy's actions in each row. */
  value: ArrayLike<number>;
}

/** A log of one action per row, with what the evaluated policy thinks of it. */
export interface LoggedFeedback {
  /** Reward of the logged action. */
  reward: ArrayLike<number>;
  /** The logging policy's probability of the logged action, in (0, 1]. */
  propensity: ArrayLike<number>;
  /** The evaluated policy's probability of the logged action, in [0, 1]. */
  target: ArrayLike<number>;
  model?: RewardModel;
  /** Rows of one user hang together: give the user of each row, and the interval respects it. */
  clusters?: ArrayLike<number | string>;
  /** Coverage of the interval; 0.95 by default. */
  confidence?: number;
  /** Least effective sample size at which the interval is given; 100 by default. */
  minimumEss?: number;
}

export interface OffPolicy extends Estimate {
  /** Mean reward per row under the evaluated policy; the same number as `estimate`. */
  value: number;
  /** Effective sample size (Σw)² / Σw² (Kish 1965): how many rows' worth of the evaluated policy the log holds. */
  ess: number;
  /** `not usable` if ess is below the minimum; the interval is then the whole line. */
  verdict: 'usable' | 'not usable';
  /** Why it is not usable; empty if it is. */
  why: string;
  /** Mean of target / propensity; 1 in expectation if the propensities are right and cover the evaluated policy. */
  meanWeight: number;
  /** Largest weight. */
  maxWeight: number;
}

/** The importance weights w = target / propensity of a checked log. */
function weightsOf(log: LoggedFeedback): Float64Array {
  const { reward, propensity, target } = log;
  checkValues('reward', reward);
  checkSameLength('propensity', propensity, 'reward', reward);
  checkSameLength('target', target, 'reward', reward);
  if (log.clusters) checkSameLength('clusters', log.clusters, 'reward', reward);
  checkShare('confidence', log.confidence ?? 0.95);
  return Float64Array.from(reward, (_, i) => {
    if (!(propensity[i] > 0 && propensity[i] <= 1))
      throw new RangeError(`propensity must lie in (0, 1], got ${propensity[i]} at ${i}`);
    if (!(target[i] >= 0 && target[i] <= 1)) throw new RangeError(`target must lie in [0, 1], got ${target[i]} at ${i}`);
    return target[i] / propensity[i];
  });
}

function modelOf({ model, reward }: LoggedFeedback, needed: string): RewardModel {
  if (!model) throw new RangeError(`model must be given for ${needed}, got undefined`);
  checkValues('model.logged', model.logged);
  checkValues('model.value', model.value);
  checkSameLength('model.logged', model.logged, 'reward', reward);
  checkSameLength('model.value', model.value, 'reward', reward);
  return model;
}

/** The standard error of a mean whose rows have these deviations from it, in clusters or not. */
function errorOf(deviations: Float64Array, clusters?: ArrayLike<number | string>): number {
  let sums: Iterable<number> = deviations;
  let count = deviations.length;
  if (clusters) {
    const byCluster = new Map<number | string, number>();
    deviations.forEach((deviation, i) => byCluster.set(clusters[i], (byCluster.get(clusters[i]) ?? 0) + deviation));
    sums = byCluster.values();
    count = byCluster.size;
  }
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  return Math.sqrt((squares * count) / (count - 1)) / deviations.length;
}

function finish(
  log: LoggedFeedback,
  all: Float64Array,
  used: Float64Array,
  value: number,
  deviations: Float64Array,
  assumptions: string,
): OffPolicy {
  const n = all.length;
  const minimum = log.minimumEss ?? 100;
  checkPositive('minimumEss', minimum);
  let [sum, squares, maxWeight] = [0, 0, 0];
  for (const w of used) {
    sum += w;
    squares += w * w;
    maxWeight = Math.max(maxWeight, w);
  }
  const ess = squares > 0 ? (sum * sum) / squares : 0;
  const standardError = errorOf(deviations, log.clusters);
  const meanWeight = meanOf(all);
  const weightError = errorOf(
    all.map((w) => w - meanWeight),
    log.clusters,
  );
  const warnings: string[] = [];
  if (Math.abs(meanWeight - 1) > 4 * weightError + 1e-9) {
    warnings.push(
      `weights average ${meanWeight.toFixed(3)}, not 1, by more than chance: propensities are wrong, or the log lacks actions of the evaluated policy`,
    );
  }
  const usable = ess >= minimum;
  const why = usable
    ? ''
    : `the effective sample size is ${ess.toFixed(1)} of ${n} rows (at least ${minimum} wanted): a handful of rows would decide the value`;
  const half = normalQuantile((1 + (log.confidence ?? 0.95)) / 2) * standardError;
  const known = usable && standardError > 0;
  if (usable && !(standardError > 0)) warnings.push('the data do not vary, so the error of the estimate cannot be judged');
  const interval: [number, number] = known ? [value - half, value + half] : [-Infinity, Infinity];
  const verdict = usable ? 'usable' : 'not usable';
  return { estimate: value, value, interval, standardError, ess, verdict, why, meanWeight, maxWeight, assumptions, warnings };
}

const LOG =
  'Propensities are those with which the logged actions were drawn and are above 0 for all that the evaluated policy does';

/**
 * Inverse propensity score: V = (1/n) Σ w r. Unbiased; its variance grows with the weights.
 *
 *     ips({ reward, propensity, target })  // value: mean reward per row
 *
 * D. Horvitz, D. Thompson: A generalization of sampling without replacement from a finite universe. JASA 1952.
 *
 * @throws RangeError if there are fewer than 2 rows, lengths differ, or a value is out of range
 */
export function ips(log: LoggedFeedback): OffPolicy {
  const weights = weightsOf(log);
  const terms = weights.map((w, i) => w * log.reward[i]);
  return averaged(log, weights, weights, terms, `${LOG}; rows are independent${log.clusters ? ' between clusters' : ''}.`);
}

/**
 * Self-normalised: V = Σ w r / Σ w. A little biased, far steadier, and unmoved by adding a constant to the reward.
 *
 * A. Swaminathan, T. Joachims: The self-normalized estimator for counterfactual learning. NIPS 2015.
 *
 * @throws RangeError as `ips` does
 */
export function snips(log: LoggedFeedback): OffPolicy {
  const weights = weightsOf(log);
  const sum = weights.reduce((total, w) => total + w, 0);
  const value = sum > 0 ? weights.reduce((total, w, i) => total + w * log.reward[i], 0) / sum : NaN;
  // influence of a row on a ratio of means: w (r − V) / w̄
  const deviations = weights.map((w, i) => (sum > 0 ? (w * (log.reward[i] - value) * weights.length) / sum : NaN));
  return finish(log, weights, weights, value, deviations, `${LOG}; rows are independent and many.`);
}

/**
 * The reward model's mean under the evaluated policy. No weights, so little variance, but the model's bias stays and the interval does not know of it.
 *
 * @throws RangeError as `ips` does, or if there is no model
 */
export function directMethod(log: LoggedFeedback): OffPolicy {
  const weights = weightsOf(log);
  const terms = Float64Array.from(modelOf(log, 'directMethod').value);
  const result = averaged(
    log,
    weights,
    new Float64Array(terms.length).fill(1),
    terms,
    'The reward model is right; the interval does not hold its error.',
  );
  return { ...result, maxWeight: 1 };
}

/**
 * V = (1/n) Σ [ r̂(π) + w (r − r̂(logged)) ]: unbiased if the propensities are right or the model is; steadier than IPS as far as the model predicts.
 *
 * M. Dudík, J. Langford, L. Li: Doubly robust policy evaluation and learning. ICML 2011, section 2.
 *
 * @throws RangeError as `ips` does, or if there is no model
 */
export function doublyRobust(log: LoggedFeedback): OffPolicy {
  const weights = weightsOf(log);
  const { logged, value } = modelOf(log, 'doublyRobust');
  const terms = weights.map((w, i) => value[i] + w * (log.reward[i] - logged[i]));
  return averaged(log, weights, weights, terms, `${LOG}, or the reward model is right; the model was fitted on other rows.`);
}

/**
 * Doubly robust where w ≤ tau; beyond, the model alone: trades a little of its bias for the variance of the largest weights.
 *
 * Y. Wang, A. Agarwal, M. Dudík: Optimal and adaptive off-policy evaluation in contextual bandits. ICML 2017 (SWITCH-DR).
 *
 * @throws RangeError as `ips` does, or if there is no model or tau is not positive
 */
export function switchDr(log: LoggedFeedback & { tau: number }): OffPolicy {
  if (!(log.tau > 0)) throw new RangeError(`tau must be greater than 0, got ${log.tau}`);
  const weights = weightsOf(log);
  const { logged, value } = modelOf(log, 'switchDr');
  const kept = weights.map((w) => (w <= log.tau ? w : 0));
  const terms = kept.map((w, i) => value[i] + w * (log.reward[i] - logged[i]));
  return averaged(log, weights, kept, terms, `${LOG}; where the weight is above tau the reward model is right.`);
}

function averaged(
  log: LoggedFeedback,
  all: Float64Array,
  used: Float64Array,
  terms: Float64Array,
  assumptions: string,
): OffPolicy {
  const value = meanOf(terms);
  return finish(
    log,
    all,
    used,
    value,
    terms.map((term) => term - value),
    assumptions,
  );
}
