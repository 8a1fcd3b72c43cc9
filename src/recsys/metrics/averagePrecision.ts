/** Precision read at every hit: rewards hits that stand high. Its mean over users is MAP. */
import { checkOneOf } from '../math/check';
import { depth, grade, relevantCount } from './relevance';
import type { CutoffOptions, Relevant } from './relevance';

/**
 * AP@k = Σ over the hits at place i < k of (hits up to i) / (i + 1), divided by min(k, relevant items). With `of: 'relevant'` it is divided
 * by all relevant items, as in text retrieval, and then cannot reach 1 where more than k items are relevant. Ties in the scores were
 * settled by whoever made the ranking.
 *
 * @returns in 0 … 1; `empty` (0 by default) where nothing is relevant
 * @throws RangeError if k is not a positive integer
 */
export function averagePrecision(
  ranking: ArrayLike<number>,
  relevant: Relevant,
  { k, empty = 0, of = 'attainable' }: CutoffOptions & { of?: 'relevant' | 'attainable' } = {},
): number {
  checkOneOf('of', of, ['relevant', 'attainable']);
  const end = depth(ranking.length, k);
  const all = relevantCount(relevant);
  if (all === 0) return empty;
  let found = 0;
  let sum = 0;
  for (let i = 0; i < end; i++) {
    if (grade(relevant, ranking[i]) > 0) sum += ++found / (i + 1);
  }
  return sum / (of === 'attainable' ? Math.min(all, k ?? Infinity) : all);
}
