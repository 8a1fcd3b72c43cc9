/** The two towers in plain numbers: what goes into them as bags of features, and the vectors that come out. */
import { sumBags } from '../tf/bags';
import { denseForward } from '../tf/dense';
import type { ModelArray } from '../math/buffer';
import type { Random } from '../math/random';
import type { Csr } from '../math/sparse';
import type { Bags } from '../tf/bags';
import type { Seen } from './recommender';

/** What training learns. */
export interface TowerArrays extends Record<string, ModelArray | undefined> {
  /** A row per user feature. (features, factors) */
  userTable: Float32Array;
  /** A row per item, for those who met it; absent where histories do not count. (items, factors) */
  historyTable?: Float32Array;
  /** A row per item feature. (features, factors) */
  itemTable: Float32Array;
  /** What each item feature adds to every score; absent where vectors have length 1. (features) */
  featureBiases?: Float32Array;
  /** Sizes of the layers above the sums, from factors to factors; only the first where there are none. */
  sizes: Int32Array;
  /** The layers' parameters, as `denseParameters` gives them; empty where there are none. */
  userNetwork: Float32Array;
  itemNetwork: Float32Array;
}

/** 0, 1, …, n − 1. */
export const everyRow = (n: number): Int32Array => Int32Array.from({ length: n }, (_, row) => row);

/** The features of these rows of the matrix, as bags. */
export function bagsOf({ pointers, indices }: Csr, rows: ArrayLike<number>): Bags {
  const starts = new Int32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++) starts[r + 1] = starts[r] + pointers[rows[r] + 1] - pointers[rows[r]];
  const all = new Int32Array(starts[rows.length]);
  for (let r = 0; r < rows.length; r++) all.set(indices.subarray(pointers[rows[r]], pointers[rows[r] + 1]), starts[r]);
  return { starts, indices: all };
}

/**
 * What these users met beside the target of each, which the model must not see: all of it, or of more than `limit` items so many draws, so
 * that each step sees a user from another side.
 */
export function drawHistory(
  { seenPointers, seenItems }: Seen,
  users: ArrayLike<number>,
  targets: ArrayLike<number>,
  limit: number,
  draw: Random,
): Bags {
  const starts = new Int32Array(users.length + 1);
  const indices = new Int32Array(users.length * limit);
  let end = 0;
  for (let r = 0; r < users.length; r++) {
    const from = seenPointers[users[r]];
    const count = seenPointers[users[r] + 1] - from;
    for (let n = 0; n < Math.min(count, limit); n++) {
      const item = seenItems[from + (count > limit ? draw.int(count) : n)];
      if (item !== targets[r]) indices[end++] = item;
    }
    starts[r + 1] = end;
  }
  return { starts, indices: indices.subarray(0, end) };
}

/** 1 / √n of each bag, n what is in it: a sum so scaled is as long for those who met much as for those who met little. */
export function bagScales({ starts }: Bags): Float32Array {
  return Float32Array.from({ length: starts.length - 1 }, (_, bag) => 1 / Math.sqrt(Math.max(1, starts[bag + 1] - starts[bag])));
}

/** The vectors of users with these features who met these items. (bags, factors) */
export function userVectors(arrays: TowerArrays, temperature: number, features: Bags, met: Bags): Float32Array {
  const sums = sumsOf(arrays.userTable, arrays.sizes[0], features);
  if (arrays.historyTable) {
    const scales = bagScales(met);
    const history = sumsOf(arrays.historyTable, arrays.sizes[0], met);
    for (let at = 0; at < sums.length; at++) sums[at] += history[at] * scales[Math.floor(at / arrays.sizes[0])];
  }
  return towerOf(sums, arrays.sizes, arrays.userNetwork, temperature && 1 / temperature);
}

/** The vectors of items with these features. (bags, factors) */
export function itemVectors(arrays: TowerArrays, temperature: number, features: Bags): Float32Array {
  return towerOf(sumsOf(arrays.itemTable, arrays.sizes[0], features), arrays.sizes, arrays.itemNetwork, temperature && 1);
}

/** What items with these features add to every score. (bags) */
export function itemBiases({ featureBiases }: TowerArrays, features: Bags): Float32Array | undefined {
  return featureBiases && sumsOf(featureBiases, 1, features);
}

/** The sum of each bag's rows. (bags, width) */
function sumsOf(table: Float32Array, width: number, bags: Bags): Float32Array {
  const sums = new Float32Array((bags.starts.length - 1) * width);
  sumBags(table, bags, width, sums);
  return sums;
}

/** What a tower makes of sums; of this length, unless that is 0. (bags, factors) */
function towerOf(sums: Float32Array, sizes: Int32Array, network: Float32Array, length: number): Float32Array {
  const width = sizes[sizes.length - 1];
  const vectors = sizes.length > 1 ? denseForward(sums, sizes, network) : sums;
  for (let from = 0; length > 0 && from < vectors.length; from += width) {
    let square = 1e-12;
    for (let f = from; f < from + width; f++) square += vectors[f] * vectors[f];
    for (let f = from; f < from + width; f++) vectors[f] *= length / Math.sqrt(square);
  }
  return vectors;
}
