/**
 * A factorisation machine and a deep network over the same vectors of the columns, for the probability of a click. What it adds to a linear model: every
 * pair of columns has an interaction, the inner product of their vectors, learned also for pairs of names that were rarely seen together;
 * and the deep network finds what pairs cannot say.
 *
 * H. Guo, R. Tang, Y. Ye, Z. Li, X. He: DeepFM: a factorization-machine based neural network for CTR prediction. IJCAI 2017, equations 1 to 4.
 */
import { unpackModel } from '../math/buffer';
import { pairProducts, pairProductsForward } from '../tf/pairProducts';
import { fieldNetwork } from './fieldNetwork';
import { trainFieldNetwork } from './trainFieldNetwork';
import type { FeatureRanker } from './featureRanker';
import type { FieldNetworkParts, Interactions } from './fieldNetwork';
import type { Table } from './table';
import type { FieldNetworkOptions } from './trainFieldNetwork';

export type DeepFmOptions = FieldNetworkOptions;

const interactions: Interactions = {
  kind: 'deepFm',
  linear: true,
  start: () => [],
  apply: (x, _, factors) => pairProducts(x, factors),
  forward: (x, rows, _, factors) => pairProductsForward(x, rows, factors),
};

/**
 * Trains z = base + Σ w + Σ_{i<j} v_i · v_j + deep(v) by the logistic loss, with w and v those of a row's columns. Loads TensorFlow.js on the first
 * call; the fitted model needs it no more.
 *
 *     const model = await deepFm(train, { categorical: [0, 1], validation, seed: 42, onProgress: progress });
 *     const probabilities = model.predict(features, rows, columns).map(sigmoid);
 *
 * @throws RangeError for a table that is not one, labels outside 0 … 1 or all the same, or an option out of its range
 */
export async function deepFm(train: Table, options: DeepFmOptions = {}): Promise<FeatureRanker> {
  return trainFieldNetwork(train, interactions, options);
}

/** Reads the model back. */
deepFm.fromBuffer = (buffer: ArrayBuffer): FeatureRanker =>
  fieldNetwork(unpackModel<FieldNetworkParts['arrays']>(buffer, 'deepFm') as FieldNetworkParts, interactions);
