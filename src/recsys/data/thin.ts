/** Makes a log smaller: repeated pairs dropped, users sampled. */
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import type { Interactions } from '../types';
import { groupRows, selectRows } from './interactions';
import { rowsPerUser } from './rowsPer';

/** Of rows with the same user and item keeps the latest (of equal times the last), and says how many went. */
export function dropRepeats(x: Interactions): { interactions: Interactions; dropped: number } {
  const rows = x.users.length;
  const byUser = groupRows(x.users, x.userIds.length).rows;
  const latest = new Int32Array(x.itemIds.length).fill(-1);
  const owner = new Int32Array(x.itemIds.length).fill(-1);
  const keep = new Uint8Array(rows).fill(1);
  let dropped = 0;
  for (let at = 0; at < rows; at++) {
    const row = byUser[at];
    const item = x.items[row];
    if (owner[item] === x.users[row]) {
      const loser = x.times[row] < x.times[latest[item]] ? row : latest[item];
      keep[loser] = 0;
      dropped++;
      if (loser === row) continue;
    }
    owner[item] = x.users[row];
    latest[item] = row;
  }
  return dropped === 0 ? { interactions: x, dropped } : { interactions: compact(x, keep), dropped };
}

/**
 * A seeded sample of whole users with at most so many rows together, at least one user: the users come in shuffled order, and one who would pass the limit
 * is left out. The log itself if it is small enough.
 */
export function sampleUsers(
  x: Interactions,
  { maxInteractions, seed = 42 }: { maxInteractions: number; seed?: number },
): Interactions {
  if (maxInteractions !== Infinity) checkPositiveInteger('maxInteractions', maxInteractions);
  if (x.users.length <= maxInteractions) return x;
  const counts = rowsPerUser(x);
  const order = random(seed).shuffle(Int32Array.from(counts.keys()));
  const chosen = new Uint8Array(counts.length);
  let left = maxInteractions;
  for (const user of order) {
    if (counts[user] > left) continue;
    chosen[user] = 1;
    left -= counts[user];
  }
  if (left === maxInteractions) throw new RangeError(`maxInteractions must leave room for one user, got ${maxInteractions}`);
  return compact(
    x,
    Uint8Array.from(x.users, (user) => chosen[user]),
  );
}

/** The marked rows, with users and items numbered anew so that none is without a row. */
function compact(x: Interactions, keep: Uint8Array): Interactions {
  const rows: number[] = [];
  for (let r = 0; r < keep.length; r++) if (keep[r]) rows.push(r);
  const y = selectRows(x, rows);
  return { ...y, ...renumber(y.users, x.userIds, 'users', 'userIds'), ...renumber(y.items, x.itemIds, 'items', 'itemIds') };
}

function renumber<C extends string, I extends string>(column: Int32Array, ids: string[], name: C, idsName: I) {
  const index = new Int32Array(ids.length).fill(-1);
  const kept: string[] = [];
  const indices = column.map((old) => (index[old] < 0 ? (index[old] = kept.push(ids[old]) - 1) : index[old]));
  return { [name]: indices, [idsName]: kept } as Record<C, Int32Array> & Record<I, string[]>;
}
