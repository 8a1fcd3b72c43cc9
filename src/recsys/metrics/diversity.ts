/** How different the items of one list are from each other. */
import { depth } from './relevance';

/**
 * Intra-list diversity: the mean distance of the pairs among the first k items.
 *
 *     diversity(list, { distance: (a, b) => (genre[a] === genre[b] ? 0 : 1), k: 10 })
 *
 * C.-N. Ziegler et al.: Improving recommendation lists through topic diversification. WWW 2005.
 *
 * @param distance of two items, symmetric
 * @returns NaN for a list of fewer than two items
 */
export function diversity(
  ranking: ArrayLike<number>,
  { distance, k }: { distance: (a: number, b: number) => number; k?: number },
): number {
  const end = depth(ranking.length, k);
  let sum = 0;
  for (let i = 0; i < end; i++) for (let j = 0; j < i; j++) sum += distance(ranking[i], ranking[j]);
  return (2 * sum) / (end * (end - 1));
}

/** 1 − |A ∩ B| / |A ∪ B| of two lists of labels, such as genres; 0 for two empty ones. */
export function jaccardDistance(a: readonly unknown[], b: readonly unknown[]): number {
  const left = new Set(a);
  const union = new Set([...a, ...b]).size;
  let both = 0;
  for (const label of new Set(b)) if (left.has(label)) both++;
  return union === 0 ? 0 : 1 - both / union;
}
