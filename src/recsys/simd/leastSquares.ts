/** Alternating least squares in the kernel: both sides' rows, sparse matrices and ridges in one memory; see `assembly/leastSquares`. */
import { Layout, gather, rowBytes, seedWord, startKernel } from './kernel';
import type { SparseRows } from './kernel';

/** One side of the problem: users, or items. */
export interface LeastSquaresSide {
  /** Which rows of the other side each row meets. */
  matrix: Pick<SparseRows, 'rows' | 'pointers' | 'indices'>;
  /** What stands on the diagonal of each row's matrix. */
  ridges: ArrayLike<number>;
  /** The weight w of each entry; 1 where absent. */
  weights?: ArrayLike<number>;
  /** The target t of each entry; 1 where absent. */
  targets?: ArrayLike<number>;
}

/** What the training fixes. */
export interface LeastSquaresOptions {
  /** Numbers of a row. */
  d: number;
  /** Single for implicit ALS, whose factors are single; double for explicit ALS, whose loss shall fall to the last digit. */
  precision: 'single' | 'double';
}

/** Both sides, 0 and 1, in a kernel's memory. */
export interface LeastSquaresKernel {
  /** Numbers from a row to the next in the views below; those behind the first d are 0. */
  width: number;
  /** A view of a side's rows. */
  rows(side: number): Float32Array | Float64Array;
  /** A view of the targets of a side's entries. */
  targets(side: number): Float32Array | Float64Array;
  /** Fills a side's rows with the normal numbers of a seed, as `normalFactors` of `models` does; in single precision only. */
  fillNormal(side: number, deviation: number, seed: number): void;
  /** A copy of a side's rows, the first `columns` numbers of each. */
  read(side: number, columns?: number): Float32Array;
  /** Makes G scale · FᵀF of a side's rows, for all solutions that follow, and gives a view of it. */
  makeGram(side: number, scale: number): Float32Array | Float64Array;
  /** Solves rows of a side exactly; returns `to`, or the first row whose matrix is not positive definite in this precision. */
  solveExact(side: number, from: number, to: number): number;
  /** Improves rows of a side by some steps of conjugate gradients; in single precision only. */
  solveGradients(side: number, from: number, to: number, steps: number): void;
  /** Σ over a side's entries of w s² − 2 t s, with s the product of the two rows. */
  quadratic(side: number): number;
  /** Σ ridge · ‖row‖² of a side. */
  penalty(side: number): number;
}

/** Rows that the exact solver gathers at a time, as in `assembly/leastSquares`. */
const PANEL = 64;
/** Rows of a group, as in `assembly/gradients`. */
const GROUP = 4;

function mostEntries({ rows, pointers }: LeastSquaresSide['matrix']): number {
  let most = 0;
  for (let row = 0; row < rows; row++) most = Math.max(most, pointers[row + 1] - pointers[row]);
  return most;
}

/** Copies both sides into a kernel; undefined where there is none. Factors are zero at first. */
export function startLeastSquares(
  sides: readonly [LeastSquaresSide, LeastSquaresSide],
  { d, precision }: LeastSquaresOptions,
): LeastSquaresKernel | undefined {
  const double = precision === 'double';
  const size = double ? 8 : 4;
  const bytes = rowBytes(d, size);
  const width = bytes / size;
  const layout = new Layout();
  const at = sides.map(({ matrix: { rows, indices }, weights, targets }) => {
    const factors = layout.take((rows + 1) * bytes); // the last row stays zero
    return {
      factors,
      zero: factors + rows * bytes,
      pointers: layout.take(4 * (rows + 1)),
      indices: layout.take(4 * indices.length),
      weights: weights ? layout.take(size * indices.length) : 0,
      targets: targets ? layout.take(size * indices.length) : 0,
      ridges: layout.take(size * rows),
    };
  });
  // by gradients, which are single, all entries of a row are gathered at once, in groups
  const longest = double ? 0 : Math.max(...sides.map(({ matrix }) => GROUP * Math.ceil(mostEntries(matrix) / GROUP)));
  const gramAt = layout.take(width * bytes);
  const space = layout.take(Math.max(width + 2 + 2 * PANEL, 3 + longest) * bytes);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;

  const { buffer } = kernel;
  const view = (address: number, length: number) =>
    double ? new Float64Array(buffer, address, length) : new Float32Array(buffer, address, length);
  sides.forEach(({ matrix, ridges, weights, targets }, side) => {
    const entries = matrix.indices.length;
    new Int32Array(buffer, at[side].pointers, matrix.rows + 1).set(matrix.pointers);
    new Int32Array(buffer, at[side].indices, entries).set(matrix.indices);
    view(at[side].ridges, matrix.rows).set(ridges);
    if (weights) view(at[side].weights, entries).set(weights);
    if (targets) view(at[side].targets, entries).set(targets);
  });

  const gram = double ? kernel.gram64 : kernel.gram32;
  const exact = double ? kernel.solveExact64 : kernel.solveExact32;
  const quadratic = double ? kernel.quadratic64 : kernel.quadratic32;
  const penalty = double ? kernel.penalty64 : kernel.penalty32;
  let made = 0; // the address of G, once it is there
  const rows = (side: number) => view(at[side].factors, sides[side].matrix.rows * width);
  /** What both solvers take first: the side's equations. */
  const equations = (side: number) => {
    const { pointers, indices, weights, targets, factors, ridges } = at[side];
    const other = at[1 - side];
    return [pointers, indices, weights, targets, other.factors, other.zero, factors, made, ridges] as const;
  };
  return {
    width,
    rows,
    targets: (side) => view(at[side].targets, sides[side].matrix.indices.length),
    fillNormal: (side, deviation, seed) =>
      kernel.normalRows(seedWord(seed), sides[side].matrix.rows, d, bytes, deviation, at[side].factors),
    read(side, columns = d) {
      const into = new Float32Array(sides[side].matrix.rows * columns);
      gather(rows(side), width, into, columns);
      return into;
    },
    makeGram(side, scale) {
      gram(at[side].factors, sides[side].matrix.rows, bytes, gramAt, scale);
      made = gramAt;
      return view(gramAt, width * width);
    },
    solveExact: (side, from, to) => exact(...equations(side), from, to, d, bytes, space),
    solveGradients: (side, from, to, steps) => kernel.solveGradients(...equations(side), from, to, steps, bytes, space),
    quadratic(side) {
      const { pointers, indices, weights, targets, factors } = at[side];
      const all = sides[side].matrix.rows;
      return quadratic(pointers, indices, weights, targets, factors, at[1 - side].factors, 0, all, bytes);
    },
    penalty: (side) => penalty(at[side].factors, at[side].ridges, sides[side].matrix.rows, bytes),
  };
}
