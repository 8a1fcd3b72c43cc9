/**
 * Dense linear algebra on row-major typed arrays: what least squares and EASE need. Every inner loop is a dot product of two contiguous
 * rows; the large ones take two rows by two at a time, so that four products share four loads.
 */
import { startInverse } from '../simd/inverse';
import { breathe, inTurns } from './breathe';

/** Σ a[i] · b[i] over `length` entries from the two offsets. */
export function dot(
  a: Float32Array | Float64Array,
  fromA: number,
  b: Float32Array | Float64Array,
  fromB: number,
  length: number,
): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < length; i += 2) {
    even += a[fromA + i] * b[fromB + i];
    odd += a[fromA + i + 1] * b[fromB + i + 1];
  }
  if (i < length) even += a[fromA + i] * b[fromB + i];
  return even + odd;
}

/** The Gram matrix FᵀF (d × d, whole) of n rows of d numbers, into `into`. */
export function gramOfRows(factors: Float32Array, d: number, into = new Float64Array(d * d)): Float64Array {
  into.fill(0);
  const n = factors.length / d;
  for (let row = 0; row < n; row++) {
    const from = row * d;
    for (let a = 0; a < d; a++) {
      const value = factors[from + a];
      if (value === 0) continue;
      const at = a * d;
      for (let b = 0; b <= a; b++) into[at + b] += value * factors[from + b];
    }
  }
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) into[b * d + a] = into[a * d + b];
  return into;
}

/**
 * Replaces the lower triangle of the symmetric positive definite n × n matrix by its Cholesky factor L, A = L Lᵀ. The upper triangle
 * is not read.
 *
 * @throws RangeError if the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      matrix[i * n + j] = (matrix[i * n + j] - dot(matrix, i * n, matrix, j * n, j)) / matrix[j * n + j];
    }
    const pivot = matrix[i * n + i] - dot(matrix, i * n, matrix, i * n, i);
    if (!(pivot > 0)) throw new RangeError(`matrix must be positive definite, got the pivot ${pivot} in row ${i}`);
    matrix[i * n + i] = Math.sqrt(pivot);
  }
}

/** Solves L Lᵀ x = b in place of b, for the factor that `cholesky` left. */
export function solveCholesky(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) b[i] = (b[i] - dot(factor, i * n, b, 0, i)) / factor[i * n + i];
  for (let i = n - 1; i >= 0; i--) {
    const x = b[i] / factor[i * n + i];
    b[i] = x;
    for (let j = 0; j < i; j++) b[j] -= factor[i * n + j] * x;
  }
}

const four = new Float64Array(4);

/** The dot products of rows p, p + n with rows q, q + n (offsets into a and b), over `length` entries, into `four`. */
function dot2x2(a: Float64Array, p: number, b: Float64Array, q: number, n: number, length: number): void {
  let pp = 0;
  let pq = 0;
  let qp = 0;
  let qq = 0;
  for (let k = 0; k < length; k++) {
    const x = a[p + k];
    const y = a[p + n + k];
    const u = b[q + k];
    const v = b[q + n + k];
    pp += x * u;
    pq += x * v;
    qp += y * u;
    qq += y * v;
  }
  four[0] = pp;
  four[1] = pq;
  four[2] = qp;
  four[3] = qq;
}

const TILE = 32; // rows of a tile; even, so that pairs do not straddle tiles

/** `cholesky` by tiles, letting the event loop turn between them. n must be even. */
async function tiledCholesky(a: Float64Array, n: number, signal?: AbortSignal): Promise<void> {
  for (let rows = 0; rows < n; rows += TILE) {
    const end = Math.min(rows + TILE, n);
    for (let columns = 0; columns <= rows; columns += TILE) {
      for (let i = rows; i < end; i += 2) {
        const last = Math.min(columns + TILE, i);
        for (let j = columns; j < last; j += 2) {
          dot2x2(a, i * n, a, j * n, n, j);
          const corner = a[(j + 1) * n + j];
          for (let r = 0; r < 2; r++) {
            const at = (i + r) * n + j;
            a[at] = (a[at] - four[2 * r]) / a[j * n + j];
            a[at + 1] = (a[at + 1] - four[2 * r + 1] - a[at] * corner) / a[(j + 1) * n + j + 1];
          }
        }
        if (columns === rows) finishPair(a, n, i);
      }
    }
    await breathe();
    signal?.throwIfAborted();
  }
}

/** The 2 × 2 block of the factor on the diagonal at row i. */
function finishPair(a: Float64Array, n: number, i: number): void {
  dot2x2(a, i * n, a, i * n, n, i);
  const [first, , between, second] = four;
  const pivot = a[i * n + i] - first;
  if (!(pivot > 0)) throw new RangeError(`matrix must be positive definite, got the pivot ${pivot} in row ${i}`);
  a[i * n + i] = Math.sqrt(pivot);
  const at = (i + 1) * n + i;
  a[at] = (a[at] - between) / a[i * n + i];
  const next = a[at + 1] - second - a[at] * a[at];
  if (!(next > 0)) throw new RangeError(`matrix must be positive definite, got the pivot ${next} in row ${i + 1}`);
  a[at + 1] = Math.sqrt(next);
}

/** The transposed inverse of the lower triangular L: row j holds column j of L⁻¹, zero before place j. n must be even. */
async function invertTriangle(l: Float64Array, n: number, signal?: AbortSignal): Promise<Float64Array> {
  const t = new Float64Array(n * n);
  for (let i = 0; i < n; i++) t[i * n + i] = 1 / l[i * n + i];
  for (let rows = 0; rows < n; rows += TILE) {
    const end = Math.min(rows + TILE, n);
    for (let j = 0; j < end; j += 2) {
      // the pair (j, j + 1) of columns, down the rows of this tile
      const low = l[(j + 1) * n + j];
      if (j >= rows) t[j * n + j + 1] = -low * t[j * n + j] * t[(j + 1) * n + j + 1];
      for (let i = Math.max(rows, j + 2); i < end; i += 2) {
        dot2x2(l, i * n + j, t, j * n + j, n, i - j);
        for (let c = 0; c < 2; c++) {
          const at = (j + c) * n + i;
          t[at] = -four[c] / l[i * n + i];
          t[at + 1] = -(four[2 + c] + l[(i + 1) * n + i] * t[at]) / l[(i + 1) * n + i + 1];
        }
      }
    }
    await breathe();
    signal?.throwIfAborted();
  }
  return t;
}

/**
 * The inverse of a symmetric positive definite n × n matrix, whole: n³ / 2 multiply-adds and two matrices of memory. Only the lower triangle of
 * `matrix` is read; its memory is used and given back as the result.
 *
 * @throws RangeError if the matrix is not positive definite; the signal's reason if it is aborted
 */
export async function invertPositive(matrix: Float64Array, n: number, signal?: AbortSignal): Promise<Float64Array> {
  const kernel = startInverse(n);
  if (!kernel) return plainInvertPositive(matrix, n, signal);
  for (let i = 0; i < n; i++) kernel.matrix.set(matrix.subarray(i * n, i * n + i + 1), i * kernel.width);
  matrix.set(await inTurns(kernel.invert(), signal));
  return matrix;
}

/**
 * The same in plain TypeScript, by L, L⁻¹ and L⁻ᵀ L⁻¹.
 *
 * @throws RangeError if the matrix is not positive definite; the signal's reason if it is aborted
 */
export async function plainInvertPositive(matrix: Float64Array, n: number, signal?: AbortSignal): Promise<Float64Array> {
  if (n % 2 === 1) {
    // One more row of the identity makes the pairs come out even.
    const even = new Float64Array((n + 1) * (n + 1));
    for (let i = 0; i < n; i++) even.set(matrix.subarray(i * n, (i + 1) * n), i * (n + 1));
    for (let i = 0; i < n; i++) even[n * (n + 1) + i] = 0;
    even[even.length - 1] = 1;
    const inverse = await plainInvertPositive(even, n + 1, signal);
    for (let i = 0; i < n; i++) matrix.set(inverse.subarray(i * (n + 1), i * (n + 1) + n), i * n);
    return matrix;
  }
  await tiledCholesky(matrix, n, signal);
  const t = await invertTriangle(matrix, n, signal);
  for (let rows = 0; rows < n; rows += TILE) {
    const end = Math.min(rows + TILE, n);
    for (let j = 0; j < end; j += 2) {
      for (let i = Math.max(rows, j); i < end; i += 2) {
        // Row i + 1 of t is zero before place i + 1, so both pairs may start at i.
        dot2x2(t, i * n + i, t, j * n + i, n, n - i);
        for (let r = 0; r < 2; r++) {
          for (let c = 0; c < 2; c++) {
            matrix[(i + r) * n + j + c] = four[2 * r + c];
            matrix[(j + c) * n + i + r] = four[2 * r + c];
          }
        }
      }
    }
    await breathe();
    signal?.throwIfAborted();
  }
  return matrix;
}
