/** What a ranking loss is, over padded batches of queries for a network and over one query in plain numbers. */
import { checkSameLength } from '../math/check';
import type * as Tf from '@tensorflow/tfjs-core';

/**
 * The mean of a loss over the queries of a batch. A query is a row; rows shorter than the longest are padded, and what stands in the padding
 * changes neither value nor gradient. The chained operations of TensorFlow.js must be registered, as `startBackend` does.
 *
 * @param scores (queries, documents)
 * @param labels (queries, documents): grades, at least 0
 * @param mask (queries, documents): 1 for a document, 0 for padding
 */
export type RankingLoss = (scores: Tf.Tensor2D, labels: Tf.Tensor2D, mask: Tf.Tensor2D) => Tf.Scalar;

/** A loss of one query, and how it changes with each score. */
export interface LossGradient {
  loss: number;
  /** ∂ loss / ∂ score of each document. Learning moves the scores the other way. */
  gradient: Float64Array;
}

/** The mean over the queries of numbers that were computed per query or per document, padding already at 0. */
export function meanOverQueries(values: Tf.Tensor): Tf.Scalar {
  return values.sum().div(values.shape[0]).asScalar();
}

/** Scores with the padding so far down that it takes no part in a softmax. (queries, documents) */
export function withoutPadding(scores: Tf.Tensor2D, mask: Tf.Tensor2D): Tf.Tensor2D {
  return scores.mul(mask).add(mask.sub(1).mul(1e9));
}

/** A gradient of zeros for these documents, after a check that scores and labels are of one length. */
export function startGradient(scores: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  checkSameLength('labels', labels, 'scores', scores);
  return new Float64Array(scores.length);
}
