/** Causal self-attention as one operation forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { inMemory, written } from './written';
import { lookBack, lookBackGradient } from './lookBack';

/**
 * softmax(Q Kᵀ / √width) V within each sequence, each place looking at itself and those before, with its gradient. Made of
 * operations of TensorFlow.js 4.22, a step of a block on 64 × 30 places took 56 ms in place of 26: the product of many small matrices is slow
 * on WASM, and half of all pairs were computed to be masked.
 *
 * @param qkv Q, K and V side by side, a row for each place, sequence after sequence: (sequences · length, 3 width)
 * @param length places of a sequence
 * @param lengths how many of them are no padding, for each sequence; behind these the result has no meaning and no gradient is taken
 * @returns (sequences · length, width)
 */
export function causalAttention(qkv: tf.Tensor2D, length: number, lengths?: Int32Array): tf.Tensor2D {
  const [places, columns] = qkv.shape;
  const width = columns / 3;
  if (!inMemory()) return attentionOfOperations(qkv, length);
  const operation = tf.customGrad((x, save) => {
    const shares = new Float32Array(places * length);
    const value = written([places, width], [x as tf.Tensor], (into, from) =>
      lookBack(from, length, width, into, shares, { lengths }),
    );
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
      written([places, columns], [saved, dy], (into, from, gradient) =>
        lookBackGradient(from, shares, gradient, length, width, into, lengths),
      );
    return { value, gradFunc };
  });
  return operation(qkv) as tf.Tensor2D;
}

/** The same of TensorFlow.js's own operations: fast where products of matrices are. */
function attentionOfOperations(qkv: tf.Tensor2D, length: number): tf.Tensor2D {
  const [places, columns] = qkv.shape;
  const width = columns / 3;
  const [q, k, v] = tf.split(qkv.reshape([places / length, length, columns]), 3, 2); // (sequences, length, width)
  const future = tf
    .range(0, length)
    .reshape([1, length])
    .greater(tf.range(0, length).reshape([length, 1])); // (length, length)
  const scores = q.matMul(k, false, true).div(Math.sqrt(width)).sub(future.cast('float32').mul(1e9)); // (sequences, length, length)
  return tf.softmax(scores).matMul(v).reshape([places, width]) as tf.Tensor2D;
}
