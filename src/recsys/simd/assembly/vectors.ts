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
  let odd = even;
  const end = a + (bytes & ~63);
  while (a < end) {
    even = v128.add<T>(even, v128.mul<T>(v128.load(a), v128.load(b)));
    odd = v128.add<T>(odd, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
    even = v128.add<T>(even, v128.mul<T>(v128.load(a, 32), v128.load(b, 32)));
    odd = v128.add<T>(odd, v128.mul<T>(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  if (bytes & 32) {
    even = v128.add<T>(even, v128.mul<T>(v128.load(a), v128.load(b)));
    odd = v128.add<T>(odd, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
  }
  return total<T>(v128.add<T>(even, odd));
}

/** x0 a0 + x1 a1, for two vectors of x and the two at a. */
// @ts-expect-error: decorator
@inline
function two(x0: v128, x1: v128, a: usize): v128 {
  return v128.add<f32>(v128.mul<f32>(x0, v128.load(a)), v128.mul<f32>(x1, v128.load(a, 16)));
}

/** The products of four rows with x, as the lanes of one vector of f32. */
// @ts-expect-error: decorator
@inline
export function dots(x: usize, a: usize, b: usize, c: usize, d: usize, bytes: usize): v128 {
  let sa = v128.splat<f32>(0);
  let sb = sa;
  let sc = sa;
  let sd = sa;
  const end = x + (bytes & ~63);
  while (x < end) {
    let x0 = v128.load(x);
    let x1 = v128.load(x, 16);
    sa = v128.add<f32>(sa, two(x0, x1, a));
    sb = v128.add<f32>(sb, two(x0, x1, b));
    sc = v128.add<f32>(sc, two(x0, x1, c));
    sd = v128.add<f32>(sd, two(x0, x1, d));
    x0 = v128.load(x, 32);
    x1 = v128.load(x, 48);
    sa = v128.add<f32>(sa, two(x0, x1, a + 32));
    sb = v128.add<f32>(sb, two(x0, x1, b + 32));
    sc = v128.add<f32>(sc, two(x0, x1, c + 32));
    sd = v128.add<f32>(sd, two(x0, x1, d + 32));
    x += 64;
    a += 64;
    b += 64;
    c += 64;
    d += 64;
  }
  if (bytes & 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    sa = v128.add<f32>(sa, two(x0, x1, a));
    sb = v128.add<f32>(sb, two(x0, x1, b));
    sc = v128.add<f32>(sc, two(x0, x1, c));
    sd = v128.add<f32>(sd, two(x0, x1, d));
  }
  return totals(sa, sb, sc, sd);
}

/** One vector of `addRows`. */
// @ts-expect-error: decorator
@inline
function fourMore<T>(into: usize, p: v128, a: usize, q: v128, b: usize, r: v128, c: usize, s: v128, d: usize): v128 {
  const ab = v128.add<T>(v128.mul<T>(p, v128.load(a)), v128.mul<T>(q, v128.load(b)));
  const cd = v128.add<T>(v128.mul<T>(r, v128.load(c)), v128.mul<T>(s, v128.load(d)));
  return v128.add<T>(v128.load(into), v128.add<T>(ab, cd));
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
  const end = into + (bytes & ~63);
  while (into < end) {
    v128.store(into, fourMore<T>(into, p, a, q, b, r, c, s, d));
    v128.store(into, fourMore<T>(into + 16, p, a + 16, q, b + 16, r, c + 16, s, d + 16), 16);
    v128.store(into, fourMore<T>(into + 32, p, a + 32, q, b + 32, r, c + 32, s, d + 32), 32);
    v128.store(into, fourMore<T>(into + 48, p, a + 48, q, b + 48, r, c + 48, s, d + 48), 48);
    into += 64;
    a += 64;
    b += 64;
    c += 64;
    d += 64;
  }
  if (bytes & 32) {
    v128.store(into, fourMore<T>(into, p, a, q, b, r, c, s, d));
    v128.store(into, fourMore<T>(into + 16, p, a + 16, q, b + 16, r, c + 16, s, d + 16), 16);
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

/**
 * Reads from each cache line of a row of up to 256 bytes, so that it is on its way when the row is needed: WebAssembly has no prefetch, but a
 * load whose result is not used waits for nobody.
 */
// @ts-expect-error: decorator
@inline
export function touch(row: usize, bytes: usize): void {
  load<i32>(row);
  if (bytes <= 64) return;
  load<i32>(row, 64);
  if (bytes <= 128) return;
  load<i32>(row, 128);
  load<i32>(row, 192);
}
