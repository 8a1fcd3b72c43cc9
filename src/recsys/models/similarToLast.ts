/** Items like those met last: item kNN that has forgotten all but a user's latest rows. A source of candidates that follows the mood. */
import { checkPositive, checkPositiveInteger } from '../math/check';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { checkTimes } from '../data/interactions';
import { itemWeightsModel, itemWeightsParts } from './itemWeights';
import { checkTrain } from './recommender';
import { nearest } from './similarity';
import type { Interactions, TrainOptions } from '../types';
import type { ItemWeights, ItemWeightsArrays } from './itemWeights';

export interface SimilarToLastOptions extends Omit<TrainOptions, 'seed'> {
  /** How many of a user's latest items count; 3 by default. */
  last?: number;
  /** What each counts less than the one after it, 0 … 1; 0.7 by default. */
  fade?: number;
  /** Similar items kept per item; 100 by default. */
  k?: number;
  /** Pulls similarities on little evidence towards 0; 10 by default. */
  shrinkage?: number;
}

/** The weight of each row: 1 for a user's latest, fading for those before, 0 from the `last` on; the later row of one time counts as later. */
function latest({ users, times }: Interactions, last: number, fade: number): Float64Array {
  const order = Array.from(times.keys()).sort((a, b) => times[b] - times[a] || b - a);
  const met = new Map<number, number>();
  const weights = new Float64Array(times.length);
  for (const row of order) {
    const rank = met.get(users[row]) ?? 0;
    met.set(users[row], rank + 1);
    if (rank >= last) continue;
    weights[row] = 1;
    for (let step = 0; step < rank; step++) weights[row] *= fade;
  }
  return weights;
}

/**
 * score(u, i) = Σ over the user's latest items j of fade^(rank of j from the end) · s_ij, where s_ij is the cosine of the sets of users who met i and j.
 *
 * @throws RangeError if train is empty, a time is unknown, or an option is out of range; the signal's reason if it is aborted
 */
export async function similarToLast(train: Interactions, options: SimilarToLastOptions = {}): Promise<ItemWeights> {
  const { last = 3, fade = 0.7, k = 100, shrinkage = 10, signal, onProgress } = options;
  checkPositiveInteger('last', last);
  checkPositiveInteger('k', k);
  checkPositive('fade', fade);
  if (fade > 1) throw new RangeError(`fade must be at most 1, got ${fade}`);
  checkTimes(checkTrain(train));
  const recent = userItemMatrix(train, 'max', latest(train, last, fade));
  const met = { ...recent, values: new Float32Array(recent.values.length).fill(1) };
  const weights = await nearest(transpose(met), { k, similarity: 'cosine', shrinkage, signal, onProgress });
  return itemWeightsModel(itemWeightsParts('similarToLast', recent, weights));
}

/** Reads the model back. */
similarToLast.fromBuffer = (buffer: ArrayBuffer): ItemWeights =>
  itemWeightsModel(unpackModel<ItemWeightsArrays>(buffer, 'similarToLast'));
