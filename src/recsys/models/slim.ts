/** SLIM: the weights between items are learned, not computed: each item's column is regressed on the others', sparse and not negative. */
import { breathe } from '../math/breathe';
import { checkAtLeast, checkPositiveInteger } from '../math/check';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { itemWeightsModel, itemWeightsParts } from './itemWeights';
import { checkTrain } from './recommender';
import { nearest } from './similarity';
import type { Interactions, TrainOptions } from '../types';
import type { ItemWeights, ItemWeightsArrays } from './itemWeights';
import type { Csr } from '../math/sparse';

export interface SlimOptions extends Omit<TrainOptions, 'seed'> {
  /** λ: the price of a weight's size, which makes weights zero; 1 by default. */
  l1?: number;
  /** β: the price of a weight's square; 5 by default. */
  l2?: number;
  /** Only the k most cosine-similar items may have a weight (fsSLIM); 100 by default. */
  k?: number;
  /** Rounds of coordinate descent at most; 30 by default. */
  iterations?: number;
  /** A round that changes no weight by more than this is the last; 0.0001 by default. */
  tolerance?: number;
}

/**
 * Minimises ½ ‖x_i − Σ_j w_j x_j‖² + β/2 ‖w‖² + λ ‖w‖₁ over w ≥ 0 on the candidates j by coordinate descent (J. Friedman, T. Hastie,
 * R. Tibshirani, 2010). `residual` (one number per user) is zero before and after.
 */
export function regressItem(
  byItem: Csr,
  item: number,
  candidates: Int32Array,
  { l1, l2, iterations, tolerance }: { l1: number; l2: number; iterations: number; tolerance: number },
  residual: Float64Array,
): Float64Array {
  const { pointers, indices, values } = byItem;
  const weights = new Float64Array(candidates.length);
  for (let at = pointers[item]; at < pointers[item + 1]; at++) residual[indices[at]] = values[at];
  for (let round = 0; round < iterations; round++) {
    let largest = 0;
    for (let c = 0; c < candidates.length; c++) {
      const end = pointers[candidates[c] + 1];
      let product = 0;
      let norm = 0;
      for (let at = pointers[candidates[c]]; at < end; at++) {
        product += values[at] * residual[indices[at]];
        norm += values[at] * values[at];
      }
      const weight = Math.max(0, product + norm * weights[c] - l1) / (norm + l2);
      const change = weight - weights[c];
      if (change === 0) continue;
      for (let at = pointers[candidates[c]]; at < end; at++) residual[indices[at]] -= change * values[at];
      weights[c] = weight;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest <= tolerance) break;
  }
  for (let at = pointers[item]; at < pointers[item + 1]; at++) residual[indices[at]] = 0;
  for (const c of candidates) for (let at = pointers[c]; at < pointers[c + 1]; at++) residual[indices[at]] = 0;
  return weights;
}

/**
 * score(u, i) = Σ_j w_ij x_uj with the learned w, on the binary matrix.
 *
 * X. Ning, G. Karypis: SLIM: sparse linear methods for top-N recommender systems. ICDM 2011, equations 4 and 5, with the feature selection
 * of its section III-D.
 *
 * @throws RangeError if train is empty or an option is out of range; the signal's reason if it is aborted
 */
export async function slim(train: Interactions, options: SlimOptions = {}): Promise<ItemWeights> {
  const { l1 = 1, l2 = 5, k = 100, iterations = 30, tolerance = 1e-4, signal, onProgress } = options;
  checkAtLeast('l1', l1, 0);
  checkAtLeast('l2', l2, 0);
  if (l1 + l2 === 0) throw new RangeError('l1 and l2 must not both be 0, got 0 and 0');
  checkPositiveInteger('k', k);
  checkPositiveInteger('iterations', iterations);
  checkAtLeast('tolerance', tolerance, 0);
  const matrix = userItemMatrix(checkTrain(train), 'binary');
  const byItem = transpose(matrix);
  const candidates = await nearest(byItem, { k, signal }, matrix);
  const values = new Float32Array(candidates.values.length);
  const residual = new Float64Array(matrix.rows);
  for (let item = 0; item < matrix.columns; item++) {
    const from = candidates.pointers[item];
    const own = candidates.indices.subarray(from, candidates.pointers[item + 1]);
    values.set(regressItem(byItem, item, own, { l1, l2, iterations, tolerance }, residual), from);
    if (item % 64 === 63) onProgress?.({ done: item + 1, total: matrix.columns, label: 'item' });
    await breathe();
    signal?.throwIfAborted();
  }
  return itemWeightsModel(itemWeightsParts('slim', matrix, withoutZeros({ ...candidates, values })));
}

/** The same matrix without its zero entries. */
function withoutZeros(matrix: Csr): Csr {
  const pointers = new Int32Array(matrix.rows + 1);
  const kept: number[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) if (matrix.values[at] !== 0) kept.push(at);
    pointers[row + 1] = kept.length;
  }
  return {
    ...matrix,
    pointers,
    indices: Int32Array.from(kept, (at) => matrix.indices[at]),
    values: Float32Array.from(kept, (at) => matrix.values[at]),
  };
}

/** Reads the model back. */
slim.fromBuffer = (buffer: ArrayBuffer): ItemWeights => itemWeightsModel(unpackModel<ItemWeightsArrays>(buffer, 'slim'));
