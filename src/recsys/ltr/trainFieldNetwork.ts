/** Training `deepFm` and `dcn`: the vectors of the columns and the networks over them, by the logistic loss. */
import { checkAtLeast, checkPositive, checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import { checkHidden, dense, denseParameters, startDense } from '../tf/dense';
import { fieldNetwork } from './fieldNetwork';
import { encodeFields, fitFields } from './fields';
import { logistic, logLoss } from './objectives/logistic';
import { checkTable } from './table';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { TrainOptions } from '../types';
import type { FeatureRanker } from './featureRanker';
import type { FieldNetworkParts, Interactions } from './fieldNetwork';
import type { Encoded, Fields } from './fields';
import type { Table } from './table';

/** What both models can be told. */
export interface FieldNetworkOptions extends TrainOptions {
  /** Columns whose numbers are names. Names that training did not have count as missing. */
  categorical?: readonly number[];
  /** Numbers of a column's vector, a positive integer; 8 by default. */
  factors?: number;
  /** Sizes of the hidden layers of the deep network; one of 32 by default, none to leave it out. */
  hidden?: readonly number[];
  /** Passes over the rows, a positive integer; 5 by default. */
  epochs?: number;
  /** Rows of a step, a positive integer; 256 by default. */
  batchSize?: number;
  /** Adam's, > 0; 0.01 by default. */
  learningRate?: number;
  /** λ: what a squared number of a row's vectors costs, ≥ 0; 1e-4 by default. */
  regularization?: number;
  /** Rows on which the loss is measured after each epoch; the model is then that of the best epoch. */
  validation?: Table;
  /** Epochs without a new best on `validation` that are endured; 2 by default. */
  patience?: number;
}

interface Variables {
  table: Tf.Variable;
  weights: Tf.Variable[];
  own: Tf.Variable[];
  deep: Tf.Variable[];
}

/** Trains the vectors and both networks by the logistic loss; see `deepFm`. */
export async function trainFieldNetwork(
  train: Table,
  interactions: Interactions,
  options: FieldNetworkOptions,
): Promise<FeatureRanker> {
  const { factors = 8, hidden = [32], epochs = 5, batchSize = 256, learningRate = 0.01, regularization = 1e-4 } = options;
  const { categorical = [], validation, patience = 2, seed = 42 } = options;
  for (const [name, value] of Object.entries({ factors, epochs, batchSize, patience })) checkPositiveInteger(name, value);
  checkHidden(hidden);
  checkPositive('learningRate', learningRate);
  checkAtLeast('regularization', regularization, 0);
  const { base } = logistic(checkTable(train)); // checks the labels, too
  if (validation) checkTable(validation);
  const fields = fitFields(train, categorical);
  const encoded = encodeFields(train.features, train.rows, train.columns, fields);
  const tensors = await import('../tf/tensorflow');
  const { tf, startBackend, lazyAdam, logisticLoss, train: loop } = tensors;
  await startBackend();

  const inputs = train.columns * factors;
  const sizes = Int32Array.of(inputs, ...(hidden.length > 0 ? [...hidden, 1] : []));
  const variables = startVariables(tf, { fields, factors, sizes, interactions, draw: random(seed) });
  const all = Object.values(variables).flat() as Tf.Variable[];
  const optimizer = lazyAdam(learningRate);
  const settings = { factors, base };
  const stepLoss = (batch: Int32Array) => {
    const { x, linear } = inputsOf(tf, pick(encoded, batch, train.columns), variables, train.columns);
    const parts = [interactions.apply(x, variables.own, factors), ...linear];
    if (sizes.length > 1) parts.push(dense(x, variables.deep));
    const logits = tf.addN(parts).add(base) as Tf.Tensor2D; // (rows, 1)
    const labels = Float32Array.from(batch, (row) => train.labels[row]);
    return logisticLoss(logits, labels)
      .add(
        x
          .square()
          .sum()
          .mul(regularization / batch.length),
      )
      .asScalar();
  };
  const partsNow = async (): Promise<FieldNetworkParts> => {
    const arrays = { ...fields, sizes, ...(await learned(variables)) };
    return { kind: interactions.kind, settings, arrays };
  };
  const validate = validation && (async () => {
    const { predict } = fieldNetwork(await partsNow(), interactions);
    return -logLoss.measure(Float64Array.from(predict(validation.features, validation.rows, validation.columns)), validation);
  }); // prettier-ignore
  try {
    await loop(train.rows, stepLoss, { ...options, seed, epochs, batchSize, optimizer, variables: all, validate, patience });
    return fieldNetwork(await partsNow(), interactions);
  } finally {
    tf.dispose(all);
    optimizer.dispose();
  }
}

interface Begin {
  fields: Fields;
  factors: number;
  sizes: Int32Array;
  interactions: Interactions;
  draw: Random;
}

/** Small normal vectors, but zeros for what is not known of a column of names; weights 0. */
function startVariables(tf: typeof Tf, { fields, factors, sizes, interactions, draw }: Begin): Variables {
  const { fieldStarts, categorical } = fields;
  const features = fieldStarts[categorical.length];
  const vectors = Float32Array.from({ length: features * factors }, () => draw.normal(0, 0.1));
  categorical.forEach((is, column) => {
    if (is) vectors.fill(0, fieldStarts[column] * factors, (fieldStarts[column] + 1) * factors);
  });
  return {
    table: tf.tidy(() => tf.variable(tf.tensor2d(vectors, [features, factors]))),
    weights: interactions.linear ? [tf.tidy(() => tf.variable(tf.zeros([features, 1])))] : [],
    own: interactions.start(tf, sizes[0], draw),
    deep: sizes.length > 1 ? startDense(tf, [...sizes], draw) : [],
  };
}

/** These rows. */
function pick({ indices, values }: Encoded, batch: Int32Array, columns: number): Encoded {
  const picked = { indices: new Int32Array(batch.length * columns), values: new Float32Array(batch.length * columns) };
  batch.forEach((row, to) => {
    picked.indices.set(indices.subarray(row * columns, (row + 1) * columns), to * columns);
    picked.values.set(values.subarray(row * columns, (row + 1) * columns), to * columns);
  });
  return picked;
}

/** The vectors of rows side by side, and the sum of their weights where there are any. */
function inputsOf(tf: typeof Tf, { indices, values }: Encoded, { table, weights }: Variables, columns: number) {
  const rows = indices.length / columns;
  const index = tf.tensor1d(indices, 'int32');
  const scale = tf.tensor2d(values, [indices.length, 1]);
  const vectors = tf.gather(table as unknown as Tf.Tensor2D, index).mul(scale); // (rows · columns, factors)
  const linear = weights.map(
    (own) =>
      tf
        .gather(own as unknown as Tf.Tensor2D, index)
        .mul(scale)
        .reshape([rows, columns])
        .sum(1, true) as Tf.Tensor2D, // (rows, 1)
  );
  return { x: vectors.reshape([rows, columns * table.shape[1]!]) as Tf.Tensor2D, linear };
}

async function learned({ table, weights, own, deep }: Variables) {
  const [t, w, o, d] = await Promise.all([[table], weights, own, deep].map(denseParameters));
  return { table: t, weights: w, own: o, deep: d };
}
