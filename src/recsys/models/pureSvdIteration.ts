/**
 * Subspace iteration for the leading right singular vectors V of a sparse matrix X: V ← orth(XᵀX V), then turned to the principal axes of
 * XV. In plain TypeScript, dense matrices stored by columns, or in the SIMD kernel, stored by rows; both in double precision.
 */
import { breathe, inTurns } from '../math/breathe';
import { eigenSymmetric } from '../math/eigen';
import { startSubspace } from '../simd/subspace';
import type { Csr } from '../math/sparse';
import type { Tall } from '../simd/subspace';

/** The iteration while it runs. */
export interface Iteration {
  /** Makes the starting vectors orthonormal. */
  start(): Promise<void>;
  /** One round; gives the singular values, falling. */
  round(): Promise<Float64Array>;
  /** XV as `userFactors` and V as `itemFactors`, of the leading vectors. */
  factors(count: number): { userFactors: Float32Array; itemFactors: Float32Array };
}

/** matrix · dense, for a dense matrix stored by columns. */
function multiply(matrix: Csr, dense: Float64Array, columns: number): Float64Array {
  const into = new Float64Array(matrix.rows * columns);
  for (let c = 0; c < columns; c++) {
    const from = c * matrix.columns;
    for (let row = 0; row < matrix.rows; row++) {
      let sum = 0;
      for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++)
        sum += matrix.values[at] * dense[from + matrix.indices[at]];
      into[c * matrix.rows + row] = sum;
    }
  }
  return into;
}

/** Makes the columns orthonormal (Gram and Schmidt, twice); a column that vanishes becomes zero. */
function orthonormalise(dense: Float64Array, rows: number): void {
  const columns = dense.length / rows;
  for (let c = 0; c < columns; c++) {
    const own = dense.subarray(c * rows, (c + 1) * rows);
    const before = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    for (let pass = 0; pass < 2; pass++) {
      for (let p = 0; p < c; p++) {
        const other = dense.subarray(p * rows, (p + 1) * rows);
        let product = 0;
        for (let r = 0; r < rows; r++) product += own[r] * other[r];
        for (let r = 0; r < rows; r++) own[r] -= product * other[r];
      }
    }
    const norm = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    const scale = norm > 1e-12 * before ? 1 / norm : 0;
    for (let r = 0; r < rows; r++) own[r] *= scale;
  }
}

/** Turns the columns to the principal axes of (XV)ᵀ(XV), by falling singular value, which are returned. */
function rotateToSingular(matrix: Csr, v: Float64Array, columns: number): Float64Array {
  const image = multiply(matrix, v, columns);
  const gram = new Float64Array(columns * columns);
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let r = 0; r < matrix.rows; r++) sum += image[a * matrix.rows + r] * image[b * matrix.rows + r];
      gram[a * columns + b] = gram[b * columns + a] = sum;
    }
  }
  const { values, vectors } = eigenSymmetric(gram, columns);
  const old = v.slice();
  v.fill(0);
  for (let to = 0; to < columns; to++) {
    for (let from = 0; from < columns; from++) {
      const share = vectors[to * columns + from];
      for (let r = 0; r < matrix.columns; r++) v[to * matrix.columns + r] += share * old[from * matrix.columns + r];
    }
  }
  return roots(values);
}

/** The square roots of what may be a little below 0. */
const roots = (values: Float64Array) => values.map((value) => Math.sqrt(Math.max(0, value)));

/** In plain TypeScript. @param start the starting vectors, one after the other */
export function plainIteration(matrix: Csr, byItem: Csr, start: Float64Array): Iteration {
  const columns = start.length / matrix.columns;
  const v = start.slice();
  const byRow = (dense: Float64Array, rows: number, count: number) =>
    Float32Array.from({ length: rows * count }, (_, at) => dense[(at % count) * rows + Math.floor(at / count)]);
  return {
    start: async () => orthonormalise(v, matrix.columns),
    async round() {
      const image = multiply(matrix, v, columns);
      await breathe();
      v.set(multiply(byItem, image, columns));
      orthonormalise(v, matrix.columns);
      const singular = rotateToSingular(matrix, v, columns);
      await breathe();
      return singular;
    },
    factors: (count) => ({
      userFactors: byRow(multiply(matrix, v, count), matrix.rows, count),
      itemFactors: byRow(v, matrix.columns, count),
    }),
  };
}

/**
 * The matrix T that makes the columns of A orthonormal, A T, from their Gram matrix: the inverse of its Cholesky factor, the columns scaled to
 * length 1 before (Gram and Schmidt's steps, seen from the Gram matrix). A column that depends on earlier ones becomes zero.
 */
function orthonormaliser(gram: Float64Array, width: number): Float64Array {
  const scale = Float64Array.from({ length: width }, (_, i) =>
    gram[i * width + i] > 0 ? 1 / Math.sqrt(gram[i * width + i]) : 0,
  );
  const u = new Float64Array(width * width);
  const inverse = new Float64Array(width); // of u's diagonal; 0 for a column that vanishes
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      let rest = gram[i * width + j] * scale[i] * scale[j];
      for (let k = 0; k < i; k++) rest -= u[k * width + i] * u[k * width + j];
      if (i === j) inverse[i] = rest > 1e-12 ? 1 / Math.sqrt(rest) : 0;
      u[i * width + j] = rest * inverse[i];
    }
  }
  const t = new Float64Array(width * width);
  for (let j = 0; j < width; j++) {
    t[j * width + j] = scale[j] * inverse[j];
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let k = i; k < j; k++) sum += t[i * width + k] * u[k * width + j];
      t[i * width + j] = -sum * inverse[j];
    }
  }
  return t;
}

/** In the kernel; undefined where there is none. X V is turned along with V, so that a round takes two products with X instead of three. */
export function simdIteration(matrix: Csr, byItem: Csr, start: Float64Array): Iteration | undefined {
  const columns = start.length / matrix.columns;
  const kernel = startSubspace(matrix, byItem, columns);
  if (!kernel) return undefined;
  const { left, right, width } = kernel;
  const orthonormal = () => {
    // The second time removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) kernel.turn(right, orthonormaliser(kernel.gram(right), width));
  };
  const leading = ({ count: rows, rows: dense }: Tall, count: number) =>
    Float32Array.from({ length: rows * count }, (_, at) => dense[Math.floor(at / count) * width + (at % count)]);
  return {
    async start() {
      start.forEach((value, at) => (right.rows[(at % matrix.columns) * width + Math.floor(at / matrix.columns)] = value));
      orthonormal();
      await inTurns(kernel.forward());
    },
    async round() {
      await inTurns(kernel.backward());
      orthonormal();
      await inTurns(kernel.forward());
      const { values, vectors } = eigenSymmetric(kernel.gram(left), width);
      const turn = new Float64Array(width * width);
      for (let to = 0; to < width; to++)
        for (let from = 0; from < width; from++) turn[from * width + to] = vectors[to * width + from];
      kernel.turn(right, turn);
      kernel.turn(left, turn);
      return roots(values).subarray(0, columns);
    },
    factors: (count) => ({ userFactors: leading(left, count), itemFactors: leading(right, count) }),
  };
}
