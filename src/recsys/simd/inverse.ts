/** The inverse of a large symmetric positive definite matrix in the kernel, in place; see `assembly/inverse`. */
import { Layout, allOnes, startKernel } from './kernel';
import type { SparseRows } from './kernel';

/** A matrix in a kernel's memory. Its methods are generators, which yield every few milliseconds. */
export interface InverseKernel {
  /** A view of the matrix, at first zero, `width` numbers a row. */
  matrix: Float64Array<ArrayBuffer>;
  /** n rounded up to a multiple of 4. */
  width: number;
  /** Adds XᵀX + ridge · I to the lower triangle, X the sparse matrix given at the start. */
  addGram(ridge: number): Generator<void>;
  /**
   * Inverts the matrix, of which only the lower triangle is read, in place; returns a view of the whole inverse, n numbers a row.
   *
   * @throws RangeError if the matrix is not positive definite
   */
  invert(): Generator<void, Float64Array<ArrayBuffer>>;
}

const PIVOTS = 64; // of a block, at most
const TURN = 1 << 24; // multiply-adds between two yields, about

/**
 * Makes room for an n × n matrix: 8 n² bytes, 1 kB for each row and, if there is one, for the sparse matrix of n columns. Undefined where
 * there is no kernel.
 */
export function startInverse(n: number, sparse?: SparseRows): InverseKernel | undefined {
  const width = Math.ceil(n / 4) * 4;
  const layout = new Layout();
  const a = layout.take(8 * width * width);
  const before = layout.take(8 * PIVOTS * width);
  const after = layout.take(8 * PIVOTS * width);
  const block = layout.take(2 * 8 * PIVOTS * PIVOTS);
  const entries = sparse?.indices.length ?? 0;
  const pointers = layout.take(sparse ? 4 * (sparse.rows + 1) : 0);
  const indices = layout.take(4 * entries);
  const binary = sparse && allOnes(sparse.values);
  const values = binary ? 0 : layout.take(4 * entries);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const whole = new Float64Array(kernel.buffer, a, width * width);
  if (sparse) {
    new Int32Array(kernel.buffer, pointers, sparse.rows + 1).set(sparse.pointers);
    new Int32Array(kernel.buffer, indices, entries).set(sparse.indices);
    if (!binary) new Float32Array(kernel.buffer, values, entries).set(sparse.values);
  }
  return {
    matrix: whole,
    width,
    *addGram(ridge) {
      let work = 0;
      for (let row = 0, from = 0; sparse && row < sparse.rows; row++) {
        const length = sparse.pointers[row + 1] - sparse.pointers[row];
        work += (length * length) / 2;
        if (work < TURN / 8 && row + 1 < sparse.rows) continue;
        kernel.sparseGram(a, width, pointers, indices, values, from, row + 1);
        from = row + 1;
        work = 0;
        yield;
      }
      for (let i = 0; i < n; i++) whole[i * width + i] += ridge;
    },
    *invert() {
      // The rows that make n a multiple of 4 are those of the identity.
      for (let i = n; i < width; i++) whole[i * width + i] = 1;
      for (let first = 0; first < width; first += PIVOTS) {
        const pivots = Math.min(PIVOTS, width - first);
        if (!kernel.sweepStart(a, width, first, pivots, before, after, block)) {
          const rows = `${first} … ${first + pivots - 1}`;
          throw new RangeError(`matrix must be positive definite, got a pivot that is not positive in rows ${rows}`);
        }
        for (let from = 0; from < width;) {
          // Row i takes i · pivots products, and rows go in fours.
          const to = Math.min(width, from + 4 * Math.max(1, Math.floor(TURN / (4 * pivots * (from + 256)))));
          kernel.sweepRows(a, width, first, pivots, before, after, from, to);
          from = to;
          yield;
        }
        kernel.sweepEnd(a, width, first, pivots, after, block);
      }
      kernel.sweepFinish(a, width);
      if (width > n) for (let i = 1; i < n; i++) whole.copyWithin(i * n, i * width, i * width + n);
      return whole.subarray(0, n * n);
    },
  };
}
