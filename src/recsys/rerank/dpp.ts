/**
 * A determinantal point process: a set is as good as its items are relevant times the volume that they span. Unlike MMR it sees the whole set: an item
 * that several chosen ones cover together adds nothing, though it is like none of them.
 *
 * L. Chen, G. Zhang, H. Zhou: Fast greedy MAP inference for determinantal point process to improve recommendation diversity. NeurIPS 2018,
 * algorithm 1.
 */
import { checkPositiveInteger } from '../math/check';
import { log } from '../math/functions';
import { relevances } from './candidates';
import type { Ranking } from '../types';
import type { Similarity } from './candidates';

export interface DppOptions {
  /** Must be positive semidefinite over the candidates, as cosines are and Jaccard is; see `cosineSimilarity`. */
  similarity: Similarity;
  /** θ, 0 … 1: 1 keeps the order of the scores, 0 looks at variety alone; 0.7 by default. */
  theta?: number;
  /** Length of the list; 10 by default. */
  k?: number;
}

/** Below this squared distance from what is chosen, an item adds nothing. */
const SPANNED = 1e-10;

/**
 * Chooses greedily for θ Σ r_i + (1 − θ) log det S, where r is the score brought to 0 … 1 and S the similarities of the chosen (the paper's
 * trade-off, with α = θ / 2(1 − θ)). Each step takes the i with the largest θ r_i + (1 − θ) log d_i², d_i² being what of item i is not yet spanned; it
 * comes from one row of a Cholesky factor, so k items of n candidates cost O(k² n). When all that is left is spanned, the list is filled by relevance.
 *
 *     dpp(model.recommend(user, { k: 100 }), { similarity: cosineSimilarity(model.itemFactors, model.factors), k: 10 })
 *
 * @returns the items chosen, in order
 * @throws RangeError if θ is not in 0 … 1, k not a positive integer, or a score not finite
 */
export function dpp(candidates: Ranking, { similarity, theta = 0.7, k = 10 }: DppOptions): Int32Array {
  checkPositiveInteger('k', k);
  if (!(theta >= 0 && theta <= 1)) throw new RangeError(`theta must lie in 0 … 1, got ${theta}`);
  const { items } = candidates;
  const relevance = relevances(candidates);
  const length = Math.min(k, items.length);
  const rows = new Float64Array(length * items.length); // c_i: column i of the factor, a row for each item chosen
  const unspanned = Float64Array.from(items, (item) => similarity(item, item)); // d_i²
  const left = new Set(items.keys());
  const chosen: number[] = [];
  while (chosen.length < length) {
    let best = -1;
    let most = -Infinity;
    for (const i of left) {
      const spread = theta === 1 ? 0 : (1 - theta) * log(Math.max(unspanned[i], SPANNED));
      const worth = theta * relevance[i] + spread;
      if (worth > most) [best, most] = [i, worth];
    }
    left.delete(best);
    const row = chosen.length * items.length;
    chosen.push(best);
    if (unspanned[best] <= SPANNED) continue; // adds no direction
    const distance = Math.sqrt(unspanned[best]);
    for (const i of left) {
      let common = 0;
      for (let r = 0; r < row; r += items.length) common += rows[r + best] * rows[r + i];
      const e = (similarity(items[best], items[i]) - common) / distance;
      rows[row + i] = e;
      unspanned[i] -= e * e;
    }
  }
  return Int32Array.from(chosen, (i) => items[i]);
}
