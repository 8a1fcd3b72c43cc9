/** How much of the catalogue the lists reach. */
import { checkIndex, checkPositiveInteger } from '../math/check';

/** How often each of `items` items stands in the lists. */
export function exposure(lists: Iterable<ArrayLike<number>>, { items }: { items: number }): Int32Array {
  checkPositiveInteger('items', items);
  const counts = new Int32Array(items);
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      checkIndex('lists', list[i], items);
      counts[list[i]]++;
    }
  }
  return counts;
}

/**
 * The share of the catalogue that stands in at least one list, 0 … 1. It depends on how many lists there are: compare at the same number.
 *
 *     coverage([[0, 1], [1, 2]], { items: 4 }) // 0.75
 */
export function coverage(lists: Iterable<ArrayLike<number>>, { items }: { items: number }): number {
  return exposure(lists, { items }).filter((count) => count > 0).length / items;
}
