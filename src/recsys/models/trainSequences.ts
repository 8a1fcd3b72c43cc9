/** What training `sasrec` and `gru4rec` have in common: all but the network that reads. */
import { checkAtLeast, checkOneOf, checkPositive, checkPositiveInteger } from '../math/check';
import { log } from '../math/functions';
import { random } from '../math/random';
import { denseParameters } from '../tf/dense';
import { checkTrain, seenOf } from './recommender';
import { sequenceModel, stateAfter } from './sequenceModel';
import { sequenceStep } from './sequenceStep';
import { sequencesOf, windowsOf } from './sequences';
import { startVectors } from './startVectors';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Interactions, TrainOptions } from '../types';
import type { SequenceLoss } from './sequenceLosses';
import type { Encoder, SequenceModel } from './sequenceModel';
import type { SequenceVariables } from './sequenceStep';
import type { Sequences } from './sequences';
import type { StartVectors } from './startVectors';

/** What both models can be told. */
export interface SequenceOptions extends TrainOptions {
  /** Numbers of an item's vector and of a state, a positive integer; 32 by default. */
  factors?: number;
  /** How many of a user's latest items are read, a positive integer; 50 by default in `sasrec`, 30 in `gru4rec`. */
  length?: number;
  /** Passes over the log, a positive integer; 3 by default. */
  epochs?: number;
  /** Windows of `length` items of a step, a positive integer; 20 by default in `sasrec`, 32 in `gru4rec`. */
  batchSize?: number;
  /** Adam's at the start, > 0; 0.01 by default in `sasrec`, 0.02 in `gru4rec`. It falls to 0 in equal steps. */
  learningRate?: number;
  /** The share of the numbers read that is set to 0 in a step, 0 … 1, 1 left out; 0.3 by default in `sasrec`, 0.15 in `gru4rec`. */
  dropout?: number;
  /** λ: what a squared number of an item's vector costs, ≥ 0; 0.1 by default in `sasrec`, 0.03 in `gru4rec`. */
  regularization?: number;
  /**
   * Items that are drawn in each step, by popularity, to stand for all that did not come next, a positive integer; 512 by default. More is
   * better and slower; from the number of items on, the softmax is over the whole catalogue.
   */
  negatives?: number;
  /**
   * Whether an item that a user has met may come again, as groceries do; no by default. Then the items of a user do not stand for what did not
   * come next.
   */
  repeat?: boolean;
  /** What the vectors of items begin as: the singular vectors of `pureSvd`, `svd`, by default, or `random`. */
  start?: StartVectors;
}

/** What the variables are made of. */
interface Begin {
  sequences: Sequences;
  encoder: Encoder;
  draw: Random;
  /** (items, factors). */
  vectors: Float32Array;
  factors: number;
}

/** All of it, decided. */
export interface SequenceSettings extends Required<Omit<SequenceOptions, keyof TrainOptions>> {
  loss: SequenceLoss;
}

/** What suits one encoder and not the other. */
export type EncoderDefaults = Required<
  Pick<SequenceOptions, 'length' | 'batchSize' | 'learningRate' | 'dropout' | 'regularization'>
>;

/** The options with their defaults, checked. */
export function sequenceSettings(options: SequenceOptions, loss: SequenceLoss, defaults: EncoderDefaults): SequenceSettings {
  const { factors = 32, epochs = 3, negatives = 512, repeat = false, start = 'svd' } = options;
  const { length = defaults.length, batchSize = defaults.batchSize, learningRate = defaults.learningRate } = options;
  const { dropout = defaults.dropout, regularization = defaults.regularization } = options;
  for (const [name, value] of Object.entries({ factors, length, epochs, batchSize, negatives }))
    checkPositiveInteger(name, value);
  checkOneOf('start', start, ['svd', 'random']);
  checkPositive('learningRate', learningRate);
  checkAtLeast('regularization', regularization, 0);
  if (!(dropout >= 0 && dropout < 1)) throw new RangeError(`dropout must lie in 0 … 1, 1 left out, got ${dropout}`);
  return { factors, length, epochs, batchSize, negatives, learningRate, dropout, regularization, repeat, start, loss };
}

/**
 * Trains items' vectors and an encoder to expect, at every place of every window, the item that comes next.
 *
 * @throws RangeError if train is empty, has no user of two rows, or a time is unknown
 */
export async function trainSequences(
  { kind, encoder, blocks = 1 }: { kind: string; encoder: Encoder; blocks?: number },
  train: Interactions,
  settings: SequenceSettings,
  options: TrainOptions,
): Promise<SequenceModel> {
  const { factors, length, epochs, batchSize, learningRate } = settings;
  const sequences = sequencesOf(checkTrain(train));
  const windows = windowsOf(sequences, length);
  const count = windows.from.length;
  if (count === 0) throw new RangeError('train must have a user with at least two rows, got none');
  const tensors = await import('../tf/tensorflow');
  const { tf, startBackend, lazyAdam, train: loop } = tensors;
  await startBackend();

  const { seed = 42 } = options;
  const draw = random(seed);
  const vectors = await startVectors(train, { ...settings, size: encoder.vectorSize }, draw, { ...options, seed });
  const variables = startVariables(tf, { sequences, encoder, draw, vectors, factors });
  const all = Object.values(variables).flat();
  const steps = Math.ceil(count / batchSize) * epochs;
  const optimizer = lazyAdam((step) => learningRate * (1 - step / steps));
  try {
    const loss = sequenceStep({ tensors, sequences, windows, variables, encoder, draw, settings });
    await loop(count, loss, { ...options, seed, epochs, batchSize, optimizer, variables: all });
    const learned = await read(variables);
    const kept = { blocks, items: train.itemIds.length, factors, length };
    const userFactors = new Float32Array(train.userIds.length * factors);
    for (let user = 0; user < train.userIds.length; user++) {
      const met = sequences.items.subarray(sequences.starts[user], sequences.starts[user + 1]);
      userFactors.set(stateAfter(learned, kept, encoder, met), user * factors);
    }
    return sequenceModel({ kind, settings: kept, arrays: { ...seenOf(train), userFactors, ...learned } }, encoder);
  } finally {
    tf.dispose(all);
    optimizer.dispose();
  }
}

/** Biases are log(count + 1) less their mean, so that training begins as popularity. */
function startVariables(tf: typeof Tf, { sequences, encoder, draw, vectors, factors }: Begin): SequenceVariables {
  const items = vectors.length / factors;
  const counts = new Float64Array(items).fill(1);
  for (let at = 0; at < sequences.items.length; at++) counts[sequences.items[at]]++;
  const logs = counts.map((value) => log(value));
  const mean = logs.reduce((sum, value) => sum + value, 0) / items;
  const biases = Float32Array.from(logs, (value) => value - mean);
  return {
    itemTable: tf.tidy(() => tf.variable(tf.tensor2d(vectors, [items, factors]))),
    itemBiases: tf.tidy(() => tf.variable(tf.tensor2d(biases, [items, 1]))),
    encoder: encoder.start(tf, factors, draw),
  };
}

async function read({ itemTable, itemBiases, encoder }: SequenceVariables) {
  const [itemFactors, biases] = (await Promise.all([itemTable.data(), itemBiases.data()])) as Float32Array[];
  return { itemFactors: itemFactors.slice(), itemBiases: biases.slice(), parameters: await denseParameters(encoder) };
}
