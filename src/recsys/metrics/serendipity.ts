/** Right, and not what anyone would have shown. */
import { depth, grade } from './relevance';
import type { Relevant } from './relevance';

/**
 * The share of the first k items that are relevant and not expected. What is expected is the list of a primitive recommender, such as
 * popularity for the same user. Never above precision.
 *
 * M. Ge, C. Delgado-Battenfeld, D. Jannach: Beyond accuracy: evaluating recommender systems by coverage and serendipity. RecSys 2010.
 *
 * @returns 0 for an empty list; divided by k even where the list is shorter, as `precision` is
 */
export function serendipity(
  ranking: ArrayLike<number>,
  relevant: Relevant,
  { expected, k }: { expected: Iterable<number>; k?: number },
): number {
  const end = depth(ranking.length, k);
  const places = k === undefined || k === Infinity ? end : k;
  const usual = new Set(expected);
  let count = 0;
  for (let i = 0; i < end; i++) if (grade(relevant, ranking[i]) > 0 && !usual.has(ranking[i])) count++;
  return places > 0 ? count / places : 0;
}
