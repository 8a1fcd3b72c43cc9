/**
 * Implicit ALS: every pair of user and item takes part, those not met with a small weight and the target 0. The sum over all pairs costs no
 * more than one d × d matrix, so a round is linear in what was met.
 */
import { breathe } from '../math/breathe';
import { checkAtLeast, checkIndex, checkOneOf, checkPositiveInteger } from '../math/check';
import { pow } from '../math/functions';
import { cholesky, dot, gramOfRows, solveCholesky } from '../math/linalg';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from './buffer';
import { factorModel, normalFactors } from './factors';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { Csr } from '../math/sparse';
import type { ModelParts } from './buffer';
import type { FactorArrays, FactorModel } from './factors';
import type { FoldIn } from './itemWeights';

export interface ImplicitAlsOptions extends TrainOptions {
  /** 64 by default. */
  factors?: number;
  /** Rounds of users, then items; 15 by default. */
  iterations?: number;
  /** α₀: the weight of a pair that was not met; 0.3 by default. */
  alpha0?: number;
  /** λ; 0.01 by default. */
  regularization?: number;
  /** ν: how much stronger frequent users and items are regularised, 0 … 1; 1 by default. */
  nu?: number;
  /** If given, Hu et al.'s confidences 1 + α · value in place of Rendle et al.'s loss, with plain λ; `alpha0` and `nu` are then 1 and 0. */
  alpha?: number;
  /** Exact solutions, or three steps of conjugate gradients from where the last round ended; `cholesky` by default. */
  solver?: 'cholesky' | 'cg';
  /** Steps of `cg`; 3 by default. */
  steps?: number;
}

/** An implicit ALS model, which can also take in someone new. */
export type ImplicitAls = FactorModel & FoldIn;

/** The loss: pairs met have weight `weight(value)` and target 1 beside `alpha0` and target 0 (Rendle) or 1 (Hu). */
interface Loss {
  d: number;
  alpha0: number;
  lambda: number;
  nu: number;
  /** Hu's α, or NaN. */
  alpha: number;
}

/** λ (n + α₀ · others)^ν: what stands on the diagonal for a row with n entries. */
function ridge({ lambda, alpha0, nu }: Loss, entries: number, others: number): number {
  return lambda * pow(entries + alpha0 * others, nu);
}

/** What one row's equations are made from. */
interface Row {
  matrix: Csr;
  row: number;
  /** α₀ FᵀF, d × d. */
  gram: Float64Array;
  fixed: Float32Array;
}

/** Memory for one solve, made once. */
class Workspace {
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
function solveExact({ matrix, row, gram, fixed }: Row, loss: Loss, space: Workspace): void {
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
function solveGradients(equations: Row, loss: Loss, space: Workspace, own: Float32Array, steps: number): void {
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

/** Solves every row of `own`, the other side fixed. */
async function solveHalf(
  own: Float32Array,
  matrix: Csr,
  fixed: Float32Array,
  loss: Loss,
  { solver, steps, space }: { solver: 'cholesky' | 'cg'; steps: number; space: Workspace },
): Promise<void> {
  const gram = gramOfRows(fixed, loss.d).map((value) => loss.alpha0 * value);
  const equations: Row = { matrix, row: 0, gram, fixed };
  for (let row = 0; row < matrix.rows; row++) {
    equations.row = row;
    if (solver === 'cholesky') solveExact(equations, loss, space);
    else solveGradients(equations, loss, space, own, steps);
    own.set(space.b, row * loss.d);
    if (row % 16 === 15) await breathe();
  }
}

/** The loss of Rendle et al., equations 1 to 5, or of Hu et al., equation 3. The sum over all pairs is the product of two Gram matrices. */
function lossOf(users: Float32Array, items: Float32Array, matrix: Csr, byItem: Csr, loss: Loss): number {
  const { d, alpha0, alpha } = loss;
  const gramUsers = gramOfRows(users, d);
  const gramItems = gramOfRows(items, d);
  let sum = alpha0 * dot(gramUsers, 0, gramItems, 0, d * d);
  for (let user = 0; user < matrix.rows; user++) {
    for (let at = matrix.pointers[user]; at < matrix.pointers[user + 1]; at++) {
      const score = dot(users, user * d, items, matrix.indices[at] * d, d);
      if (alpha === alpha) sum += (1 + alpha * matrix.values[at]) * (1 - score) * (1 - score) - score * score;
      else sum += (1 - score) * (1 - score);
    }
  }
  for (const [factors, side] of [
    [users, matrix],
    [items, byItem],
  ] as const) {
    for (let row = 0; row < side.rows; row++) {
      sum += ridge(loss, side.pointers[row + 1] - side.pointers[row], side.columns) * dot(factors, row * d, factors, row * d, d);
    }
  }
  return sum;
}

function build(parts: ModelParts<FactorArrays>): ImplicitAls {
  const model = factorModel(parts);
  const { factors: d, itemFactors } = model;
  const items = parts.settings.items as number;
  const { alpha0, lambda, nu, alpha } = parts.settings as unknown as Loss;
  const loss: Loss = { d, alpha0, lambda, nu, alpha: alpha ?? NaN };
  let gram: Float64Array | undefined;
  return {
    ...model,
    scoresFor(history) {
      for (let h = 0; h < history.length; h++) checkIndex('items', history[h], items);
      gram ??= gramOfRows(itemFactors, d).map((value) => alpha0 * value);
      const indices = Int32Array.from(new Set(Array.from(history)));
      const pointers = Int32Array.of(0, indices.length);
      const matrix: Csr = { rows: 1, columns: items, pointers, indices, values: new Float32Array(indices.length).fill(1) };
      const space = new Workspace(d);
      solveExact({ matrix, row: 0, gram, fixed: itemFactors }, loss, space);
      return Float32Array.from({ length: items }, (_, item) => dot(itemFactors, item * d, space.b, 0, d));
    },
  };
}

/**
 * Minimises, over user vectors w and item vectors h,
 *
 *     Σ_{(u,i) met} (w_u · h_i − 1)² + α₀ Σ_u Σ_i (w_u · h_i)² + λ (Σ_u (n_u + α₀ |I|)^ν ‖w_u‖² + Σ_i (n_i + α₀ |U|)^ν ‖h_i‖²)
 *
 * by solving all users, then all items. `onProgress` tells the loss after each round. The matrix is binary, unless `alpha` asks for Hu
 * et al.'s loss, where a pair's values are summed and must not be negative.
 *
 * S. Rendle, W. Krichene, L. Zhang, Y. Koren: Revisiting the performance of iALS on item recommendation benchmarks. RecSys 2022, equations
 * 1 to 5; Y. Hu, Y. Koren, C. Volinsky: Collaborative filtering for implicit feedback datasets. ICDM 2008, equation 3.
 *
 * @throws RangeError if train is empty or an option is out of range
 */
export async function implicitAls(train: Interactions, options: ImplicitAlsOptions = {}): Promise<ImplicitAls> {
  const { factors: d = 64, iterations = 15, alpha, solver = 'cholesky', steps = 3, seed = 42, signal, onProgress } = options;
  const hu = alpha !== undefined;
  const { regularization: lambda = 0.01, alpha0 = hu ? 1 : 0.3, nu = hu ? 0 : 1 } = options;
  checkPositiveInteger('factors', d);
  checkPositiveInteger('iterations', iterations);
  checkPositiveInteger('steps', steps);
  checkAtLeast('alpha0', alpha0, 0);
  checkAtLeast('regularization', lambda, 0);
  checkAtLeast('nu', nu, 0);
  if (hu) checkAtLeast('alpha', alpha, 0);
  checkOneOf('solver', solver, ['cholesky', 'cg']);
  if (hu && (alpha0 !== 1 || nu !== 0))
    throw new RangeError(`alpha0 and nu must be 1 and 0 beside alpha, got ${alpha0} and ${nu}`);
  const matrix = userItemMatrix(checkTrain(train), hu ? 'sum' : 'binary');
  if (hu && matrix.values.some((value) => value < 0))
    throw new RangeError('values must be at least 0 beside alpha, got a negative one');
  const byItem = transpose(matrix);
  const loss: Loss = { d, alpha0, lambda, nu, alpha: alpha ?? NaN };
  const users = normalFactors(matrix.rows, d, 0.1 / Math.sqrt(d), seed);
  const items = normalFactors(matrix.columns, d, 0.1 / Math.sqrt(d), seed + 1);
  const how = { solver, steps, space: new Workspace(d) };
  for (let round = 1; round <= iterations; round++) {
    await solveHalf(users, matrix, items, loss, how);
    await solveHalf(items, byItem, users, loss, how);
    onProgress?.({
      done: round,
      total: iterations,
      label: 'iteration',
      values: { loss: lossOf(users, items, matrix, byItem, loss) },
    });
    if (signal?.aborted) break;
  }
  return build({
    kind: 'implicitAls',
    settings: { items: matrix.columns, factors: d, alpha0, lambda, nu, ...(hu ? { alpha } : {}) },
    arrays: { seenPointers: matrix.pointers, seenItems: matrix.indices, userFactors: users, itemFactors: items },
  });
}

/** Reads the model back. */
implicitAls.fromBuffer = (buffer: ArrayBuffer): ImplicitAls => build(unpackModel<FactorArrays>(buffer, 'implicitAls'));
