/**
 * The two sides of implicit ALS while they are trained, users (0) and items (1): in plain TypeScript and double precision, or in the SIMD kernel
 * and single precision. Both solve the same equations in the same order.
 */
import { gramOfRows, dot } from '../math/linalg';
import { startLeastSquares } from '../simd/leastSquares';
import { normalFactors } from './factors';
import { ridge, solveExact, solveGradients, Workspace } from './implicitAlsRow';
import type { Csr } from '../math/sparse';
import type { Loss, Row } from './implicitAlsRow';

/** What training does to the sides. */
export interface Sides {
  /** Gets ready to solve a side: makes the Gram matrix of the other, which stays fixed meanwhile. */
  prepare(side: 0 | 1): void;
  /** Solves rows of the side. */
  solve(side: 0 | 1, from: number, to: number): void;
  /** The loss of Rendle et al., equations 1 to 5, or of Hu et al., equation 3. */
  loss(): number;
  /** The side's vectors, rows × d. */
  factors(side: 0 | 1): Float32Array;
}

/** How rows are solved. */
export interface Solver {
  solver: 'cholesky' | 'cg';
  /** Steps of `cg`. */
  steps: number;
  seed: number;
}

/** Users × items and its transpose. */
export type Matrices = readonly [Csr, Csr];

/** The deviation of the numbers that training starts from. */
const deviation = (d: number) => 0.1 / Math.sqrt(d);

/** What stands on the diagonal of each row. */
function ridgesOf(matrix: Csr, loss: Loss): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) =>
    ridge(loss, matrix.pointers[row + 1] - matrix.pointers[row], matrix.columns),
  );
}

/** In plain TypeScript. */
export function plainSides(matrices: Matrices, loss: Loss, { solver, steps, seed }: Solver): Sides {
  const { d, alpha0, alpha } = loss;
  const factors = matrices.map((matrix, side) => normalFactors(matrix.rows, d, deviation(d), seed + side));
  const space = new Workspace(d);
  let gram = new Float64Array(d * d);
  return {
    prepare: (side) => void (gram = gramOfRows(factors[1 - side], d).map((value) => alpha0 * value)),
    solve(side, from, to) {
      const equations: Row = { matrix: matrices[side], row: 0, gram, fixed: factors[1 - side] };
      for (let row = from; row < to; row++) {
        equations.row = row;
        if (solver === 'cholesky') solveExact(equations, loss, space);
        else solveGradients(equations, loss, space, factors[side], steps);
        factors[side].set(space.b, row * d);
      }
    },
    loss() {
      const [users, items] = factors;
      const [matrix] = matrices;
      // Over all pairs the squared scores sum up to the product of two Gram matrices.
      let sum = alpha0 * dot(gramOfRows(users, d), 0, gramOfRows(items, d), 0, d * d);
      for (let user = 0; user < matrix.rows; user++) {
        for (let at = matrix.pointers[user]; at < matrix.pointers[user + 1]; at++) {
          const score = dot(users, user * d, items, matrix.indices[at] * d, d);
          if (alpha === alpha) sum += (1 + alpha * matrix.values[at]) * (1 - score) * (1 - score) - score * score;
          else sum += (1 - score) * (1 - score);
        }
      }
      matrices.forEach((side, s) => {
        ridgesOf(side, loss).forEach((value, row) => (sum += value * dot(factors[s], row * d, factors[s], row * d, d)));
      });
      return sum;
    },
    factors: (side) => factors[side],
  };
}

/** In the kernel; undefined where there is none. */
export function simdSides(matrices: Matrices, loss: Loss, { solver, steps, seed }: Solver): Sides | undefined {
  const { d, alpha0, alpha } = loss;
  const hu = alpha === alpha;
  const equations = matrices.map((matrix) => ({
    matrix,
    ridges: ridgesOf(matrix, loss),
    weights: hu ? matrix.values.map((value) => alpha * value) : undefined,
    targets: hu ? matrix.values.map((value) => 1 + alpha * value) : undefined,
  }));
  const kernel = startLeastSquares([equations[0], equations[1]], { d, precision: 'single' });
  if (!kernel) return undefined;
  for (const side of [0, 1]) kernel.fillNormal(side, deviation(d), seed + side);
  const [{ targets }] = equations;
  const constant = targets ? targets.reduce((sum, target) => sum + target, 0) : matrices[0].indices.length;

  /** A row whose matrix is not positive definite in single precision may still be in double: then the plain solver takes it. */
  const solvePlain = (side: number, row: number) => {
    const fixed = kernel.read(1 - side);
    const gram = gramOfRows(fixed, d).map((value) => alpha0 * value);
    const space = new Workspace(d);
    solveExact({ matrix: matrices[side], row, gram, fixed }, loss, space);
    kernel.rows(side).set(space.b, row * kernel.width);
  };
  return {
    prepare: (side) => void kernel.makeGram(1 - side, alpha0),
    solve(side, from, to) {
      if (solver === 'cg') return kernel.solveGradients(side, from, to, steps);
      for (let row = from; row < to; row++) {
        row = kernel.solveExact(side, row, to);
        if (row < to) solvePlain(side, row);
      }
    },
    loss() {
      const users = kernel.makeGram(0, 1).slice();
      const items = kernel.makeGram(1, 1);
      const everywhere = alpha0 * dot(users, 0, items, 0, users.length);
      // t (1 − s)² − (t − w) s², over the entries
      return everywhere + constant + kernel.quadratic(0) + kernel.penalty(0) + kernel.penalty(1);
    },
    factors: (side) => kernel.read(side),
  };
}
