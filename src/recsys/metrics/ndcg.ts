/** DCG as a share of the best that could be had. */
import { dcg } from './dcg';
import { depth, grade } from './relevance';
import type { Gain } from './dcg';
import type { CutoffOptions, Relevant } from './relevance';

/**
 * nDCG@k = DCG@k / IDCG@k, in 0 … 1. The ideal ranks all relevant items, also those that the ranking misses, by falling grade, and has the
 * same gain and cutoff. Relevant items beyond the end of a short list count as missed.
 *
 *     ndcg([4, 7, 2], new Set([7]), { k: 3 }) // 1 / log₂ 3 = 0.631
 *
 * K. Järvelin, J. Kekäläinen: Cumulated gain-based evaluation of IR techniques. ACM TOIS 20(4), 2002.
 *
 * @param ranking items, best first
 * @returns `empty` (0 by default) where nothing is relevant
 * @throws RangeError if k is not a positive integer
 */
export function ndcg(ranking: ArrayLike<number>, relevant: Relevant, options: CutoffOptions & { gain?: Gain } = {}): number {
  const { k, gain = 'linear', empty = 0 } = options;
  const grades = Array.from({ length: depth(ranking.length, k) }, (_, i) => grade(relevant, ranking[i]));
  const best = 'get' in relevant ? [...relevant.values()].sort((a, b) => b - a) : new Uint8Array(relevant.size).fill(1);
  const ideal = dcg(best, { k, gain });
  return ideal > 0 ? dcg(grades, { k, gain }) / ideal : empty;
}
