/** What subspace iteration needs of the kernel, in double precision: products of a sparse matrix and of tall dense ones; see `assembly/sparse`. */
import { Layout, rowBytes, startKernel } from './kernel';
import type { SparseRows } from './kernel';

/** A tall dense matrix in the kernel's memory. */
export interface Tall {
  address: number;
  /** How many rows it has. */
  count: number;
  /** A view of them, `width` numbers each; those behind the columns that count are 0. */
  rows: Float64Array<ArrayBuffer>;
}

/** A sparse matrix X (users × items), its transpose, and dense matrices of as many rows, in one memory. */
export interface SubspaceKernel {
  /** Numbers from a row to the next, in tall matrices and in `square`. */
  width: number;
  /** One row per item. */
  right: Tall;
  /** One row per user. */
  left: Tall;
  /** left = X · right. Yields every few milliseconds. */
  forward(): Generator<void, void>;
  /** right = Xᵀ · left. Yields every few milliseconds. */
  backward(): Generator<void, void>;
  /** tallᵀ · tall; a view, valid until the next call. */
  gram(tall: Tall): Float64Array<ArrayBuffer>;
  /** tall = tall · square, for a matrix of `width` numbers a row. */
  turn(tall: Tall, square: Float64Array): void;
}

const TURN = 1 << 21; // multiply-adds between two yields, about

/** Copies both matrices into a kernel, with room for `columns` columns; undefined where there is none. */
export function startSubspace(matrix: SparseRows, byItem: SparseRows, columns: number): SubspaceKernel | undefined {
  const bytes = rowBytes(columns, 8);
  const width = bytes / 8;
  const layout = new Layout();
  const at = [matrix, byItem].map(({ rows, indices }) => ({
    pointers: layout.take(4 * (rows + 1)),
    indices: layout.take(4 * indices.length),
    values: layout.take(4 * indices.length),
    dense: layout.take(rows * bytes),
  }));
  const spare = layout.take(Math.max(matrix.rows, matrix.columns) * bytes);
  const square = layout.take(width * bytes);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const { buffer } = kernel;
  const [left, right] = [matrix, byItem].map(({ rows, pointers, indices, values }, side): Tall => {
    new Int32Array(buffer, at[side].pointers, rows + 1).set(pointers);
    new Int32Array(buffer, at[side].indices, indices.length).set(indices);
    new Float32Array(buffer, at[side].values, indices.length).set(values);
    const { dense } = at[side];
    return { address: dense, count: rows, rows: new Float64Array(buffer, dense, rows * width) };
  });
  /** The product of one of the sparse matrices with the other side's dense one. */
  function* multiply(side: 0 | 1): Generator<void, void> {
    const { rows, pointers } = side === 0 ? matrix : byItem;
    const { pointers: p, indices, values, dense } = at[side];
    for (let from = 0; from < rows;) {
      let to = from + 1;
      while (to < rows && (pointers[to] - pointers[from] + to - from) * width < TURN) to++;
      kernel!.sparseTimesDense(p, indices, values, at[1 - side].dense, dense, from, to, bytes);
      from = to;
      yield;
    }
  }
  return {
    width,
    left,
    right,
    forward: () => multiply(0),
    backward: () => multiply(1),
    gram({ address, count }) {
      kernel.gram64(address, count, bytes, square, 1);
      return new Float64Array(buffer, square, width * width);
    },
    turn({ address, count, rows }, by) {
      new Float64Array(buffer, square, width * width).set(by);
      kernel.rowsTimesSquare(address, count, square, spare, bytes);
      rows.set(new Float64Array(buffer, spare, count * width));
    },
  };
}
