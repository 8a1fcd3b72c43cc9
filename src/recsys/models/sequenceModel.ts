/** A trained model of sequences: it reads what a user met, oldest first, and ranks what may come next. */
import { packModel } from '../math/buffer';
import { checkIndex } from '../math/check';
import { dot } from '../math/linalg';
import { factorModel } from './factors';
import type * as Tf from '@tensorflow/tfjs-core';
import type { ModelArray, ModelParts } from '../math/buffer';
import type { Random } from '../math/random';
import type { Tensors } from '../tf/tensorflow';
import type { FactorArrays, FactorModel } from './factors';
import type { FoldIn } from './itemWeights';

/** A network that reads vectors one after another and has a state after each, which knows nothing of those to come. */
export interface Encoder {
  /** The size of the numbers in items' vectors that suits its states at the start: products with larger ones leave scores too far apart. */
  vectorSize: number;
  /** New variables; the caller disposes them. */
  start(tf: typeof Tf, width: number, draw: Random): Tf.Variable[];
  /** (batch, length, width) → the states after each place, of the same shape. Behind `lengths` sequences are padded, and states have no meaning. */
  encode(tensors: Tensors, sequences: Tf.Tensor3D, variables: readonly Tf.Variable[], lengths?: Int32Array): Tf.Tensor3D;
  /** The state after the last place of one sequence, (length ≥ 1, width) → (width), without TensorFlow.js. */
  last(sequence: Float32Array, width: number, parameters: Float32Array): Float32Array;
}

/**
 * A model of sequences. A user's vector is the state after the items they met, so that the score is an inner product; `scoresFor` reads the items it is
 * given as a sequence, oldest first, and needs no user.
 */
export interface SequenceModel extends FactorModel, FoldIn {
  /** The state after these items, oldest first, of which only the latest count; zeros where there are none. (factors) */
  stateOf(items: ArrayLike<number>): Float32Array;
}

/** What is learned. */
export interface SequenceArrays extends FactorArrays {
  itemBiases: Float32Array;
  /** The encoder's, in its order. */
  parameters: Float32Array;
}

/** Arrays and settings of such a model. */
export interface SequenceParts extends ModelParts<SequenceArrays> {
  settings: {
    items: number;
    factors: number;
    /** How many of the latest items are read. */
    length: number;
    /** Layers of the encoder. */
    blocks: number;
  };
}

/** What an item's vector is multiplied by before it is read: its numbers are small, so that scores are. */
export const readingScale = (factors: number): number => Math.sqrt(factors);

/** The state after the latest `length` of these items. */
export function stateAfter(
  { itemFactors, parameters }: Record<'itemFactors' | 'parameters', ModelArray>,
  { factors, length }: SequenceParts['settings'],
  encoder: Encoder,
  items: ArrayLike<number>,
): Float32Array {
  const latest = Array.from(items).slice(-length);
  if (latest.length === 0) return new Float32Array(factors);
  const scale = readingScale(factors);
  const sequence = new Float32Array(latest.length * factors);
  latest.forEach((item, place) => {
    for (let f = 0; f < factors; f++) sequence[place * factors + f] = itemFactors[item * factors + f] * scale;
  });
  return encoder.last(sequence, factors, parameters as Float32Array);
}

/** The model of these parts. */
export function sequenceModel(parts: SequenceParts, encoder: Encoder): SequenceModel {
  const { arrays, settings } = parts;
  const { items, factors } = settings;
  const stateOf = (met: ArrayLike<number>) => {
    for (let i = 0; i < met.length; i++) checkIndex('items', met[i], items);
    return stateAfter(arrays, settings, encoder, met);
  };
  return {
    ...factorModel(parts),
    stateOf,
    scoresFor(met) {
      const state = stateOf(met);
      const score = (item: number) => arrays.itemBiases[item] + dot(state, 0, arrays.itemFactors, item * factors, factors);
      return Float32Array.from({ length: items }, (_, item) => score(item));
    },
    toBuffer: () => packModel(parts),
  };
}
