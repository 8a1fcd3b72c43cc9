/** ListNet: scores and grades each say how likely every document is to stand first; the two should agree. */
import { meanOverQueries, startGradient, withoutPadding } from './loss';
import { logSumExp, softmax } from './softmax';
import type * as Tf from '@tensorflow/tfjs-core';
import type { LossGradient } from './loss';

/**
 * −Σⱼ P_y(j) log P_s(j), with the top-one probability P_x(j) = exp(xⱼ) / Σₖ exp(xₖ) of grades y and scores s. Where all grades are equal, 0
 * included, P_y is uniform and the scores are pulled together.
 *
 * Z. Cao et al.: Learning to rank: from pairwise approach to listwise approach. ICML 2007, sections 4.2 (top one probability) and 5.
 */
export function listNet(scores: Tf.Tensor2D, labels: Tf.Tensor2D, mask: Tf.Tensor2D): Tf.Scalar {
  const target = withoutPadding(labels, mask).softmax(); // (queries, documents)
  const logShares = withoutPadding(scores, mask).logSoftmax(); // (queries, documents)
  return meanOverQueries(target.mul(logShares).mul(mask).neg());
}

/** Of one query, in plain numbers: the gradient is P_s − P_y. */
listNet.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>): LossGradient => {
  const gradient = startGradient(scores, labels);
  const target = softmax(labels);
  const shares = softmax(scores);
  const total = logSumExp(scores);
  let loss = 0;
  for (let j = 0; j < scores.length; j++) {
    loss += target[j] * (total - scores[j]);
    gradient[j] = shares[j] - target[j];
  }
  return { loss, gradient };
};
