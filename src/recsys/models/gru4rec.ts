/**
 * A gated recurrent unit over what a user met: its state moves with each item, and the score of an item to come next is its inner product with
 * the item's vector, plus the item's bias. Older than `sasrec`, with fewer parameters, and slower to train, as it reads one place after another.
 *
 * B. Hidasi, A. Karatzoglou, L. Baltrunas, D. Tikk: Session-based recommendations with recurrent neural networks. ICLR 2016. The losses, drawn negatives
 * beside the batch, and one table for items read and scored (“constrained embeddings” in the authors' code): B. Hidasi, A. Karatzoglou: Recurrent
 * neural networks with top-k gains for session-based recommendations. CIKM 2018.
 */
import { unpackModel } from '../math/buffer';
import { checkOneOf } from '../math/check';
import { gru, gruLast, startGru } from '../tf/gru';
import { SEQUENCE_LOSSES } from './sequenceLosses';
import { sequenceModel } from './sequenceModel';
import { sequenceSettings, trainSequences } from './trainSequences';
import type { Interactions } from '../types';
import type { SequenceLoss } from './sequenceLosses';
import type { Encoder, SequenceArrays, SequenceModel, SequenceParts } from './sequenceModel';
import type { EncoderDefaults, SequenceOptions } from './trainSequences';

export interface Gru4recOptions extends SequenceOptions {
  /** `crossEntropy` by default; `bprMax` and `top1Max` always draw their negatives. */
  loss?: SequenceLoss;
}

const DEFAULTS: EncoderDefaults = { length: 30, batchSize: 32, learningRate: 0.02, dropout: 0.15, regularization: 0.03 };

const encoder: Encoder = { vectorSize: 0.3, start: startGru, encode: gru, last: gruLast };

/**
 * Trains in seconds, and ranks by what users met last. Loads TensorFlow.js on the first call; the fitted model needs it no more. A user without
 * rows is scored by the biases alone.
 *
 *     const model = await gru4rec(train, { epochs: 3, seed: 42, onProgress: progress });
 *     model.scoresFor([12, 7, 31]) // for a session of three items, oldest first
 *
 * @throws RangeError if train is empty, has no user of two rows or an unknown time, or an option is out of its range
 */
export async function gru4rec(train: Interactions, options: Gru4recOptions = {}): Promise<SequenceModel> {
  const { loss = 'crossEntropy' } = options;
  checkOneOf('loss', loss, SEQUENCE_LOSSES);
  return trainSequences({ kind: 'gru4rec', encoder }, train, sequenceSettings(options, loss, DEFAULTS), options);
}

/** Reads the model back. */
gru4rec.fromBuffer = (buffer: ArrayBuffer): SequenceModel =>
  sequenceModel(unpackModel<SequenceArrays>(buffer, 'gru4rec') as SequenceParts, encoder);
