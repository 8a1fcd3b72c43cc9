/**
 * The block of registers beneath every product of matrices here: four rows by two vectors of the result are held in eight registers while a
 * sum runs over `count` rows of x and y. Six loads then serve eight products; in the order of the textbook it would be two loads for each.
 */

/**
 * into[r, c] += sign · Σ_p x[p, r] · y[p, c], for r in 0 … 3 and c over two vectors.
 *
 * @param stride bytes between the rows of `into`; `xStep` and `yStep` those between the rows of x and y
 */
export function tile<T>(into: usize, stride: usize, x: usize, xStep: usize, y: usize, yStep: usize, count: i32, sign: T): void {
  let a0 = v128.splat<T>(<T>0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (; count > 0; count--) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const xa = v128.load_splat<T>(x);
    a0 = v128.add<T>(a0, v128.mul<T>(xa, y0));
    a1 = v128.add<T>(a1, v128.mul<T>(xa, y1));
    const xb = v128.load_splat<T>(x, sizeof<T>());
    b0 = v128.add<T>(b0, v128.mul<T>(xb, y0));
    b1 = v128.add<T>(b1, v128.mul<T>(xb, y1));
    const xc = v128.load_splat<T>(x, 2 * sizeof<T>());
    c0 = v128.add<T>(c0, v128.mul<T>(xc, y0));
    c1 = v128.add<T>(c1, v128.mul<T>(xc, y1));
    const xd = v128.load_splat<T>(x, 3 * sizeof<T>());
    d0 = v128.add<T>(d0, v128.mul<T>(xd, y0));
    d1 = v128.add<T>(d1, v128.mul<T>(xd, y1));
    x += xStep;
    y += yStep;
  }
  const s = v128.splat<T>(sign);
  finish<T>(into, s, a0, a1);
  finish<T>(into + stride, s, b0, b1);
  finish<T>(into + 2 * stride, s, c0, c1);
  finish<T>(into + 3 * stride, s, d0, d1);
}

// @ts-expect-error: decorator
@inline
function finish<T>(into: usize, sign: v128, left: v128, right: v128): void {
  v128.store(into, v128.add<T>(v128.load(into), v128.mul<T>(sign, left)));
  v128.store(into, v128.add<T>(v128.load(into, 16), v128.mul<T>(sign, right)), 16);
}
