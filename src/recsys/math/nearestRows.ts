/** The rows of a dense matrix most alike a vector, every row compared. */
import { checkIndex, checkPositiveInteger } from './check';
import { dot } from './linalg';
import { topk } from './topk';
import type { Ranking } from '../types';

/** Each row scaled to length 1; rows of 0 stay so. */
export function normalizedRows(vectors: ArrayLike<number>, dimensions: number): Float32Array {
  checkPositiveInteger('dimensions', dimensions);
  if (vectors.length % dimensions !== 0) {
    throw new RangeError(`vectors must be whole rows of ${dimensions} numbers, got ${vectors.length}`);
  }
  const rows = Float32Array.from(vectors);
  for (let from = 0; from < rows.length; from += dimensions) {
    const norm = Math.sqrt(dot(rows, from, rows, from, dimensions));
    if (!(norm < Infinity)) throw new RangeError(`vectors must be finite, got ${norm} as the length of row ${from / dimensions}`);
    if (norm > 0) for (let c = 0; c < dimensions; c++) rows[from + c] /= norm;
  }
  return rows;
}

/**
 * The k rows of largest cosine with a vector, or with one of the rows, which is then left out. A vector of 0 is near to nothing.
 *
 * @param normalized rows × dimensions, each row of length 1 or 0
 */
export function nearestRows(
  normalized: Float32Array,
  dimensions: number,
  to: ArrayLike<number> | number,
  { k = 10 }: { k?: number } = {},
): Ranking {
  checkPositiveInteger('k', k);
  const rows = normalized.length / dimensions;
  if (typeof to === 'number') checkIndex('row', to, rows);
  else if (to.length !== dimensions) throw new RangeError(`vector must have ${dimensions} numbers, got ${to.length}`);
  const vector =
    typeof to === 'number' ? normalized.subarray(to * dimensions, (to + 1) * dimensions) : normalizedRows(to, dimensions);
  const scores = new Float32Array(rows);
  let empty = true;
  for (let c = 0; c < dimensions; c++) empty &&= vector[c] === 0;
  if (empty) scores.fill(-Infinity);
  else for (let row = 0; row < rows; row++) scores[row] = dot(normalized, row * dimensions, vector, 0, dimensions);
  if (typeof to === 'number') scores[to] = -Infinity;
  return topk(scores, k);
}
