/** One step of training a model of sequences: from numbers of windows to the loss of a batch. */
import { log, pow } from '../math/functions';
import { readingScale } from './sequenceModel';
import { bprMax, top1Max } from './sequenceLosses';
import { padWindows } from './sequences';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Tensors } from '../tf/tensorflow';
import type { SequenceLoss } from './sequenceLosses';
import type { Encoder } from './sequenceModel';
import type { Sequences, WindowBatch, Windows } from './sequences';

/** What training moves. */
export interface SequenceVariables {
  /** (items, factors): an item's vector, read and scored by the same. */
  itemTable: Tf.Variable;
  /** (items, 1). */
  itemBiases: Tf.Variable;
  encoder: Tf.Variable[];
}

/** What a step needs to know. */
export interface SequenceTraining {
  tensors: Tensors;
  sequences: Sequences;
  windows: Windows;
  variables: SequenceVariables;
  encoder: Encoder;
  draw: Random;
  settings: { factors: number; dropout: number; loss: SequenceLoss; negatives: number; regularization: number };
}

/**
 * What items are drawn by: their rows, to this power. The cross entropy is corrected for it; the other losses are not, and would learn to push popular
 * items down.
 */
const POPULARITY_POWER = { crossEntropy: 0.75, bprMax: 0, top1Max: 0 };
/** What is added to a score that must not count. */
const NEVER = -1e9;

const asTable = (variable: Tf.Variable) => variable as unknown as Tf.Tensor2D;

/** The loss of a batch of windows, as a function of their numbers. */
export function sequenceStep(training: SequenceTraining): (batch: Int32Array) => Tf.Scalar {
  const { tensors, sequences, windows, variables, settings, draw } = training;
  const { loss, negatives, regularization } = settings;
  const { tf, softmaxLoss } = tensors;
  const table = asTable(variables.itemTable);
  const biases = asTable(variables.itemBiases);
  const items = table.shape[0];
  const drawItems = itemDrawer(sequences.items, items, POPULARITY_POWER[loss], draw);
  const of = (ids: Int32Array) => {
    const index = tf.tensor1d(ids, 'int32');
    return { vectors: tf.gather(table, index) as Tf.Tensor2D, biases: tf.gather(biases, index) };
  };
  const meanSquare = (vectors: Tf.Tensor2D) => vectors.square().sum().div(vectors.shape[0]);
  return (batch) => {
    const { states, targets } = readWindows(training, padWindows(sequences, windows, batch)); // (targets, factors)
    const target = of(targets);
    const whole = loss === 'crossEntropy' && negatives >= items;
    const { columns, expected } = whole ? { columns: undefined, expected: undefined } : drawItems(negatives);
    const drawn = columns ? of(columns) : { vectors: table, biases };
    const scores = tf.matMul(states, drawn.vectors, false, true).add(drawn.biases.reshape([1, -1])) as Tf.Tensor2D; // (targets, columns)
    const penalty = meanSquare(target.vectors).add(meanSquare(drawn.vectors)).mul(regularization);
    if (!columns) return softmaxLoss(scores, targets).add(penalty).asScalar();
    const own = states.mul(target.vectors).sum(1, true).add(target.biases) as Tf.Tensor2D; // (targets, 1)
    const added = additions(targets, columns, loss === 'crossEntropy' ? expected : undefined);
    const others = scores.add(tf.tensor2d(added, [targets.length, columns.length])) as Tf.Tensor2D; // (targets, columns)
    const value = {
      crossEntropy: () => softmaxLoss(tf.concat([own, others], 1), new Int32Array(targets.length)),
      bprMax: () => bprMax(tf, own, others),
      top1Max: () => top1Max(tf, own, others),
    };
    return value[loss]().add(penalty).asScalar();
  };
}

/** The states after the places that are no padding, and the items that follow there. */
function readWindows({ tensors, variables, encoder, draw, settings }: SequenceTraining, windows: WindowBatch) {
  const { factors, dropout } = settings;
  const { tf } = tensors;
  const { length, inputs, places, targets } = windows;
  const index = tf.tensor1d(inputs, 'int32');
  const read = tf.gather(asTable(variables.itemTable), index).mul(readingScale(factors)); // (windows · length, factors)
  const mask = () => tf.tensor2d(dropMask(inputs.length * factors, dropout, draw), [inputs.length, factors]);
  const sequences = (dropout > 0 ? read.mul(mask()) : read).reshape([inputs.length / length, length, factors]) as Tf.Tensor3D;
  const all = encoder.encode(tensors, sequences, variables.encoder).reshape([inputs.length, factors]);
  return { states: tf.gather(all, tf.tensor1d(places, 'int32')) as Tf.Tensor2D, targets };
}

/** 0 for the share of numbers that is dropped, and for the others what keeps the sum. */
function dropMask(size: number, dropout: number, draw: Random): Float32Array {
  return Float32Array.from({ length: size }, () => (draw.next() < dropout ? 0 : 1 / (1 - dropout)));
}

/**
 * What is added to the score of each drawn item: as good as −∞ where it is the row's own, and −log of how many columns have the item on average, so
 * that all of them stand for all items. (targets, columns)
 */
export function additions(targets: Int32Array, columns: Int32Array, expected?: (item: number) => number): Float32Array {
  const logQ = Float32Array.from(columns, (item) => (expected ? -log(expected(item)) : 0));
  const result = new Float32Array(targets.length * columns.length);
  for (let row = 0, start = 0; row < targets.length; row++, start += columns.length) {
    result.set(logQ, start);
    for (let column = 0; column < columns.length; column++) {
      if (columns[column] === targets[row]) result[start + column] = NEVER;
    }
  }
  return result;
}

/** Draws items with replacement, by (their rows + 1) to a power; and tells how many of them an item is on average. */
function itemDrawer(rows: Int32Array, items: number, power: number, draw: Random) {
  const counts = new Float64Array(items).fill(1);
  for (let at = 0; at < rows.length; at++) counts[rows[at]]++;
  const ends = counts.map((count) => pow(count, power));
  for (let item = 1; item < items; item++) ends[item] += ends[item - 1];
  const total = ends[items - 1];
  const one = () => {
    const at = draw.next() * total;
    let [low, high] = [0, items - 1]; // the first item whose end lies behind `at`
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return (count: number) => ({
    columns: Int32Array.from({ length: count }, one),
    expected: (item: number) => (count * (ends[item] - (item > 0 ? ends[item - 1] : 0))) / total,
  });
}
