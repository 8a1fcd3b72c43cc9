/**
 * Matrix factorisation, trained with TensorFlow.js: score(u, i) = bᵢ + pᵤ · qᵢ, as in Y. Koren, R. Bell, C. Volinsky: Matrix factorization
 * techniques for recommender systems (Computer 42(8), 2009), but for logs without ratings: what a user met is taken for draws from the
 * softmax of the scores over the catalogue, the multinomial likelihood of D. Liang et al.: Variational autoencoders for collaborative filtering
 * (WWW 2018, eq. 2). A bias of the user would cancel in the softmax, so there is none.
 *
 * With x the user's row of the log (1 where met) and n its sum, a step on the users U of a batch takes down
 *
 *     Σ_{u∈U} n⁻½ · −Σᵢ xᵢ log softmax(s)ᵢ + λ (Σ_{u∈U} |pᵤ|² + |U| / users · Σᵢ (|qᵢ|² + bᵢ²))      over Σ_{u∈U} n½
 *
 * by Adam, which moves a user's row only in the steps that have the user. The weight n⁻½ keeps the heaviest users from deciding alone.
 */
import { checkAtLeast, checkPositive, checkPositiveInteger } from '../math/check';
import { log } from '../math/functions';
import { random } from '../math/random';
import { unpackModel } from '../math/buffer';
import { checkTrain, recommender, seenOf } from './recommender';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Interactions, Recommender, TrainOptions } from '../types';
import type { RankerParts, Seen } from './recommender';

export interface MfTfOptions extends TrainOptions {
  /** Numbers per user and item, a positive integer; 32 by default. */
  factors?: number;
  /** Passes over the users, a positive integer; 25 by default. */
  epochs?: number;
  /** Users of a step, a positive integer; 128 by default. */
  batchSize?: number;
  /** Adam's, > 0; 0.03 by default. */
  learningRate?: number;
  /** λ, ≥ 0; 1 by default. Items with few rows each want less: 0.6 where there are about ten. */
  regularization?: number;
  /**
   * Items that are drawn in each step to stand for all those nobody in the batch met, a positive integer. By default the softmax is over the
   * whole catalogue, which costs batchSize × items a step; give a number for catalogues of more than some ten thousand items.
   */
  negatives?: number;
}

interface Parts extends Seen {
  /** (users, factors), row-major. */
  userFactors: Float32Array;
  /** (items, factors), row-major. */
  itemFactors: Float32Array;
  /** (items). */
  itemBiases: Float32Array;
}

/**
 * Trains the factors in a few seconds and ranks items by bias and product. Loads TensorFlow.js on the first call.
 *
 *     const model = await mfTf(train, { factors: 32, epochs: 25, seed: 42, onProgress: progress });
 *     model.recommend(0, { k: 5 }).items
 *
 * @throws RangeError if train is empty or an option is out of its range
 */
export async function mfTf(train: Interactions, options: MfTfOptions = {}): Promise<Recommender> {
  const { factors = 32, epochs = 25, batchSize = 128, learningRate = 0.03, regularization = 1, negatives, seed = 42 } = options;
  checkTrain(train);
  for (const [name, value] of Object.entries({ factors, epochs, batchSize })) checkPositiveInteger(name, value);
  if (negatives !== undefined) checkPositiveInteger('negatives', negatives);
  checkPositive('learningRate', learningRate);
  checkAtLeast('regularization', regularization, 0);
  const { tf, startBackend, lazyAdam, train: loop } = await import('../tf/tensorflow');
  await startBackend();

  const draw = random(seed);
  const seen = seenOf(train);
  const [users, items] = [train.userIds.length, train.itemIds.length];
  const [p, q] = tf.tidy(() => [
    tf.variable(tf.tensor2d(startRows(users, factors, draw), [users, factors])),
    // the last number of an item's row is its bias
    tf.variable(tf.tensor2d(startRows(items, factors, draw, startBiases(seen, items)), [items, factors + 1])),
  ]);
  const optimizer = lazyAdam(learningRate);
  try {
    await loop(
      users,
      (batch) => {
        const { targets, weight, columns, corrections } = batchOf(seen, batch, items, negatives, draw);
        const width = columns?.length ?? items;
        const rows = tf.gather(p, tf.tensor1d(batch.slice(), 'int32')); // (batch, factors)
        const itemRows = columns ? tf.gather(q, tf.tensor1d(columns, 'int32')) : q; // (columns, factors + 1)
        const extended = tf.concat([rows, tf.ones([batch.length, 1])], 1); // (batch, factors + 1)
        const scores = tf.matMul(extended, itemRows as Tf.Tensor2D, false, true); // (batch, columns)
        const logits = corrections ? scores.add(tf.tensor2d(corrections, [1, width])) : scores;
        const itemSize = itemRows
          .square()
          .sum()
          .mul(batch.length / users);
        const penalty = rows.square().sum().add(itemSize).mul(regularization);
        const likelihood = multinomialLoss(tf, logits as Tf.Tensor2D, tf.tensor2d(targets, [batch.length, width]));
        return likelihood.add(penalty).div(weight).asScalar();
      },
      { ...options, seed, epochs, batchSize, optimizer, variables: [p, q] as Tf.Variable[] },
    );
    const [userFactors, itemRows] = (await Promise.all([p.data(), q.data()])) as Float32Array[];
    const itemBiases = Float32Array.from({ length: items }, (_, item) => itemRows[item * (factors + 1) + factors]);
    const itemFactors = itemRows.filter((_, at) => at % (factors + 1) < factors);
    return modelOf({ kind: 'mfTf', settings: { items, factors }, arrays: { ...seen, userFactors, itemFactors, itemBiases } });
  } finally {
    tf.dispose([p, q]);
    optimizer.dispose();
  }
}

/** Small normal numbers, a row each, with the bias behind them where biases are given. */
function startRows(rows: number, factors: number, draw: Random, biases?: Float32Array): Float32Array {
  const width = factors + (biases ? 1 : 0);
  return Float32Array.from({ length: rows * width }, (_, at) => {
    const column = at % width;
    return column < factors ? draw.normal(0, 0.1) : biases![(at - column) / width];
  });
}

/** log(count + 1) of each item less the mean of these: training begins as popularity. */
function startBiases({ seenItems }: Seen, items: number): Float32Array {
  const counts = new Float32Array(items).fill(1);
  for (let at = 0; at < seenItems.length; at++) counts[seenItems[at]]++;
  const logs = counts.map((count) => log(count));
  const mean = logs.reduce((sum, value) => sum + value, 0) / items;
  return logs.map((value) => value - mean);
}

/** One step's users as rows over the catalogue, or over the columns drawn for it. */
function batchOf(seen: Seen, batch: Int32Array, items: number, negatives: number | undefined, draw: Random) {
  const columns = negatives === undefined ? undefined : drawColumns(seen, batch, items, negatives, draw);
  const width = columns?.items.length ?? items;
  const targets = new Float32Array(batch.length * width);
  let weight = 0;
  for (let row = 0; row < batch.length; row++) {
    const [start, end] = [seen.seenPointers[batch[row]], seen.seenPointers[batch[row] + 1]];
    if (start === end) continue; // a user without rows has no part in the loss
    weight += Math.sqrt(end - start);
    for (let at = start; at < end; at++) {
      const item = seen.seenItems[at];
      targets[row * width + (columns ? columns.place[item] : item)] = 1 / Math.sqrt(end - start);
    }
  }
  return { targets, weight: Math.max(weight, 1), columns: columns?.items, corrections: columns?.corrections };
}

/**
 * The items met in the batch, and as many others as asked, drawn without replacement. Each of those stands for as many as were left out: its
 * score gets the logarithm of that number, which makes the softmax's denominator right on average.
 */
function drawColumns({ seenPointers, seenItems }: Seen, batch: Int32Array, items: number, negatives: number, draw: Random) {
  const place = new Int32Array(items).fill(-1);
  const chosen: number[] = [];
  const take = (item: number) => {
    if (place[item] === -1) place[item] = chosen.push(item) - 1;
  };
  for (const user of batch) for (let at = seenPointers[user]; at < seenPointers[user + 1]; at++) take(seenItems[at]);
  const met = chosen.length;
  const others = Math.min(negatives, items - met);
  while (chosen.length < met + others) take(draw.int(items));
  const corrections = new Float32Array(chosen.length).fill(log((items - met) / Math.max(others, 1)), met);
  return { items: Int32Array.from(chosen), place, corrections };
}

/**
 * −Σ x · log softmax(s), with the gradient n · softmax(s) − x (n the sum of the row of x) written out: it needs one softmax, no logarithm.
 *
 * @param logits s, (batch, columns)
 * @param targets x, (batch, columns)
 */
function multinomialLoss(tf: typeof Tf, logits: Tf.Tensor2D, targets: Tf.Tensor2D): Tf.Tensor {
  const loss = tf.customGrad((s, save) => {
    const shares = tf.softmax(s as Tf.Tensor2D);
    (save as Tf.GradSaveFunc)([shares, targets]);
    const gradFunc = (dy: Tf.Tensor, [p, x]: Tf.Tensor[]) => p.mul(x.sum(1, true)).sub(x).mul(dy);
    return { value: targets.mul(shares.add(1e-30).log()).sum().neg(), gradFunc };
  });
  return loss(logits);
}

function modelOf(parts: { kind: string; settings: { items: number; factors: number }; arrays: Parts }): Recommender {
  const { factors } = parts.settings;
  const { userFactors, itemFactors, itemBiases } = parts.arrays;
  return recommender(parts as unknown as RankerParts, (user, into) => {
    for (let item = 0; item < into.length; item++) {
      let score = itemBiases[item];
      for (let f = 0; f < factors; f++) score += userFactors[user * factors + f] * itemFactors[item * factors + f];
      into[item] = score;
    }
  });
}

/** Reads the model back. */
mfTf.fromBuffer = (buffer: ArrayBuffer): Recommender =>
  modelOf(unpackModel<Parts>(buffer, 'mfTf') as Parameters<typeof modelOf>[0]);
