/**
 * Explicit ALS: factors for the ratings that are there, nothing said of those that are not. Fine for predicting a rating, poor for
 * ranking, since it never learns what people do not choose.
 */
import { breathe } from '../math/breathe';
import { checkIndex, checkPositive, checkPositiveInteger } from '../math/check';
import { cholesky, dot, solveCholesky } from '../math/linalg';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { factorModel, normalFactors } from './factors';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { Csr } from '../math/sparse';
import type { ModelParts } from '../math/buffer';
import type { FactorArrays, FactorModel } from './factors';

export interface AlsOptions extends TrainOptions {
  /** 16 by default. */
  factors?: number;
  /** Rounds of users, then items; 10 by default. */
  iterations?: number;
  /** λ; 0.1 by default. */
  regularization?: number;
}

/** An ALS model, which also predicts single ratings. */
export interface Als extends FactorModel {
  /** The rating that this user would give. */
  predict(user: number, item: number): number;
}

/** One side's unknowns: factors and a bias in one row of d + 1 numbers. */
interface Half {
  factors: Float64Array;
  matrix: Csr;
}

/**
 * Solves every row of one side, the other held fixed: (Σ f fᵀ + λ n I) w = Σ f (r − mean − bias_other), where f is the other's factors
 * and 1 and w the own factors and bias. A row without ratings becomes zero.
 */
async function solveHalf(
  own: Half,
  other: Float64Array,
  d: number,
  lambda: number,
  mean: number,
  signal?: AbortSignal,
): Promise<void> {
  const n = d + 1;
  const a = new Float64Array(n * n);
  const b = new Float64Array(n);
  const f = new Float64Array(n);
  const { pointers, indices, values, rows } = own.matrix;
  for (let row = 0; row < rows && !signal?.aborted; row++) {
    const count = pointers[row + 1] - pointers[row];
    a.fill(0);
    b.fill(0);
    for (let at = pointers[row]; at < pointers[row + 1]; at++) {
      const from = indices[at] * n;
      for (let c = 0; c < d; c++) f[c] = other[from + c];
      f[d] = 1;
      const target = values[at] - mean - other[from + d];
      for (let c = 0; c < n; c++) {
        b[c] += f[c] * target;
        for (let e = 0; e <= c; e++) a[c * n + e] += f[c] * f[e];
      }
    }
    if (count > 0) {
      for (let c = 0; c < n; c++) a[c * n + c] += lambda * count;
      cholesky(a, n);
      solveCholesky(a, n, b);
    }
    own.factors.set(b, row * n);
    await breathe();
  }
}

/** The loss that ALS minimises; see `als`. */
function loss(users: Half, items: Half, d: number, lambda: number, mean: number): { loss: number; rmse: number } {
  const n = d + 1;
  const { pointers, indices, values, rows } = users.matrix;
  let squares = 0;
  for (let user = 0; user < rows; user++) {
    for (let at = pointers[user]; at < pointers[user + 1]; at++) {
      const p = user * n;
      const q = indices[at] * n;
      const error = values[at] - mean - users.factors[p + d] - items.factors[q + d] - dot(users.factors, p, items.factors, q, d);
      squares += error * error;
    }
  }
  let penalty = 0;
  for (const { factors, matrix } of [users, items]) {
    for (let row = 0; row < matrix.rows; row++) {
      penalty += (matrix.pointers[row + 1] - matrix.pointers[row]) * dot(factors, row * n, factors, row * n, n);
    }
  }
  return { loss: squares + lambda * penalty, rmse: Math.sqrt(squares / values.length) };
}

function build(parts: ModelParts<FactorArrays>): Als {
  const model = factorModel(parts);
  const { userFactors, itemFactors, userBiases, itemBiases } = parts.arrays;
  const d = model.factors;
  return {
    ...model,
    predict(user, item) {
      checkIndex('user', user, userBiases.length);
      checkIndex('item', item, itemBiases.length);
      const biases = (parts.settings.mean as number) + userBiases[user] + itemBiases[item];
      return biases + dot(userFactors, user * d, itemFactors, item * d, d);
    },
  };
}

/** Separates factors and biases. */
function split(half: Half, d: number): { factors: Float32Array; biases: Float32Array } {
  const rows = half.matrix.rows;
  return {
    factors: Float32Array.from({ length: rows * d }, (_, at) => half.factors[Math.floor(at / d) * (d + 1) + (at % d)]),
    biases: Float32Array.from({ length: rows }, (_, row) => half.factors[row * (d + 1) + d]),
  };
}

/**
 * Minimises Σ over ratings of (r_ui − μ − b_u − b_i − p_u · q_i)² + λ (Σ n_u (‖p_u‖² + b_u²) + Σ n_i (‖q_i‖² + b_i²)), μ the mean rating, by
 * solving all users, then all items, exactly. Each half-step lowers the loss; `onProgress` tells it. A user's several ratings of one
 * item count as the last. Scores are predicted ratings.
 *
 * Y. Zhou et al.: Large-scale parallel collaborative filtering for the Netflix Prize. AAIM 2008, equation 2, with biases.
 *
 * @throws RangeError if train is empty, a value is not finite, or an option is out of range
 */
export async function als(train: Interactions, options: AlsOptions = {}): Promise<Als> {
  const { factors: d = 16, iterations = 10, regularization = 0.1, seed = 42, signal, onProgress } = options;
  checkPositiveInteger('factors', d);
  checkPositiveInteger('iterations', iterations);
  checkPositive('regularization', regularization);
  const matrix = userItemMatrix(checkTrain(train), 'last');
  const mean = matrix.values.reduce((sum, value) => sum + value, 0) / matrix.values.length;
  const users: Half = { matrix, factors: new Float64Array(matrix.rows * (d + 1)) };
  const items: Half = { matrix: transpose(matrix), factors: new Float64Array(matrix.columns * (d + 1)) };
  const start = normalFactors(matrix.columns, d, 0.1, seed);
  for (let item = 0; item < matrix.columns; item++) {
    if (items.matrix.pointers[item + 1] > items.matrix.pointers[item]) {
      items.factors.set(start.subarray(item * d, (item + 1) * d), item * (d + 1));
    }
  }
  for (let half = 0; half < 2 * iterations && !signal?.aborted; half++) {
    if (half % 2 === 0) await solveHalf(users, items.factors, d, regularization, mean, signal);
    else await solveHalf(items, users.factors, d, regularization, mean, signal);
    if (signal?.aborted) break;
    onProgress?.({
      done: half + 1,
      total: 2 * iterations,
      label: 'half-step',
      values: loss(users, items, d, regularization, mean),
    });
  }
  const user = split(users, d);
  const item = split(items, d);
  return build({
    kind: 'als',
    settings: { items: matrix.columns, factors: d, mean },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      userFactors: user.factors,
      itemFactors: item.factors,
      userBiases: user.biases,
      itemBiases: item.biases,
    },
  });
}

/** Reads the model back. */
als.fromBuffer = (buffer: ArrayBuffer): Als => build(unpackModel<FactorArrays>(buffer, 'als'));
