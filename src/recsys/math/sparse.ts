/**
 * Sparse matrices in compressed rows (CSR): the entries of row r are at `pointers[r]` … `pointers[r + 1] − 1`, their columns rising.
 * Both directions are made by counting sort, O(entries + rows + columns), without comparing.
 */
import { checkIndex, checkSameLength } from './check';
import type { Interactions } from '../types';

/** A sparse matrix in compressed rows. */
export interface Csr {
  rows: number;
  columns: number;
  /** rows + 1 offsets into `indices` and `values`. */
  pointers: Int32Array;
  /** The column of each entry, rising within a row, each at most once. */
  indices: Int32Array;
  /** The value of each entry. */
  values: Float32Array;
}

/** What several rows of a log about the same user and item become. */
export type Combine = 'binary' | 'sum' | 'last' | 'max';

/** Offsets of each group after a counting sort: `starts[g]` … `starts[g + 1] − 1`. */
export function groupStarts(groups: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < groups.length; i++) starts[groups[i] + 1]++;
  for (let g = 0; g < count; g++) starts[g + 1] += starts[g];
  return starts;
}

/** Row numbers ordered by group, in their old order within a group, with the groups' offsets. */
export function groupRows(groups: Int32Array, count: number): { starts: Int32Array; order: Int32Array } {
  const starts = groupStarts(groups, count);
  const next = starts.slice(0, count);
  const order = new Int32Array(groups.length);
  for (let i = 0; i < groups.length; i++) order[next[groups[i]]++] = i;
  return { starts, order };
}

/** Throws a RangeError unless the columns are of one length and every index is within its ids. */
export function checkInteractions(x: Interactions): void {
  checkSameLength('items', x.items, 'users', x.users);
  checkSameLength('values', x.values, 'users', x.users);
  checkSameLength('times', x.times, 'users', x.users);
  const users = x.userIds.length;
  const items = x.itemIds.length;
  for (let r = 0; r < x.users.length; r++) {
    if (!(x.users[r] >= 0 && x.users[r] < users)) checkIndex(`users[${r}]`, x.users[r], users);
    if (!(x.items[r] >= 0 && x.items[r] < items)) checkIndex(`items[${r}]`, x.items[r], items);
  }
}

/**
 * The users × items matrix of a log. Rows about the same pair become one entry: 1 (`binary`), the sum, the maximum, or the value that
 * stands last in the log.
 *
 * @param weights one number per row of the log, in place of its `values`
 * @throws RangeError where an index is out of range or a value that counts is not finite
 */
export function userItemMatrix(x: Interactions, combine: Combine = 'binary', weights: ArrayLike<number> = x.values): Csr {
  checkInteractions(x);
  checkSameLength('weights', weights, 'users', x.users);
  const rows = x.userIds.length;
  const columns = x.itemIds.length;
  const byItem = groupRows(x.items, columns).order;
  const starts = groupStarts(x.users, rows);
  const next = starts.slice(0, rows);
  const order = new Int32Array(byItem.length); // by user, then item, then place in the log
  for (let i = 0; i < byItem.length; i++) order[next[x.users[byItem[i]]]++] = byItem[i];

  const pointers = new Int32Array(rows + 1);
  const indices = new Int32Array(order.length);
  const values = new Float32Array(order.length);
  let size = 0;
  for (let user = 0; user < rows; user++) {
    for (let at = starts[user]; at < starts[user + 1]; at++) {
      const row = order[at];
      const value = combine === 'binary' ? 1 : weights[row];
      if (!(Math.abs(value) < Infinity)) throw new RangeError(`values must be finite, got ${value} in row ${row}`);
      if (size > pointers[user] && indices[size - 1] === x.items[row]) {
        if (combine === 'sum') values[size - 1] += value;
        else if (combine === 'last') values[size - 1] = value;
        else if (combine === 'max') values[size - 1] = Math.max(values[size - 1], value);
      } else {
        indices[size] = x.items[row];
        values[size++] = value;
      }
    }
    pointers[user + 1] = size;
  }
  return { rows, columns, pointers, indices: indices.slice(0, size), values: values.slice(0, size) };
}

/** The same matrix with rows and columns exchanged. */
export function transpose(matrix: Csr): Csr {
  const pointers = groupStarts(matrix.indices, matrix.columns);
  const next = pointers.slice(0, matrix.columns);
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float32Array(matrix.indices.length);
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
      const place = next[matrix.indices[at]]++;
      indices[place] = row;
      values[place] = matrix.values[at];
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, pointers, indices, values };
}
