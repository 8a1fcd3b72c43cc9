/** Products of sparse rows, and of tall dense matrices with small ones. */
import { addRow, addRows, clearRow } from './vectors';

// @ts-expect-error: decorator
@inline
function entryOf(pointers: usize, row: i32): i32 {
  return load<i32>(pointers + ((<usize>row) << 2));
}

// @ts-expect-error: decorator
@inline
function increment(row: usize, index: i32): void {
  const place = row + ((<usize>index) << 3);
  store<f64>(place, load<f64>(place) + 1);
}

/**
 * Adds to the lower triangle of a (n × n) the products of every two entries of each of the rows `from` … `to` − 1: the Gram matrix of the
 * columns. `values` may be 0, for entries that are all 1.
 */
export function sparseGram(a: usize, n: usize, pointers: usize, indices: usize, values: usize, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const start = entryOf(pointers, row);
    const end = entryOf(pointers, row + 1);
    for (let x = start; x < end; x++) {
      const into = a + ((<usize>entryOf(indices, x) * n) << 3);
      let y = start;
      if (values) {
        const value = <f64>load<f32>(values + ((<usize>x) << 2));
        for (; y <= x; y++) {
          const place = into + ((<usize>entryOf(indices, y)) << 3);
          store<f64>(place, load<f64>(place) + value * <f64>load<f32>(values + ((<usize>y) << 2)));
        }
        continue;
      }
      for (; y + 3 <= x; y += 4) {
        const four = indices + ((<usize>y) << 2);
        increment(into, load<i32>(four));
        increment(into, load<i32>(four, 4));
        increment(into, load<i32>(four, 8));
        increment(into, load<i32>(four, 12));
      }
      for (; y <= x; y++) increment(into, entryOf(indices, y));
    }
  }
}

/** Rows `from` … `to` − 1 of the product of a sparse matrix and a dense one whose rows are `bytes` of f64. */
export function sparseTimesDense(
  pointers: usize,
  indices: usize,
  values: usize,
  dense: usize,
  into: usize,
  from: i32,
  to: i32,
  bytes: usize,
): void {
  for (let row = from; row < to; row++) {
    const own = into + <usize>row * bytes;
    clearRow(own, bytes);
    let e = entryOf(pointers, row);
    const end = entryOf(pointers, row + 1);
    for (; e + 3 < end; e += 4) {
      const index = indices + ((<usize>e) << 2);
      const value = values + ((<usize>e) << 2);
      addRows<f64>(
        own,
        v128.splat<f64>(<f64>load<f32>(value)),
        dense + <usize>load<i32>(index) * bytes,
        v128.splat<f64>(<f64>load<f32>(value, 4)),
        dense + <usize>load<i32>(index, 4) * bytes,
        v128.splat<f64>(<f64>load<f32>(value, 8)),
        dense + <usize>load<i32>(index, 8) * bytes,
        v128.splat<f64>(<f64>load<f32>(value, 12)),
        dense + <usize>load<i32>(index, 12) * bytes,
        bytes,
      );
    }
    for (; e < end; e++) {
      addRow<f64>(own, <f64>load<f32>(values + ((<usize>e) << 2)), dense + <usize>entryOf(indices, e) * bytes, bytes);
    }
  }
}

/** into = rows · small, for `count` rows of `bytes` of f64 and a square matrix of such rows. */
export function rowsTimesSquare(rows: usize, count: i32, square: usize, into: usize, bytes: usize): void {
  for (; count > 0; count--) {
    clearRow(into, bytes);
    let other = square;
    for (let at: usize = 0; at < bytes; at += 32) {
      addRows<f64>(
        into,
        v128.load64_splat(rows + at),
        other,
        v128.load64_splat(rows + at, 8),
        other + bytes,
        v128.load64_splat(rows + at, 16),
        other + 2 * bytes,
        v128.load64_splat(rows + at, 24),
        other + 3 * bytes,
        bytes,
      );
      other += 4 * bytes;
    }
    rows += bytes;
    into += bytes;
  }
}
