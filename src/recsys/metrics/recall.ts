/** Of what was right, how much was shown. */
import { checkOneOf } from '../math/check';
import { hits, relevantCount } from './relevance';
import type { CutoffOptions, Relevant } from './relevance';

/**
 * Recall@k = relevant items among the first k, divided by all relevant items. With `of: 'attainable'` it is divided by
 * min(k, relevant items) instead, so that a perfect list scores 1 even where more than k items are relevant.
 *
 * @returns in 0 … 1; `empty` (0 by default) where nothing is relevant
 * @throws RangeError if k is not a positive integer
 */
export function recall(
  ranking: ArrayLike<number>,
  relevant: Relevant,
  { k, empty = 0, of = 'relevant' }: CutoffOptions & { of?: 'relevant' | 'attainable' } = {},
): number {
  checkOneOf('of', of, ['relevant', 'attainable']);
  const found = hits(ranking, relevant, k);
  const all = relevantCount(relevant);
  if (all === 0) return empty;
  return found / (of === 'attainable' ? Math.min(all, k ?? Infinity) : all);
}
