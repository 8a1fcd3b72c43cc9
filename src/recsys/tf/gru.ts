/**
 * A gated recurrent unit, twice: on tensors, where it trains, and on plain numbers for one sequence. With x the input of a place and h the
 * state before it (zeros at first),
 *
 *     (r, z) = σ((x, h) W + b),   n = tanh((x, r ⊙ h) U + c),   h ← (1 − z) ⊙ h + z ⊙ n
 *
 * K. Cho et al.: Learning phrase representations using RNN encoder–decoder for statistical machine translation. EMNLP 2014, equations 5 to 8, with
 * z in place of 1 − z as in B. Hidasi et al.: Session-based recommendations with recurrent neural networks. ICLR 2016, equations 1 to 4.
 */
import { sigmoid, tanh } from '../math/functions';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Tensors } from './tensorflow';

/** The offset of z at the start: σ(−2) = .12 of the state moves at each place. */
const SLOW = -2;

/**
 * W (2 width, 2 width), b (2 width), U (2 width, width), c (width); the caller disposes them. Matrices are small, normal with a deviation of 0.1 / √(2
 * width), but U has the identity added for x, and b is −2 for z: the state begins as a slow average of what was read.
 */
export function startGru(tf: typeof Tf, width: number, draw: Random): Tf.Variable[] {
  const matrix = (columns: number, diagonal = 0) => {
    const values = Float32Array.from({ length: 2 * width * columns }, () => draw.normal(0, 0.1 / Math.sqrt(2 * width)));
    for (let c = 0; c < width; c++) values[c * columns + c] += diagonal;
    return tf.variable(tf.tensor2d(values, [2 * width, columns]));
  };
  const offsets = Float32Array.from({ length: 2 * width }, (_, c) => (c < width ? 0 : SLOW));
  return tf.tidy(() => [matrix(2 * width), tf.variable(tf.tensor1d(offsets)), matrix(width, 1), tf.variable(tf.zeros([width]))]);
}

/** The states after each place of a batch of sequences; shorter ones are padded behind. (batch, length, width) → the same */
export function gru({ tf }: Pick<Tensors, 'tf'>, sequences: Tf.Tensor3D, variables: readonly Tf.Variable[]): Tf.Tensor3D {
  const [batch, , width] = sequences.shape;
  const [gates, gateOffsets, candidate, candidateOffsets] = variables as unknown as Tf.Tensor2D[];
  let h = tf.zeros([batch, width]) as Tf.Tensor2D;
  const states = (tf.unstack(sequences, 1) as Tf.Tensor2D[]).map((x) => {
    const open = tf.concat([x, h], 1).matMul(gates).add(gateOffsets).sigmoid(); // (batch, 2 width)
    const [r, z] = tf.split(open, 2, 1); // (batch, width)
    const n = tf
      .concat([x, r.mul(h) as Tf.Tensor2D], 1)
      .matMul(candidate)
      .add(candidateOffsets)
      .tanh(); // (batch, width)
    h = h.add(z.mul(n.sub(h)));
    return h;
  });
  return tf.stack(states, 1) as Tf.Tensor3D;
}

/**
 * The state after the last place of one sequence, in plain numbers.
 *
 * @param sequence (length ≥ 1, width), row-major
 * @param parameters in the order of `startGru`
 * @returns (width)
 */
export function gruLast(sequence: Float32Array, width: number, parameters: Float32Array): Float32Array {
  const sizes = [4 * width * width, 2 * width, 2 * width * width, width];
  const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0));
  const [gates, gateOffsets, candidate, candidateOffsets] = starts.map((from, at) => parameters.subarray(from, from + sizes[at]));
  const input = new Float64Array(2 * width);
  const h = new Float64Array(width);
  for (let from = 0; from < sequence.length; from += width) {
    for (let c = 0; c < width; c++) {
      input[c] = sequence[from + c];
      input[width + c] = h[c];
    }
    const open = affine(input, gates, gateOffsets).map(sigmoid);
    for (let c = 0; c < width; c++) input[width + c] = open[c] * h[c];
    const n = affine(input, candidate, candidateOffsets).map(tanh);
    for (let c = 0; c < width; c++) h[c] += open[width + c] * (n[c] - h[c]);
  }
  return Float32Array.from(h);
}

/** row × matrix + offsets. */
function affine(row: Float64Array, matrix: Float32Array, offsets: Float32Array): Float64Array {
  const sums = Float64Array.from(offsets);
  for (let r = 0, at = 0; r < row.length; r++) for (let c = 0; c < sums.length; c++, at++) sums[c] += row[r] * matrix[at];
  return sums;
}
