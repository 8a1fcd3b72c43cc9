/** A log to train on: people of tastes, items of a long tail, every pair at most once, the same for every contestant. */
import { random } from '../src/recsys/math/random';
import type { Interactions } from '../src/recsys/types';

/** How large a log is. */
export interface LogSize {
  users: number;
  items: number;
  rows: number;
}

/**
 * Users are drawn by a power of their rank and items likewise, within or outside the user's own half of the catalogue, until there are enough
 * pairs that differ.
 */
export function seededLog({ users, items, rows }: LogSize): Interactions {
  if (rows > (users * items) / 4) throw new RangeError(`rows must fill at most a quarter of all pairs, got ${rows}`);
  const draw = random(1);
  const met = new Uint32Array(Math.ceil((users * items) / 32)); // one bit a pair
  const x: Interactions = {
    users: new Int32Array(rows),
    items: new Int32Array(rows),
    values: new Float32Array(rows).fill(1),
    times: new Float64Array(rows),
    userIds: Array.from({ length: users }, (_, u) => `u${u}`),
    itemIds: Array.from({ length: items }, (_, i) => `i${i}`),
  };
  for (let row = 0; row < rows;) {
    const u = draw.next();
    const i = draw.next();
    const user = Math.floor(u * Math.sqrt(u) * users);
    const side = draw.next() < 0.8 ? user % 2 : 1 - (user % 2);
    const item = Math.min(items - 1, 2 * Math.floor((i * i * items) / 2) + side);
    const pair = user * items + item;
    const bit = 1 << (pair & 31);
    if (met[pair >>> 5] & bit) continue;
    met[pair >>> 5] |= bit;
    x.users[row] = user;
    x.items[row] = item;
    x.times[row] = row;
    row++;
  }
  return x;
}
