/** Which neighbours a row is linked to: not simply the nearest, but first those that lead in different directions. */
import type { VectorSpace } from './vectorSpace';

/**
 * The heuristic of Malkov and Yashunin 2018 (algorithm 4, without extended candidates): goes through the candidates, nearest first, and takes
 * one only if it is not more like a row taken before than like the row itself, so that clusters stay joined. Places that are left go to the
 * nearest of those passed over (`keepPrunedConnections`): one to three points more recall at a small `ef` than without, for a little more time.
 *
 * @param candidates rows, nearest first
 * @param alikes how alike each candidate and the row are
 * @param count how many candidates there are
 * @param most how many to take at most
 * @param taken where the rows taken are written
 * @returns how many were taken
 */
export function selectNeighbours(
  space: VectorSpace,
  candidates: Int32Array,
  alikes: Float32Array,
  { count, most, taken }: { count: number; most: number; taken: Int32Array },
): number {
  const passed = new Int32Array(most);
  let passedSize = 0;
  let size = 0;
  let lastTaken = -1;
  for (let i = 0; i < count && size < most; i++) {
    const row = candidates[i];
    // Of equal vectors one is enough: a crowd of them would fill every list and cut itself off.
    const twin = lastTaken >= 0 && alikes[i] === alikes[lastTaken] && space.equal(row, candidates[lastTaken]);
    if (!twin && !space.exceeds(space.row(row), taken, size, alikes[i])) {
      taken[size++] = row;
      lastTaken = i;
    } else if (passedSize < most) passed[passedSize++] = row;
  }
  for (let i = 0; i < passedSize && size < most; i++) taken[size++] = passed[i];
  return size;
}
