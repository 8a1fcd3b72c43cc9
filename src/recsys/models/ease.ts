/**
 * EASE: the best linear weights between items in closed form, by one matrix inverse and no iteration.
 *
 * With G = XᵀX and P = (G + λI)⁻¹ the weights are B = I − P · diag(1 / P_jj), so that score(u, ·) = x_u B and B_jj = 0
 * (H. Steck: Embarrassingly shallow autoencoders for sparse data. WWW 2019, equation 8).
 *
 * Where users are fewer than items it is cheaper on their side. By Woodbury, with K = XXᵀ and M = (K + λI)⁻¹, P = (I − XᵀMX) / λ; and as
 * KM = I − λM, the row x_u P is M_u X. So score(u, i) = x_ui − (M_u X)_i / P_ii, and neither P nor B is ever formed.
 */
import { breathe, inTurns } from '../math/breathe';
import { checkIndex, checkOneOf, checkPositive, checkPositiveInteger } from '../math/check';
import { plainInvertPositive } from '../math/linalg';
import { transpose, userItemMatrix } from '../math/sparse';
import { topk } from '../math/topk';
import { startInverse } from '../simd/inverse';
import { unpackModel } from '../math/buffer';
import { checkTrain, recommender } from './recommender';
import type { Interactions, Recommender, TrainOptions } from '../types';
import type { Csr } from '../math/sparse';
import type { FoldIn, Similar } from './itemWeights';
import type { RankerParts } from './recommender';

export interface EaseOptions extends Omit<TrainOptions, 'seed' | 'onProgress'> {
  /** λ; 100 by default. */
  regularization?: number;
  /** Which inverse to take; by default that of the smaller number. The model is the same but for rounding. */
  side?: 'items' | 'users';
  /** The most bytes that the inverse may take, counted as two matrices of doubles; 2 GB by default. */
  memoryLimit?: number;
}

/** An EASE model. Its neighbours are the items j with the largest weight B_ji for the score of item i. */
export type Ease = Recommender & FoldIn & Similar;

/** The Gram matrix of the columns, dense n × n, plus λ on the diagonal. */
export function regularisedGram({ rows, columns: n, pointers, indices, values }: Csr, lambda: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let row = 0; row < rows; row++) {
    for (let a = pointers[row]; a < pointers[row + 1]; a++) {
      const into = indices[a] * n;
      for (let b = pointers[row]; b < pointers[row + 1]; b++) gram[into + indices[b]] += values[a] * values[b];
    }
  }
  for (let i = 0; i < n; i++) gram[i * n + i] += lambda;
  return gram;
}

/** Its inverse: in the kernel's memory from the start where there is one, so that there is one matrix and no copy. */
async function regularisedInverse(matrix: Csr, lambda: number, signal?: AbortSignal): Promise<Float64Array> {
  const kernel = startInverse(matrix.columns, matrix);
  if (!kernel) return plainInvertPositive(regularisedGram(matrix, lambda), matrix.columns, signal);
  await inTurns(kernel.addGram(lambda), signal);
  return inTurns(kernel.invert(), signal);
}

/** P_ii for each item from M: (1 − x_iᵀ M x_i) / λ. */
function diagonalFromUsers(byItem: Csr, inverse: Float64Array, lambda: number): Float64Array {
  const users = byItem.columns;
  return Float64Array.from({ length: byItem.rows }, (_, item) => {
    let sum = 0;
    for (let a = byItem.pointers[item]; a < byItem.pointers[item + 1]; a++) {
      const row = byItem.indices[a] * users;
      for (let b = byItem.pointers[item]; b < byItem.pointers[item + 1]; b++) {
        sum += byItem.values[a] * byItem.values[b] * inverse[row + byItem.indices[b]];
      }
    }
    return (1 - sum) / lambda;
  });
}

/** How a model of either side computes h P for a history h, and the row i of P. */
interface Side {
  times(history: ArrayLike<number>, into: Float64Array): void;
  user(user: number, into: Float64Array): void;
}

function itemSide({ inverse, seenPointers, seenItems }: RankerParts['arrays'], items: number): Side {
  const times: Side['times'] = (history, into) => {
    for (let h = 0; h < history.length; h++) {
      const row = history[h] * items;
      for (let item = 0; item < items; item++) into[item] += inverse[row + item];
    }
  };
  return { times, user: (user, into) => times(seenItems.subarray(seenPointers[user], seenPointers[user + 1]), into) };
}

function userSide({ inverse, seenPointers, seenItems }: RankerParts['arrays'], items: number, lambda: number): Side {
  const users = seenPointers.length - 1;
  /** Σ_v weight_v · x_v, times a factor, added. */
  const combine = (weights: ArrayLike<number>, offset: number, factor: number, into: Float64Array) => {
    for (let v = 0; v < users; v++) {
      const weight = factor * weights[offset + v];
      for (let at = seenPointers[v]; at < seenPointers[v + 1]; at++) into[seenItems[at]] += weight;
    }
  };
  return {
    user: (user, into) => combine(inverse, user * users, 1, into),
    times(history, into) {
      // h P = (h − (h Xᵀ) M X) / λ
      const met = new Uint8Array(items);
      for (let h = 0; h < history.length; h++) {
        met[history[h]] = 1;
        into[history[h]] += 1 / lambda;
      }
      const weights = new Float64Array(users);
      for (let v = 0; v < users; v++) {
        let common = 0;
        for (let at = seenPointers[v]; at < seenPointers[v + 1]; at++) common += met[seenItems[at]];
        for (let w = 0; common > 0 && w < users; w++) weights[w] += common * inverse[v * users + w];
      }
      combine(weights, 0, -1 / lambda, into);
    },
  };
}

function build(parts: RankerParts): Ease {
  const { diagonal, seenPointers, seenItems } = parts.arrays;
  const items = parts.settings.items as number;
  const lambda = parts.settings.regularization as number;
  const side = parts.settings.side === 'items' ? itemSide(parts.arrays, items) : userSide(parts.arrays, items, lambda);
  const finish = (history: ArrayLike<number>, product: Float64Array, into: Float32Array) => {
    for (let h = 0; h < history.length; h++) into[history[h]] = 1;
    for (let item = 0; item < items; item++) into[item] -= product[item] / diagonal[item];
    return into;
  };
  return {
    ...recommender(parts, (user, into) => {
      const product = new Float64Array(items);
      side.user(user, product);
      finish(seenItems.subarray(seenPointers[user], seenPointers[user + 1]), product, into);
    }),
    scoresFor(history) {
      for (let h = 0; h < history.length; h++) checkIndex('items', history[h], items);
      const unique = [...new Set(Array.from(history))];
      const product = new Float64Array(items);
      side.times(unique, product);
      return finish(unique, product, new Float32Array(items));
    },
    neighbours(item, { k = 10 } = {}) {
      checkIndex('item', item, items);
      checkPositiveInteger('k', k);
      const row = new Float64Array(items);
      side.times([item], row); // P is symmetric
      const weights = Float32Array.from(row, (p) => -p / diagonal[item]);
      weights[item] = -Infinity;
      return topk(weights, k);
    },
  };
}

/**
 * Fits EASE to the binary matrix: time n³ / 2 multiply-adds and 16 n² bytes, for n the smaller of users and items.
 *
 *     const model = await ease(train, { regularization: 100 });
 *
 * @throws RangeError if train is empty, λ is not positive, or the inverse would not fit; the signal's reason if it is aborted
 */
export async function ease(train: Interactions, options: EaseOptions = {}): Promise<Ease> {
  const { regularization = 100, memoryLimit = 2e9, signal } = options;
  checkPositive('regularization', regularization);
  const matrix = userItemMatrix(checkTrain(train), 'binary');
  const { side = matrix.rows < matrix.columns ? 'users' : 'items' } = options;
  checkOneOf('side', side, ['items', 'users']);
  const n = side === 'items' ? matrix.columns : matrix.rows;
  if (16 * n * n > memoryLimit) {
    throw new RangeError(
      `ease must invert a matrix of ${n} ${side}, which takes ${16 * n * n} bytes, more than memoryLimit ${memoryLimit}; ` +
        'use slim, itemKnn or implicitAls, or drop rare items with filterCore',
    );
  }
  await breathe();
  const byItem = transpose(matrix);
  const inverse = await regularisedInverse(side === 'items' ? matrix : byItem, regularization, signal);
  const diagonal =
    side === 'users'
      ? diagonalFromUsers(byItem, inverse, regularization)
      : Float64Array.from({ length: n }, (_, item) => inverse[item * n + item]);
  return build({
    kind: 'ease',
    settings: { items: matrix.columns, side, regularization },
    arrays: { seenPointers: matrix.pointers, seenItems: matrix.indices, inverse, diagonal },
  });
}

/** Reads the model back. */
ease.fromBuffer = (buffer: ArrayBuffer): Ease => build(unpackModel<RankerParts['arrays']>(buffer, 'ease'));
