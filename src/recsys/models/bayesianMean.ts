/** The best rated, without the items that one enthusiast rated: each mean is pulled towards the overall mean. */
import { checkAtLeast } from '../math/check';
import { userItemMatrix } from '../math/sparse';
import { itemScoresFromBuffer, itemScoresModel } from './itemScores';
import { checkTrain } from './recommender';
import type { Interactions } from '../types';
import type { ItemScores } from './itemScores';

export interface BayesianMeanOptions {
  /** As how many ratings the prior counts; 10 by default, 0 gives the plain mean. */
  priorWeight?: number;
  /** The prior's mean; the mean of all values by default. */
  priorMean?: number;
}

/**
 * score(i) = (w · m + Σ values of item i) / (w + n_i): the mean of n_i ratings and w imagined ones of m each. With a normal prior and
 * normal errors it is the posterior mean, w the ratio of error variance to prior variance. A user's several values of one item count
 * as the last. An item without ratings scores m.
 *
 * @throws RangeError if train is empty, a value is not finite, or the weight is negative
 */
export function bayesianMean(train: Interactions, { priorWeight = 10, priorMean }: BayesianMeanOptions = {}): ItemScores {
  checkAtLeast('priorWeight', priorWeight, 0);
  const { indices, values, columns } = userItemMatrix(checkTrain(train), 'last');
  const sums = new Float64Array(columns);
  const counts = new Int32Array(columns);
  let total = 0;
  for (let at = 0; at < indices.length; at++) {
    sums[indices[at]] += values[at];
    counts[indices[at]]++;
    total += values[at];
  }
  const mean = priorMean ?? total / indices.length;
  if (!Number.isFinite(mean)) throw new RangeError(`priorMean must be a finite number, got ${mean}`);
  const scores = new Float32Array(columns);
  for (let item = 0; item < columns; item++) {
    const weight = priorWeight + counts[item];
    scores[item] = weight > 0 ? (priorWeight * mean + sums[item]) / weight : mean;
  }
  return itemScoresModel('bayesianMean', train, scores);
}

/** Reads the model back. */
bayesianMean.fromBuffer = (buffer: ArrayBuffer): ItemScores => itemScoresFromBuffer('bayesianMean', buffer);
