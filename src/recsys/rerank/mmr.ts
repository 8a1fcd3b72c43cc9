/** Maximal marginal relevance: the next item is the one that is relevant and unlike those already chosen. */
import { checkPositiveInteger } from '../math/check';
import { relevances } from './candidates';
import type { Ranking } from '../types';
import type { Similarity } from './candidates';

export interface MmrOptions {
  similarity: Similarity;
  /** λ, 0 … 1: 1 keeps the order of the scores, 0 looks at variety alone; 0.7 by default. */
  lambda?: number;
  /** Length of the list; 10 by default. */
  k?: number;
}

/**
 * Chooses one after the other the candidate i with the largest λ r_i − (1 − λ) max over the chosen j of similarity(i, j), where r is the score
 * brought to 0 … 1. Ties go to the earlier candidate. O(k · candidates) similarities.
 *
 *     mmr(model.recommend(user, { k: 100 }), { similarity: (a, b) => 1 - jaccardDistance(genres[a], genres[b]), k: 10 })
 *
 * J. Carbonell, J. Goldstein: The use of MMR, diversity-based reranking for reordering documents and producing summaries. SIGIR 1998.
 *
 * @returns the items chosen, in order
 * @throws RangeError if λ is not in 0 … 1, k not a positive integer, or a score not finite
 */
export function mmr(candidates: Ranking, { similarity, lambda = 0.7, k = 10 }: MmrOptions): Int32Array {
  checkPositiveInteger('k', k);
  if (!(lambda >= 0 && lambda <= 1)) throw new RangeError(`lambda must lie in 0 … 1, got ${lambda}`);
  const { items } = candidates;
  const relevance = relevances(candidates);
  const nearest = new Float64Array(items.length).fill(-Infinity); // to any chosen one
  const left = new Set(items.keys());
  const chosen: number[] = [];
  while (chosen.length < k && left.size > 0) {
    let best = -1;
    let most = -Infinity;
    for (const i of left) {
      const worth = lambda * relevance[i] - (chosen.length > 0 ? (1 - lambda) * nearest[i] : 0);
      if (worth > most || best < 0) [best, most] = [i, worth];
    }
    left.delete(best);
    chosen.push(items[best]);
    for (const i of left) nearest[i] = Math.max(nearest[i], similarity(items[i], items[best]));
  }
  return Int32Array.from(chosen);
}
