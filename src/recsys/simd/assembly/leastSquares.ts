/**
 * Alternating least squares: every row of one side solved with the other side fixed,
 *
 *     (G + Σ w f fᵀ + ridge I) x = Σ t f      over the row's entries, f the fixed row that the entry names,
 *
 * exactly, by Cholesky; `gradients` comes near in fewer steps. Without `weights` w is 1, without `targets` t is
 * 1, and without `gram` G is 0. Rows of both sides are `bytes` long, a whole number of tiles, zero behind the `d` numbers that count; the
 * fixed side has one more row, of zeros, at `zero`, which stands in where entries are not a multiple of four.
 */
import { factor, substitute } from './cholesky';
import { addTile } from './tile';
import { VECTOR, addRows, clearRow, copyRow, dot } from './vectors';

/** Entries gathered at a time: 64 rows of 64 numbers are 16 kB, half of the smallest first cache. */
const PANEL: i32 = 64;

// @ts-expect-error: decorator
@inline
function entryOf(pointers: usize, row: i32): i32 {
  return load<i32>(pointers + ((<usize>row) << 2));
}

/** Adds Σ w f fᵀ and Σ t f over some entries to a and b, from a copy of their rows, so that tiles read contiguous memory. */
function accumulate<T>(
  a: usize,
  b: usize,
  panel: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  fixed: usize,
  zero: usize,
  from: i32,
  count: i32,
  bytes: usize,
): void {
  const weighted = panel + <usize>PANEL * bytes;
  const whole = (count + 3) & ~3;
  for (let e = 0; e < whole; e++) {
    const row = panel + <usize>e * bytes;
    const at = <usize>(from + e);
    copyRow(row, e < count ? fixed + <usize>load<i32>(indices + (at << 2)) * bytes : zero, bytes);
    if (weights) {
      const w = v128.load_splat<T>(weights + at * sizeof<T>());
      for (let c: usize = 0; c < bytes; c += VECTOR) {
        v128.store(weighted + <usize>e * bytes + c, v128.mul<T>(w, v128.load(row + c)));
      }
    }
  }
  const one = v128.splat<T>(<T>1);
  for (let e = 0; e < whole; e += 4) {
    const row = panel + <usize>e * bytes;
    const t = targets + <usize>(from + e) * sizeof<T>();
    addRows<T>(
      b,
      targets ? v128.load_splat<T>(t) : one,
      row,
      targets ? v128.load_splat<T>(t, sizeof<T>()) : one,
      row + bytes,
      targets ? v128.load_splat<T>(t, 2 * sizeof<T>()) : one,
      row + 2 * bytes,
      targets ? v128.load_splat<T>(t, 3 * sizeof<T>()) : one,
      row + 3 * bytes,
      bytes,
    );
  }
  const y = weights ? weighted : panel;
  let row = a;
  for (let at: usize = 0; at < bytes; at += 4 * sizeof<T>()) {
    for (let column = at & ~(2 * VECTOR - 1); column < bytes; column += 2 * VECTOR) {
      addTile<T>(row + column, bytes, panel + at, y + column, bytes, y + column + <usize>count * bytes);
    }
    row += 4 * bytes;
  }
}

/**
 * Solves rows `from` … `to` − 1 exactly. A row without entries becomes zero.
 *
 * @param space room for a d × d matrix, two rows and two panels
 * @returns `to`, or the first row whose matrix was not positive definite in this precision; it is left as it was
 */
export function solveExact<T>(
  pointers: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  fixed: usize,
  zero: usize,
  own: usize,
  gram: usize,
  ridges: usize,
  from: i32,
  to: i32,
  d: i32,
  bytes: usize,
  space: usize,
): i32 {
  const size = sizeof<T>();
  const width = bytes / size;
  const a = space;
  const b = a + width * bytes;
  const inverses = b + bytes;
  const panel = inverses + bytes;
  for (let row = from; row < to; row++) {
    const start = entryOf(pointers, row);
    const end = entryOf(pointers, row + 1);
    const x = own + <usize>row * bytes;
    if (start == end) {
      clearRow(x, bytes);
      continue;
    }
    if (gram) memory.copy(a, gram, width * bytes);
    else memory.fill(a, 0, width * bytes);
    clearRow(b, bytes);
    const ridge = load<T>(ridges + <usize>row * size);
    for (let c: usize = 0; c < width; c++) {
      const place = a + c * (bytes + size);
      store<T>(place, c < <usize>d ? load<T>(place) + ridge : <T>1);
    }
    for (let at = start; at < end; at += PANEL) {
      accumulate<T>(a, b, panel, indices, weights, targets, fixed, zero, at, min(end - at, PANEL), bytes);
    }
    if (!factor<T>(a, bytes, inverses)) return row;
    substitute<T>(a, bytes, inverses, b);
    copyRow(x, b, bytes);
  }
  return to;
}

/** Σ over the entries of rows `from` … `to` − 1 of w s² − 2 t s, with s the product of the entry's two rows: what a loss of squares needs. */
export function quadratic<T>(
  pointers: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  own: usize,
  fixed: usize,
  from: i32,
  to: i32,
  bytes: usize,
): f64 {
  let sum: f64 = 0;
  for (let row = from; row < to; row++) {
    const end = entryOf(pointers, row + 1);
    for (let at = entryOf(pointers, row); at < end; at++) {
      const other = fixed + <usize>load<i32>(indices + ((<usize>at) << 2)) * bytes;
      const s = <f64>dot<T>(own + <usize>row * bytes, other, bytes);
      const w = weights ? <f64>load<T>(weights + <usize>at * sizeof<T>()) : 1;
      const t = targets ? <f64>load<T>(targets + <usize>at * sizeof<T>()) : 1;
      sum += (w * s - 2 * t) * s;
    }
  }
  return sum;
}

/** Σ ridge · ‖row‖² over `count` rows. */
export function penalty<T>(rows: usize, ridges: usize, count: i32, bytes: usize): f64 {
  let sum: f64 = 0;
  for (let row: usize = 0; row < <usize>count; row++) {
    const x = rows + row * bytes;
    sum += <f64>load<T>(ridges + row * sizeof<T>()) * <f64>dot<T>(x, x, bytes);
  }
  return sum;
}
