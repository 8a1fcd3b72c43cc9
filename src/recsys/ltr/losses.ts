/** The ranking losses by name, and the gradient of each as numbers that a figure can draw. */
import { checkOneOf } from '../math/check';
import { approxNdcg } from './approxNdcg';
import { lambdaRank } from './lambdaRank';
import { listMle } from './listMle';
import { listNet } from './listNet';
import { pointwise } from './pointwise';
import { rankNet } from './rankNet';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';
import { softRank } from './softRank';
import type { LossGradient } from './loss';

/** Every loss that has a gradient; AdaRank, which boosts instead, is `adaRank`. */
export const losses = { pointwise, rankNet, lambdaRank, listNet, listMle, softmaxCrossEntropy, approxNdcg, softRank };

export type LossName = keyof typeof losses;

/** The options of one loss. */
export type LossOptions<L extends LossName> = Parameters<(typeof losses)[L]['gradient']>[2];

/** Throws a RangeError unless a loss has this name. */
export function checkLoss(name: string): asserts name is LossName {
  checkOneOf('loss', name, Object.keys(losses));
}

/**
 * Loss and gradient of one query in plain numbers, without TensorFlow.js: what pushes each document, and how hard. A step of learning moves
 * document i by −gradient[i].
 *
 *     gradientOf('rankNet', [0, 1], [1, 0]).gradient // −0.731, 0.731: up with the relevant one, down with the other
 *
 * @param scores of the query's documents
 * @param labels their grades, at least 0
 * @throws RangeError for an unknown loss, lengths that differ, or an option out of its range
 */
export function gradientOf<L extends LossName>(
  loss: L,
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  options?: LossOptions<L>,
): LossGradient {
  checkLoss(loss);
  const gradient = losses[loss].gradient as (s: typeof scores, y: typeof labels, o?: LossOptions<L>) => LossGradient;
  return gradient(scores, labels, options);
}
