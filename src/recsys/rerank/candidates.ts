/** What re-ranking for variety starts from. */
import { checkSameLength } from '../math/check';
import type { Ranking } from '../types';

/** How alike two items are: symmetric, at most 1, and 1 of an item with itself. */
export type Similarity = (a: number, b: number) => number;

/** The candidates' scores on the scale 0 … 1, so that a trade-off means the same whatever model they are from; all 1 where they are equal. */
export function relevances({ items, scores }: Ranking): Float64Array {
  checkSameLength('scores', scores, 'items', items);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < scores.length; i++) {
    if (!(Math.abs(scores[i]) < Infinity)) throw new RangeError(`scores must be finite, got ${scores[i]} of item ${items[i]}`);
    low = Math.min(low, scores[i]);
    high = Math.max(high, scores[i]);
  }
  return Float64Array.from(scores, (score) => (high > low ? (score - low) / (high - low) : 1));
}

/** The cosine between rows of a matrix, such as a model's item factors; 0 beside a row of zeros, 1 of an item with itself. */
export function cosineSimilarity(vectors: Float32Array, dimensions: number): Similarity {
  const product = (a: number, b: number) => {
    let sum = 0;
    for (let c = 0; c < dimensions; c++) sum += vectors[a * dimensions + c] * vectors[b * dimensions + c];
    return sum;
  };
  const norms = Float64Array.from({ length: vectors.length / dimensions }, (_, item) => Math.sqrt(product(item, item)));
  return (a, b) => (a === b ? 1 : norms[a] * norms[b] > 0 ? product(a, b) / (norms[a] * norms[b]) : 0);
}
