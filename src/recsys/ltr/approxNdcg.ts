/** ApproxNDCG: nDCG itself, with each document's place replaced by a smooth count of the documents above it. */
import { checkPositive } from '../math/check';
import { log, sigmoid } from '../math/functions';
import { checkNdcg, discounts, gainsOf, idealDcg, queryGains } from './gains';
import { meanOverQueries, startGradient } from './loss';
import { differences } from './pairs';
import type * as Tf from '@tensorflow/tfjs-core';
import type { NdcgOptions } from './gains';
import type { LossGradient } from './loss';

export interface ApproxNdcgOptions extends NdcgOptions {
  /** α: how sharply a difference of scores counts as above or below; 10 by default. The approximation grows exact with it, and harder to learn. */
  alpha?: number;
}

/**
 * 1 − Σᵢ gᵢ / log₂(1 + π̂ᵢ) / ideal DCG, with the place π̂ᵢ = 1 + Σ_{j≠i} 1 / (1 + exp(α (sᵢ − sⱼ))); 0 where nothing is relevant.
 *
 * T. Qin, T.-Y. Liu, H. Li: A general approximation framework for direct optimization of information retrieval measures. Information
 * Retrieval 13, 2010; here as in equations 4.10 and 4.11 of T.-Y. Liu: Learning to rank for information retrieval. Springer 2011. Its revival with
 * networks: S. Bruch et al.: Revisiting approximate metric optimization in the age of deep neural networks. SIGIR 2019.
 */
export function approxNdcg(
  scores: Tf.Tensor2D,
  labels: Tf.Tensor2D,
  mask: Tf.Tensor2D,
  options: ApproxNdcgOptions = {},
): Tf.Scalar {
  const { alpha = 10, gain = 'exponential' } = options;
  checkPositive('alpha', alpha);
  checkNdcg(options);
  const gains = gainsOf(labels, mask, gain); // (queries, documents)
  const ideal = idealDcg(gains); // (queries, 1)
  const above = differences(scores).mul(-alpha).sigmoid().mul(mask.expandDims(1)); // (queries, documents, documents): j above i
  const place = above.sum(2).add(0.5) as Tf.Tensor2D; // 1 less the ½ by which each document is above itself
  const approximation = gains.mul(discounts(place)).sum(1, true).div(ideal.maximum(1e-9)); // (queries, 1)
  return meanOverQueries(ideal.step().sub(approximation));
}

/** Of one query, in plain numbers. */
approxNdcg.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>, options: ApproxNdcgOptions = {}): LossGradient => {
  const { alpha = 10 } = options;
  checkPositive('alpha', alpha);
  checkNdcg(options);
  const gradient = startGradient(scores, labels);
  const { gains, relevant } = queryGains(labels, options);
  let loss = relevant ? 1 : 0;
  for (let i = 0; i < scores.length; i++) {
    if (gains[i] === 0) continue;
    let place = 1;
    for (let j = 0; j < scores.length; j++) if (j !== i) place += sigmoid(alpha * (scores[j] - scores[i]));
    const logarithm = log(1 + place);
    loss -= (gains[i] * Math.LN2) / logarithm;
    const slope = (gains[i] * Math.LN2) / (logarithm * logarithm * (1 + place)); // ∂ loss / ∂ π̂ᵢ
    for (let j = 0; j < scores.length; j++) {
      if (j === i) continue;
      const above = sigmoid(alpha * (scores[j] - scores[i]));
      const change = slope * alpha * above * (1 - above);
      gradient[j] += change;
      gradient[i] -= change;
    }
  }
  return { loss, gradient };
};
