/** The vectors of items that training begins with. */
import { pureSvd } from './pureSvd';
import type { Random } from '../math/random';
import type { Interactions, TrainOptions } from '../types';

/** What a vector begins as: what `pureSvd` finds, or noise. */
export type StartVectors = 'svd' | 'random';

/** What is added to the singular vectors, as a share of them, so that items without rows have a vector too. */
const NOISE = 0.2;

/**
 * `random` vectors are normal. `svd` takes the leading right singular vectors of the users × items matrix in its rows, so that items met by the same
 * people lie together before the first step, and adds a little noise.
 *
 * @param size root of the mean square of a vector's numbers
 * @returns (items, factors), row-major
 */
export async function startVectors(
  train: Interactions,
  { start, factors, size }: { start: StartVectors; factors: number; size: number },
  draw: Random,
  options: TrainOptions,
): Promise<Float32Array> {
  const items = train.itemIds.length;
  const noise = Float32Array.from({ length: items * factors }, () => draw.normal());
  if (start === 'random') return noise.map((value) => value * size);
  const rank = Math.min(factors, items, train.userIds.length);
  const { itemFactors } = await pureSvd(train, { factors: rank, seed: options.seed, signal: options.signal });
  const scale = size * Math.sqrt(items); // a singular vector has length 1
  return noise.map((value, at) => {
    const column = at % factors;
    const found = column < rank ? itemFactors[((at - column) / factors) * rank + column] * scale : 0;
    return value * NOISE * size + found;
  });
}
