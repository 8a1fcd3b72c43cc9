/**
 * Self-attention over what a user met: at every place of the sequence, blocks of causal self-attention make of the items so far a state, and the
 * score of an item to come next is its inner product with the item's vector, plus the item's bias. What this adds to `twoTower`'s history: the
 * order counts, by a vector for each place that is added to the item's, and which items matter is learned.
 *
 * As in the paper but for what lets it learn in seconds. The loss is a softmax over drawn items with a correction, or over the catalogue, in place
 * of one negative per positive (A. Klenitskiy, A. Vasilev: Turning dross into gold loss. RecSys 2023), and leaves out the user's own items. Items have biases, which begin as
 * popularity, and vectors, which begin as those of `pureSvd`; and attention begins as an average, so that the whole begins near the scores of
 * that model. Dropout is on the vectors read only.
 *
 * W.-C. Kang, J. McAuley: Self-attentive sequential recommendation. ICDM 2018, equations 1 to 6.
 */
import { unpackModel } from '../math/buffer';
import { checkPositiveInteger } from '../math/check';
import { attention, attentionLast, startAttention } from '../tf/attention';
import { sequenceModel } from './sequenceModel';
import { sequenceSettings, trainSequences } from './trainSequences';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Interactions } from '../types';
import type { Encoder, SequenceArrays, SequenceModel, SequenceParts } from './sequenceModel';
import type { EncoderDefaults, SequenceOptions } from './trainSequences';

export interface SasrecOptions extends SequenceOptions {
  /** Blocks of self-attention, a positive integer; 1 by default. */
  blocks?: number;
}

const DEFAULTS: EncoderDefaults = { length: 50, batchSize: 20, learningRate: 0.01, dropout: 0.3, regularization: 0.1 };

/** Places have vectors of their own, `positions`, of which a shorter sequence takes the first. */
const encoderOf = (length: number, blocks: number): Encoder => ({
  vectorSize: 0.1,
  start(tf, width, draw) {
    const values = Float32Array.from({ length: length * width }, () => draw.normal(0, 0.1));
    return [tf.tidy(() => tf.variable(tf.tensor2d(values, [length, width]))), ...startAttention(tf, width, blocks, draw)];
  },
  encode(tensors, sequences, [positions, ...variables], lengths) {
    const [, places, width] = sequences.shape;
    const own = (positions as unknown as Tf.Tensor2D).slice([0, 0], [places, width]); // (places, width)
    return attention(tensors, sequences.add(own), variables, lengths);
  },
  last(sequence, width, parameters) {
    const placed = sequence.map((value, at) => value + parameters[at]);
    return attentionLast(placed, width, blocks, parameters.subarray(length * width));
  },
});

/**
 * Trains in seconds, and ranks by what users met last. Loads TensorFlow.js on the first call; the fitted model needs it no more. A user without
 * rows is scored by the biases alone.
 *
 *     const model = await sasrec(train, { epochs: 3, seed: 42, onProgress: progress });
 *     model.scoresFor([12, 7, 31]) // for a session of three items, oldest first
 *
 * @throws RangeError if train is empty, has no user of two rows or an unknown time, or an option is out of its range
 */
export async function sasrec(train: Interactions, options: SasrecOptions = {}): Promise<SequenceModel> {
  const { blocks = 1 } = options;
  checkPositiveInteger('blocks', blocks);
  const settings = sequenceSettings(options, 'crossEntropy', DEFAULTS);
  return trainSequences({ kind: 'sasrec', encoder: encoderOf(settings.length, blocks), blocks }, train, settings, options);
}

/** Reads the model back. */
sasrec.fromBuffer = (buffer: ArrayBuffer): SequenceModel => {
  const parts = unpackModel<SequenceArrays>(buffer, 'sasrec') as SequenceParts;
  return sequenceModel(parts, encoderOf(parts.settings.length, parts.settings.blocks));
};
