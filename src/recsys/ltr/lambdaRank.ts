/** LambdaRank: RankNet whose pairs count as much as nDCG would change if the two documents changed places. */
import { checkPositive } from '../math/check';
import { checkNdcg, discounts, discountsByScore, gainsOf, idealDcg, placesByScore, queryGains } from './gains';
import { differences, pairGradient, pairLoss } from './pairs';
import type * as Tf from '@tensorflow/tfjs-core';
import type { NdcgAtOptions } from './gains';
import type { LossGradient } from './loss';

export interface LambdaRankOptions extends NdcgAtOptions {
  /** σ as in `rankNet`; 1 by default. */
  sigma?: number;
}

/**
 * Σ |ΔnDCGᵢⱼ| log(1 + exp(−σ (sᵢ − sⱼ))) over the pairs with yᵢ > yⱼ, where ΔnDCGᵢⱼ = (gᵢ − gⱼ) (dᵢ − dⱼ) / ideal DCG, with gains g and the
 * discounts d of the places that the scores give now. These weights are held fixed: the gradient is LambdaRank's
 * λᵢⱼ = −σ |ΔnDCGᵢⱼ| / (1 + exp(σ (sᵢ − sⱼ))).
 *
 * C. Burges, R. Ragno, Q. Le: Learning to rank with nonsmooth cost functions. NIPS 2006; C. Burges: MSR-TR-2010-82, section 4, equation 6.
 * That a loss with this gradient exists, and bounds nDCG: X. Wang et al.: The LambdaLoss framework for ranking metric optimization. CIKM 2018.
 */
export function lambdaRank(
  scores: Tf.Tensor2D,
  labels: Tf.Tensor2D,
  mask: Tf.Tensor2D,
  options: LambdaRankOptions = {},
): Tf.Scalar {
  const { sigma = 1, gain = 'exponential', k } = options;
  checkPositive('sigma', sigma);
  checkNdcg(options);
  const gains = gainsOf(labels, mask, gain); // (queries, documents)
  const shares = gains.div(idealDcg(gains, k).maximum(1e-9)) as Tf.Tensor2D; // (queries, documents)
  const discount = discounts(placesByScore(scores, mask), k); // (queries, documents)
  const weights = differences(shares).mul(differences(discount)).abs(); // (queries, documents, documents)
  return pairLoss(scores, labels, mask, sigma, weights);
}

/** Of one query, in plain numbers. */
lambdaRank.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>, options: LambdaRankOptions = {}): LossGradient => {
  const { sigma = 1, k } = options;
  checkPositive('sigma', sigma);
  checkNdcg(options);
  const { gains } = queryGains(labels, options);
  const discount = discountsByScore(scores, k);
  return pairGradient(scores, labels, sigma, (i, j) => Math.abs((gains[i] - gains[j]) * (discount[i] - discount[j])));
};
