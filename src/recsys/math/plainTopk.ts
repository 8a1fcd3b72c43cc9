/** The k largest of an array in plain TypeScript: for engines without the kernel, and for pages that should not load it. */
import type { Ranking } from '../types';

/** Whether (score, item) a stands behind b: a lower score, or the same score and a higher index. */
function behind(scoreA: number, itemA: number, scoreB: number, itemB: number): boolean {
  return scoreA < scoreB || (scoreA === scoreB && itemA > itemB);
}

/** Restores the heap below `at`; its root is the entry that would leave first. */
function sink(scores: Float32Array, items: Int32Array, at: number, size: number): void {
  const score = scores[at];
  const item = items[at];
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && behind(scores[child + 1], items[child + 1], scores[child], items[child])) child++;
    if (!behind(scores[child], items[child], score, item)) break;
    scores[at] = scores[child];
    items[at] = items[child];
    at = child;
  }
  scores[at] = score;
  items[at] = item;
}

/** As `topk` finds them, for a k of at most the number of scores. */
export function plainTopk(scores: Float32Array, capacity: number): Ranking {
  const heapScores = new Float32Array(capacity);
  const heapItems = new Int32Array(capacity);
  let size = 0;
  let threshold = -Infinity;
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item];
    // An equal score later in the array has a higher index and stays out.
    if (!(score > threshold)) continue;
    if (size < capacity) {
      heapScores[size] = score;
      heapItems[size++] = item;
      if (size < capacity) continue;
      for (let at = (size >> 1) - 1; at >= 0; at--) sink(heapScores, heapItems, at, size);
    } else {
      heapScores[0] = score;
      heapItems[0] = item;
      sink(heapScores, heapItems, 0, size);
    }
    threshold = heapScores[0];
  }
  if (size < capacity) for (let at = (size >> 1) - 1; at >= 0; at--) sink(heapScores, heapItems, at, size);
  // Take the worst from the root to the end, again and again.
  for (let end = size - 1; end > 0; end--) {
    const score = heapScores[0];
    const item = heapItems[0];
    heapScores[0] = heapScores[end];
    heapItems[0] = heapItems[end];
    heapScores[end] = score;
    heapItems[end] = item;
    sink(heapScores, heapItems, 0, end);
  }
  return { items: heapItems.subarray(0, size), scores: heapScores.subarray(0, size) };
}
