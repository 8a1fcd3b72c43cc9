/** Leave-last-out: each user's latest rows are the test. */
import { checkPositiveInteger } from '../math/check';
import { checkInteractions, groupRows } from '../math/sparse';
import { checkTimes, divideRows } from './interactions';
import type { Interactions } from '../types';
import type { Split } from './split';

/**
 * The last n rows of each user, by time (ties by place in the log), go to test. A user with n rows or fewer keeps them all in train, so
 * that everyone in test has something to learn from. Different users are cut at different moments: what is test for one may be earlier
 * than what is train for another, which `splitByTime` avoids.
 *
 * @throws RangeError if n is not a positive integer, or a time is unknown
 */
export function splitLastOut(x: Interactions, { n = 1 }: { n?: number } = {}): Split {
  checkPositiveInteger('n', n);
  checkInteractions(x);
  checkTimes(x);
  const { starts, order } = groupRows(x.users, x.userIds.length);
  const inTest = new Uint8Array(x.users.length);
  for (let user = 0; user < x.userIds.length; user++) {
    const rows = order.subarray(starts[user], starts[user + 1]).sort((a, b) => x.times[a] - x.times[b] || a - b);
    if (rows.length <= n) continue;
    for (let i = rows.length - n; i < rows.length; i++) inTest[rows[i]] = 1;
  }
  return divideRows(x, inTest);
}
