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
  settings: { factors: number; dropout: number; loss: SequenceLoss; negatives: number; regularization: number; repeat: boolean };
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
  const { loss, negatives, regularization, repeat } = settings;
  const { tf, softmaxLoss } = tensors;
  const table = asTable(variables.itemTable);
  const biases = asTable(variables.itemBiases);
  const items = table.shape[0];
  const drawItems = itemDrawer(sequences.items, items, POPULARITY_POWER[loss], draw);
  const everyItem = Int32Array.from({ length: items }, (_, item) => item);
  const met = repeat ? undefined : sequences;
  const of = (ids: Int32Array) => {
    const index = tf.tensor1d(ids, 'int32');
    return { vectors: tf.gather(table, index) as Tf.Tensor2D, biases: tf.gather(biases, index) };
  };
  const meanSquare = (vectors: Tf.Tensor2D) => vectors.square().sum().div(vectors.shape[0]);
  return (batch) => {
    const windowBatch = padWindows(sequences, windows, batch);
    const { targets } = windowBatch;
    const states = statesAt(training, windowBatch); // (targets, factors)
    const target = of(targets);
    const penaltyOf = (drawn: Tf.Tensor2D) => meanSquare(target.vectors).add(meanSquare(drawn)).mul(regularization);
    const scoresOf = (columns: { vectors: Tf.Tensor2D; biases: Tf.Tensor }) =>
      states.matMul(columns.vectors, false, true).add(columns.biases.reshape([1, -1])) as Tf.Tensor2D; // (targets, columns)
    const excluded = (columns: Int32Array, own: 'kept' | 'excluded') =>
      tf.tensor2d(exclusions(windowBatch, columns, { met, own }), [targets.length, columns.length]);
    if (loss === 'crossEntropy' && negatives >= items) {
      const scores = scoresOf({ vectors: table, biases });
      const open = (repeat ? scores : scores.add(excluded(everyItem, 'kept'))) as Tf.Tensor2D;
      return softmaxLoss(open, targets).add(penaltyOf(table)).asScalar();
    }
    const { columns, expected } = drawItems(negatives);
    const drawn = of(columns);
    // −log of how many columns have the item on average, so that all of them stand for all items
    const logQ = Float32Array.from(columns, (item) => -log(expected(item)));
    const offsets = loss === 'crossEntropy' ? drawn.biases.add(tf.tensor2d(logQ, [columns.length, 1])) : drawn.biases;
    const others = scoresOf({ vectors: drawn.vectors, biases: offsets }).add(excluded(columns, 'excluded')) as Tf.Tensor2D;
    const own = states.mul(target.vectors).sum(1, true).add(target.biases) as Tf.Tensor2D; // (targets, 1)
    const value = {
      crossEntropy: () => softmaxLoss(tf.concat([own, others], 1), new Int32Array(targets.length)),
      bprMax: () => bprMax(tf, own, others),
      top1Max: () => top1Max(tf, own, others),
    };
    return value[loss]().add(penaltyOf(drawn.vectors)).asScalar();
  };
}

/** The states after the places that are no padding. (targets, factors) */
function statesAt(training: SequenceTraining, { length, lengths, inputs, places }: WindowBatch): Tf.Tensor2D {
  const { tensors, variables, encoder, draw, settings } = training;
  const { factors, dropout } = settings;
  const { tf } = tensors;
  const index = tf.tensor1d(inputs, 'int32');
  const read = tf.gather(asTable(variables.itemTable), index).mul(readingScale(factors)); // (windows · length, factors)
  const mask = () => tf.tensor2d(dropMask(inputs.length * factors, dropout, draw), [inputs.length, factors]);
  const sequences = (dropout > 0 ? read.mul(mask()) : read).reshape([inputs.length / length, length, factors]) as Tf.Tensor3D;
  const all = encoder.encode(tensors, sequences, variables.encoder, lengths).reshape([inputs.length, factors]);
  return tf.gather(all, tf.tensor1d(places, 'int32')) as Tf.Tensor2D;
}

/** 0 for the share of numbers that is dropped, and for the others what keeps the sum. */
function dropMask(size: number, dropout: number, draw: Random): Float32Array {
  return Float32Array.from({ length: size }, () => (draw.next() < dropout ? 0 : 1 / (1 - dropout)));
}

/**
 * What is added to the score of each column's item for each target: as good as −∞ where it is the target itself, unless that is `kept`, or an item that the
 * user met, at whatever time; else 0. An item met is neither recommended again nor wrong: against the items just read, which score high as they are
 * like themselves, a model that has to push them down forgets what is like them. (targets, columns)
 *
 * @param met without it only the target counts
 */
export function exclusions(
  { targets, users }: Pick<WindowBatch, 'targets' | 'users'>,
  columns: Int32Array,
  { met, own }: { met?: Sequences; own: 'kept' | 'excluded' },
): Float32Array {
  const columnsOf = new Map<number, number[]>();
  columns.forEach((item, column) => {
    const others = columnsOf.get(item);
    if (others) others.push(column);
    else columnsOf.set(item, [column]);
  });
  const result = new Float32Array(targets.length * columns.length);
  let metColumns: number[] = [];
  targets.forEach((target, row) => {
    const start = row * columns.length;
    if (met && users[row] !== users[row - 1]) {
      metColumns = [];
      for (let at = met.starts[users[row]]; at < met.starts[users[row] + 1]; at++) {
        const some = columnsOf.get(met.items[at]);
        if (some) metColumns.push(...some);
      }
    }
    for (const column of metColumns) result[start + column] = NEVER;
    for (const column of columnsOf.get(target) ?? []) result[start + column] = own === 'kept' ? 0 : NEVER;
  });
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
