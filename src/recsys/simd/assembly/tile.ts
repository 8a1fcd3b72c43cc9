/**
 * The block of registers beneath every product of matrices here: four rows by two vectors of the result stay in eight registers while a sum
 * runs over rows of x and y. Six loads then serve eight products; in the order of the textbook it would be two loads for each.
 *
 * One row of the sum a turn, and no more: with two, engines load all that the turn needs at its start and have to spill registers.
 */

/**
 * into[r, c] += Σ_p x[p, r] · y[p, c], for r in 0 … 3 and c over two vectors.
 *
 * @param stride bytes between the rows of `into`
 * @param step bytes between the rows of x, and of y
 * @param end the address behind the last row of y
 */
// @ts-expect-error: decorator
@inline
export function addTile<T>(into: usize, stride: usize, x: usize, y: usize, step: usize, end: usize): void {
  let a0 = v128.load(into);
  let a1 = v128.load(into, 16);
  let b0 = v128.load(into + stride);
  let b1 = v128.load(into + stride, 16);
  let c0 = v128.load(into + 2 * stride);
  let c1 = v128.load(into + 2 * stride, 16);
  let d0 = v128.load(into + 3 * stride);
  let d1 = v128.load(into + 3 * stride, 16);
  while (y < end) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    let s = v128.load_splat<T>(x);
    a0 = v128.add<T>(a0, v128.mul<T>(s, y0));
    a1 = v128.add<T>(a1, v128.mul<T>(s, y1));
    s = v128.load_splat<T>(x, sizeof<T>());
    b0 = v128.add<T>(b0, v128.mul<T>(s, y0));
    b1 = v128.add<T>(b1, v128.mul<T>(s, y1));
    s = v128.load_splat<T>(x, 2 * sizeof<T>());
    c0 = v128.add<T>(c0, v128.mul<T>(s, y0));
    c1 = v128.add<T>(c1, v128.mul<T>(s, y1));
    s = v128.load_splat<T>(x, 3 * sizeof<T>());
    d0 = v128.add<T>(d0, v128.mul<T>(s, y0));
    d1 = v128.add<T>(d1, v128.mul<T>(s, y1));
    x += step;
    y += step;
  }
  v128.store(into, a0);
  v128.store(into, a1, 16);
  v128.store(into + stride, b0);
  v128.store(into + stride, b1, 16);
  v128.store(into + 2 * stride, c0);
  v128.store(into + 2 * stride, c1, 16);
  v128.store(into + 3 * stride, d0);
  v128.store(into + 3 * stride, d1, 16);
}

/**
 * into[r, c] −= Σ_p x[p, r] · y[p, c], for r in 0 … 3 and c over two vectors.
 *
 * @param stride bytes between the rows of `into`
 * @param step bytes between the rows of x, and of y
 * @param end the address behind the last row of y
 */
// @ts-expect-error: decorator
@inline
export function subtractTile<T>(into: usize, stride: usize, x: usize, y: usize, step: usize, end: usize): void {
  let a0 = v128.load(into);
  let a1 = v128.load(into, 16);
  let b0 = v128.load(into + stride);
  let b1 = v128.load(into + stride, 16);
  let c0 = v128.load(into + 2 * stride);
  let c1 = v128.load(into + 2 * stride, 16);
  let d0 = v128.load(into + 3 * stride);
  let d1 = v128.load(into + 3 * stride, 16);
  while (y < end) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    let s = v128.load_splat<T>(x);
    a0 = v128.sub<T>(a0, v128.mul<T>(s, y0));
    a1 = v128.sub<T>(a1, v128.mul<T>(s, y1));
    s = v128.load_splat<T>(x, sizeof<T>());
    b0 = v128.sub<T>(b0, v128.mul<T>(s, y0));
    b1 = v128.sub<T>(b1, v128.mul<T>(s, y1));
    s = v128.load_splat<T>(x, 2 * sizeof<T>());
    c0 = v128.sub<T>(c0, v128.mul<T>(s, y0));
    c1 = v128.sub<T>(c1, v128.mul<T>(s, y1));
    s = v128.load_splat<T>(x, 3 * sizeof<T>());
    d0 = v128.sub<T>(d0, v128.mul<T>(s, y0));
    d1 = v128.sub<T>(d1, v128.mul<T>(s, y1));
    x += step;
    y += step;
  }
  v128.store(into, a0);
  v128.store(into, a1, 16);
  v128.store(into + stride, b0);
  v128.store(into + stride, b1, 16);
  v128.store(into + 2 * stride, c0);
  v128.store(into + 2 * stride, c1, 16);
  v128.store(into + 3 * stride, d0);
  v128.store(into + 3 * stride, d1, 16);
}
