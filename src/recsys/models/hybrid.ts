/**
 * The hybrid: users and items are sums of the embeddings of their features, so that what is learned of a genre or an age group serves an item
 * or a user that nobody has met. With the identity as only feature it is BPR or WARP matrix factorisation.
 *
 * M. Kula: Metadata embeddings for user and item cold-start recommendations. CBRecSys 2015 (LightFM), equations 1 and 2.
 */
import { breathe } from '../math/breathe';
import { checkOneOf, checkPositiveInteger } from '../math/check';
import { dot } from '../math/linalg';
import { random } from '../math/random';
import { unpackModel } from '../math/buffer';
import { factorModel, normalFactors } from './factors';
import { ascend, namedFeatures, represent, scoreRow } from './features';
import { bprForce, logisticLoss, prepare, rowsOfEntries, unmet } from './pairwise';
import { warpForces } from './warp';
import type { Interactions } from '../types';
import type { Random } from '../math/random';
import type { Csr } from '../math/sparse';
import type { ModelParts } from '../math/buffer';
import type { FactorArrays, FactorModel } from './factors';
import type { Embeddings, Features } from './features';
import type { GradientOptions } from './pairwise';

export interface HybridOptions extends GradientOptions {
  /** By user index, the names of the user's features, such as `age:25-34`. */
  userFeatures?: readonly (readonly string[])[];
  /** By item index, the names of the item's features, such as `genre:Drama`. */
  itemFeatures?: readonly (readonly string[])[];
  /** Whether each user and item also has an embedding of its own; yes by default. */
  identity?: boolean;
  /** `warp` by default. */
  loss?: 'bpr' | 'warp' | 'kos-warp';
  /** Draws at most in search of a violation, for the two WARPs; 20 by default. */
  negatives?: number;
  /** k-OS WARP: of `positives` met items drawn, the one that scores k-th highest is pushed; 5 and 10 by default. */
  k?: number;
  positives?: number;
}

/** A hybrid model, which can also score for a user known by features only. */
export interface Hybrid extends FactorModel {
  /** The names of the user features, in the order of `userFeatureFactors`. */
  userFeatureNames: string[];
  /** The names of the item features, in the order of `itemFeatureFactors`. */
  itemFeatureNames: string[];
  /** user features × factors. */
  userFeatureFactors: Float32Array;
  /** item features × factors. */
  itemFeatureFactors: Float32Array;
  /** One score per item for a user with these features; unknown names are an error. */
  scoresForFeatures(features: readonly string[]): Float32Array;
}

/** All that training moves, and memory for one step. */
class Trainer {
  readonly q: Float64Array;
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly force: Float64Array;
  loss = 0;
  readonly matrix: Csr;
  readonly users: Features;
  readonly items: Features;
  readonly ofUsers: Embeddings;
  readonly ofItems: Embeddings;
  readonly options: {
    loss: string;
    negatives: number;
    k: number;
    positives: number;
    learningRate: number;
    regularization: number;
  };
  readonly draw: Random;
  readonly forces: Float64Array;

  constructor(matrix: Csr, users: Features, items: Features, d: number, seed: number, options: Trainer['options']) {
    this.matrix = matrix;
    this.users = users;
    this.items = items;
    this.options = options;
    this.draw = random(seed);
    this.ofUsers = embeddings(users, d, seed);
    this.ofItems = embeddings(items, d, seed + 1);
    this.forces = warpForces(matrix.columns, options.negatives);
    this.q = new Float64Array(d);
    this.up = new Float64Array(d);
    this.down = new Float64Array(d);
    this.force = new Float64Array(d);
  }

  score(item: number): number {
    return scoreRow(this.items, this.ofItems, item, this.q);
  }

  /** k-OS: the met item that scores k-th highest of those drawn (Weston, Yee, Weiss, RecSys 2013). */
  kthPositive(user: number): number {
    const { k, positives } = this.options;
    const from = this.matrix.pointers[user];
    const count = this.matrix.pointers[user + 1] - from;
    const drawn = Array.from({ length: positives }, () => this.matrix.indices[from + this.draw.int(count)]);
    const scored = drawn.map((item) => ({ item, score: this.score(item) })).sort((a, b) => b.score - a.score || a.item - b.item);
    return scored[k - 1].item;
  }

  /** One draw and, where it violates, one step. */
  step(user: number, met: number): void {
    const { loss, negatives } = this.options;
    represent(this.users, this.ofUsers, user, this.q);
    const better = loss === 'kos-warp' ? this.kthPositive(user) : met;
    const score = this.score(better);
    const tries = loss === 'bpr' ? 1 : negatives;
    for (let n = 1; n <= tries; n++) {
      const worse = unmet(this.matrix, user, this.draw);
      if (worse < 0) return;
      const lead = score - this.score(worse);
      if (loss === 'bpr') {
        this.move(user, better, worse, bprForce(lead));
        this.loss += logisticLoss(lead);
      } else if (lead < 1) {
        const force = this.forces[n - 1];
        this.move(user, better, worse, force);
        this.loss += force * (1 - lead);
        return;
      }
    }
  }

  private move(user: number, better: number, worse: number, force: number): void {
    const { q, up, down } = this;
    represent(this.items, this.ofItems, better, up);
    represent(this.items, this.ofItems, worse, down);
    const scaled = this.force;
    for (let c = 0; c < q.length; c++) {
      scaled[c] = force * (up[c] - down[c]);
      up[c] = force * q[c];
      down[c] = -force * q[c];
    }
    ascend(this.users, this.ofUsers, user, scaled, 0, this.options);
    ascend(this.items, this.ofItems, better, up, force, this.options);
    ascend(this.items, this.ofItems, worse, down, -force, this.options);
  }
}

function embeddings({ matrix }: Features, d: number, seed: number): Embeddings {
  const factors = normalFactors(matrix.columns, d, 0.1, seed);
  return {
    d,
    factors,
    biases: new Float32Array(matrix.columns),
    factorSquares: new Float32Array(factors.length).fill(1),
    biasSquares: new Float32Array(matrix.columns).fill(1),
  };
}

/** The vectors and biases of all rows. */
function representations(features: Features, of: Embeddings): { factors: Float32Array; biases: Float32Array } {
  const factors = new Float32Array(features.matrix.rows * of.d);
  const biases = new Float32Array(features.matrix.rows);
  const vector = new Float64Array(of.d);
  for (let row = 0; row < features.matrix.rows; row++) {
    biases[row] = represent(features, of, row, vector);
    factors.set(vector, row * of.d);
  }
  return { factors, biases };
}

function build(parts: ModelParts<FactorArrays>): Hybrid {
  const model = factorModel(parts);
  const d = model.factors;
  const userFeatureFactors = parts.arrays.userFeatureFactors as Float32Array;
  const userFeatureNames = JSON.parse(parts.settings.userFeatureNames as string) as string[];
  return {
    ...model,
    userFeatureNames,
    itemFeatureNames: JSON.parse(parts.settings.itemFeatureNames as string) as string[],
    userFeatureFactors,
    itemFeatureFactors: parts.arrays.itemFeatureFactors as Float32Array,
    scoresForFeatures(features) {
      const vector = new Float64Array(d);
      for (const name of features) {
        const at = userFeatureNames.indexOf(name);
        if (at < 0) throw new RangeError(`features must be known to the model, got '${name}'`);
        for (let c = 0; c < d; c++) vector[c] += userFeatureFactors[at * d + c];
      }
      return model.itemBiases!.map((bias, item) => bias + dot(model.itemFactors, item * d, vector, 0, d));
    },
  };
}

function check({ loss, negatives, k, positives }: Trainer['options']): void {
  checkOneOf('loss', loss, ['bpr', 'warp', 'kos-warp']);
  checkPositiveInteger('negatives', negatives);
  checkPositiveInteger('k', k);
  checkPositiveInteger('positives', positives);
  if (k > positives) throw new RangeError(`k must be at most positives = ${positives}, got ${k}`);
}

/**
 * score(u, i) = q_u · p_i + b_i, where q_u is the sum of the embeddings of the user's features, p_i and b_i of the item's. Each step draws a
 * met item and items not met, and moves all features of the three by AdaGrad. A bias of user features would change no ranking and is left
 * out. `onProgress` tells the mean loss of the epoch's draws.
 *
 *     const model = await hybrid(train, { itemFeatures: items.map((item) => item.genres), loss: 'warp', epochs: 20 });
 *
 * @throws RangeError if train is empty, an option is out of range, or the features have not a row for each user and item
 */
export async function hybrid(train: Interactions, options: HybridOptions = {}): Promise<Hybrid> {
  const { factors: d = 32, epochs = 20, learningRate = 0.05, regularization = 0, seed = 42, signal, onProgress } = options;
  const { identity = true, loss = 'warp', negatives = 20, k = 5, positives = 10 } = options;
  const settings = { loss, negatives, k, positives, learningRate, regularization };
  check(settings);
  const matrix = prepare(train, { factors: d, epochs, learningRate, regularization });
  const users = namedFeatures(train.userIds, options.userFeatures, identity || !options.userFeatures);
  const items = namedFeatures(train.itemIds, options.itemFeatures, identity || !options.itemFeatures);
  const trainer = new Trainer(matrix, users, items, d, seed, settings);
  const userOf = rowsOfEntries(matrix);
  for (let epoch = 1; epoch <= epochs && !signal?.aborted; epoch++) {
    trainer.loss = 0;
    for (let step = 0; step < userOf.length && !signal?.aborted; step++) {
      const entry = trainer.draw.int(userOf.length);
      trainer.step(userOf[entry], matrix.indices[entry]);
      if (step % 128 === 127) await breathe();
    }
    if (signal?.aborted) break;
    onProgress?.({ done: epoch, total: epochs, label: 'epoch', values: { loss: trainer.loss / userOf.length } });
  }
  const { factors: itemFactors, biases: itemBiases } = representations(items, trainer.ofItems);
  return build({
    kind: 'hybrid',
    settings: {
      items: matrix.columns,
      factors: d,
      userFeatureNames: JSON.stringify(users.names),
      itemFeatureNames: JSON.stringify(items.names),
    },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      userFactors: representations(users, trainer.ofUsers).factors,
      itemFactors,
      itemBiases,
      userFeatureFactors: trainer.ofUsers.factors,
      itemFeatureFactors: trainer.ofItems.factors,
    },
  });
}

/** Reads the model back. */
hybrid.fromBuffer = (buffer: ArrayBuffer): Hybrid => build(unpackModel<FactorArrays>(buffer, 'hybrid'));
