/** What the pairwise losses share: all pairs of a query in which one document has the higher grade. */
import { exp, log1p, sigmoid } from '../math/functions';
import { meanOverQueries, startGradient } from './loss';
import type * as Tf from '@tensorflow/tfjs-core';
import type { LossGradient } from './loss';

/** xᵢ − xⱼ at [q, i, j]. (queries, documents) → (queries, documents, documents) */
export function differences(x: Tf.Tensor2D): Tf.Tensor3D {
  return x.expandDims(2).sub(x.expandDims(1));
}

/** 1 at [q, i, j] where both are documents and i has the higher grade, else 0. (queries, documents, documents) */
export function orderedPairs(labels: Tf.Tensor2D, mask: Tf.Tensor2D): Tf.Tensor3D {
  return differences(labels).step().mul(mask.expandDims(2)).mul(mask.expandDims(1));
}

/**
 * The mean over the queries of Σ wᵢⱼ log(1 + exp(−σ (sᵢ − sⱼ))) over the pairs in which i has the higher grade.
 *
 * @param weights w, (queries, documents, documents); 1 when absent
 */
export function pairLoss(
  scores: Tf.Tensor2D,
  labels: Tf.Tensor2D,
  mask: Tf.Tensor2D,
  sigma: number,
  weights?: Tf.Tensor,
): Tf.Scalar {
  const losses = differences(scores).mul(-sigma).softplus().mul(orderedPairs(labels, mask)); // (queries, documents, documents)
  return meanOverQueries(weights ? losses.mul(weights) : losses);
}

/** The same of one query, in plain numbers: each pair pulls its documents apart by w σ / (1 + exp(σ (sᵢ − sⱼ))). */
export function pairGradient(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  sigma: number,
  weight: (i: number, j: number) => number = () => 1,
): LossGradient {
  const gradient = startGradient(scores, labels);
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    for (let j = 0; j < scores.length; j++) {
      if (!(labels[i] > labels[j])) continue;
      const lead = sigma * (scores[i] - scores[j]);
      const w = weight(i, j);
      loss += w * (Math.max(-lead, 0) + log1p(exp(-Math.abs(lead))));
      const lambda = w * sigma * sigmoid(-lead);
      gradient[i] -= lambda;
      gradient[j] += lambda;
    }
  }
  return { loss, gradient };
}
