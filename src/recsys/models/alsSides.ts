/**
 * The two sides of explicit ALS while they are trained, users (0) and items (1): in plain TypeScript, or in the SIMD kernel. Both are in double
 * precision, so that the loss falls at every half-step to the last digit.
 */
import { cholesky, dot, solveCholesky } from '../math/linalg';
import { startLeastSquares } from '../simd/leastSquares';
import type { Csr } from '../math/sparse';

/** What training does to the sides. */
export interface AlsSides {
  /** Solves rows of a side exactly, the other held fixed. */
  solve(side: 0 | 1, from: number, to: number): void;
  /** Σ over the ratings of the squared error. */
  squares(): number;
  /** Σ over users and items of (number of ratings) · (‖factors‖² + bias²). */
  penalty(): number;
  /** The side's vectors, rows × d. */
  factors(side: 0 | 1): Float32Array;
  /** The side's biases. */
  biases(side: 0 | 1): Float32Array;
}

/** What the training fixes. */
export interface AlsProblem {
  /** Users × items and its transpose. */
  matrices: readonly [Csr, Csr];
  d: number;
  lambda: number;
  /** The mean rating. */
  mean: number;
  /** Item vectors to start from, items × d. */
  start: Float32Array;
}

const countOf = ({ pointers }: Csr, row: number) => pointers[row + 1] - pointers[row];

/** The starting vector of an item without ratings would never be replaced: it begins at zero. */
function startOf({ matrices: [, byItem], d, start }: AlsProblem): Float32Array {
  return start.map((value, at) => (countOf(byItem, Math.floor(at / d)) > 0 ? value : 0));
}

/**
 * In plain TypeScript: a row holds d factors and the bias w, and solves (Σ f fᵀ + λ n I) w = Σ f (r − mean − bias_other), f the other's factors and
 * 1. A row without ratings becomes zero.
 */
export function plainAlsSides(problem: AlsProblem): AlsSides {
  const { matrices, d, lambda, mean } = problem;
  const n = d + 1;
  const rows = matrices.map((matrix) => new Float64Array(matrix.rows * n));
  startOf(problem).forEach((value, at) => (rows[1][Math.floor(at / d) * n + (at % d)] = value));
  const a = new Float64Array(n * n);
  const b = new Float64Array(n);
  const f = new Float64Array(n);
  return {
    solve(side, from, to) {
      const { pointers, indices, values } = matrices[side];
      const other = rows[1 - side];
      for (let row = from; row < to; row++) {
        a.fill(0);
        b.fill(0);
        for (let at = pointers[row]; at < pointers[row + 1]; at++) {
          const place = indices[at] * n;
          for (let c = 0; c < d; c++) f[c] = other[place + c];
          f[d] = 1;
          const target = values[at] - mean - other[place + d];
          for (let c = 0; c < n; c++) {
            b[c] += f[c] * target;
            for (let e = 0; e <= c; e++) a[c * n + e] += f[c] * f[e];
          }
        }
        if (countOf(matrices[side], row) > 0) {
          for (let c = 0; c < n; c++) a[c * n + c] += lambda * countOf(matrices[side], row);
          cholesky(a, n);
          solveCholesky(a, n, b);
        }
        rows[side].set(b, row * n);
      }
    },
    squares() {
      const [{ pointers, indices, values, rows: users }] = matrices;
      let sum = 0;
      for (let user = 0; user < users; user++) {
        for (let at = pointers[user]; at < pointers[user + 1]; at++) {
          const [p, q] = [user * n, indices[at] * n];
          const error = values[at] - mean - rows[0][p + d] - rows[1][q + d] - dot(rows[0], p, rows[1], q, d);
          sum += error * error;
        }
      }
      return sum;
    },
    penalty() {
      let sum = 0;
      matrices.forEach((matrix, side) => {
        for (let row = 0; row < matrix.rows; row++) {
          sum += countOf(matrix, row) * dot(rows[side], row * n, rows[side], row * n, n);
        }
      });
      return sum;
    },
    factors: (side) =>
      Float32Array.from({ length: matrices[side].rows * d }, (_, at) => rows[side][Math.floor(at / d) * n + (at % d)]),
    biases: (side) => Float32Array.from({ length: matrices[side].rows }, (_, row) => rows[side][row * n + d]),
  };
}

/**
 * In the kernel; undefined where there is none. The last number of a row is its bias while the row is being solved and 1 while it is held fixed;
 * the biases themselves are kept beside.
 */
export function simdAlsSides(problem: AlsProblem): AlsSides | undefined {
  const { matrices, d, lambda, mean } = problem;
  const sides = matrices.map((matrix) => ({
    matrix,
    ridges: Float64Array.from({ length: matrix.rows }, (_, row) => lambda * countOf(matrix, row)),
    targets: matrix.values,
  }));
  const kernel = startLeastSquares([sides[0], sides[1]], { d: d + 1, precision: 'double' });
  if (!kernel) return undefined;
  const { width } = kernel;
  const biases = matrices.map((matrix) => new Float64Array(matrix.rows));
  const views = [kernel.rows(0), kernel.rows(1)];
  startOf(problem).forEach((value, at) => (views[1][Math.floor(at / d) * width + (at % d)] = value));
  /** Writes the last number of every row. */
  const setLast = (side: number, value: (row: number) => number) => {
    for (let row = 0; row < matrices[side].rows; row++) views[side][row * width + d] = value(row);
  };
  let own = 1; // the side whose last numbers are biases
  return {
    solve(side, from, to) {
      if (own !== side) setLast(1 - side, () => 1);
      own = side;
      const { pointers, indices, values } = matrices[side];
      const targets = kernel.targets(side);
      for (let at = pointers[from]; at < pointers[to]; at++) targets[at] = values[at] - mean - biases[1 - side][indices[at]];
      const solved = kernel.solveExact(side, from, to);
      if (solved < to) throw new RangeError(`matrix must be positive definite, got one that is not in row ${solved}`);
      for (let row = from; row < to; row++) biases[side][row] = views[side][row * width + d];
    },
    squares() {
      // Σ (t − s)² = Σ t² + Σ (s² − 2 t s)
      let constant = 0;
      for (const target of kernel.targets(own)) constant += target * target;
      return constant + kernel.quadratic(own);
    },
    penalty() {
      let sum = 0;
      matrices.forEach((matrix, side) => {
        for (let row = 0; row < matrix.rows; row++) {
          const square = dot(views[side], row * width, views[side], row * width, d) + biases[side][row] * biases[side][row];
          sum += countOf(matrix, row) * square;
        }
      });
      return sum;
    },
    factors: (side) => kernel.read(side, d),
    biases: (side) => Float32Array.from(biases[side]),
  };
}
