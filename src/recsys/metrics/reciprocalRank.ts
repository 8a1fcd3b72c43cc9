/** How soon the first right item comes. Its mean over users is MRR. */
import { depth, grade, relevantCount } from './relevance';
import type { CutoffOptions, Relevant } from './relevance';

/**
 * 1 / place of the first relevant item, places counted from 1; 0 where none stands among the first k.
 *
 * @returns in 0 … 1; `empty` (0 by default) where nothing is relevant
 * @throws RangeError if k is not a positive integer
 */
export function reciprocalRank(ranking: ArrayLike<number>, relevant: Relevant, { k, empty = 0 }: CutoffOptions = {}): number {
  const end = depth(ranking.length, k);
  if (relevantCount(relevant) === 0) return empty;
  for (let i = 0; i < end; i++) if (grade(relevant, ranking[i]) > 0) return 1 / (i + 1);
  return 0;
}
