/** What itemKnn, SAR, SLIM and EASE share once fitted: a sparse matrix of weights from items met to items scored. */
import { checkIndex, checkPositiveInteger } from '../math/check';
import { transpose } from '../math/sparse';
import { topk } from '../math/topk';
import { recommender } from './recommender';
import type { Ranking, Recommender } from '../types';
import type { Csr } from '../math/sparse';
import type { ModelArray, ModelParts } from '../math/buffer';
import type { Seen } from './recommender';

/** A model that can score for someone it was not trained on, from the items they met. */
export interface FoldIn {
  /** One score per item for a user who met these items, each with value 1. */
  scoresFor(items: ArrayLike<number>): Float32Array;
}

/** A model that can tell which items are alike. */
export interface Similar {
  /** The k items most like this one, itself left out; 10 by default. */
  neighbours(item: number, options?: { k?: number }): Ranking;
}

/** A recommender by weights between items. */
export interface ItemWeights extends Recommender, FoldIn, Similar {
  /** Row i holds the weights of the items j met, for the score of item i. */
  weights: Csr;
}

/** The arrays of such a model: the seen items with each one's strength, and the weights. */
export interface ItemWeightsArrays extends Seen, Record<string, ModelArray> {
  /** Strength of each seen item. */
  seenValues: Float32Array;
  pointers: Int32Array;
  indices: Int32Array;
  values: Float32Array;
}

/** score(u, i) = Σ over the items j that u met, of weights[i, j] · strength(u, j). */
export function itemWeightsModel(parts: ModelParts<ItemWeightsArrays>): ItemWeights {
  const { seenPointers, seenItems, seenValues, pointers, indices, values } = parts.arrays;
  const items = parts.settings.items as number;
  const weights: Csr = { rows: items, columns: items, pointers, indices, values };
  let from: Csr | undefined; // row j: which items does having met j speak for; made at the first question
  const add = (item: number, strength: number, into: Float32Array) => {
    from ??= transpose(weights);
    for (let at = from.pointers[item]; at < from.pointers[item + 1]; at++) into[from.indices[at]] += from.values[at] * strength;
  };
  return {
    ...recommender(parts, (user, into) => {
      for (let at = seenPointers[user]; at < seenPointers[user + 1]; at++) add(seenItems[at], seenValues[at], into);
    }),
    weights,
    scoresFor(history) {
      const into = new Float32Array(items);
      for (let i = 0; i < history.length; i++) {
        checkIndex('items', history[i], items);
        add(history[i], 1, into);
      }
      return into;
    },
    neighbours(item, { k = 10 } = {}) {
      checkIndex('item', item, items);
      checkPositiveInteger('k', k);
      const row = new Float32Array(items).fill(-Infinity);
      for (let at = pointers[item]; at < pointers[item + 1]; at++) row[indices[at]] = values[at];
      row[item] = -Infinity;
      return topk(row, k);
    },
  };
}

/** The parts of such a model, from the training matrix and the weights. */
export function itemWeightsParts(
  kind: string,
  matrix: Csr,
  weights: Csr,
  settings: ModelParts['settings'] = {},
): ModelParts<ItemWeightsArrays> {
  return {
    kind,
    settings: { items: matrix.columns, ...settings },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      seenValues: matrix.values,
      pointers: weights.pointers,
      indices: weights.indices,
      values: weights.values,
    },
  };
}
