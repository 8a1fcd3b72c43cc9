/** The k largest of many numbers: a heap whose root would leave first, and a scan that passes by sixteen small numbers at once. */
import { VECTOR } from './vectors';

/** Whether (score, item) a stands behind b: a lower score, or the same and a higher index. */
// @ts-expect-error: decorator
@inline
function behind(scoreA: f32, itemA: i32, scoreB: f32, itemB: i32): bool {
  return scoreA < scoreB || (scoreA == scoreB && itemA > itemB);
}

/** Restores the heap below `at`. */
export function sink(scores: usize, items: usize, at: i32, size: i32): void {
  const score = load<f32>(scores + ((<usize>at) << 2));
  const item = load<i32>(items + ((<usize>at) << 2));
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    let place = (<usize>child) << 2;
    if (
      child + 1 < size &&
      behind(load<f32>(scores + place, 4), load<i32>(items + place, 4), load<f32>(scores + place), load<i32>(items + place))
    ) {
      child++;
      place += 4;
    }
    if (!behind(load<f32>(scores + place), load<i32>(items + place), score, item)) break;
    store<f32>(scores + ((<usize>at) << 2), load<f32>(scores + place));
    store<i32>(items + ((<usize>at) << 2), load<i32>(items + place));
    at = child;
  }
  store<f32>(scores + ((<usize>at) << 2), score);
  store<i32>(items + ((<usize>at) << 2), item);
}

/**
 * The k best of `count` scores as a heap, the worst at the root; ties by the lower index; −∞ and NaN never.
 *
 * @returns how many there are
 */
export function select(scores: usize, count: i32, k: i32, heapScores: usize, heapItems: usize): i32 {
  let size = 0;
  let threshold = -Infinity as f32;
  let item = 0;
  while (item < count) {
    if (size == k) {
      // Most scores are below the threshold once the heap is full.
      const t = v128.splat<f32>(threshold);
      while (item + 16 <= count) {
        const at = scores + ((<usize>item) << 2);
        const a = v128.or(v128.gt<f32>(v128.load(at), t), v128.gt<f32>(v128.load(at, VECTOR), t));
        const b = v128.or(v128.gt<f32>(v128.load(at, 2 * VECTOR), t), v128.gt<f32>(v128.load(at, 3 * VECTOR), t));
        if (v128.any_true(v128.or(a, b))) break;
        item += 16;
      }
    }
    const end = min(item + 16, count);
    for (; item < end; item++) {
      const score = load<f32>(scores + ((<usize>item) << 2));
      // An equal score later in the array has a higher index and stays out.
      if (!(score > threshold)) continue;
      if (size < k) {
        store<f32>(heapScores + ((<usize>size) << 2), score);
        store<i32>(heapItems + ((<usize>size) << 2), item);
        size++;
        if (size < k) continue;
        for (let at = (size >> 1) - 1; at >= 0; at--) sink(heapScores, heapItems, at, size);
      } else {
        store<f32>(heapScores, score);
        store<i32>(heapItems, item);
        sink(heapScores, heapItems, 0, size);
      }
      threshold = load<f32>(heapScores);
    }
  }
  if (size < k) for (let at = (size >> 1) - 1; at >= 0; at--) sink(heapScores, heapItems, at, size);
  return size;
}

/**
 * Offers one more score to a heap of at most k that `select` or `offer` made; unlike in a scan, items may come in any order.
 *
 * @returns the heap's new size
 */
export function offer(score: f32, item: i32, size: i32, k: i32, heapScores: usize, heapItems: usize): i32 {
  if (size < k) {
    store<f32>(heapScores + ((<usize>size) << 2), score);
    store<i32>(heapItems + ((<usize>size) << 2), item);
    if (++size == k) for (let at = (size >> 1) - 1; at >= 0; at--) sink(heapScores, heapItems, at, size);
    return size;
  }
  if (behind(load<f32>(heapScores), load<i32>(heapItems), score, item)) {
    store<f32>(heapScores, score);
    store<i32>(heapItems, item);
    sink(heapScores, heapItems, 0, size);
  }
  return size;
}

/** Puts a heap in order, best first. */
export function order(size: i32, heapScores: usize, heapItems: usize): void {
  for (let end = size - 1; end > 0; end--) {
    const place = (<usize>end) << 2;
    const score = load<f32>(heapScores);
    const item = load<i32>(heapItems);
    store<f32>(heapScores, load<f32>(heapScores + place));
    store<i32>(heapItems, load<i32>(heapItems + place));
    store<f32>(heapScores + place, score);
    store<i32>(heapItems + place, item);
    sink(heapScores, heapItems, 0, end);
  }
}

/** The k best, best first. */
export function topk(scores: usize, count: i32, k: i32, heapScores: usize, heapItems: usize): i32 {
  const size = select(scores, count, k, heapScores, heapItems);
  order(size, heapScores, heapItems);
  return size;
}
