/**
 * Cross layers beside a deep network over the vectors of the columns, for the probability of a click. What they add to `deepFm`: each layer
 * multiplies by the inputs once more, so that three columns can interact as well as two, and which do is learned.
 *
 * R. Wang et al.: DCN V2: improved deep & cross network and practical lessons for web-scale learning to rank systems. WWW 2021, section 3, in its
 * parallel form.
 */
import { unpackModel } from '../math/buffer';
import { checkPositiveInteger } from '../math/check';
import { cross, crossForward, startCross } from '../tf/cross';
import { dense, denseForward, startDense } from '../tf/dense';
import { fieldNetwork } from './fieldNetwork';
import { trainFieldNetwork } from './trainFieldNetwork';
import type { FeatureRanker } from './featureRanker';
import type { FieldNetworkParts, Interactions } from './fieldNetwork';
import type { Table } from './table';
import type { FieldNetworkOptions } from './trainFieldNetwork';

export interface DcnOptions extends FieldNetworkOptions {
  /** Cross layers, a positive integer; 2 by default. */
  crossLayers?: number;
}

/** The last two variables weigh what the cross layers made. */
const interactionsOf = (layers: number): Interactions => ({
  kind: 'dcn',
  linear: false,
  start: (tf, inputs, draw) => [...startCross(tf, inputs, layers, draw), ...startDense(tf, [inputs, 1], draw)],
  apply: (x, variables) => dense(cross(x, variables.slice(0, -2)), variables.slice(-2)),
  forward(x, rows, parameters) {
    const inputs = x.length / Math.max(rows, 1);
    const weights = parameters.subarray(parameters.length - inputs - 1);
    return denseForward(crossForward(x, inputs, parameters.subarray(0, -inputs - 1)), [inputs, 1], weights);
  },
});

/**
 * Trains z = base + w · cross(v) + deep(v) by the logistic loss, with v the vectors of a row's columns. Loads TensorFlow.js on the first call; the
 * fitted model needs it no more.
 *
 *     const model = await dcn(train, { categorical: [0, 1], crossLayers: 2, validation, seed: 42, onProgress: progress });
 *     const probabilities = model.predict(features, rows, columns).map(sigmoid);
 *
 * @throws RangeError for a table that is not one, labels outside 0 … 1 or all the same, or an option out of its range
 */
export async function dcn(train: Table, options: DcnOptions = {}): Promise<FeatureRanker> {
  const { crossLayers = 2 } = options;
  checkPositiveInteger('crossLayers', crossLayers);
  return trainFieldNetwork(train, interactionsOf(crossLayers), options);
}

/** Reads the model back. */
dcn.fromBuffer = (buffer: ArrayBuffer): FeatureRanker => {
  const parts = unpackModel<FieldNetworkParts['arrays']>(buffer, 'dcn') as FieldNetworkParts;
  return fieldNetwork(parts, interactionsOf(1)); // how many layers there are, their parameters say
};
