/** Whether anything right was shown. */
import { hits, relevantCount } from './relevance';
import type { CutoffOptions, Relevant } from './relevance';

/**
 * 1 where a relevant item stands among the first k, else 0. Its mean over users is the hit rate.
 *
 * @returns `empty` (0 by default) where nothing is relevant
 * @throws RangeError if k is not a positive integer
 */
export function hitRate(ranking: ArrayLike<number>, relevant: Relevant, { k, empty = 0 }: CutoffOptions = {}): number {
  const found = hits(ranking, relevant, k);
  if (relevantCount(relevant) === 0) return empty;
  return found > 0 ? 1 : 0;
}
