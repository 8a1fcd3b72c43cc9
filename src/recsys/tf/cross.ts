/**
 * Cross layers, twice: on tensors, where they train, and on plain numbers. With x₀ the inputs of a row, each layer is
 *
 *     x ← x₀ ⊙ (x W + b) + x
 *
 * so that after l layers there are products of up to l + 1 inputs.
 *
 * R. Wang et al.: DCN V2: improved deep & cross network. WWW 2021, equation 1. In R. Wang et al.: Deep & cross network for ad click predictions.
 * ADKDD 2017, equation 3, W was of rank one.
 */
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';

/** Variables of so many layers: W (width, width), normal with a deviation of 0.1 / √width, and b (width), 0. The caller disposes them. */
export function startCross(tf: typeof Tf, width: number, layers: number, draw: Random): Tf.Variable[] {
  return tf.tidy(() =>
    Array.from({ length: layers }, () => {
      const weights = Float32Array.from({ length: width * width }, () => draw.normal(0, 0.1 / Math.sqrt(width)));
      return [tf.variable(tf.tensor2d(weights, [width, width])), tf.variable(tf.zeros([width]))];
    }).flat(),
  );
}

/** The layers on a batch. (rows, width) → (rows, width) */
export function cross(inputs: Tf.Tensor2D, variables: readonly Tf.Variable[]): Tf.Tensor2D {
  let x = inputs;
  for (let at = 0; at < variables.length; at += 2) {
    const sums = x.matMul(variables[at] as unknown as Tf.Tensor2D).add(variables[at + 1]); // (rows, width)
    x = inputs.mul(sums).add(x);
  }
  return x;
}

/**
 * The layers on plain numbers.
 *
 * @param inputs (rows, width), row-major
 * @param parameters of each layer W, then b
 * @returns (rows, width)
 */
export function crossForward(inputs: Float32Array, width: number, parameters: Float32Array): Float32Array {
  const result = inputs.slice();
  const sums = new Float64Array(width);
  for (let from = 0; from < inputs.length; from += width) {
    for (let at = 0; at < parameters.length; at += width * (width + 1)) {
      for (let c = 0; c < width; c++) sums[c] = parameters[at + width * width + c];
      for (let r = 0, w = at; r < width; r++) {
        const value = result[from + r];
        for (let c = 0; c < width; c++, w++) sums[c] += value * parameters[w];
      }
      for (let c = 0; c < width; c++) result[from + c] += inputs[from + c] * sums[c];
    }
  }
  return result;
}
