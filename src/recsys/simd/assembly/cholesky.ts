/**
 * Small systems of least squares: A = UᵀU by panels of four rows, and the two substitutions. U takes the place of A's upper triangle;
 * what stands left of the diagonal is not meaningful afterwards.
 *
 * Rows are `bytes` long and as many as fit in them: a whole number of tiles.
 */
import { subtractTile } from './tile';
import { VECTOR, addRows, dot } from './vectors';

/** The tile in which this byte of a row lies. */
// @ts-expect-error: decorator
@inline
function tileOf(at: usize): usize {
  return at & ~(2 * VECTOR - 1);
}

/**
 * Factors A, and leaves the inverse of U's diagonal in `inverses`.
 *
 * @returns whether every pivot was positive
 */
export function factor<T>(a: usize, bytes: usize, inverses: usize): bool {
  let row = a;
  for (let at: usize = 0; at < bytes; at += 4 * sizeof<T>()) {
    for (let column = tileOf(at); column < bytes; column += 2 * VECTOR) {
      subtractTile<T>(row + column, bytes, a + at, a + column, bytes, row + column);
    }
    if (!factorPanel<T>(row, at, bytes, inverses + at)) return false;
    row += 4 * bytes;
  }
  return true;
}

/** Four rows of U from rows that the earlier ones have been taken out of: the corner number by number, then all columns by vectors. */
function factorPanel<T>(row: usize, at: usize, bytes: usize, inverses: usize): bool {
  const ra = row;
  const rb = ra + bytes;
  const rc = rb + bytes;
  const rd = rc + bytes;
  const size = sizeof<T>();

  let pivot = load<T>(ra + at);
  if (!(pivot > 0)) return false;
  const ia = <T>1 / sqrt<T>(pivot);
  const ab = load<T>(ra + at + size) * ia;
  const ac = load<T>(ra + at + 2 * size) * ia;
  const ad = load<T>(ra + at + 3 * size) * ia;
  pivot = load<T>(rb + at + size) - ab * ab;
  if (!(pivot > 0)) return false;
  const ib = <T>1 / sqrt<T>(pivot);
  const bc = (load<T>(rb + at + 2 * size) - ab * ac) * ib;
  const bd = (load<T>(rb + at + 3 * size) - ab * ad) * ib;
  pivot = load<T>(rc + at + 2 * size) - ac * ac - bc * bc;
  if (!(pivot > 0)) return false;
  const ic = <T>1 / sqrt<T>(pivot);
  const cd = (load<T>(rc + at + 3 * size) - ac * ad - bc * bd) * ic;
  pivot = load<T>(rd + at + 3 * size) - ad * ad - bd * bd - cd * cd;
  if (!(pivot > 0)) return false;
  const id = <T>1 / sqrt<T>(pivot);
  store<T>(inverses, ia);
  store<T>(inverses, ib, size);
  store<T>(inverses, ic, 2 * size);
  store<T>(inverses, id, 3 * size);

  for (let column = at & ~(VECTOR - 1); column < bytes; column += VECTOR) {
    const a = v128.mul<T>(v128.load(ra + column), v128.splat<T>(ia));
    let b = v128.sub<T>(v128.load(rb + column), v128.mul<T>(v128.splat<T>(ab), a));
    b = v128.mul<T>(b, v128.splat<T>(ib));
    let c = v128.sub<T>(v128.load(rc + column), v128.mul<T>(v128.splat<T>(ac), a));
    c = v128.mul<T>(v128.sub<T>(c, v128.mul<T>(v128.splat<T>(bc), b)), v128.splat<T>(ic));
    let d = v128.sub<T>(v128.load(rd + column), v128.mul<T>(v128.splat<T>(ad), a));
    d = v128.sub<T>(d, v128.mul<T>(v128.splat<T>(bd), b));
    d = v128.mul<T>(v128.sub<T>(d, v128.mul<T>(v128.splat<T>(cd), c)), v128.splat<T>(id));
    v128.store(ra + column, a);
    v128.store(rb + column, b);
    v128.store(rc + column, c);
    v128.store(rd + column, d);
  }
  return true;
}

/** Solves UᵀU x = b in place of b. */
export function substitute<T>(u: usize, bytes: usize, inverses: usize, b: usize): void {
  const size = sizeof<T>();
  // Uᵀ y = b: four numbers of y at a time, which are then taken out of all that follow.
  let row = u;
  for (let at: usize = 0; at < bytes; at += 4 * size) {
    const ra = row + at;
    const rb = ra + bytes;
    const rc = rb + bytes;
    const y0 = load<T>(b + at) * load<T>(inverses + at);
    const y1 = (load<T>(b + at + size) - load<T>(ra, size) * y0) * load<T>(inverses + at, size);
    const y2 =
      (load<T>(b + at + 2 * size) - load<T>(ra, 2 * size) * y0 - load<T>(rb, 2 * size) * y1) * load<T>(inverses + at, 2 * size);
    const y3 =
      (load<T>(b + at + 3 * size) - load<T>(ra, 3 * size) * y0 - load<T>(rb, 3 * size) * y1 - load<T>(rc, 3 * size) * y2) *
      load<T>(inverses + at, 3 * size);
    const next = tileOf(at + 4 * size);
    if (next < bytes) {
      addRows<T>(
        b + next,
        v128.splat<T>(-y0),
        row + next,
        v128.splat<T>(-y1),
        row + bytes + next,
        v128.splat<T>(-y2),
        row + 2 * bytes + next,
        v128.splat<T>(-y3),
        row + 3 * bytes + next,
        bytes - next,
      );
    }
    // After the rows: they may begin in this very tile.
    store<T>(b + at, y0);
    store<T>(b + at, y1, size);
    store<T>(b + at, y2, 2 * size);
    store<T>(b + at, y3, 3 * size);
    row += 4 * bytes;
  }
  // U x = y, from the end: what is known of x is taken out by four products of rows.
  for (let at = bytes - 4 * size; ; at -= 4 * size) {
    row -= 4 * bytes;
    let y0 = load<T>(b + at);
    let y1 = load<T>(b + at, size);
    let y2 = load<T>(b + at, 2 * size);
    let y3 = load<T>(b + at, 3 * size);
    const next = tileOf(at + 4 * size);
    if (next < bytes) {
      store<T>(b + at, <T>0);
      store<T>(b + at, <T>0, size);
      store<T>(b + at, <T>0, 2 * size);
      store<T>(b + at, <T>0, 3 * size);
      y0 -= dot<T>(row + next, b + next, bytes - next);
      y1 -= dot<T>(row + bytes + next, b + next, bytes - next);
      y2 -= dot<T>(row + 2 * bytes + next, b + next, bytes - next);
      y3 -= dot<T>(row + 3 * bytes + next, b + next, bytes - next);
    }
    const ra = row + at;
    const rb = ra + bytes;
    const rc = rb + bytes;
    const x3 = y3 * load<T>(inverses + at, 3 * size);
    const x2 = (y2 - load<T>(rc, 3 * size) * x3) * load<T>(inverses + at, 2 * size);
    const x1 = (y1 - load<T>(rb, 2 * size) * x2 - load<T>(rb, 3 * size) * x3) * load<T>(inverses + at, size);
    const x0 = (y0 - load<T>(ra, size) * x1 - load<T>(ra, 2 * size) * x2 - load<T>(ra, 3 * size) * x3) * load<T>(inverses + at);
    store<T>(b + at, x0);
    store<T>(b + at, x1, size);
    store<T>(b + at, x2, 2 * size);
    store<T>(b + at, x3, 3 * size);
    if (at == 0) break;
  }
}
