/**
 * Fully connected layers, twice: on tensors, where they train, and on plain numbers, where a trained network answers without TensorFlow.js.
 * A network is its sizes, inputs first, and its parameters: of each layer the weights (inputs, outputs) and the biases (outputs). Between
 * layers stands a ReLU, after the last nothing.
 */
import { checkPositiveInteger } from '../math/check';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';

/**
 * Variables for a network of these sizes: normal weights of variance 2 / inputs, which a ReLU halves again, and 1 / inputs in the last layer; biases 0.
 * The caller disposes them.
 *
 * K. He et al.: Delving deep into rectifiers. ICCV 2015, equation 10.
 */
export function startDense(tf: typeof Tf, sizes: readonly number[], draw: Random): Tf.Variable[] {
  return tf.tidy(() =>
    sizes.slice(1).flatMap((outputs, layer) => {
      const inputs = sizes[layer];
      const deviation = Math.sqrt((layer === sizes.length - 2 ? 1 : 2) / inputs);
      const weights = Float32Array.from({ length: inputs * outputs }, () => draw.normal(0, deviation));
      return [tf.variable(tf.tensor2d(weights, [inputs, outputs])), tf.variable(tf.zeros([outputs]))];
    }),
  );
}

/** The network on a batch. (rows, inputs) → (rows, outputs) */
export function dense(x: Tf.Tensor2D, variables: readonly Tf.Variable[]): Tf.Tensor2D {
  let y = x;
  for (let at = 0; at < variables.length; at += 2) {
    const sums = y.matMul(variables[at] as unknown as Tf.Tensor2D).add(variables[at + 1]); // (rows, outputs)
    y = (at + 2 < variables.length ? sums.relu() : sums) as Tf.Tensor2D;
  }
  return y;
}

/** All parameters in one array, layer after layer, weights before biases. */
export async function denseParameters(variables: readonly Tf.Variable[]): Promise<Float32Array> {
  const parts = (await Promise.all(variables.map((variable) => variable.data()))) as Float32Array[];
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The network on plain numbers.
 *
 * @param x (rows, sizes[0]), row-major
 * @param parameters as `denseParameters` gives them
 * @returns (rows, outputs), row-major
 */
export function denseForward(x: Float32Array, sizes: ArrayLike<number>, parameters: Float32Array): Float32Array {
  const [inputs, outputs] = [sizes[0], sizes[sizes.length - 1]];
  const rows = x.length / inputs;
  const result = new Float32Array(rows * outputs);
  const widest = Math.max(...Array.from(sizes));
  let [from, to] = [new Float64Array(widest), new Float64Array(widest)];
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < inputs; i++) from[i] = x[row * inputs + i];
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      at = forwardLayer(from, sizes[layer - 1], to, sizes[layer], parameters, at, layer < sizes.length - 1);
      [from, to] = [to, from];
    }
    for (let o = 0; o < outputs; o++) result[row * outputs + o] = from[o];
  }
  return result;
}

/** One layer of one row; returns where the next layer's parameters begin. */
function forwardLayer(
  from: Float64Array,
  inputs: number,
  to: Float64Array,
  outputs: number,
  parameters: Float32Array,
  at: number,
  rectify: boolean,
): number {
  const biases = at + inputs * outputs;
  for (let o = 0; o < outputs; o++) to[o] = parameters[biases + o];
  for (let i = 0; i < inputs; i++, at += outputs) {
    const value = from[i];
    if (value === 0) continue;
    for (let o = 0; o < outputs; o++) to[o] += value * parameters[at + o];
  }
  if (rectify) for (let o = 0; o < outputs; o++) if (to[o] < 0) to[o] = 0;
  return biases + outputs;
}

/** Throws a RangeError unless every hidden layer has a size. */
export function checkHidden(hidden: readonly number[]): void {
  hidden.forEach((size, layer) => checkPositiveInteger(`hidden[${layer}]`, size));
}
