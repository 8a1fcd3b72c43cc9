/** The scores of all items for one user in the kernel; see `assembly/scores`. */
import { Layout, rowBytes, spread, startKernel } from './kernel';

/** Scores of all items for a vector: offset + bias + vector · item, into an array of one number per item. */
export type ScoreItems = (vector: ArrayLike<number>, offset: number, into: Float32Array) => void;

/** Copies items × d factors, and biases if there are, into a kernel; undefined where there is none. */
export function startScores(itemFactors: Float32Array, d: number, itemBiases?: Float32Array): ScoreItems | undefined {
  const items = itemFactors.length / d;
  const padded = Math.ceil(items / 4) * 4;
  const bytes = rowBytes(d, 4);
  const layout = new Layout();
  const vectorAt = layout.take(bytes);
  const factorsAt = layout.take(padded * bytes);
  const biasesAt = itemBiases ? layout.take(4 * padded) : 0;
  const scoresAt = layout.take(4 * padded);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  spread(itemFactors, d, new Float32Array(kernel.buffer, factorsAt, (padded * bytes) / 4), bytes / 4);
  if (itemBiases) new Float32Array(kernel.buffer, biasesAt, items).set(itemBiases);
  const own = new Float32Array(kernel.buffer, vectorAt, d);
  const scores = new Float32Array(kernel.buffer, scoresAt, items);
  return (vector, offset, into) => {
    own.set(vector);
    kernel.scoreItems(vectorAt, factorsAt, padded, bytes, biasesAt, offset, scoresAt);
    into.set(scores);
  };
}
