/** RankNet: of two documents with different grades, the better one should win; the chance that it does is a logistic of the scores' difference. */
import { checkPositive } from '../math/check';
import { pairGradient, pairLoss } from './pairs';
import type * as Tf from '@tensorflow/tfjs-core';
import type { LossGradient } from './loss';

export interface RankNetOptions {
  /** σ: how fast a difference of scores becomes certainty; 1 by default. */
  sigma?: number;
}

/**
 * Σ log(1 + exp(−σ (sᵢ − sⱼ))) over the pairs with yᵢ > yⱼ: the cross entropy of P(i before j) = 1 / (1 + exp(−σ (sᵢ − sⱼ))).
 *
 * C. Burges et al.: Learning to rank using gradient descent. ICML 2005, equation 3 with target probability 1. As in C. Burges: From RankNet to
 * LambdaRank to LambdaMART: an overview. MSR-TR-2010-82, section 2, where S = 1.
 */
export function rankNet(
  scores: Tf.Tensor2D,
  labels: Tf.Tensor2D,
  mask: Tf.Tensor2D,
  { sigma = 1 }: RankNetOptions = {},
): Tf.Scalar {
  checkPositive('sigma', sigma);
  return pairLoss(scores, labels, mask, sigma);
}

/** Of one query, in plain numbers; λᵢⱼ = −σ / (1 + exp(σ (sᵢ − sⱼ))) is equation 3 of the overview. */
rankNet.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>, { sigma = 1 }: RankNetOptions = {}): LossGradient => {
  checkPositive('sigma', sigma);
  return pairGradient(scores, labels, sigma);
};
