/** How little known what was shown is. */
import { checkAtLeast, checkPositiveInteger } from '../math/check';
import { log2 } from '../math/functions';
import { depth } from './relevance';

/**
 * Mean self-information of the first k items, in bits: −log₂ of the share of users who know the item. 0 for what everyone knows, about 10
 * for what one in a thousand knows. An item that nobody knows counts as known by one user.
 *
 *     novelty([0, 1], [100, 25], { users: 100 }) // (0 + 2) / 2 = 1
 *
 * S. Vargas, P. Castells: Rank and relevance in novelty and diversity metrics for recommender systems. RecSys 2011, equation 4 (without
 * rank discount).
 *
 * @param counts by item, how many of the users know it
 * @returns NaN for an empty list
 */
export function novelty(
  ranking: ArrayLike<number>,
  counts: ArrayLike<number>,
  { users, k }: { users: number; k?: number },
): number {
  checkPositiveInteger('users', users);
  const end = depth(ranking.length, k);
  let sum = 0;
  for (let i = 0; i < end; i++) {
    checkAtLeast('counts', counts[ranking[i]], 0);
    sum -= log2(Math.max(counts[ranking[i]], 1) / users);
  }
  return sum / end;
}
