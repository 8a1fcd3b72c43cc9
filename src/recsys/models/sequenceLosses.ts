/**
 * How badly a model of sequences expects what came next, by scores of the item that came, r_i, and of items that did not, r_j. The last two weigh those
 * by s = softmax(r_j): of many that score low, none counts.
 *
 *     crossEntropy   −log (exp r_i / (exp r_i + Σ_j exp r_j))
 *     bprMax         −log Σ_j s_j σ(r_i − r_j) + λ Σ_j s_j r_j²
 *     top1Max        Σ_j s_j (σ(r_j − r_i) + σ(r_j²))
 *
 * B. Hidasi, A. Karatzoglou: Recurrent neural networks with top-k gains for session-based recommendations. CIKM 2018, section 3.
 */
import type * as Tf from '@tensorflow/tfjs-core';

/** One of the losses above. */
export type SequenceLoss = 'crossEntropy' | 'bprMax' | 'top1Max';

/** All of them. */
export const SEQUENCE_LOSSES: readonly SequenceLoss[] = ['crossEntropy', 'bprMax', 'top1Max'];

/** λ of `bprMax`. */
const LENGTH_COST = 1;

/**
 * The mean of `bprMax` over the rows.
 *
 * @param own r_i, (rows, 1)
 * @param others r_j, (rows, columns)
 */
export function bprMax(tf: typeof Tf, own: Tf.Tensor2D, others: Tf.Tensor2D): Tf.Scalar {
  const shares = tf.softmax(others); // (rows, columns)
  const right = shares.mul(own.sub(others).sigmoid()).sum(1); // (rows)
  const lengths = shares.mul(others.square()).sum(1); // (rows)
  return lengths.mul(LENGTH_COST).sub(right.add(1e-30).log()).mean().asScalar();
}

/** The mean of `top1Max` over the rows, of the same shapes. */
export function top1Max(tf: typeof Tf, own: Tf.Tensor2D, others: Tf.Tensor2D): Tf.Scalar {
  const wrong = others.sub(own).sigmoid().add(others.square().sigmoid()); // (rows, columns)
  return tf.softmax(others).mul(wrong).sum(1).mean().asScalar();
}
