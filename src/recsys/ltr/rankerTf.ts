/** A network that scores documents, trained on queries by any of the ranking losses. */
import { packModel, unpackModel } from '../math/buffer';
import { checkAtLeast, checkPositive, checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import { checkHidden, dense, denseForward, denseParameters, startDense } from '../tf/dense';
import { checkLoss, losses } from './losses';
import { queryNdcg } from './queryNdcg';
import { fitScale, standardise } from './standardise';
import { checkTable, groupOffsets } from './table';
import type * as Tf from '@tensorflow/tfjs-core';
import type { ModelParts } from '../math/buffer';
import type { Random } from '../math/random';
import type { TrainOptions } from '../types';
import type { FeatureRanker } from './featureRanker';
import type { RankingLoss } from './loss';
import type { LossName } from './losses';
import type { Table } from './table';

export interface RankerTfOptions extends TrainOptions {
  /** The name of a loss of the library, or a function of scores, labels and mask; `lambdaRank` by default. */
  loss?: LossName | RankingLoss;
  /** Sizes of the hidden layers; one of 32 by default, none for a linear model. */
  hidden?: readonly number[];
  /** Passes over the queries, a positive integer; 30 by default. */
  epochs?: number;
  /** Queries of a step, a positive integer; 32 by default. */
  batchSize?: number;
  /** Adam's, > 0; 0.01 by default. */
  learningRate?: number;
  /** λ, ≥ 0: what a squared weight costs; 1e-4 by default. */
  regularization?: number;
  /** Of a longer query, so many documents are drawn anew for each step, as pairs cost documents²; 200 by default. */
  documents?: number;
  /** Queries on which nDCG@10 is measured after each epoch; the model is then that of the best epoch. */
  validation?: Table;
  /** Epochs without a new best on `validation` that are endured; 5 by default. */
  patience?: number;
}

interface Arrays extends Record<string, Float32Array | Int32Array> {
  /** Inputs, hidden layers, 1. */
  sizes: Int32Array;
  parameters: Float32Array;
  means: Float32Array;
  factors: Float32Array;
}

/**
 * Trains score(document) = network(standardised features) to order the documents of each query: the loss of a step is the mean over its
 * queries, plus λ Σ weights². Loads TensorFlow.js on the first call; the fitted model needs it no more.
 *
 *     const model = await rankerTf(train, { loss: 'lambdaRank', hidden: [32], validation, seed: 42, onProgress: progress });
 *     const scores = model.predict(test.features, test.rows, test.columns);
 *
 * @throws RangeError if a table is not whole, a grade is negative, or an option is out of its range
 */
export async function rankerTf(train: Table, options: RankerTfOptions = {}): Promise<FeatureRanker> {
  const { loss = 'lambdaRank', hidden = [32], epochs = 30, batchSize = 32, learningRate = 0.01, seed = 42 } = options;
  const { regularization = 1e-4, documents = 200, validation, patience = 5 } = options;
  for (const [name, value] of Object.entries({ epochs, batchSize, documents, patience })) checkPositiveInteger(name, value);
  checkHidden(hidden);
  checkPositive('learningRate', learningRate);
  checkAtLeast('regularization', regularization, 0);
  if (typeof loss === 'string') checkLoss(loss);
  const measure = typeof loss === 'string' ? (losses[loss] as RankingLoss) : loss;
  const scale = fitScale(checkGraded('train', train).features, train.columns);
  const scaled = (table: Table) => standardise(table.features, table.rows, table.columns, scale);
  const x = scaled(train);
  const validated = validation && { table: checkGraded('validation', validation), x: scaled(validation) };
  const { tf, startBackend, train: loop } = await import('../tf/tensorflow');
  await startBackend();

  const sizes = Int32Array.of(train.columns, ...hidden, 1);
  const draw = random(seed);
  const variables = startDense(tf, [...sizes], draw);
  const optimizer = tf.train.adam(learningRate);
  const starts = groupOffsets(train.rows, train.groups);
  const stepLoss = (batch: Int32Array) => {
    const rows = Array.from(batch, (query) => rowsOf(starts[query], starts[query + 1], documents, draw));
    const { features, labels, mask, width } = pad(tf, x, train, rows);
    const scores = dense(features, variables).reshape([batch.length, width]) as Tf.Tensor2D; // (queries, documents)
    const sizeOfWeights = variables.filter((_, at) => at % 2 === 0).map((weights) => weights.square().sum());
    return measure(scores, labels, mask).add(tf.addN(sizeOfWeights).mul(regularization)).asScalar();
  };
  const validate = validated && (async () => {
    const scores = denseForward(validated.x, sizes, await denseParameters(variables));
    const perQuery = queryNdcg(validated.table, scores);
    return perQuery.reduce((a, b) => a + b, 0) / perQuery.length;
  }); // prettier-ignore
  try {
    await loop(starts.length - 1, stepLoss, { ...options, seed, epochs, batchSize, optimizer, variables, validate, patience });
    const parameters = await denseParameters(variables);
    return build({ kind: 'rankerTf', settings: {}, arrays: { sizes, parameters, ...scale } });
  } finally {
    tf.dispose(variables);
    optimizer.dispose();
  }
}

/** A table whose labels are grades. */
function checkGraded(name: string, table: Table): Table {
  const { labels } = checkTable(table);
  for (let row = 0; row < labels.length; row++) if (!(labels[row] >= 0)) checkAtLeast(`${name}.labels[${row}]`, labels[row], 0);
  return table;
}

/** The rows of a query, or as many as asked, drawn without replacement. */
function rowsOf(start: number, end: number, limit: number, draw: Random): Int32Array {
  const rows = Int32Array.from({ length: end - start }, (_, i) => start + i);
  return rows.length > limit ? draw.shuffle(rows).subarray(0, limit) : rows;
}

/** The queries of a step, side by side, padded to the longest. */
function pad(tf: typeof Tf, x: Float32Array, { columns, labels }: Table, rows: Int32Array[]) {
  const width = Math.max(1, ...rows.map(({ length }) => length));
  const size = rows.length * width;
  const features = new Float32Array(size * columns);
  const grades = new Float32Array(size);
  const mask = new Float32Array(size);
  rows.forEach((own, query) => {
    own.forEach((row, i) => {
      const to = query * width + i;
      features.set(x.subarray(row * columns, (row + 1) * columns), to * columns);
      grades[to] = labels[row];
      mask[to] = 1;
    });
  });
  return {
    width,
    features: tf.tensor2d(features, [size, columns]), // (queries · documents, columns)
    labels: tf.tensor2d(grades, [rows.length, width]), // (queries, documents)
    mask: tf.tensor2d(mask, [rows.length, width]), // (queries, documents)
  };
}

function build(parts: ModelParts<Arrays>): FeatureRanker {
  const { sizes, parameters, means, factors } = parts.arrays;
  return {
    predict: (features, rows, columns) =>
      denseForward(standardise(features, rows, columns, { means, factors }), sizes, parameters),
    toBuffer: () => packModel(parts),
  };
}

/** Reads the model back. */
rankerTf.fromBuffer = (buffer: ArrayBuffer): FeatureRanker => build(unpackModel<Arrays>(buffer, 'rankerTf'));
