/**
 * Alternating least squares: every row of one side solved with the other side fixed,
 *
 *     (G + Σ w f fᵀ + ridge I) x = Σ t f      over the row's entries, f the fixed row that the entry names,
 *
 * exactly (Cholesky), or by some steps of conjugate gradients from the row's present value. Without `weights` w is 1, without `targets` t is
 * 1, and without `gram` G is 0. Rows of both sides are `bytes` long, a whole number of tiles, zero behind the `d` numbers that count; the
 * fixed side has one more row, of zeros, at `zero`, which stands in where entries are not a multiple of four.
 */
import { factor, substitute } from './cholesky';
import { addTile } from './tile';
import { VECTOR, addRow, addRows, clearRow, copyRow, dot, dots } from './vectors';

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

/** One number of four in all lanes. */
// @ts-expect-error: decorator
@inline
function first(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 0, 0, 0, 0);
}

// @ts-expect-error: decorator
@inline
function second(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 1, 1, 1, 1);
}

// @ts-expect-error: decorator
@inline
function third(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 2, 2, 2);
}

// @ts-expect-error: decorator
@inline
function fourth(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 3, 3, 3, 3);
}

/** into += Σ over entries of (t · target − sign · w (f · v)) f, and the same of G and the ridge: one product with the row's matrix. */
function product(
  into: usize,
  v: usize,
  sign: f32,
  target: f32,
  indices: usize,
  weights: usize,
  targets: usize,
  fixed: usize,
  zero: usize,
  gram: usize,
  ridge: f32,
  start: i32,
  end: i32,
  bytes: usize,
): void {
  const s = v128.splat<f32>(sign);
  const t = v128.splat<f32>(target);
  addRow<f32>(into, sign * ridge, v, bytes);
  if (gram) {
    let row = gram;
    for (let at: usize = 0; at < bytes; at += VECTOR) {
      const c = v128.mul<f32>(s, v128.load(v + at));
      addRows<f32>(into, first(c), row, second(c), row + bytes, third(c), row + 2 * bytes, fourth(c), row + 3 * bytes, bytes);
      row += 4 * bytes;
    }
  }
  for (let at = start; at < end; at += 4) {
    const index = indices + ((<usize>at) << 2);
    const left = end - at;
    const f0 = fixed + <usize>load<i32>(index) * bytes;
    const f1 = left > 1 ? fixed + <usize>load<i32>(index, 4) * bytes : zero;
    const f2 = left > 2 ? fixed + <usize>load<i32>(index, 8) * bytes : zero;
    const f3 = left > 3 ? fixed + <usize>load<i32>(index, 12) * bytes : zero;
    let c = v128.mul<f32>(s, dots(v, f0, f1, f2, f3, bytes));
    if (weights) c = v128.mul<f32>(c, v128.load(weights + ((<usize>at) << 2)));
    c = v128.add<f32>(c, targets ? v128.mul<f32>(t, v128.load(targets + ((<usize>at) << 2))) : t);
    addRows<f32>(into, first(c), f0, second(c), f1, third(c), f2, fourth(c), f3, bytes);
  }
}

/** Makes `steps` steps of conjugate gradients for rows `from` … `to` − 1. `space` has room for three rows. */
export function solveGradients(
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
  steps: i32,
  bytes: usize,
  space: usize,
): void {
  const r = space;
  const p = r + bytes;
  const ap = p + bytes;
  for (let row = from; row < to; row++) {
    const start = entryOf(pointers, row);
    const end = entryOf(pointers, row + 1);
    const x = own + <usize>row * bytes;
    const ridge = load<f32>(ridges + ((<usize>row) << 2));
    clearRow(r, bytes);
    product(r, x, -1, 1, indices, weights, targets, fixed, zero, gram, ridge, start, end, bytes);
    copyRow(p, r, bytes);
    let squares = dot<f32>(r, r, bytes);
    for (let step = 0; step < steps && squares > 1e-20; step++) {
      clearRow(ap, bytes);
      product(ap, p, 1, 0, indices, weights, targets, fixed, zero, gram, ridge, start, end, bytes);
      const length = squares / dot<f32>(p, ap, bytes);
      addRow<f32>(x, length, p, bytes);
      addRow<f32>(r, -length, ap, bytes);
      const next = dot<f32>(r, r, bytes);
      const share = v128.splat<f32>(next / squares);
      for (let c: usize = 0; c < bytes; c += VECTOR) {
        v128.store(p + c, v128.add<f32>(v128.load(r + c), v128.mul<f32>(share, v128.load(p + c))));
      }
      squares = next;
    }
  }
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
