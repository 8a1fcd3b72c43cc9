/** SoftRank: scores are means of noisy ones, so that a document has every place with some probability, and nDCG an expectation that is smooth. */
import { checkPositive } from '../math/check';
import { normalCdf, normalPdf } from '../math/distributions';
import { discount } from '../metrics/dcg';
import { checkNdcg, discounts, gainsOf, idealDcg, places, queryGains } from './gains';
import { meanOverQueries, startGradient } from './loss';
import { differences } from './pairs';
import type * as Tf from '@tensorflow/tfjs-core';
import type { NdcgOptions } from './gains';
import type { LossGradient } from './loss';

export interface SoftRankOptions extends NdcgOptions {
  /** Standard deviation of each score's noise; 1 by default. */
  sigma?: number;
}

/**
 * 1 − SoftNDCG = 1 − Σⱼ gⱼ Σᵣ d(r) pⱼ(r) / ideal DCG; 0 where nothing is relevant. With noise of deviation σ, document i beats j with
 * probability πᵢⱼ = Φ((sᵢ − sⱼ) / (σ √2)). The place of j counts who beats it: pⱼ starts as certainty of the first place, and each other document i
 * moves it down by one with probability πᵢⱼ:
 *
 *     pⱼ(r) ← pⱼ(r − 1) πᵢⱼ + pⱼ(r) (1 − πᵢⱼ)
 *
 * Exact for two documents; for more it takes the duels to be independent. O(documents³) a query.
 *
 * M. Taylor et al.: SoftRank: optimizing non-smooth rank metrics. WSDM 2008.
 */
export function softRank(scores: Tf.Tensor2D, labels: Tf.Tensor2D, mask: Tf.Tensor2D, options: SoftRankOptions = {}): Tf.Scalar {
  const { sigma = 1, gain = 'exponential' } = options;
  checkPositive('sigma', sigma);
  checkNdcg(options);
  const gains = gainsOf(labels, mask, gain); // (queries, documents)
  const ideal = idealDcg(gains); // (queries, 1)
  // [q, i, j]: i beats j. Padding beats nobody, and nobody beats themselves.
  const others = differences(places(mask)).abs().step().mul(mask.expandDims(2));
  const beats = differences(scores).div(2 * sigma).erf().add(1).div(2).mul(others); // prettier-ignore
  const first = places(mask).sub(1).step().mul(-1).add(1).expandDims(1); // (queries, 1, places): 1 at the first
  let chances = first.mul(mask.onesLike().expandDims(2)) as Tf.Tensor3D; // (queries, documents, places)
  for (const by of beats.unstack(1)) {
    const down = by.expandDims(2); // (queries, documents, 1)
    const moved = chances.slice([0, 0, 0], [-1, -1, chances.shape[2] - 1]).pad([[0, 0], [0, 0], [1, 0]]); // prettier-ignore
    chances = chances.add(moved.sub(chances).mul(down));
  }
  const expected = chances.mul(discounts(places(mask)).expandDims(1)).sum(2); // (queries, documents)
  const approximation = gains.mul(expected).sum(1, true).div(ideal.maximum(1e-9)); // (queries, 1)
  return meanOverQueries(ideal.step().sub(approximation));
}

/** Of one query, in plain numbers. */
softRank.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>, options: SoftRankOptions = {}): LossGradient => {
  const { sigma = 1 } = options;
  checkPositive('sigma', sigma);
  checkNdcg(options);
  const gradient = startGradient(scores, labels);
  const { gains, relevant } = queryGains(labels, options);
  let loss = relevant ? 1 : 0;
  for (let j = 0; j < scores.length; j++) {
    if (gains[j] === 0) continue;
    const leads = Float64Array.from(scores, (score) => (score - scores[j]) / (sigma * Math.SQRT2));
    const { expected, slopes } = expectedDiscount(leads, j);
    loss -= gains[j] * expected;
    for (let i = 0; i < scores.length; i++) {
      const change = (gains[j] * slopes[i] * normalPdf(leads[i])) / (sigma * Math.SQRT2);
      gradient[i] -= change;
      gradient[j] += change;
    }
  }
  return { loss, gradient };
};

/** Σᵣ d(r) pⱼ(r), and how it changes with each πᵢⱼ: the recursion forward, then backward. */
function expectedDiscount(leads: Float64Array, j: number): { expected: number; slopes: Float64Array } {
  const n = leads.length;
  const beats = Float64Array.from(leads, (lead, i) => (i === j ? 0 : normalCdf(lead)));
  const before: Float64Array[] = [];
  let chances = new Float64Array(n + 1);
  chances[0] = 1;
  for (let i = 0; i < n; i++) {
    before.push(chances);
    chances = chances.map((chance, r) => chance * (1 - beats[i]) + (r > 0 ? before[i][r - 1] * beats[i] : 0));
  }
  let worth = Float64Array.from(chances, (_, r) => discount(r)); // of standing at r, before the duels that are still to come
  const expected = worth.reduce((sum, value, r) => sum + value * chances[r], 0);
  const slopes = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    for (let r = 0; r < n; r++) slopes[i] += before[i][r] * (worth[r + 1] - worth[r]);
    worth = worth.map((value, r) => value * (1 - beats[i]) + (r < n ? worth[r + 1] * beats[i] : 0));
  }
  slopes[j] = 0;
  return { expected, slopes };
}
