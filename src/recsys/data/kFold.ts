/** k-fold cross-validation: every row is test once. */
import { checkOneOf } from '../math/check';
import { checkInteractions, groupRows } from '../math/sparse';
import { divideRows } from './interactions';
import { drawer } from './split';
import type { Interactions } from '../types';
import type { Split, Uniform } from './split';

export interface KFoldOptions {
  /** How many folds, at least 2; 5 by default. */
  folds?: number;
  /**
   * What is dealt out: `user` deals each user's rows evenly among the folds (stratified; the default), `all` deals all rows, `users` deals
   * whole users, so that those in test are strangers to train.
   */
  by?: 'user' | 'all' | 'users';
  /** Where the uniform numbers come from; one per row, or one per user for `users`. */
  random?: Uniform;
  /** The seed of `random(seed)`, where no source is given. */
  seed?: number;
}

/** Deals 0 … count − 1 in the order of their draws to the folds in turn, beginning with `first`. */
function deal(numbers: Int32Array, drawn: Float64Array, folds: number, first: number, into: Int32Array): void {
  numbers.sort((a, b) => drawn[a] - drawn[b] || a - b);
  for (let i = 0; i < numbers.length; i++) into[numbers[i]] = (first + i) % folds;
}

/**
 * The folds as splits: fold f's rows are the test of the fth, all others its train. With `user`, each user's dealing begins where the last
 * one's ended, so that folds are of even size though users have few rows.
 *
 *     for (const { train, test } of kFold(ratings, { folds: 5 })) …
 *
 * @throws RangeError if `folds` is not a whole number of at least 2
 */
export function kFold(x: Interactions, { folds = 5, by = 'user', random, seed = 42 }: KFoldOptions = {}): Split[] {
  if (!(Number.isInteger(folds) && folds >= 2)) throw new RangeError(`folds must be a whole number of at least 2, got ${folds}`);
  checkOneOf('by', by, ['user', 'all', 'users']);
  checkInteractions(x);
  const count = by === 'users' ? x.userIds.length : x.users.length;
  const drawn = Float64Array.from({ length: count }, drawer(random, seed));
  const foldOf = new Int32Array(count);
  if (by === 'user') {
    const { starts, order } = groupRows(x.users, x.userIds.length);
    for (let user = 0; user < x.userIds.length; user++) {
      deal(order.subarray(starts[user], starts[user + 1]), drawn, folds, starts[user], foldOf);
    }
  } else {
    deal(
      Int32Array.from({ length: count }, (_, i) => i),
      drawn,
      folds,
      0,
      foldOf,
    );
  }
  const fold = by === 'users' ? Int32Array.from(x.users, (user) => foldOf[user]) : foldOf;
  return Array.from({ length: folds }, (_, f) =>
    divideRows(
      x,
      Uint8Array.from(fold, (own) => (own === f ? 1 : 0)),
    ),
  );
}
