/** The parts of nDCG that the losses built on it need: gains, discounts, the ideal, and the place of each document. */
import { checkOneOf, checkPositiveInteger } from '../math/check';
import { pow } from '../math/functions';
import { dcg, discount } from '../metrics/dcg';
import { differences } from './pairs';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Gain } from '../metrics/dcg';

export interface NdcgOptions {
  /** `exponential` (2^grade − 1, the default) or `linear` (the grade). */
  gain?: Gain;
}

/** nDCG with a cutoff. */
export interface NdcgAtOptions extends NdcgOptions {
  /** Only the first k places count; all by default. */
  k?: number;
}

/** Throws a RangeError unless gain and cutoff are what they may be. */
export function checkNdcg({ gain = 'exponential', k = Infinity }: NdcgAtOptions): void {
  checkOneOf('gain', gain, ['linear', 'exponential']);
  if (k !== Infinity) checkPositiveInteger('k', k);
}

/** The gain of each document, 0 in the padding. (queries, documents) */
export function gainsOf(labels: Tf.Tensor2D, mask: Tf.Tensor2D, gain: Gain): Tf.Tensor2D {
  return (gain === 'linear' ? labels : labels.mul(Math.LN2).exp().sub(1)).mul(mask);
}

/** 1, 2, 3, … along each query. (queries, documents) */
export function places(like: Tf.Tensor2D): Tf.Tensor2D {
  return like.onesLike().cumsum(1);
}

/** 1 / log₂(1 + place), and 0 beyond place k; places count from 1. Of the shape of `place`. */
export function discounts<T extends Tf.Tensor>(place: T, k = Infinity): T {
  const all = place.add(1).log().reciprocal().mul(Math.LN2) as T;
  return k === Infinity ? all : all.mul(place.sub(k).step().mul(-1).add(1));
}

/** The DCG of the best order of each query. (queries, 1) */
export function idealDcg(gains: Tf.Tensor2D, k?: number): Tf.Tensor2D {
  const sorted = gains.topk(gains.shape[1], true).values; // (queries, documents)
  return sorted.mul(discounts(places(gains), k)).sum(1, true);
}

/**
 * The place of each document by falling score, from 1, ties by the lower index. (queries, documents)
 *
 * `step` and `sign` have the gradient 0: whatever is computed from places is a constant to the gradient.
 */
export function placesByScore(scores: Tf.Tensor2D, mask: Tf.Tensor2D): Tf.Tensor2D {
  const behind = differences(scores).neg(); // [q, i, j]: by how much i is behind j
  const earlier = differences(places(scores)).step(); // j stands before i in the list of documents
  const tied = behind.sign().abs().mul(-1).add(1);
  return behind.step().add(tied.mul(earlier)).mul(mask.expandDims(1)).sum(2).add(1);
}

/** The same things of one query, in plain numbers. */
export interface QueryGains {
  /** The gain of each document over the DCG of the best order; all 0 where nothing is relevant. */
  gains: Float64Array;
  /** Whether anything is relevant. */
  relevant: boolean;
}

/** Gains of one query as shares of its ideal DCG. */
export function queryGains(labels: ArrayLike<number>, { gain = 'exponential', k }: NdcgAtOptions): QueryGains {
  const ideal = dcg(Float64Array.from(labels).sort().reverse(), { gain, k });
  const worth = (label: number) => (gain === 'linear' ? label : pow(2, label) - 1);
  return { gains: Float64Array.from(labels, (label) => (ideal > 0 ? worth(label) / ideal : 0)), relevant: ideal > 0 };
}

/** The discount of each document at its place by falling score, ties by the lower index. */
export function discountsByScore(scores: ArrayLike<number>, k = Infinity): Float64Array {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  const result = new Float64Array(scores.length);
  order.forEach((i, place) => (result[i] = place < k ? discount(place) : 0));
  return result;
}
