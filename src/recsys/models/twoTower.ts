/**
 * Two towers: one turns what is known of a user into a vector, the other what is known of an item, and the score is their inner product, so that
 * all items can wait in an index. What this adds to `mfTf`: a vector is made of features, a user's also of what they met, so that both can be
 * placed without having been trained on.
 *
 * A step takes a batch of rows (user, item) of the log. For each row's user, the row's item should be the likeliest among the items of the
 * batch and, for mixed negatives, some more that are drawn evenly: a sampled softmax, with the correction for popular items being in every batch.
 *
 * X. Yi et al.: Sampling-bias-corrected neural modeling for large corpus item recommendations. RecSys 2019, equations 4 to 6. Mixed negatives: J. Yang
 * et al.: Mixed negative sampling for learning two-tower neural networks in recommendations. WWW 2020 (companion). A user as the items met: P.
 * Covington, J. Adams, E. Sargin: Deep neural networks for YouTube recommendations. RecSys 2016, section 3.2.
 */
import { unpackModel } from '../math/buffer';
import { checkAtLeast, checkOneOf, checkPositive, checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import { userItemMatrix } from '../math/sparse';
import { checkHidden, denseParameters, startDense } from '../tf/dense';
import { namedFeatures } from './features';
import { checkTrain, seenOf } from './recommender';
import { towerLoss } from './towerLoss';
import { EVERYONE, towerModel, towerParts } from './towerModel';
import { bagsOf, everyRow } from './towers';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Csr } from '../math/sparse';
import type { Interactions, TrainOptions } from '../types';
import type { Features } from './features';
import type { TowerVariables } from './towerLoss';
import type { TowerParts, TwoTower } from './towerModel';

export interface TwoTowerOptions extends TrainOptions {
  /** By user index, the names of the user's features, such as `age:25-34`. */
  userFeatures?: readonly (readonly string[])[];
  /** By item index, the names of the item's features, such as `genre:Drama`. */
  itemFeatures?: readonly (readonly string[])[];
  /** Whether each user, and each item, also has a feature of its own; yes by default. */
  userIds?: boolean;
  itemIds?: boolean;
  /** How many of the items that a user met, the row's own left out, are added up in a step; 20 by default, 0 for none. */
  history?: number;
  /** Numbers per vector, a positive integer; 32 by default. */
  factors?: number;
  /** Sizes of the layers above the sums of each tower, with ReLUs between; none by default. */
  hidden?: readonly number[];
  /** Passes over the log, a positive integer; 3 by default. */
  epochs?: number;
  /** Rows of a step, a positive integer; 256 by default. */
  batchSize?: number;
  /** Items drawn evenly from those of the log, for each step; 0 by default. */
  uniformNegatives?: number;
  /**
   * How often an item is in a batch: `counts` of the log, the default; `streaming` estimates; or `none`, which leaves the correction out and
   * learns how much more a user likes an item than others do.
   */
  correction?: 'counts' | 'streaming' | 'none';
  /** Adam's at the start, > 0; 0.02 by default. It falls to 0 in equal steps. */
  learningRate?: number;
  /** λ: what a squared number of a row's vectors costs, ≥ 0; 0.03 by default. */
  regularization?: number;
  /** τ: vectors have length 1, items no bias, and products are divided by it. By default neither. */
  temperature?: number;
}

type Settings = Required<Omit<TwoTowerOptions, keyof TrainOptions | 'userFeatures' | 'itemFeatures'>>;

/**
 * Trains the towers and ranks items by the product of their vectors. Loads TensorFlow.js on the first call; the fitted model needs it no
 * more. Rows of a user weigh 1 / √(their number), so that the heaviest do not decide alone. An item that nobody met is placed by its features.
 *
 *     const model = await twoTower(train, { itemFeatures: items.map((item) => item.genres), seed: 42, onProgress: progress });
 *     await hnsw(model.vectors.items, { dimensions: model.vectors.dimensions, metric: 'dot' });
 *
 * @throws RangeError if train is empty, an option is out of its range, or the features have not a row for each user and item
 */
export async function twoTower(train: Interactions, options: TwoTowerOptions = {}): Promise<TwoTower> {
  const settings = withDefaults(options);
  const { epochs, batchSize, learningRate } = settings;
  const { seed = 42 } = options;
  const matrix = userItemMatrix(checkTrain(train), 'binary');
  const everyone = (options.userFeatures ?? train.userIds.map(() => [])).map((features) => [EVERYONE, ...features]);
  const users = namedFeatures(train.userIds, everyone, settings.userIds);
  const items = namedFeatures(train.itemIds, options.itemFeatures, settings.itemIds);
  const tensors = await import('../tf/tensorflow');
  const { tf, startBackend, lazyAdam, train: loop } = tensors;
  await startBackend();

  const draw = random(seed);
  const sizes = { users: users.names.length, items: items.names.length, seen: matrix.columns };
  const variables = startTowers(tf, sizes, settings, draw);
  const all = Object.values(variables)
    .flat()
    .filter((variable) => variable !== undefined);
  const steps = Math.ceil(matrix.indices.length / batchSize) * epochs;
  const optimizer = lazyAdam((step) => learningRate * (1 - step / steps));
  try {
    const loss = towerLoss({ tensors, matrix, users, items, variables, draw, settings });
    await loop(matrix.indices.length, loss, { ...options, seed, epochs, batchSize, optimizer, variables: all });
    const arrays = await learned(variables, matrix, users, items, settings.hidden);
    const names = { userFeatureNames: JSON.stringify(users.names), itemFeatureNames: JSON.stringify(items.names) };
    const known = { items: matrix.columns, temperature: settings.temperature, ...names };
    const bags = (features: Features) => bagsOf(features.matrix, everyRow(features.matrix.rows));
    return towerModel(towerParts(seenOf(matrix), arrays, known, bags(users), bags(items)));
  } finally {
    tf.dispose(all);
    optimizer.dispose();
  }
}

/** The options with their defaults, checked. */
function withDefaults(options: TwoTowerOptions): Settings {
  const { userIds = true, itemIds = true, history = 20, factors = 32, hidden = [], epochs = 3, batchSize = 256 } = options;
  const { uniformNegatives = 0, correction = 'counts', learningRate = 0.02, regularization = 0.03, temperature = 0 } = options;
  for (const [name, value] of Object.entries({ factors, epochs, batchSize })) checkPositiveInteger(name, value);
  for (const [name, value] of Object.entries({ history, uniformNegatives })) {
    if (value !== 0) checkPositiveInteger(name, value);
  }
  checkHidden(hidden);
  checkOneOf('correction', correction, ['counts', 'streaming', 'none']);
  checkPositive('learningRate', learningRate);
  checkAtLeast('regularization', regularization, 0);
  if (options.temperature !== undefined) checkPositive('temperature', temperature);
  return {
    ...{ userIds, itemIds, history, factors, hidden, epochs, batchSize, uniformNegatives, correction },
    ...{ learningRate, regularization, temperature },
  };
}

/** Small normal numbers in the tables, biases 0. */
function startTowers(
  tf: typeof Tf,
  sizes: { users: number; items: number; seen: number },
  { factors, hidden, history, temperature }: Settings,
  draw: Random,
): TowerVariables {
  const table = (rows: number) => {
    const values = Float32Array.from({ length: rows * factors }, () => draw.normal(0, 0.1));
    return tf.tidy(() => tf.variable(tf.tensor2d(values, [rows, factors])));
  };
  const network = () => (hidden.length > 0 ? startDense(tf, [factors, ...hidden, factors], draw) : []);
  return {
    userTable: table(sizes.users),
    historyTable: history > 0 ? table(sizes.seen) : undefined,
    itemTable: table(sizes.items),
    featureBiases: temperature > 0 ? undefined : tf.tidy(() => tf.variable(tf.zeros([sizes.items, 1]))),
    userNetwork: network(),
    itemNetwork: network(),
  };
}

/** What was learned, read back. A feature that no row of the log had, an id included, still has its random start, and gets zeros instead. */
async function learned(variables: TowerVariables, matrix: Csr, users: Features, items: Features, hidden: readonly number[]) {
  const { userTable, historyTable, itemTable, featureBiases, userNetwork, itemNetwork } = variables;
  const read = async (variable: Tf.Variable) => ((await variable.data()) as Float32Array).slice();
  const met = new Set(matrix.indices);
  const factors = itemTable.shape[1]!;
  return {
    userTable: forget(await read(userTable), factors, users.matrix, (user) => matrix.pointers[user + 1] > matrix.pointers[user]),
    historyTable: historyTable && (await read(historyTable)).map((value, at) => (met.has(Math.floor(at / factors)) ? value : 0)),
    itemTable: forget(await read(itemTable), factors, items.matrix, (item) => met.has(item)),
    featureBiases: featureBiases && (await read(featureBiases)),
    sizes: Int32Array.of(factors, ...(hidden.length > 0 ? [...hidden, factors] : [])),
    userNetwork: await denseParameters(userNetwork),
    itemNetwork: await denseParameters(itemNetwork),
  };
}

/** The table with zeros for the features that no trained row has. */
function forget(
  table: Float32Array,
  width: number,
  { rows, columns, pointers, indices }: Csr,
  trained: (row: number) => boolean,
) {
  const known = new Uint8Array(columns);
  for (let row = 0; row < rows; row++) {
    if (trained(row)) for (let at = pointers[row]; at < pointers[row + 1]; at++) known[indices[at]] = 1;
  }
  return table.map((value, at) => (known[Math.floor(at / width)] ? value : 0));
}

/** Reads the model back. */
twoTower.fromBuffer = (buffer: ArrayBuffer): TwoTower =>
  towerModel(unpackModel<TowerParts['arrays']>(buffer, 'twoTower') as TowerParts);
