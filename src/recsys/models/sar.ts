/** SAR: item kNN without a cut, in which what the user did long ago fades. */
import { checkOneOf, checkPositive } from '../math/check';
import { pow } from '../math/functions';
import { transpose, userItemMatrix } from '../math/sparse';
import { checkTimes } from '../data/interactions';
import { unpackModel } from '../math/buffer';
import { itemWeightsModel, itemWeightsParts } from './itemWeights';
import { checkTrain } from './recommender';
import { nearest } from './similarity';
import type { Interactions, TrainOptions } from '../types';
import type { ItemWeights, ItemWeightsArrays } from './itemWeights';

export interface SarOptions extends Omit<TrainOptions, 'seed'> {
  /** How alike two items are, from who met them; `jaccard` by default. */
  similarity?: 'jaccard' | 'cosine';
  /** After so many days a row counts half; Infinity (no decay) is allowed, 30 by default. */
  halfLifeDays?: number;
  /** The moment from which age is counted, in seconds since 1970-01-01 UTC; the latest time in train by default. */
  now?: number;
  /** Similar items kept per item; all by default. */
  k?: number;
}

/** Each row's value, faded by its age. */
function faded(train: Interactions, halfLifeDays: number, now?: number): Float64Array {
  checkPositive('halfLifeDays', halfLifeDays);
  checkTimes(train);
  const end = now ?? train.times.reduce((a, b) => Math.max(a, b));
  if (!Number.isFinite(end)) throw new RangeError(`now must be a finite number, got ${end}`);
  return Float64Array.from(train.values, (value, r) => value * pow(2, -(end - train.times[r]) / (halfLifeDays * 86400)));
}

/**
 * score(u, i) = Σ_j a_uj s_ij, where the affinity a_uj = Σ over the user's rows with j of value · 2^(−age / half-life), and s_ij is the
 * similarity of the sets of users who met i and j.
 *
 * As in Microsoft Recommenders' "Smart Adaptive Recommendations" (S. Graham, J.-K. Min, T. Wu: Microsoft recommenders. RecSys 2019).
 *
 * @throws RangeError if train is empty, an option is out of range, or a time is unknown while rows fade
 */
export async function sar(train: Interactions, options: SarOptions = {}): Promise<ItemWeights> {
  const { similarity = 'jaccard', halfLifeDays = 30, k, signal, onProgress } = options;
  checkTrain(train);
  checkOneOf('similarity', similarity, ['jaccard', 'cosine']);
  const affinity = userItemMatrix(
    train,
    'sum',
    halfLifeDays === Infinity ? train.values : faded(train, halfLifeDays, options.now),
  );
  const met = { ...affinity, values: new Float32Array(affinity.values.length).fill(1) };
  const weights = await nearest(transpose(met), { k, similarity, signal, onProgress }, met);
  return itemWeightsModel(itemWeightsParts('sar', affinity, weights));
}

/** Reads the model back. */
sar.fromBuffer = (buffer: ArrayBuffer): ItemWeights => itemWeightsModel(unpackModel<ItemWeightsArrays>(buffer, 'sar'));
