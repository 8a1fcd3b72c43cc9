/**
 * What every kernel is made of: sums of products over rows, one 128-bit vector at a time. T is f32 (four lanes) or f64 (two).
 *
 * A row's length is a multiple of two vectors, its tail zero, so that no loop here has a remainder: `bytes` is that length. Each loop takes two
 * vectors a turn, since engines look for interrupts at every turn, and four rows at once, so that one load serves four products and the sums
 * need not wait for each other.
 */

/** Bytes of a vector. */
export const VECTOR: usize = 16;

/** The sum of the lanes, in an order that never varies. */
// @ts-expect-error: decorator
@inline
export function total<T>(x: v128): T {
  if (sizeof<T>() == 8) return <T>(v128.extract_lane<f64>(x, 0) + v128.extract_lane<f64>(x, 1));
  const pairs = v128.add<f32>(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return <T>(v128.extract_lane<f32>(pairs, 0) + v128.extract_lane<f32>(pairs, 1));
}

/** The sums of the lanes of four vectors of f32, as the lanes of one. */
// @ts-expect-error: decorator
@inline
export function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.add<f32>(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = v128.add<f32>(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return v128.add<f32>(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** a · b. */
// @ts-expect-error: decorator
@inline
export function dot<T>(a: usize, b: usize, bytes: usize): T {
  let even = v128.splat<T>(<T>0);
  let odd = v128.splat<T>(<T>0);
  const end = a + bytes;
  do {
    even = v128.add<T>(even, v128.mul<T>(v128.load(a), v128.load(b)));
    odd = v128.add<T>(odd, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
    a += 2 * VECTOR;
    b += 2 * VECTOR;
  } while (a < end);
  return total<T>(v128.add<T>(even, odd));
}

/** The products of four rows with x, as the lanes of one vector of f32. */
// @ts-expect-error: decorator
@inline
export function dots(x: usize, a: usize, b: usize, c: usize, d: usize, bytes: usize): v128 {
  let a0 = v128.splat<f32>(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (let at: usize = 0; at < bytes; at += 2 * VECTOR) {
    const x0 = v128.load(x + at);
    const x1 = v128.load(x + at, 16);
    a0 = v128.add<f32>(a0, v128.mul<f32>(x0, v128.load(a + at)));
    b0 = v128.add<f32>(b0, v128.mul<f32>(x0, v128.load(b + at)));
    c0 = v128.add<f32>(c0, v128.mul<f32>(x0, v128.load(c + at)));
    d0 = v128.add<f32>(d0, v128.mul<f32>(x0, v128.load(d + at)));
    a1 = v128.add<f32>(a1, v128.mul<f32>(x1, v128.load(a + at, 16)));
    b1 = v128.add<f32>(b1, v128.mul<f32>(x1, v128.load(b + at, 16)));
    c1 = v128.add<f32>(c1, v128.mul<f32>(x1, v128.load(c + at, 16)));
    d1 = v128.add<f32>(d1, v128.mul<f32>(x1, v128.load(d + at, 16)));
  }
  return totals(v128.add<f32>(a0, a1), v128.add<f32>(b0, b1), v128.add<f32>(c0, c1), v128.add<f32>(d0, d1));
}

/** into += p a + q b + r c + s d, where p … s are vectors of one number each. */
// @ts-expect-error: decorator
@inline
export function addRows<T>(
  into: usize,
  p: v128,
  a: usize,
  q: v128,
  b: usize,
  r: v128,
  c: usize,
  s: v128,
  d: usize,
  bytes: usize,
): void {
  for (let at: usize = 0; at < bytes; at += 2 * VECTOR) {
    const ab0 = v128.add<T>(v128.mul<T>(p, v128.load(a + at)), v128.mul<T>(q, v128.load(b + at)));
    const cd0 = v128.add<T>(v128.mul<T>(r, v128.load(c + at)), v128.mul<T>(s, v128.load(d + at)));
    const ab1 = v128.add<T>(v128.mul<T>(p, v128.load(a + at, 16)), v128.mul<T>(q, v128.load(b + at, 16)));
    const cd1 = v128.add<T>(v128.mul<T>(r, v128.load(c + at, 16)), v128.mul<T>(s, v128.load(d + at, 16)));
    v128.store(into + at, v128.add<T>(v128.load(into + at), v128.add<T>(ab0, cd0)));
    v128.store(into + at, v128.add<T>(v128.load(into + at, 16), v128.add<T>(ab1, cd1)), 16);
  }
}

/** into += factor · a. */
// @ts-expect-error: decorator
@inline
export function addRow<T>(into: usize, factor: T, a: usize, bytes: usize): void {
  const f = v128.splat<T>(factor);
  for (let at: usize = 0; at < bytes; at += 2 * VECTOR) {
    v128.store(into + at, v128.add<T>(v128.load(into + at), v128.mul<T>(f, v128.load(a + at))));
    v128.store(into + at, v128.add<T>(v128.load(into + at, 16), v128.mul<T>(f, v128.load(a + at, 16))), 16);
  }
}

/** into = a. For short rows: the engine's own copy is a call out of the module. */
// @ts-expect-error: decorator
@inline
export function copyRow(into: usize, a: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 2 * VECTOR) {
    v128.store(into + at, v128.load(a + at));
    v128.store(into + at, v128.load(a + at, 16), 16);
  }
}

/** into = 0. */
// @ts-expect-error: decorator
@inline
export function clearRow(into: usize, bytes: usize): void {
  const zero = v128.splat<i32>(0);
  for (let at: usize = 0; at < bytes; at += 2 * VECTOR) {
    v128.store(into + at, zero);
    v128.store(into + at, zero, 16);
  }
}
