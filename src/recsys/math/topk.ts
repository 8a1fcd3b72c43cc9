/**
 * The k largest of an array, by a heap of k places: O(n log k) at worst, close to O(n) where most scores are small. A full sort would be
 * O(n log n).
 */
import { checkPositiveInteger } from './check';
import { plainTopk } from './plainTopk';
import { selectTopk } from '../simd/topk';
import type { Ranking } from '../types';

/** Below so many scores, copying them into the kernel costs more than it saves. */
const WORTH = 512;

/**
 * The k highest scores and their indices, best first, ties by the lower index. Entries of −Infinity or NaN are never taken, so the
 * result may be shorter than k.
 *
 *     topk(Float32Array.of(1, 3, 2), 2) // items 1, 2; scores 3, 2
 *
 * @throws RangeError if k is not a positive integer
 */
export function topk(scores: Float32Array, k: number): Ranking {
  checkPositiveInteger('k', k);
  const capacity = Math.min(k, scores.length);
  return (scores.length >= WORTH && selectTopk(scores, capacity)) || plainTopk(scores, capacity);
}
