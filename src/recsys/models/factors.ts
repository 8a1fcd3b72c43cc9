/** What all factor models share once fitted: a vector per user, a vector per item, biases, and the dot product. */
import { checkIndex, checkPositiveInteger } from '../math/check';
import { dot } from '../math/linalg';
import { topk } from '../math/topk';
import { random } from '../math/random';
import { startScores } from '../simd/scores';
import { recommender } from './recommender';
import type { Recommender } from '../types';
import type { ScoreKernel } from '../simd/scores';
import type { ModelArray, ModelParts } from '../math/buffer';
import type { Similar } from './itemWeights';
import type { Seen } from './recommender';

/** A recommender by vectors. */
export interface FactorModel extends Recommender, Similar {
  /** The length of a vector. */
  factors: number;
  /** users × factors, row-major. */
  userFactors: Float32Array;
  /** items × factors, row-major; what changes after the first question for scores is not seen by them. */
  itemFactors: Float32Array;
  /** One number per item that is added to its score; absent where the model has none. */
  itemBiases?: Float32Array;
}

/** The arrays of such a model. */
export interface FactorArrays extends Seen, Record<string, ModelArray> {
  userFactors: Float32Array;
  itemFactors: Float32Array;
}

/** score(u, i) = mean + b_u + b_i + p_u · q_i, where what the parts do not have counts 0. */
export function factorModel(parts: ModelParts<FactorArrays>): FactorModel {
  const { userFactors, itemFactors } = parts.arrays;
  const itemBiases = parts.arrays.itemBiases as Float32Array | undefined;
  const userBiases = parts.arrays.userBiases as Float32Array | undefined;
  const items = parts.settings.items as number;
  const factors = parts.settings.factors as number;
  const mean = (parts.settings.mean as number) ?? 0;
  let started: ScoreKernel | null | undefined; // at the first question: a model may never be asked
  const kernel = () => (started = started === undefined ? (startScores(itemFactors, factors, itemBiases) ?? null) : started);
  const vectorOf = (user: number) => userFactors.subarray(user * factors, (user + 1) * factors);
  const offsetOf = (user: number) => mean + (userBiases ? userBiases[user] : 0);
  const score = (user: number, into: Float32Array) => {
    if (kernel()) return kernel()!.scores(vectorOf(user), offsetOf(user), into);
    const offset = offsetOf(user);
    for (let item = 0; item < items; item++) {
      const product = dot(userFactors, user * factors, itemFactors, item * factors, factors);
      into[item] = offset + (itemBiases ? itemBiases[item] : 0) + product;
    }
  };
  return {
    ...recommender(parts, score, (user, exclude, k) => kernel()?.best(vectorOf(user), offsetOf(user), exclude, k)),
    factors,
    userFactors,
    itemFactors,
    itemBiases,
    neighbours(item, { k = 10 } = {}) {
      checkIndex('item', item, items);
      checkPositiveInteger('k', k);
      return topk(cosines(itemFactors, factors, item), k);
    },
  };
}

/** The cosine of each row with one row; −Infinity for that row itself. */
function cosines(vectors: Float32Array, d: number, row: number): Float32Array {
  const length = (of: number) => Math.sqrt(dot(vectors, of * d, vectors, of * d, d));
  const own = length(row);
  return Float32Array.from({ length: vectors.length / d }, (_, other) => {
    if (other === row) return -Infinity;
    const product = own * length(other);
    return product > 0 ? dot(vectors, row * d, vectors, other * d, d) / product : 0;
  });
}

/** rows × d normal numbers of this deviation. */
export function normalFactors(rows: number, d: number, deviation: number, seed: number): Float32Array {
  const draw = random(seed);
  const factors = new Float32Array(rows * d);
  for (let at = 0; at < factors.length; at++) factors[at] = draw.normal(0, deviation);
  return factors;
}
