/** Small seeded logs with structure: users of two tastes, popular and rare items. */
import { fromRows } from '../../../src/recsys/data/fromRows';
import { random } from '../../../src/recsys/math/random';
import { userItemMatrix } from '../../../src/recsys/math/sparse';
import type { Interactions } from '../../../src/recsys/types';

/** `rows` events of users who mostly keep to their half of the catalogue. */
export function tasteLog({ users = 30, items = 20, rows = 300, seed = 1 } = {}): Interactions {
  const draw = random(seed);
  return fromRows(
    Array.from({ length: rows }, (_, r) => {
      const user = r < users ? r : draw.int(users);
      const half = draw.next() < 0.85 ? user % 2 : 1 - (user % 2);
      const item = r < items ? r : Math.floor(draw.beta(1, 2) * (items / 2)) * 2 + half;
      return { user: `u${user}`, item: `i${item}`, value: 1 + draw.int(5), time: 86400 * draw.int(100) };
    }),
  );
}

/** The log's binary matrix, dense: users × items. */
export function dense(x: Interactions): number[][] {
  const { rows, columns, pointers, indices } = userItemMatrix(x);
  return Array.from({ length: rows }, (_, user) => {
    const row = new Array<number>(columns).fill(0);
    for (let at = pointers[user]; at < pointers[user + 1]; at++) row[indices[at]] = 1;
    return row;
  });
}
