/** Causal self-attention as one operation forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { written } from './heldValues';
import { lookBack, lookBackGradient } from './lookBack';

/**
 * softmax(Q Kᵀ / √width) V within each sequence, each place looking at itself and those before, with its gradient; on `wasm` and `cpu`. Made of
 * operations of TensorFlow.js 4.22, a step of a block on 64 × 30 places took 56 ms in place of 26: the product of many small matrices is slow
 * on WASM, and half of all pairs were computed to be masked.
 *
 * @param qkv Q, K and V side by side, a row for each place, sequence after sequence: (sequences · length, 3 width)
 * @param length places of a sequence
 * @returns (sequences · length, width)
 */
export function causalAttention(qkv: tf.Tensor2D, length: number): tf.Tensor2D {
  const [places, columns] = qkv.shape;
  const width = columns / 3;
  const operation = tf.customGrad((x, save) => {
    const shares = new Float32Array(places * length);
    const value = written([places, width], [x as tf.Tensor], (into, from) => lookBack(from, length, width, into, shares));
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
      written([places, columns], [saved, dy], (into, from, gradient) =>
        lookBackGradient(from, shares, gradient, length, width, into),
      );
    return { value, gradFunc };
  });
  return operation(qkv) as tf.Tensor2D;
}
