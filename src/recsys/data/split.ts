/** What the splits share: the shape of a result, and how a share of a group becomes a number of rows. */
import { random as seeded } from '../math/random';
import type { Interactions } from '../types';

/** A log in two parts. Both share `userIds` and `itemIds` with the whole, so indices agree. */
export interface Split {
  train: Interactions;
  test: Interactions;
}

/** A source of uniform numbers in [0, 1): `random(seed)`, `mt19937(seed)`, or any function. */
export type Uniform = (() => number) | { next(): number };

/** A function that draws, from either form of source or from a seed. */
export function drawer(source: Uniform | undefined, seed: number): () => number {
  if (source === undefined) return seeded(seed).next;
  return typeof source === 'function' ? source : () => source.next();
}

/** The nearest whole number; halves go to the even one, as in NumPy and IEEE 754. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}
