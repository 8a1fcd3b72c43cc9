/**
 * What `deepFm` and `dcn` have in common. Each column of a row becomes a vector: that of its name, or that of the column times the standardised number.
 * From the vectors side by side, x, two networks make the log-odds,
 *
 *     z = base + interactions(x) + deep(x)
 *
 * where deep is fully connected and `interactions` is each model's own.
 */
import { packModel } from '../math/buffer';
import { denseForward } from '../tf/dense';
import { encodeFields } from './fields';
import type * as Tf from '@tensorflow/tfjs-core';
import type { ModelArray, ModelParts } from '../math/buffer';
import type { Random } from '../math/random';
import type { FeatureRanker } from './featureRanker';
import type { Fields } from './fields';

/** The part that is each model's own. */
export interface Interactions {
  kind: string;
  /** Whether each feature also has a number of its own that is added to z. */
  linear: boolean;
  /** New variables for so many inputs; the caller disposes them. */
  start(tf: typeof Tf, inputs: number, draw: Random): Tf.Variable[];
  /** (rows, inputs) → (rows, 1) */
  apply(x: Tf.Tensor2D, variables: readonly Tf.Variable[], factors: number): Tf.Tensor2D;
  /** The same in plain numbers, (rows, inputs) → (rows). */
  forward(x: Float32Array, rows: number, parameters: Float32Array, factors: number): Float32Array;
}

interface Arrays extends Fields {
  /** (features, factors). */
  table: Float32Array;
  /** (features), empty where there are none. */
  weights: Float32Array;
  /** Those of `interactions`. */
  own: Float32Array;
  /** Of the deep network; only the inputs where there is none. */
  sizes: Int32Array;
  deep: Float32Array;
}

/** Arrays and settings of such a model. */
export interface FieldNetworkParts extends ModelParts<Record<string, ModelArray>> {
  settings: { factors: number; base: number };
  arrays: Arrays;
}

/** The model of these parts. */
export function fieldNetwork(parts: FieldNetworkParts, interactions: Interactions): FeatureRanker {
  const { arrays, settings } = parts;
  const { table, weights, own, sizes, deep } = arrays;
  const { factors, base } = settings;
  return {
    predict(features, rows, columns) {
      const { indices, values } = encodeFields(features, rows, columns, arrays);
      const x = new Float32Array(rows * columns * factors);
      for (let cell = 0, to = 0; cell < indices.length; cell++) {
        for (let f = 0, from = indices[cell] * factors; f < factors; f++, to++) x[to] = table[from + f] * values[cell];
      }
      const scores = interactions.forward(x, rows, own, factors);
      const more = sizes.length > 1 ? denseForward(x, sizes, deep) : undefined;
      for (let row = 0, cell = 0; row < rows; row++) {
        let sum = base + scores[row] + (more ? more[row] : 0);
        for (let column = 0; column < columns; column++, cell++) {
          if (interactions.linear) sum += weights[indices[cell]] * values[cell];
        }
        scores[row] = sum;
      }
      return scores;
    },
    toBuffer: () => packModel(parts),
  };
}
