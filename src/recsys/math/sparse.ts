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

/** Throws a RangeError unless all are indices below `count`. */
function checkIndices(name: string, indices: Int32Array, count: number): void {
  for (let r = 0; r < indices.length; r++) {
    if (!(indices[r] >= 0 && indices[r] < count)) checkIndex(`${name}[${r}]`, indices[r], count);
  }
}

/** Throws a RangeError unless the columns are of one length and every index is within its ids. */
export function checkInteractions(x: Interactions): void {
  checkLengths(x);
  checkIndices('users', x.users, x.userIds.length);
  checkIndices('items', x.items, x.itemIds.length);
}

function checkLengths(x: Interactions): void {
  checkSameLength('items', x.items, 'users', x.users);
  checkSameLength('values', x.values, 'users', x.users);
  checkSameLength('times', x.times, 'users', x.users);
}

/** Whether all groups were within the range of these starts: others are counted nowhere, or before the first. */
const countedAll = (starts: Int32Array, groups: Int32Array) => starts[0] === 0 && starts[starts.length - 1] === groups.length;

/**
 * The users × items matrix of a log. Rows about the same pair become one entry: 1 (`binary`), the sum, the maximum, or the value that
 * stands last in the log.
 *
 * @param weights one number per row of the log, in place of its `values`
 * @throws RangeError where an index is out of range or a value that counts is not finite
 */
export function userItemMatrix(x: Interactions, combine: Combine = 'binary', weights: ArrayLike<number> = x.values): Csr {
  checkLengths(x);
  checkSameLength('weights', weights, 'users', x.users);
  const rows = x.userIds.length;
  const columns = x.itemIds.length;
  const { users, items } = x;
  const itemStarts = groupStarts(items, columns);
  const pointers = groupStarts(users, rows);
  if (!countedAll(itemStarts, items) || !countedAll(pointers, users)) checkInteractions(x);
  const binary = combine === 'binary';
  for (let r = 0; r < users.length && !binary; r++) {
    if (!(Math.abs(weights[r]) < Infinity)) throw new RangeError(`values must be finite, got ${weights[r]} in row ${r}`);
  }
  // First by item, then by user: within a user items rise, and rows about one pair keep their order in the log.
  const nextOfItem = itemStarts.slice(0, columns);
  const userOf = new Int32Array(users.length);
  const valueOf = new Float32Array(binary ? 0 : users.length);
  for (let r = 0; r < users.length; r++) {
    const place = nextOfItem[items[r]]++;
    userOf[place] = users[r];
    if (!binary) valueOf[place] = weights[r];
  }
  const nextOfUser = pointers.slice(0, rows);
  const indices = new Int32Array(users.length);
  const values = new Float32Array(users.length);
  if (binary) values.fill(1);
  for (let item = 0; item < columns; item++) {
    for (let at = itemStarts[item]; at < itemStarts[item + 1]; at++) {
      const place = nextOfUser[userOf[at]]++;
      indices[place] = item;
      if (!binary) values[place] = valueOf[at];
    }
  }
  if (!repeats(indices)) return { rows, columns, pointers, indices, values };
  const size = merge(pointers, indices, values, combine);
  return { rows, columns, pointers, indices: indices.slice(0, size), values: values.slice(0, size) };
}

/** Whether a pair may stand more than once: equal neighbours, which may also be those where one row ends and the next begins. */
function repeats(indices: Int32Array): boolean {
  for (let at = 1; at < indices.length; at++) if (indices[at] === indices[at - 1]) return true;
  return false;
}

/** Makes one entry of those that stand for one pair, in place; returns how many are left. */
function merge(pointers: Int32Array, indices: Int32Array, values: Float32Array, combine: Combine): number {
  let size = 0;
  for (let row = 0, at = 0; row + 1 < pointers.length; row++) {
    const first = size;
    for (const end = pointers[row + 1]; at < end; at++) {
      const value = values[at];
      if (size === first || indices[size - 1] !== indices[at]) {
        indices[size] = indices[at];
        values[size++] = value;
      } else if (combine === 'sum') values[size - 1] += value;
      else if (combine === 'last') values[size - 1] = value;
      else if (combine === 'max') values[size - 1] = Math.max(values[size - 1], value);
    }
    pointers[row] = first;
  }
  pointers[pointers.length - 1] = size;
  return size;
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
