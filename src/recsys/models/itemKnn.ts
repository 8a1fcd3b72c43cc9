/** Items like those you liked: each item keeps its nearest, and an item scores by how many of its nearest the user met. */
import { checkPositiveInteger } from '../math/check';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { itemWeightsModel, itemWeightsParts } from './itemWeights';
import { checkTrain, recommender } from './recommender';
import { nearest } from './similarity';
import type { Interactions, TrainOptions } from '../types';
import type { ModelParts } from '../math/buffer';
import type { ItemWeights, ItemWeightsArrays } from './itemWeights';
import type { Similarity } from './similarity';
import type { Csr } from '../math/sparse';

export interface KnnOptions extends Omit<TrainOptions, 'seed'> {
  /** Neighbours kept per item (or per user, in `userKnn`); 100 by default. */
  k?: number;
  /** `cosine` by default; see `nearest`. */
  similarity?: Similarity;
  /** Pulls similarities on little evidence towards 0; 0 by default. */
  shrinkage?: number;
  /** Whether a row counts 1 or its value (summed where a pair comes several times); 1 by default, the last value for Pearson. */
  values?: 'binary' | 'sum';
  /** BM25's saturation; 1.2 by default. */
  k1?: number;
  /** BM25's weight of length; 0.8 by default. */
  b?: number;
}

/** The matrix that the options speak of. */
export function knnMatrix(train: Interactions, { similarity, values = 'binary' }: KnnOptions): Csr {
  return userItemMatrix(checkTrain(train), similarity === 'pearson' ? 'last' : values);
}

/** The mean value of each row; 0 for an empty one. */
export function rowMeans({ rows, pointers, values }: Csr): Float32Array {
  const means = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = pointers[row]; at < pointers[row + 1]; at++) sum += values[at];
    means[row] = pointers[row + 1] > pointers[row] ? sum / (pointers[row + 1] - pointers[row]) : 0;
  }
  return means;
}

/** With Pearson the score is a predicted value: mean_i + Σ s_ij (x_uj − mean_j) / Σ s_ij over the neighbours j that u met. */
function build(parts: ModelParts<ItemWeightsArrays>): ItemWeights {
  const model = itemWeightsModel(parts);
  if (parts.settings.similarity !== 'pearson') return model;
  const { seenPointers, seenItems, seenValues, means } = parts.arrays;
  const from = transpose(model.weights);
  const divisor = new Float64Array(means.length);
  const score = (user: number, into: Float32Array) => {
    divisor.fill(0);
    for (let seen = seenPointers[user]; seen < seenPointers[user + 1]; seen++) {
      const met = seenItems[seen];
      for (let at = from.pointers[met]; at < from.pointers[met + 1]; at++) {
        into[from.indices[at]] += from.values[at] * (seenValues[seen] - means[met]);
        divisor[from.indices[at]] += from.values[at];
      }
    }
    for (let item = 0; item < into.length; item++) {
      into[item] = means[item] + (divisor[item] > 0 ? into[item] / divisor[item] : 0);
    }
  };
  return { ...model, ...recommender(parts, score) };
}

/**
 * score(u, i) = Σ of s_ij over the items j that u met and that are among the k nearest of i. With `pearson`, the rating predicted from
 * deviations from the items' means; an item without rated neighbours gets its mean.
 *
 *     const model = await itemKnn(train, { k: 100, similarity: 'cosine' });
 *     model.neighbours(alien, { k: 5 });
 *
 * B. Sarwar et al.: Item-based collaborative filtering recommendation algorithms. WWW 2001; k nearest per target item as in
 * M. Deshpande, G. Karypis: Item-based top-N recommendation algorithms. ACM TOIS 22(1), 2004.
 *
 * @throws RangeError if train is empty or an option is out of range; the signal's reason if it is aborted, as half a table is no model
 */
export async function itemKnn(train: Interactions, options: KnnOptions = {}): Promise<ItemWeights> {
  const { k = 100, similarity = 'cosine', ...rest } = options;
  checkPositiveInteger('k', k);
  const matrix = knnMatrix(train, options);
  const byItem = transpose(matrix);
  const weights = await nearest(byItem, { k, similarity, ...rest }, matrix);
  const parts = itemWeightsParts('itemKnn', matrix, weights, { similarity });
  if (similarity === 'pearson') parts.arrays.means = rowMeans(byItem);
  return build(parts);
}

/** Reads the model back. */
itemKnn.fromBuffer = (buffer: ArrayBuffer): ItemWeights => build(unpackModel<ItemWeightsArrays>(buffer, 'itemKnn'));
