/** The pointwise losses: each document is a problem of regression or classification of its own, and the ranking is what comes of it. */
import { checkOneOf } from '../math/check';
import { exp, log1p, sigmoid } from '../math/functions';
import { meanOverQueries, startGradient } from './loss';
import type * as Tf from '@tensorflow/tfjs-core';
import type { LossGradient } from './loss';

export interface PointwiseOptions {
  /** `squared` (the default): (s − y)². `logistic`: −log σ(s) where the grade is above 0, −log σ(−s) where it is 0. */
  kind?: 'squared' | 'logistic';
}

/**
 * The mean over a query's documents of (s − y)², or of the logistic loss.
 *
 * D. Cossock, T. Zhang: Subset ranking using regression. COLT 2006, section 5: a small squared error bounds what is lost in DCG.
 */
export function pointwise(
  scores: Tf.Tensor2D,
  labels: Tf.Tensor2D,
  mask: Tf.Tensor2D,
  { kind = 'squared' }: PointwiseOptions = {},
): Tf.Scalar {
  checkOneOf('kind', kind, ['squared', 'logistic']);
  const sizes = mask.sum(1, true).maximum(1); // (queries, 1)
  // −log σ(s) = softplus(s) − s
  const losses = kind === 'squared' ? scores.sub(labels).square() : scores.softplus().sub(scores.mul(labels.step())); // (queries, documents)
  return meanOverQueries(losses.mul(mask).div(sizes));
}

/** Of one query, in plain numbers: the gradient is 2 (s − y) / n, or (σ(s) − [y > 0]) / n. */
pointwise.gradient = (
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  { kind = 'squared' }: PointwiseOptions = {},
): LossGradient => {
  checkOneOf('kind', kind, ['squared', 'logistic']);
  const gradient = startGradient(scores, labels);
  const n = scores.length;
  let loss = 0;
  for (let i = 0; i < n; i++) {
    if (kind === 'squared') {
      const error = scores[i] - labels[i];
      loss += (error * error) / n;
      gradient[i] = (2 * error) / n;
    } else {
      const relevant = labels[i] > 0 ? 1 : 0;
      loss += (Math.max(scores[i], 0) + log1p(exp(-Math.abs(scores[i]))) - relevant * scores[i]) / n;
      gradient[i] = (sigmoid(scores[i]) - relevant) / n;
    }
  }
  return { loss, gradient };
};
