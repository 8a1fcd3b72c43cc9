/**
 * One row of implicit ALS: the equations of a user (or an item) with the other side held fixed, solved exactly or by conjugate gradients.
 * Nothing is allocated per row.
 */
import { pow } from '../math/functions';
import { cholesky, dot, solveCholesky } from '../math/linalg';
import type { Csr } from '../math/sparse';

/** The loss: pairs met have weight `weight(value)` and target 1 beside `alpha0` and target 0 (Rendle) or 1 (Hu). */
export interface Loss {
  d: number;
  alpha0: number;
  lambda: number;
  nu: number;
  /** Hu's α, or NaN. */
  alpha: number;
}

/** λ (n + α₀ · others)^ν: what stands on the diagonal for a row with n entries. */
export function ridge({ lambda, alpha0, nu }: Loss, entries: number, others: number): number {
  return lambda * pow(entries + alpha0 * others, nu);
}

/** What one row's equations are made from. */
export interface Row {
  matrix: Csr;
  row: number;
  /** α₀ FᵀF, d × d. */
  gram: Float64Array;
  fixed: Float32Array;
}

/** Memory for one solve, made once. */
export class Workspace {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly r: Float64Array;
  readonly p: Float64Array;
  readonly ap: Float64Array;

  constructor(d: number) {
    this.a = new Float64Array(d * d);
    this.b = new Float64Array(d);
    this.r = new Float64Array(d);
    this.p = new Float64Array(d);
    this.ap = new Float64Array(d);
  }
}

/** Leaves in `space.b` the solution w of (α₀ FᵀF + Σ c f fᵀ + ridge I) w = Σ t f over the entries of the row. */
export function solveExact({ matrix, row, gram, fixed }: Row, loss: Loss, space: Workspace): void {
  const { d, alpha } = loss;
  const { a, b } = space;
  a.set(gram);
  b.fill(0);
  for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
    const from = matrix.indices[at] * d;
    const weight = alpha === alpha ? alpha * matrix.values[at] : 1;
    const target = alpha === alpha ? 1 + weight : 1;
    for (let c = 0; c < d; c++) {
      const value = fixed[from + c];
      b[c] += target * value;
      const scaled = weight * value;
      for (let e = 0; e <= c; e++) a[c * d + e] += scaled * fixed[from + e];
    }
  }
  const diagonal = ridge(loss, matrix.pointers[row + 1] - matrix.pointers[row], matrix.columns);
  for (let c = 0; c < d; c++) a[c * d + c] += diagonal;
  cholesky(a, d);
  solveCholesky(a, d, b);
}

/** into = (α₀ FᵀF + Σ c f fᵀ + ridge I) v. */
function apply({ matrix, row, gram, fixed }: Row, loss: Loss, v: Float64Array, into: Float64Array): void {
  const { d, alpha } = loss;
  const diagonal = ridge(loss, matrix.pointers[row + 1] - matrix.pointers[row], matrix.columns);
  for (let c = 0; c < d; c++) into[c] = dot(gram, c * d, v, 0, d) + diagonal * v[c];
  for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
    const from = matrix.indices[at] * d;
    const weight = (alpha === alpha ? alpha * matrix.values[at] : 1) * dot(fixed, from, v, 0, d);
    for (let c = 0; c < d; c++) into[c] += weight * fixed[from + c];
  }
}

/** The same equations by conjugate gradients from the row's present value: G. Takács, I. Pilászy, D. Tikk, RecSys 2011. */
export function solveGradients(equations: Row, loss: Loss, space: Workspace, own: Float32Array, steps: number): void {
  const { d, alpha } = loss;
  const { matrix, row, fixed } = equations;
  const { b, r, p, ap } = space;
  for (let c = 0; c < d; c++) b[c] = own[row * d + c];
  apply(equations, loss, b, r);
  for (let c = 0; c < d; c++) r[c] = -r[c];
  for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
    const target = alpha === alpha ? 1 + alpha * matrix.values[at] : 1;
    for (let c = 0; c < d; c++) r[c] += target * fixed[matrix.indices[at] * d + c];
  }
  p.set(r);
  let squares = dot(r, 0, r, 0, d);
  for (let step = 0; step < steps && squares > 1e-20; step++) {
    apply(equations, loss, p, ap);
    const length = squares / dot(p, 0, ap, 0, d);
    for (let c = 0; c < d; c++) {
      b[c] += length * p[c];
      r[c] -= length * ap[c];
    }
    const next = dot(r, 0, r, 0, d);
    for (let c = 0; c < d; c++) p[c] = r[c] + (next / squares) * p[c];
    squares = next;
  }
}
