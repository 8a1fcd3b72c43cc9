/**
 * The equations of `leastSquares` by some steps of conjugate gradients from each row's present value, in single precision.
 *
 * What limits the products with a row's matrix is how many vectors are loaded. So the fixed rows that a row's entries name are copied once, four of
 * them side by side: first the first vector of each, then the second of each. Then all of a group lies behind one address, one load of the other
 * factor serves four products, and one load and store of a sum takes in four rows.
 */
import { VECTOR, addRow, clearRow, copyRow, dot, totals } from './vectors';

/** Rows of a group. */
const GROUP: i32 = 4;
/** From the vectors of a group to those behind them. */
const STRIDE: usize = 4 * VECTOR;

/** The products of v with the rows of a group. */
// @ts-expect-error: decorator
@inline
function products(v: usize, group: usize, bytes: usize): v128 {
  let a = v128.splat<f32>(0);
  let b = a;
  let c = a;
  let d = a;
  const end = v + bytes;
  do {
    const x = v128.load(v);
    const y = v128.load(v, 16);
    a = v128.add<f32>(a, v128.add<f32>(v128.mul<f32>(x, v128.load(group)), v128.mul<f32>(y, v128.load(group, 64))));
    b = v128.add<f32>(b, v128.add<f32>(v128.mul<f32>(x, v128.load(group, 16)), v128.mul<f32>(y, v128.load(group, 80))));
    c = v128.add<f32>(c, v128.add<f32>(v128.mul<f32>(x, v128.load(group, 32)), v128.mul<f32>(y, v128.load(group, 96))));
    d = v128.add<f32>(d, v128.add<f32>(v128.mul<f32>(x, v128.load(group, 48)), v128.mul<f32>(y, v128.load(group, 112))));
    v += 32;
    group += 2 * STRIDE;
  } while (v < end);
  return totals(a, b, c, d);
}

/** One row of `gatherProducts`: copies two of its vectors into the group, and gives their products. */
// @ts-expect-error: decorator
@inline
function gatherTwo(x: v128, y: v128, row: usize, into: usize): v128 {
  const first = v128.load(row);
  const second = v128.load(row, 16);
  v128.store(into, first);
  v128.store(into, second, STRIDE);
  return v128.add<f32>(v128.mul<f32>(x, first), v128.mul<f32>(y, second));
}

/** The same, from the rows themselves, which are copied into the group on the way. */
// @ts-expect-error: decorator
@inline
function gatherProducts(v: usize, p: usize, q: usize, r: usize, s: usize, group: usize, bytes: usize): v128 {
  let a = v128.splat<f32>(0);
  let b = a;
  let c = a;
  let d = a;
  const end = v + bytes;
  do {
    const x = v128.load(v);
    const y = v128.load(v, 16);
    a = v128.add<f32>(a, gatherTwo(x, y, p, group));
    b = v128.add<f32>(b, gatherTwo(x, y, q, group + 16));
    c = v128.add<f32>(c, gatherTwo(x, y, r, group + 32));
    d = v128.add<f32>(d, gatherTwo(x, y, s, group + 48));
    v += 32;
    p += 32;
    q += 32;
    r += 32;
    s += 32;
    group += 2 * STRIDE;
  } while (v < end);
  return totals(a, b, c, d);
}

/** into += sign · G v. G is symmetric, so that its rows may be added up; four vectors of the sum stay in registers meanwhile. */
function addGram(into: usize, v: usize, sign: f32, gram: usize, bytes: usize): void {
  const s = v128.splat<f32>(sign);
  const end = v + bytes;
  let column: usize = 0;
  for (; column + STRIDE <= bytes; column += STRIDE) {
    let row = gram + column;
    let s0 = v128.splat<f32>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let x = v;
    do {
      const c = v128.load32_splat(x);
      const d = v128.load32_splat(x, 4);
      const other = row + bytes;
      s0 = v128.add<f32>(s0, v128.add<f32>(v128.mul<f32>(c, v128.load(row)), v128.mul<f32>(d, v128.load(other))));
      s1 = v128.add<f32>(s1, v128.add<f32>(v128.mul<f32>(c, v128.load(row, 16)), v128.mul<f32>(d, v128.load(other, 16))));
      s2 = v128.add<f32>(s2, v128.add<f32>(v128.mul<f32>(c, v128.load(row, 32)), v128.mul<f32>(d, v128.load(other, 32))));
      s3 = v128.add<f32>(s3, v128.add<f32>(v128.mul<f32>(c, v128.load(row, 48)), v128.mul<f32>(d, v128.load(other, 48))));
      row += bytes;
      row += bytes;
      x += 8;
    } while (x < end);
    const y = into + column;
    v128.store(y, v128.add<f32>(v128.load(y), v128.mul<f32>(s, s0)));
    v128.store(y, v128.add<f32>(v128.load(y, 16), v128.mul<f32>(s, s1)), 16);
    v128.store(y, v128.add<f32>(v128.load(y, 32), v128.mul<f32>(s, s2)), 32);
    v128.store(y, v128.add<f32>(v128.load(y, 48), v128.mul<f32>(s, s3)), 48);
  }
  for (; column < bytes; column += VECTOR) {
    let row = gram + column;
    let sum = v128.splat<f32>(0);
    let x = v;
    do {
      sum = v128.add<f32>(sum, v128.mul<f32>(v128.load32_splat(x), v128.load(row)));
      row += bytes;
      x += 4;
    } while (x < end);
    v128.store(into + column, v128.add<f32>(v128.load(into + column), v128.mul<f32>(s, sum)));
  }
}

/** One vector of the sum of a group's rows. */
// @ts-expect-error: decorator
@inline
function fourOf(f: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.add<f32>(v128.mul<f32>(a, v128.load(f)), v128.mul<f32>(b, v128.load(f, 16)));
  const cd = v128.add<f32>(v128.mul<f32>(c, v128.load(f, 32)), v128.mul<f32>(d, v128.load(f, 48)));
  return v128.add<f32>(ab, cd);
}

/**
 * into += Σ over entries of (t · target + sign · w (f · v)) f, and sign times G and the ridge: one product with the row's matrix. Where
 * there are `indices`, the rows are copied into the panel first.
 */
function product(
  into: usize,
  v: usize,
  sign: f32,
  target: f32,
  indices: usize,
  fixed: usize,
  zero: usize,
  weights: usize,
  targets: usize,
  panel: usize,
  entries: i32,
  gram: usize,
  ridge: f32,
  bytes: usize,
): void {
  const s = v128.splat<f32>(sign);
  const t = v128.splat<f32>(target);
  addRow<f32>(into, sign * ridge, v, bytes);
  if (gram) addGram(into, v, sign, gram, bytes);
  for (; entries > 0; entries -= GROUP) {
    let sums: v128;
    if (indices) {
      const f0 = fixed + <usize>load<i32>(indices) * bytes;
      const f1 = entries > 1 ? fixed + <usize>load<i32>(indices, 4) * bytes : zero;
      const f2 = entries > 2 ? fixed + <usize>load<i32>(indices, 8) * bytes : zero;
      const f3 = entries > 3 ? fixed + <usize>load<i32>(indices, 12) * bytes : zero;
      sums = gatherProducts(v, f0, f1, f2, f3, panel, bytes);
      indices += 16;
    } else sums = products(v, panel, bytes);
    let c = v128.mul<f32>(s, sums);
    if (weights) c = v128.mul<f32>(c, v128.load(weights));
    c = v128.add<f32>(c, targets ? v128.mul<f32>(t, v128.load(targets)) : t);
    const c0 = v128.shuffle<i32>(c, c, 0, 0, 0, 0);
    const c1 = v128.shuffle<i32>(c, c, 1, 1, 1, 1);
    const c2 = v128.shuffle<i32>(c, c, 2, 2, 2, 2);
    const c3 = v128.shuffle<i32>(c, c, 3, 3, 3, 3);
    let y = into;
    const last = into + bytes;
    do {
      v128.store(y, v128.add<f32>(v128.load(y), fourOf(panel, c0, c1, c2, c3)));
      v128.store(y, v128.add<f32>(v128.load(y, 16), fourOf(panel + STRIDE, c0, c1, c2, c3)), 16);
      y += 32;
      panel += 2 * STRIDE;
    } while (y < last);
    if (weights) weights += 16;
    if (targets) targets += 16;
  }
}

// @ts-expect-error: decorator
@inline
function entryOf(pointers: usize, row: i32): i32 {
  return load<i32>(pointers + ((<usize>row) << 2));
}

/** Makes `steps` steps for rows `from` … `to` − 1. `space` has room for three rows and the groups of the row with the most entries. */
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
  const panel = ap + bytes;
  for (let row = from; row < to; row++) {
    const start = entryOf(pointers, row);
    const end = entryOf(pointers, row + 1);
    const w = weights ? weights + ((<usize>start) << 2) : 0;
    const t = targets ? targets + ((<usize>start) << 2) : 0;
    const x = own + <usize>row * bytes;
    const ridge = load<f32>(ridges + ((<usize>row) << 2));
    clearRow(r, bytes);
    product(r, x, -1, 1, indices + ((<usize>start) << 2), fixed, zero, w, t, panel, end - start, gram, ridge, bytes);
    copyRow(p, r, bytes);
    let squares = dot<f32>(r, r, bytes);
    for (let step = 0; step < steps && squares > 1e-20; step++) {
      clearRow(ap, bytes);
      product(ap, p, 1, 0, 0, fixed, zero, w, t, panel, end - start, gram, ridge, bytes);
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
