/** How many rows each user and each item has: what a long tail and the spread of activity are read from. */
import type { Interactions } from '../types';

/**
 * Rows of each user, by user index; 0 for users without any.
 *
 *     const counts = rowsPerUser(interactions);
 *     topShare(counts, { share: 0.1 }); // of the log, what the busiest tenth did
 */
export function rowsPerUser({ users, userIds }: Interactions): Int32Array {
  return count(users, userIds.length);
}

/** Rows of each item, by item index; 0 for items without any. */
export function rowsPerItem({ items, itemIds }: Interactions): Int32Array {
  return count(items, itemIds.length);
}

function count(column: Int32Array, length: number): Int32Array {
  const counts = new Int32Array(length);
  for (let r = 0; r < column.length; r++) counts[column[r]]++;
  return counts;
}
