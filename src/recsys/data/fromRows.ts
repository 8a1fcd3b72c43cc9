/** Makes the columnar log from a list of records. */
import type { Interactions } from '../types';

/** One event as most sources give it. */
export interface InteractionRow {
  user: string;
  item: string;
  /** Strength: a rating, a share watched; 1 by default. */
  value?: number;
  /** Seconds since 1970-01-01 UTC; unknown (NaN) by default. */
  time?: number;
}

/** Gives each id the next free index when it is first seen. */
function indexer(name: string): { ids: string[]; index(id: string, row: number): number } {
  const ids: string[] = [];
  const known = new Map<string, number>();
  const index = (id: string, row: number) => {
    let at = known.get(id);
    if (at === undefined) {
      if (typeof id !== 'string') throw new TypeError(`${name} must be a string, got ${String(id)} in row ${row}`);
      at = ids.push(id) - 1;
      known.set(id, at);
    }
    return at;
  };
  return { ids, index };
}

/**
 * The log of these rows, in their order. Users and items are numbered in the order of their first appearance; a pair that comes several
 * times stays several rows. No rows give an empty log.
 *
 *     fromRows([{ user: 'ann', item: 'Alien' }, { user: 'bob', item: 'Alien', value: 4.5, time: 964982703 }])
 *
 * @throws TypeError if an id is not a string
 * @throws RangeError if a value is not finite, or a time is infinite
 */
export function fromRows(rows: readonly InteractionRow[]): Interactions {
  const user = indexer('user');
  const item = indexer('item');
  const users = new Int32Array(rows.length);
  const items = new Int32Array(rows.length);
  const values = new Float32Array(rows.length);
  const times = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const { value = 1, time = NaN } = rows[r];
    if (!Number.isFinite(value)) throw new RangeError(`value must be a finite number, got ${value} in row ${r}`);
    if (Math.abs(time) === Infinity) throw new RangeError(`time must be finite or unknown, got ${time} in row ${r}`);
    users[r] = user.index(rows[r].user, r);
    items[r] = item.index(rows[r].item, r);
    values[r] = value;
    times[r] = time;
  }
  return { users, items, values, times, userIds: user.ids, itemIds: item.ids };
}
