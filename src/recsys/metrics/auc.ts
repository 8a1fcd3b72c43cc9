/** The chance that a relevant item is scored above an irrelevant one. */
import { checkSameLength } from '../math/check';

/**
 * The area under the ROC curve: over all pairs of a relevant and an irrelevant item, the share in which the relevant one has the higher
 * score, a tie counting one half. It looks at scores, not at a cut list, and weighs the bottom of the list as much as the top.
 *
 *     auc([0.9, 0.4, 0.4], [1, 1, 0]) // (1 + ½) / 2 = 0.75
 *
 * By ranks, O(n log n): H. Mann, D. Whitney, Annals of Mathematical Statistics 18(1), 1947.
 *
 * @param labels above 0 is relevant
 * @returns in 0 … 1; `empty` (NaN by default) where all items are relevant, or none
 * @throws RangeError if the lengths differ or a score is NaN
 */
export function auc(
  scores: ArrayLike<number>,
  labels: ArrayLike<number | boolean>,
  { empty = NaN }: { empty?: number } = {},
): number {
  checkSameLength('labels', labels, 'scores', scores);
  const sorted = new Float64Array(scores.length);
  const positives: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] !== scores[i]) throw new RangeError(`scores must be numbers, got NaN at ${i}`);
    sorted[i] = scores[i];
    if (Number(labels[i]) > 0) positives.push(scores[i]);
  }
  const negatives = scores.length - positives.length;
  if (positives.length === 0 || negatives === 0) return empty;
  sorted.sort();
  // Σ of (items below + half of the other items equal), over the relevant ones, less the pairs of relevant items among themselves
  let wins = 0;
  for (const score of positives) wins += lower(sorted, score, false) + lower(sorted, score, true) - 1;
  wins = wins / 2 - (positives.length * (positives.length - 1)) / 2;
  return wins / (positives.length * negatives);
}

/** How many of the rising array are below x, or at most x where `inclusive`. */
function lower(rising: Float64Array, x: number, inclusive: boolean): number {
  let from = 0;
  let to = rising.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rising[middle] < x || (inclusive && rising[middle] === x)) from = middle + 1;
    else to = middle;
  }
  return from;
}
