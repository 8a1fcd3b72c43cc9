/**
 * The inverse of a large symmetric positive definite matrix, in place, by sweeping blocks of pivots (J. Goodnight: A tutorial on the SWEEP
 * operator. The American Statistician 33(3), 1979). With K the pivots of a block and D the inverse of A_KK, a sweep makes
 *
 *     A_KK ← −D,   A_iK ← A_iK D,   A_ij ← A_ij − A_iK D A_Kj      for i, j outside K,
 *
 * and when every pivot has been swept A holds −A⁻¹. It takes as many products as Cholesky and the inverse from it, n³ / 2, but they are all of
 * one kind, the update of A_ij, which is a product of two narrow matrices and runs at the speed of the registers.
 *
 * Only the lower triangle is used. n is a multiple of 4. A_K and D A_K are copied into strips, four columns of all pivots after each other:
 * strip s holds [pivot][column 4s … 4s + 3].
 */
import { addTile, subtractTile } from './tile';

/** Pivots of a block: a strip of them is 2 kB, so that a tile's two strips stay in the first cache. */
export const PIVOTS: i32 = 64;

const STRIP_ROW: usize = 32; // bytes of four numbers

// @ts-expect-error: decorator
@inline
function at(a: usize, n: usize, row: usize, column: usize): usize {
  return a + ((row * n + column) << 3);
}

/** Copies columns `first` … of A, seen as a whole symmetric matrix, into strips. */
function pack(a: usize, n: usize, first: usize, pivots: usize, strips: usize): void {
  for (let i: usize = 0; i < n; i += 4) {
    const strip = strips + i * (pivots << 3);
    for (let p: usize = 0; p < pivots; p++) {
      const k = first + p;
      for (let r: usize = 0; r < 4; r++) {
        const row = i + r;
        store<f64>(strip + p * STRIP_ROW + (r << 3), load<f64>(row >= k ? at(a, n, row, k) : at(a, n, k, row)));
      }
    }
  }
}

/** Copies A_KK, whole, into a matrix of its own, and sweeps it number by number: it becomes the inverse. */
function invertBlock(a: usize, n: usize, first: usize, pivots: usize, block: usize): bool {
  const bytes = pivots << 3;
  for (let r: usize = 0; r < pivots; r++) {
    for (let c: usize = 0; c < pivots; c++) {
      store<f64>(
        block + r * bytes + (c << 3),
        load<f64>(r >= c ? at(a, n, first + r, first + c) : at(a, n, first + c, first + r)),
      );
    }
  }
  for (let k: usize = 0; k < pivots; k++) {
    const own = block + k * bytes;
    const pivot = load<f64>(own + (k << 3));
    if (!(pivot > 0)) return false;
    const inverse = 1.0 / pivot;
    for (let r: usize = 0; r < pivots; r++) {
      if (r == k) continue;
      const row = block + r * bytes;
      const factor = load<f64>(row + (k << 3)) * inverse;
      const f = v128.splat<f64>(factor);
      for (let c: usize = 0; c < bytes; c += 16) {
        v128.store(row + c, v128.sub<f64>(v128.load(row + c), v128.mul<f64>(f, v128.load(own + c))));
      }
      store<f64>(row + (k << 3), -factor);
    }
    for (let c: usize = 0; c < pivots; c++) store<f64>(own + (c << 3), load<f64>(own + (c << 3)) * inverse);
    store<f64>(own + (k << 3), inverse);
  }
  return true;
}

/** Copies D into strips behind it. */
function packBlock(block: usize, pivots: usize): void {
  const bytes = pivots << 3;
  const strips = block + pivots * bytes;
  for (let c: usize = 0; c < pivots; c += 4) {
    for (let r: usize = 0; r < pivots; r++) {
      const from = block + r * bytes + (c << 3);
      const to = strips + c * bytes + r * STRIP_ROW;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/**
 * The first part of a sweep: fills `before` with A_K and `after` with D A_K in strips, and `block` with D and its strips.
 *
 * @returns whether A_KK was positive definite
 */
export function sweepStart(a: usize, n: usize, first: usize, pivots: usize, before: usize, after: usize, block: usize): bool {
  pack(a, n, first, pivots, before);
  if (!invertBlock(a, n, first, pivots, block)) return false;
  packBlock(block, pivots);
  const bytes = pivots << 3;
  const strips = block + pivots * bytes;
  memory.fill(after, 0, n * bytes);
  for (let i: usize = 0; i < n; i += 4) {
    const strip = before + i * bytes;
    for (let p: usize = 0; p < pivots; p += 4) {
      // D is symmetric, so its columns p … p + 3 may be read along the rows.
      addTile<f64>(after + i * bytes + p * STRIP_ROW, STRIP_ROW, strips + p * bytes, strip, STRIP_ROW, strip + 4 * bytes);
    }
  }
  return true;
}

/** The second part, for rows `from` … `to` − 1 (multiples of 4): along a row, so that A and `after` are read as they lie in memory. */
export function sweepRows(
  a: usize,
  n: usize,
  first: usize,
  pivots: usize,
  before: usize,
  after: usize,
  from: usize,
  to: usize,
): void {
  const bytes = pivots << 3;
  for (let i = from; i < to; i += 4) {
    if (i >= first && i < first + pivots) continue;
    for (let j: usize = 0; j <= i; j += 4) {
      if (j == first) j += pivots;
      if (j > i) break;
      subtractTile<f64>(at(a, n, i, j), n << 3, before + i * bytes, after + j * bytes, STRIP_ROW, after + (j + 4) * bytes);
    }
  }
}

/** The last part: A_iK and A_KK. */
export function sweepEnd(a: usize, n: usize, first: usize, pivots: usize, after: usize, block: usize): void {
  const bytes = pivots << 3;
  for (let i: usize = 0; i < n; i++) {
    if (i >= first && i < first + pivots) continue;
    const strip = after + (i & ~3) * bytes + ((i & 3) << 3);
    for (let p: usize = 0; p < pivots; p++) {
      const k = first + p;
      store<f64>(i >= k ? at(a, n, i, k) : at(a, n, k, i), load<f64>(strip + p * STRIP_ROW));
    }
  }
  for (let r: usize = 0; r < pivots; r++) {
    for (let c: usize = 0; c <= r; c++) store<f64>(at(a, n, first + r, first + c), -load<f64>(block + r * bytes + (c << 3)));
  }
}

/** After the last sweep: turns −A⁻¹ into A⁻¹, whole, by squares that stay in the first cache. */
export function sweepFinish(a: usize, n: usize): void {
  const side: usize = 32;
  for (let rows: usize = 0; rows < n; rows += side) {
    for (let columns: usize = 0; columns <= rows; columns += side) {
      for (let r = rows; r < min(rows + side, n); r++) {
        for (let c = columns; c < min(columns + side, r + 1); c++) {
          const value = -load<f64>(at(a, n, r, c));
          store<f64>(at(a, n, r, c), value);
          store<f64>(at(a, n, c, r), value);
        }
      }
    }
  }
}
