/** The k-core of a log: drop users and items with few rows, again and again, until none is left to drop. */
import { checkAtLeast } from '../math/check';
import { checkInteractions } from '../math/sparse';
import { selectRows } from './interactions';
import type { Interactions } from '../types';

/** Numbers the kept indices from 0 in their old order. */
function renumber(counts: Int32Array, ids: string[]): { index: Int32Array; ids: string[] } {
  const index = new Int32Array(ids.length).fill(-1);
  const kept: string[] = [];
  for (let i = 0; i < ids.length; i++) if (counts[i] > 0) index[i] = kept.push(ids[i]) - 1;
  return { index, ids: kept };
}

/**
 * The largest part of the log in which every user has at least `users` rows and every item at least `items` rows. Users and items left
 * without rows lose their index; the others keep their order. What is left is easier than what users do: report it.
 *
 * @throws RangeError if a minimum is below 0 or NaN
 */
export function filterCore(x: Interactions, { users = 1, items = 1 }: { users?: number; items?: number } = {}): Interactions {
  checkAtLeast('users', users, 0);
  checkAtLeast('items', items, 0);
  checkInteractions(x);
  let rows = Int32Array.from({ length: x.users.length }, (_, r) => r);
  for (;;) {
    const ofUser = new Int32Array(x.userIds.length);
    const ofItem = new Int32Array(x.itemIds.length);
    for (const r of rows) {
      ofUser[x.users[r]]++;
      ofItem[x.items[r]]++;
    }
    const kept = rows.filter((r) => ofUser[x.users[r]] >= users && ofItem[x.items[r]] >= items);
    if (kept.length < rows.length) {
      rows = kept;
      continue;
    }
    const user = renumber(ofUser, x.userIds);
    const item = renumber(ofItem, x.itemIds);
    const core = selectRows(x, rows);
    return {
      ...core,
      users: core.users.map((u) => user.index[u]),
      items: core.items.map((i) => item.index[i]),
      userIds: user.ids,
      itemIds: item.ids,
    };
  }
}
