/** ListMLE: the order by grade should be a likely outcome of drawing documents one after another, each in proportion to exp(score). */
import { meanOverQueries, startGradient } from './loss';
import { differences } from './pairs';
import { exp } from '../math/functions';
import { logSumExp } from './softmax';
import type * as Tf from '@tensorflow/tfjs-core';
import type { LossGradient } from './loss';

/**
 * −log of the Plackett–Luce probability of the order by falling grade: the product over its places of exp(s) of the document there over the
 * sum of exp(s) of it and all that come after.
 *
 * Documents of one grade have no order among themselves: each is drawn from all of its grade and below (the approximation of N. Breslow for
 * ties, Biometrics 30, 1974), so that no order of the input rows leaks in. The draws within the lowest grade of a query are certain to yield
 * it, and are left out. Without ties this is the paper's loss exactly; with grades 0 and 1, the number of relevant documents times
 * `softmaxCrossEntropy`.
 *
 * F. Xia et al.: Listwise approach to learning to rank: theory and algorithm. ICML 2008: its likelihood loss.
 */
export function listMle(scores: Tf.Tensor2D, labels: Tf.Tensor2D, mask: Tf.Tensor2D): Tf.Scalar {
  // [q, i, j] is 1 where j is a document of i's grade or below
  const left = differences(labels).neg().step().mul(-1).add(1).mul(mask.expandDims(1)); // (queries, documents, documents)
  const logSums = left.sub(1).mul(1e9).add(scores.mul(mask).expandDims(1)).logSumExp(2); // (queries, documents)
  const lowest = labels.add(mask.mul(-1).add(1).mul(1e9)).min(1, true); // (queries, 1)
  const drawn = labels.sub(lowest).step().mul(mask); // (queries, documents): above the lowest grade
  return meanOverQueries(logSums.sub(scores).mul(drawn));
}

/** Of one query, in plain numbers: each draw pulls its document up by 1 and all from which it was drawn down by their share. */
listMle.gradient = (scores: ArrayLike<number>, labels: ArrayLike<number>): LossGradient => {
  const gradient = startGradient(scores, labels);
  const lowest = Math.min(...Array.from(labels));
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] === lowest) continue;
    const left = Float64Array.from(scores, (score, j) => (labels[j] <= labels[i] ? score : -Infinity));
    const total = logSumExp(left);
    loss += total - scores[i];
    gradient[i] -= 1;
    for (let j = 0; j < left.length; j++) gradient[j] += exp(left[j] - total);
  }
  return { loss, gradient };
};
