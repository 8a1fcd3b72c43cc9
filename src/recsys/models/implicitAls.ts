/**
 * Implicit ALS: every pair of user and item takes part, those not met with a small weight and the target 0. The sum over all pairs costs no
 * more than one d × d matrix, so a round is linear in what was met.
 */
import { breathe } from '../math/breathe';
import { checkAtLeast, checkIndex, checkOneOf, checkPositiveInteger } from '../math/check';
import { dot, gramOfRows } from '../math/linalg';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { solveExact, Workspace } from './implicitAlsRow';
import { plainSides, simdSides } from './implicitAlsSides';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { Csr } from '../math/sparse';
import type { ModelParts } from '../math/buffer';
import type { FactorArrays, FactorModel } from './factors';
import type { Loss } from './implicitAlsRow';
import type { Sides } from './implicitAlsSides';
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

/** About so many multiply-adds are made before the event loop may turn: a few milliseconds. */
const TURN = 1 << 20;

/** Solves every row of a side, the other fixed. */
async function solveHalf(sides: Sides, side: 0 | 1, { rows, pointers }: Csr, d: number, signal?: AbortSignal): Promise<void> {
  sides.prepare(side);
  for (let from = 0; from < rows && !signal?.aborted;) {
    let to = from + 1;
    while (to < rows && pointers[to] - pointers[from] + d * (to - from) < TURN / d) to++;
    sides.solve(side, from, to);
    from = to;
    await breathe();
  }
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
  const negative = hu ? matrix.values.find((value) => value < 0) : undefined;
  if (negative !== undefined) throw new RangeError(`values must be at least 0 beside alpha, summed by pair, got ${negative}`);
  const byItem = transpose(matrix);
  const loss: Loss = { d, alpha0, lambda, nu, alpha: alpha ?? NaN };
  const matrices = [matrix, byItem] as const;
  const how = { solver, steps, seed };
  const sides = simdSides(matrices, loss, how) ?? plainSides(matrices, loss, how);
  for (let round = 1; round <= iterations && !signal?.aborted; round++) {
    await solveHalf(sides, 0, matrix, d, signal);
    await solveHalf(sides, 1, byItem, d, signal);
    if (signal?.aborted) break;
    if (onProgress) onProgress({ done: round, total: iterations, label: 'iteration', values: { loss: sides.loss() } });
  }
  const [users, items] = [sides.factors(0), sides.factors(1)];
  return build({
    kind: 'implicitAls',
    settings: { items: matrix.columns, factors: d, alpha0, lambda, nu, ...(hu ? { alpha } : {}) },
    arrays: { seenPointers: matrix.pointers, seenItems: matrix.indices, userFactors: users, itemFactors: items },
  });
}

/** Reads the model back. */
implicitAls.fromBuffer = (buffer: ArrayBuffer): ImplicitAls => build(unpackModel<FactorArrays>(buffer, 'implicitAls'));
