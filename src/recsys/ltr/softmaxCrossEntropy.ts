/** The softmax cross entropy: the relevant documents share the top between them, in proportion to their grades. */
import { meanOverQueries, startGradient, withoutPadding } from './loss';
import { logSumExp, softmax } from './softmax';
import type * as Tf from '@tensorflow/tfjs-core';
import type { LossGradient } from './loss';

/**
 * −Σⱼ (yⱼ / Σₖ yₖ) log softmax(s)ⱼ; 0 where nothing is relevant. What it adds to `listNet`: a document of grade 0 has target 0, not
 * exp(0) / Σ exp(y), so that the loss bounds reciprocal rank and nDCG where grades are 0 and 1.
 *
 * S. Bruch et al.: An analysis of the softmax cross entropy loss for learning-to-rank with binary relevance. ICTIR 2019.
 */
export function softmaxCrossEntropy(scores: Tf.Tensor2D, labels: Tf.Tensor2D, mask: Tf.Tensor2D): Tf.Scalar {
  const grades = labels.mul(mask); // (queries, documents)
  const target = grades.div(grades.sum(1, true).maximum(1e-9)); // (queries, documents)
  const logShares = withoutPadding(scores, mask).logSoftmax(); // (queries, documents)
  return meanOverQueries(target.mul(logShares).neg());
}

/** Of one query, in plain numbers: the gradient is softmax(s) − y / Σ y. */
softmaxCrossEntropy.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>): LossGradient => {
  const gradient = startGradient(scores, labels);
  let sum = 0;
  for (let j = 0; j < labels.length; j++) sum += labels[j];
  let loss = 0;
  if (!(sum > 0)) return { loss, gradient };
  const shares = softmax(scores);
  const total = logSumExp(scores);
  for (let j = 0; j < scores.length; j++) {
    loss += (labels[j] / sum) * (total - scores[j]);
    gradient[j] = shares[j] - labels[j] / sum;
  }
  return { loss, gradient };
};
