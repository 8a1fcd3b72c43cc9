/**
 * Numbers as bins: each column is cut into at most 255 intervals, and a value becomes the number of its interval, one byte. From then on a
 * tree looks for its splits among 255 places a column instead of among all values.
 *
 * G. Ke et al.: LightGBM: a highly efficient gradient boosting decision tree. NIPS 2017, algorithm 1.
 */

import { sortFloats } from './sortFloats';

/** Slots of a column's histogram: 255 intervals and, last, the missing values. */
export const SLOTS = 256;

/** The slot of missing values. */
export const MISSING = 255;

/** A table in bins, row after row, four columns in a 32-bit word so that one load serves four. */
export interface Binned {
  rows: number;
  columns: number;
  /** Words in a row: columns / 4, rounded up. */
  stride: number;
  /** rows × stride. */
  words: Uint32Array;
  /** The same memory by bytes: that of row r, column c is at `4 · stride · r + c`. */
  bytes: Uint8Array;
  /** The upper bounds of all intervals of a column but the last, rising: bin b holds the x with bounds[b − 1] < x ≤ bounds[b]. */
  bounds: Float64Array[];
}

/**
 * Cuts between values. Up to `bins` different values get an interval each, with bounds halfway between neighbours; of more, intervals of about
 * equally many rows are made, in which a value that has a whole interval's worth of rows stands alone.
 *
 * @param sorted the values, rising, without NaN
 */
export function boundsOf(sorted: ArrayLike<number>, bins: number): Float64Array {
  const values: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) counts[counts.length - 1]++;
    else {
      values.push(sorted[i]);
      counts.push(1);
    }
  }
  const all = values.length <= bins;
  const bounds: number[] = [];
  let rows = sorted.length; // not yet in a closed interval
  let inside = 0; // in the open one
  for (let v = 0; v + 1 < values.length; v++) {
    inside += counts[v];
    const share = rows / (bins - bounds.length);
    if (!all && (bounds.length === bins - 1 || (inside < share && counts[v + 1] < share))) continue;
    bounds.push((values[v] + values[v + 1]) / 2);
    rows -= inside;
    inside = 0;
  }
  return Float64Array.from(bounds);
}

/** The bin of a value: the number of bounds below it. */
export function binOf(value: number, bounds: Float64Array): number {
  if (value !== value) return MISSING;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Cuts every column into at most `bins` intervals (2 … 255) and puts every value into its own. */
export function binTable(features: Float32Array, rows: number, columns: number, bins: number): Binned {
  const stride = Math.ceil(columns / 4);
  const words = new Uint32Array(rows * stride);
  const bytes = new Uint8Array(words.buffer);
  const bounds: Float64Array[] = [];
  const values = new Float32Array(rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) values[row] = features[row * columns + column];
    const { order, sorted } = sortFloats(values);
    const own = boundsOf(sorted, bins);
    let bin = 0;
    for (let i = 0; i < rows; i++) {
      while (sorted[i] > own[bin]) bin++;
      bytes[4 * stride * order[i] + column] = i < sorted.length ? bin : MISSING;
    }
    bounds.push(own);
  }
  return { rows, columns, stride, words, bytes, bounds };
}
