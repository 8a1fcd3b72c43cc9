/** Random hold-out, within each user, within each item, or over all rows. */
import { checkOneOf, checkShare } from '../math/check';
import { checkInteractions, groupRows } from '../math/sparse';
import { divideRows } from './interactions';
import { drawer, roundHalfEven } from './split';
import type { Interactions } from '../types';
import type { Split, Uniform } from './split';

export interface SplitRandomOptions {
  /** Within what the share holds: each user's rows, each item's rows, or all rows together. */
  by?: 'user' | 'item' | 'all';
  /** Share of the rows that go to test, strictly between 0 and 1. */
  testShare?: number;
  /** Where the uniform numbers come from; drawn once per row, in the order of the log. */
  random?: Uniform;
  /** The seed of `random(seed)`, where no source is given. */
  seed?: number;
}

/**
 * Draws one number per row, sorts each group's rows by it (ties by place in the log), and sends the first
 * round-half-even((1 − testShare) · n) of the group's n rows to train. Stratified: with `by: 'user'` every user keeps the same share.
 *
 *     const { train, test } = splitRandom(ratings, { by: 'user', testShare: 0.25, random: mt19937(42) });
 *
 * @throws RangeError if the share is not strictly between 0 and 1
 */
export function splitRandom(x: Interactions, options: SplitRandomOptions = {}): Split {
  const { by = 'user', testShare = 0.25, random, seed = 42 } = options;
  checkOneOf('by', by, ['user', 'item', 'all']);
  checkShare('testShare', testShare);
  checkInteractions(x);
  const draw = drawer(random, seed);
  const drawn = Float64Array.from({ length: x.users.length }, draw);
  const groups = by === 'user' ? x.users : by === 'item' ? x.items : new Int32Array(x.users.length);
  const count = by === 'user' ? x.userIds.length : by === 'item' ? x.itemIds.length : 1;
  const { starts, order } = groupRows(groups, count);
  const inTest = new Uint8Array(x.users.length);
  for (let g = 0; g < count; g++) {
    const rows = order.subarray(starts[g], starts[g + 1]).sort((a, b) => drawn[a] - drawn[b] || a - b);
    for (let i = roundHalfEven((1 - testShare) * rows.length); i < rows.length; i++) inTest[rows[i]] = 1;
  }
  return divideRows(x, inTest);
}
