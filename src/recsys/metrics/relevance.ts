/** What the ranking metrics share: what is relevant, how much, and how far down the list one looks. */
import { checkPositiveInteger } from '../math/check';

/** The relevant items: a set, or a map from item to its grade (> 0 is relevant). */
export type Relevant = ReadonlySet<number> | ReadonlyMap<number, number>;

/** How far down the list a metric looks, and what it says where nothing is relevant. */
export interface CutoffOptions {
  /** Only the first k places count; a positive integer. By default the whole list. */
  k?: number;
  /** The value where no item is relevant, so that the metric is undefined; 0 by default. */
  empty?: number;
}

/** The grade of an item: 0 where it is not relevant, 1 in a set, its grade in a map. */
export function grade(relevant: Relevant, item: number): number {
  if ('get' in relevant) return relevant.get(item) ?? 0;
  return relevant.has(item) ? 1 : 0;
}

/** How many items are relevant: the set's size, or the map's positive grades. */
export function relevantCount(relevant: Relevant): number {
  if (!('get' in relevant)) return relevant.size;
  let count = 0;
  for (const value of relevant.values()) if (value > 0) count++;
  return count;
}

/** The number of places that count: min(k, length). */
export function depth(length: number, k: number | undefined): number {
  if (k === undefined || k === Infinity) return length;
  checkPositiveInteger('k', k);
  return Math.min(k, length);
}

/** How many of the first k places hold a relevant item. */
export function hits(ranking: ArrayLike<number>, relevant: Relevant, k: number | undefined): number {
  const end = depth(ranking.length, k);
  let count = 0;
  for (let i = 0; i < end; i++) if (grade(relevant, ranking[i]) > 0) count++;
  return count;
}
