/** The scores of all items for one user, and the best of them, in the kernel; see `assembly/scores` and `assembly/topk`. */
import { Layout, rowBytes, spread, startKernel } from './kernel';
import type { Ranking } from '../types';

/** Items × d factors in a kernel's memory. */
export interface ScoreKernel {
  /** offset + bias + vector · item for every item, into an array of one number per item. */
  scores(vector: ArrayLike<number>, offset: number, into: Float32Array): void;
  /** The k best of these scores, as `topk` of `math` gives them, without the items in `exclude`. */
  best(vector: ArrayLike<number>, offset: number, exclude: Int32Array, k: number): Ranking;
}

/** Copies items × d factors, and biases if there are, into a kernel; undefined where there is none. */
export function startScores(itemFactors: Float32Array, d: number, itemBiases?: Float32Array): ScoreKernel | undefined {
  const items = itemFactors.length / d;
  const padded = Math.ceil(items / 4) * 4;
  const bytes = rowBytes(d, 4);
  const layout = new Layout();
  const vectorAt = layout.take(bytes);
  const factorsAt = layout.take(padded * bytes);
  const biasesAt = itemBiases ? layout.take(4 * padded) : 0;
  const scoresAt = layout.take(4 * padded);
  const heapScores = layout.take(4 * items);
  const heapItems = layout.take(4 * items);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const { buffer } = kernel;
  spread(itemFactors, d, new Float32Array(buffer, factorsAt, (padded * bytes) / 4), bytes / 4);
  if (itemBiases) new Float32Array(buffer, biasesAt, items).set(itemBiases);
  const own = new Float32Array(buffer, vectorAt, d);
  const all = new Float32Array(buffer, scoresAt, items);
  const score = (vector: ArrayLike<number>, offset: number) => {
    own.set(vector);
    kernel.scoreItems(vectorAt, factorsAt, padded, bytes, biasesAt, offset, scoresAt);
  };
  return {
    scores(vector, offset, into) {
      score(vector, offset);
      into.set(all);
    },
    best(vector, offset, exclude, k) {
      score(vector, offset);
      for (let i = 0; i < exclude.length; i++) all[exclude[i]] = -Infinity;
      const size = kernel.topk(scoresAt, items, Math.min(k, items), heapScores, heapItems);
      return {
        items: new Int32Array(buffer, heapItems, size).slice(),
        scores: new Float32Array(buffer, heapScores, size).slice(),
      };
    },
  };
}
