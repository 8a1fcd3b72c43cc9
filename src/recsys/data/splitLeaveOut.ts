/** Leave-p-out: p random rows of each user are the test. */
import { checkPositiveInteger } from '../math/check';
import { checkInteractions, groupRows } from '../math/sparse';
import { divideRows } from './interactions';
import { drawer } from './split';
import type { Interactions } from '../types';
import type { Split, Uniform } from './split';

/**
 * Of each user with more than p rows, p drawn at random go to test; the others keep all in train. With p = 1, leave-one-out. Time is
 * ignored: train may hold what came after the test.
 *
 * @throws RangeError if p is not a positive integer
 */
export function splitLeaveOut(
  x: Interactions,
  { p = 1, random, seed = 42 }: { p?: number; random?: Uniform; seed?: number } = {},
): Split {
  checkPositiveInteger('p', p);
  checkInteractions(x);
  const drawn = Float64Array.from({ length: x.users.length }, drawer(random, seed));
  const { starts, order } = groupRows(x.users, x.userIds.length);
  const inTest = new Uint8Array(x.users.length);
  for (let user = 0; user < x.userIds.length; user++) {
    const rows = order.subarray(starts[user], starts[user + 1]).sort((a, b) => drawn[a] - drawn[b] || a - b);
    if (rows.length <= p) continue;
    for (const row of rows.subarray(rows.length - p)) inTest[row] = 1;
  }
  return divideRows(x, inTest);
}
