/** The k largest in the kernel; see `assembly/topk`. */
import { Layout, startKernel } from './kernel';
import type { Ranking } from '../types';

type Search = (scores: Float32Array, k: number) => Ranking;

/** One search is kept and made anew when a longer array comes: it runs to its end at once, so nobody else can be in it. */
let kept: { capacity: number; search: Search | undefined } = { capacity: -1, search: undefined };

/** The k highest scores, as `topk` of `math` gives them; undefined where there is no kernel. k is at most the number of scores. */
export function selectTopk(scores: Float32Array, k: number): Ranking | undefined {
  if (scores.length > kept.capacity) {
    const capacity = Math.max(4096, 2 * scores.length);
    kept = { capacity, search: startSearch(capacity) };
  }
  return kept.search?.(scores, k);
}

function startSearch(capacity: number): Search | undefined {
  const layout = new Layout();
  const input = layout.take(4 * capacity);
  const heapScores = layout.take(4 * capacity);
  const heapItems = layout.take(4 * capacity);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const room = new Float32Array(kernel.buffer, input, capacity);
  return (scores, k) => {
    room.set(scores);
    const size = kernel.topk(input, scores.length, k, heapScores, heapItems);
    return {
      items: new Int32Array(kernel.buffer, heapItems, size).slice(),
      scores: new Float32Array(kernel.buffer, heapScores, size).slice(),
    };
  };
}
