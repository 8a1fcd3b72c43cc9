/**
 * The softmax over the items of a batch, corrected for how often each gets there.
 *
 * Y. Bengio, J.-S. Senécal: Adaptive importance sampling to accelerate training of a neural probabilistic language model. IEEE TNN 19(4), 2008;
 * in batches as in X. Yi et al., RecSys 2019, equations 4 to 6.
 */
import { log } from '../math/functions';
import type { Seen } from './recommender';

/** What is added to a score that must not count. */
const NEVER = -1e9;

/**
 * What is added to the score of each column's item for each row's user: −log of how often a batch has the item among its columns, and
 * as good as −∞ where the item is one that the user met, but for the row's own, which stands in the column of the row's number. (rows, columns)
 *
 * The first is the logQ correction: without it popular items, which are in every batch, are pushed down too often, and the scores
 * learned are those of log P(item | user) − log P(item).
 *
 * @param users of the rows
 * @param items of the columns
 * @param expected how many columns of a batch an item has on average
 * @param first by item, −1 everywhere; it is used and left so
 */
export function corrections(
  { seenPointers, seenItems }: Seen,
  users: ArrayLike<number>,
  items: ArrayLike<number>,
  expected: (item: number) => number,
  first: Int32Array,
): Float32Array {
  const [rows, columns] = [users.length, items.length];
  const logQ = Float32Array.from(items, (item) => -log(expected(item)));
  const next = new Int32Array(columns); // the next column of the same item, or −1
  for (let column = columns - 1; column >= 0; column--) {
    next[column] = first[items[column]];
    first[items[column]] = column;
  }
  const result = new Float32Array(rows * columns);
  for (let row = 0, start = 0; row < rows; row++, start += columns) {
    result.set(logQ, start);
    for (let at = seenPointers[users[row]]; at < seenPointers[users[row] + 1]; at++) {
      for (let column = first[seenItems[at]]; column >= 0; column = next[column]) {
        if (column !== row) result[start + column] = NEVER;
      }
    }
  }
  for (let column = 0; column < columns; column++) first[items[column]] = -1;
  return result;
}
