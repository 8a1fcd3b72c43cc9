/** One step of training two towers: from row numbers of the log to the loss of a batch. */
import { dense } from '../tf/dense';
import { rowsOfEntries } from './pairwise';
import { seenOf } from './recommender';
import { corrections } from './sampledSoftmax';
import { StreamingFrequency } from './streamingFrequency';
import { bagScales, bagsOf, drawHistory, everyRow } from './towers';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Csr } from '../math/sparse';
import type { Tensors } from '../tf/tensorflow';
import type { Features } from './features';

/** What training moves. */
export interface TowerVariables {
  /** (user features, factors). */
  userTable: Tf.Variable;
  /** (items, factors). */
  historyTable?: Tf.Variable;
  /** (item features, factors). */
  itemTable: Tf.Variable;
  /** (item features, 1). */
  featureBiases?: Tf.Variable;
  userNetwork: Tf.Variable[];
  itemNetwork: Tf.Variable[];
}

/** What a step needs to know. */
export interface TowerTraining {
  tensors: Tensors;
  /** The log, users × items. */
  matrix: Csr;
  users: Features;
  items: Features;
  variables: TowerVariables;
  draw: Random;
  settings: {
    history: number;
    uniformNegatives: number;
    correction: 'counts' | 'streaming' | 'none';
    regularization: number;
    temperature: number;
  };
}

const asTable = (variable: Tf.Variable) => variable as unknown as Tf.Tensor2D;

/** The loss of a batch of entries of the matrix, as a function of their numbers. */
export function towerLoss(training: TowerTraining): (batch: Int32Array) => Tf.Scalar {
  const { tensors, matrix, items, variables, settings } = training;
  const { tf, embeddingBag, softmaxLoss } = tensors;
  const { featureBiases, itemTable, itemNetwork } = variables;
  const { temperature, regularization } = settings;
  const seen = seenOf(matrix);
  const userOf = rowsOfEntries(matrix);
  const weights = rowWeights(matrix, userOf);
  const first = new Int32Array(matrix.columns).fill(-1);
  const drawColumns = columnDrawer(training);
  return (batch) => {
    const users = batch.map((entry) => userOf[entry]);
    const own = batch.map((entry) => matrix.indices[entry]);
    const { columns, expected } = drawColumns(own);
    const bags = bagsOf(items.matrix, columns);
    const u = userTower(training, users, own); // (rows, factors)
    const v = tower(embeddingBag(asTable(itemTable), bags), itemNetwork, temperature); // (columns, factors)
    const products = tf.matMul(u, v, false, true); // (rows, columns)
    const scores = featureBiases
      ? products.add(embeddingBag(asTable(featureBiases), bags).reshape([1, columns.length]))
      : products.div(temperature);
    const added = tf.tensor2d(corrections(seen, users, columns, expected, first), [users.length, columns.length]);
    const weight = Float32Array.from(batch, (entry) => weights[entry]);
    const loss = softmaxLoss(scores.add(added) as Tf.Tensor2D, everyRow(batch.length), weight);
    const lengths = u.square().sum().div(users.length).add(v.square().sum().div(columns.length));
    return loss.add(lengths.mul(regularization)).asScalar();
  };
}

/** From the sums of features to vectors. (rows, factors) → (rows, factors) */
function tower(sums: Tf.Tensor2D, network: Tf.Variable[], temperature: number): Tf.Tensor2D {
  const vectors = dense(sums, network);
  return temperature > 0 ? vectors.div(vectors.square().sum(1, true).add(1e-12).sqrt()) : vectors;
}

/** The vectors of users, each beside an item of theirs that must be found from the others. (rows, factors) */
function userTower(training: TowerTraining, users: Int32Array, targets: Int32Array): Tf.Tensor2D {
  const { tensors, matrix, variables, draw, settings } = training;
  const { tf, embeddingBag } = tensors;
  const { userTable, historyTable, userNetwork } = variables;
  let sums = embeddingBag(asTable(userTable), bagsOf(training.users.matrix, users)); // (rows, factors)
  if (historyTable) {
    const met = drawHistory(seenOf(matrix), users, targets, settings.history, draw);
    const scales = tf.tensor2d(bagScales(met), [users.length, 1]);
    sums = sums.add(embeddingBag(asTable(historyTable), met).mul(scales));
  }
  return tower(sums, userNetwork, settings.temperature);
}

/** 1 / √n for each entry, n the entries of its user, over the mean of these. */
function rowWeights({ pointers, indices }: Csr, userOf: Int32Array): Float32Array {
  const raw = Float64Array.from(indices, (_, entry) => 1 / Math.sqrt(pointers[userOf[entry] + 1] - pointers[userOf[entry]]));
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / raw.length;
  return Float32Array.from(raw, (weight) => weight / mean);
}

/** The columns of a step: the rows' own items, then the evenly drawn; and how many of them an item is on average. */
function columnDrawer({ matrix, draw, settings }: TowerTraining) {
  const { correction, uniformNegatives } = settings;
  const counts = new Float64Array(matrix.columns);
  for (let entry = 0; entry < matrix.indices.length; entry++) counts[matrix.indices[entry]]++;
  const pool = everyRow(matrix.columns).filter((item) => counts[item] > 0);
  const evenly = uniformNegatives / pool.length;
  const frequency = new StreamingFrequency({ size: matrix.columns });
  return (own: Int32Array) => {
    const columns = new Int32Array(own.length + uniformNegatives);
    columns.set(own);
    for (let column = own.length; column < columns.length; column++) columns[column] = pool[draw.int(pool.length)];
    if (correction === 'streaming') frequency.see(own);
    const expected = {
      counts: (item: number) => (own.length * counts[item]) / matrix.indices.length + evenly,
      streaming: (item: number) => frequency.probability(item) + evenly,
      none: () => 1,
    };
    return { columns, expected: expected[correction] };
  };
}
