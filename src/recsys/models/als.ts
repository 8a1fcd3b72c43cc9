/**
 * Explicit ALS: factors for the ratings that are there, nothing said of those that are not. Fine for predicting a rating, poor for
 * ranking, since it never learns what people do not choose.
 */
import { breathe } from '../math/breathe';
import { checkIndex, checkPositive, checkPositiveInteger } from '../math/check';
import { dot } from '../math/linalg';
import { transpose, userItemMatrix } from '../math/sparse';
import { plainAlsSides, simdAlsSides } from './alsSides';
import { unpackModel } from '../math/buffer';
import { factorModel, normalFactors } from './factors';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { Csr } from '../math/sparse';
import type { AlsSides } from './alsSides';
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

/** About so many multiply-adds are made before the event loop may turn: a few milliseconds. */
const TURN = 1 << 21;

/** Solves every row of a side, the other held fixed. */
async function solveHalf(sides: AlsSides, side: 0 | 1, { rows, pointers }: Csr, d: number, signal?: AbortSignal): Promise<void> {
  for (let from = 0; from < rows && !signal?.aborted;) {
    let to = from + 1;
    while (to < rows && (pointers[to] - pointers[from] + d * (to - from)) * d * d < TURN) to++;
    sides.solve(side, from, to);
    from = to;
    await breathe();
  }
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
  const matrices = [matrix, transpose(matrix)] as const;
  const problem = { matrices, d, lambda: regularization, mean, start: normalFactors(matrix.columns, d, 0.1, seed) };
  const sides = simdAlsSides(problem) ?? plainAlsSides(problem);
  for (let half = 0; half < 2 * iterations && !signal?.aborted; half++) {
    const side = half % 2 === 0 ? 0 : 1;
    await solveHalf(sides, side, matrices[side], d, signal);
    if (signal?.aborted) break;
    if (!onProgress) continue;
    const squares = sides.squares();
    const values = { loss: squares + regularization * sides.penalty(), rmse: Math.sqrt(squares / matrix.values.length) };
    onProgress({ done: half + 1, total: 2 * iterations, label: 'half-step', values });
  }
  return build({
    kind: 'als',
    settings: { items: matrix.columns, factors: d, mean },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      userFactors: sides.factors(0),
      itemFactors: sides.factors(1),
      userBiases: sides.biases(0),
      itemBiases: sides.biases(1),
    },
  });
}

/** Reads the model back. */
als.fromBuffer = (buffer: ArrayBuffer): Als => build(unpackModel<FactorArrays>(buffer, 'als'));
