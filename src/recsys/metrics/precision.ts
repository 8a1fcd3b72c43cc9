/** Of what was shown, how much was right. */
import { depth, hits } from './relevance';
import type { Relevant } from './relevance';

/**
 * Precision@k = relevant items among the first k, divided by k; a list shorter than k is not excused. Without k, divided by the list's
 * length. In 0 … 1; it cannot reach 1 where fewer than k items are relevant.
 *
 * @returns 0 for an empty list and where nothing is relevant
 * @throws RangeError if k is not a positive integer
 */
export function precision(ranking: ArrayLike<number>, relevant: Relevant, { k }: { k?: number } = {}): number {
  const places = k === undefined || k === Infinity ? depth(ranking.length, k) : k;
  const found = hits(ranking, relevant, k);
  return places > 0 ? found / places : 0;
}
