/** The cross entropy of one choice per row, with one softmax forward and one subtraction backward. */
import * as tf from '@tensorflow/tfjs-core';
import { inMemory, written } from './written';

/**
 * Σ wᵣ · −log softmax(s)ᵣ,cᵣ over the rows, divided by their number. The gradient, w (softmax(s) − 1) in the column chosen and w softmax(s)
 * elsewhere, is written out: no matrix of targets is made, and no logarithm of all.
 *
 * @param logits s, (rows, columns)
 * @param choices c, the column of each row
 * @param weights w, of each row; 1 when absent
 */
export function softmaxLoss(logits: tf.Tensor2D, choices: ArrayLike<number>, weights?: Float32Array): tf.Scalar {
  const [rows, columns] = logits.shape;
  const chosen = Int32Array.from(choices, (column, row) => row * columns + column);
  const w = Float32Array.from({ length: rows }, (_, row) => (weights ? weights[row] : 1) / rows);
  const loss = tf.customGrad((s, save) => {
    const shares = tf.softmax(s as tf.Tensor2D); // (rows, columns)
    (save as tf.GradSaveFunc)([shares]);
    const likelihoods = tf.gather(shares.reshape([-1]), tf.tensor1d(chosen, 'int32')); // (rows)
    const gradFunc = (dy: tf.Tensor, [p]: tf.Tensor[]) => {
      const wrong = inMemory()
        ? written([rows, columns], [p], (into, from) => {
            into.set(from);
            for (let row = 0; row < rows; row++) into[chosen[row]] -= 1;
          })
        : p.sub(tf.oneHot(tf.tensor1d(Int32Array.from(choices), 'int32'), columns)); // (rows, columns)
      return wrong.mul(tf.tensor2d(w, [rows, 1]).mul(dy)); // (rows, columns)
    };
    return { value: likelihoods.add(1e-30).log().mul(tf.tensor1d(w)).sum().neg(), gradFunc };
  });
  return loss(logits).asScalar();
}
