/** Scores of vectors that are kept as codes. */
import { VECTOR } from './vectors';

/** The sums of products of 16 signed bytes, four sums of four. */
// @ts-expect-error: decorator
@inline
function products(a: v128, b: v128): v128 {
  return v128.add<i32>(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(a), i16x8.extend_low_i8x16_s(b)),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(a), i16x8.extend_high_i8x16_s(b)),
  );
}

/** The sums of the lanes of four vectors of i32, as the lanes of one. */
// @ts-expect-error: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.add<i32>(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = v128.add<i32>(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return v128.add<i32>(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/**
 * into[i] = bias + biases[i] + step · steps[i] · (query · codes of row i), for `count` rows, a multiple of 4; a row is `bytes` signed bytes, a
 * multiple of 16.
 */
export function scoreCodes(
  query: usize,
  codes: usize,
  count: i32,
  bytes: usize,
  step: f32,
  steps: usize,
  bias: f32,
  biases: usize,
  into: usize,
): void {
  for (let i: usize = 0; i < <usize>count; i += 4) {
    let a = v128.splat<i32>(0);
    let b = a;
    let c = a;
    let d = a;
    for (let at: usize = 0; at < bytes; at += VECTOR) {
      const q = v128.load(query + at);
      const row = codes + at;
      a = v128.add<i32>(a, products(q, v128.load(row)));
      b = v128.add<i32>(b, products(q, v128.load(row + bytes)));
      c = v128.add<i32>(c, products(q, v128.load(row + 2 * bytes)));
      d = v128.add<i32>(d, products(q, v128.load(row + 3 * bytes)));
    }
    const scale = v128.mul<f32>(v128.splat<f32>(step), v128.load(steps + (i << 2)));
    const own = v128.add<f32>(v128.splat<f32>(bias), v128.load(biases + (i << 2)));
    v128.store(into + (i << 2), v128.add<f32>(v128.mul<f32>(f32x4.convert_i32x4_s(sums(a, b, c, d)), scale), own));
    codes += 4 * bytes;
  }
}

/** into[i] = Σ over parts of table[part × centroids + code], for `count` rows of `parts` bytes. */
export function scoreProducts(table: usize, centroids: i32, codes: usize, count: i32, parts: i32, into: usize): void {
  const stride = (<usize>centroids) << 2;
  for (let i: usize = 0; i < <usize>count; i++) {
    let sum: f32 = 0;
    let line = table;
    for (const end = codes + <usize>parts; codes < end; codes++) {
      sum += load<f32>(line + ((<usize>load<u8>(codes)) << 2));
      line += stride;
    }
    store<f32>(into + (i << 2), sum);
  }
}
