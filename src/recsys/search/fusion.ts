/** One list from several: by places alone, or by scores with weights, set by hand or learned. */
import { checkPositiveInteger, checkSameLength } from '../math/check';
import type { Ranking } from '../types';

export interface FusionOptions {
  /** Length of the list; all that stand in any list by default. */
  k?: number;
  /** How much each list counts; 1 each by default. */
  weights?: ArrayLike<number>;
}

/** Adds up what each list gives each item, and sorts; ties by the lower item. */
function fuse(
  rankings: readonly Ranking[],
  { k, weights }: FusionOptions,
  part: (ranking: Ranking, place: number) => number,
): Ranking {
  if (k !== undefined) checkPositiveInteger('k', k);
  if (weights) checkSameLength('weights', weights, 'rankings', rankings);
  const sums = new Map<number, number>();
  rankings.forEach((ranking, r) => {
    const weight = weights?.[r] ?? 1;
    ranking.items.forEach((item, place) => sums.set(item, (sums.get(item) ?? 0) + weight * part(ranking, place)));
  });
  const order = [...sums].sort(([a, x], [b, y]) => y - x || a - b).slice(0, k);
  return { items: Int32Array.from(order, ([item]) => item), scores: Float32Array.from(order, ([, score]) => score) };
}

/**
 * Reciprocal rank fusion: score(d) = Σ over lists of weight / (constant + place of d), places from 1. It needs no scores that can be compared, and the
 * constant keeps one list's first place from deciding alone.
 *
 * G. Cormack, C. Clarke, S. Büttcher: Reciprocal rank fusion outperforms Condorcet and individual rank learning methods. SIGIR 2009.
 *
 * @param constant 60 by default, as in the paper
 */
export function reciprocalRankFusion(
  rankings: readonly Ranking[],
  { constant = 60, ...options }: FusionOptions & { constant?: number } = {},
): Ranking {
  if (!(constant >= 0 && constant < Infinity)) throw new RangeError(`constant must be at least 0, got ${constant}`);
  return fuse(rankings, options, (_, place) => 1 / (constant + place + 1));
}

/** A score between 0 and 1: its share of the way from the lowest possible to the list's best. */
export function normalizedScore({ scores }: Ranking, place: number, lowest = 0): number {
  return scores[0] > lowest ? (scores[place] - lowest) / (scores[0] - lowest) : 0;
}

/**
 * The weighted sum of scores, each list's scaled to 0 … 1 from the lowest score that its method can give (S. Bruch, S. Gai, A. Ingber: An analysis of
 * fusion functions for hybrid retrieval. ACM TOIS 2023): what a method is sure of counts more than its mere first place.
 *
 * @param lowest by list, 0 by default: right for BM25, and for cosines of which only the positive mean something
 */
export function scoreFusion(
  rankings: readonly Ranking[],
  { lowest, ...options }: FusionOptions & { lowest?: ArrayLike<number> } = {},
): Ranking {
  const floor = new Map(rankings.map((ranking, r) => [ranking, lowest?.[r] ?? 0]));
  return fuse(rankings, options, (ranking, place) => normalizedScore(ranking, place, floor.get(ranking)));
}
