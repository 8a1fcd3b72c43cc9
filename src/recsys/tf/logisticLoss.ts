/** The logistic loss of log-odds, in one operation forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { exp, log1p, sigmoid } from '../math/functions';
import { inMemory, written } from './written';

/**
 * The mean over the rows of −y log σ(z) − (1 − y) log(1 − σ(z)), for log-odds z of any size; its gradient is (σ(z) − y) / rows.
 *
 * @param logits z, (rows, 1)
 * @param labels y, 0 … 1
 */
export function logisticLoss(logits: tf.Tensor2D, labels: Float32Array): tf.Scalar {
  const rows = labels.length;
  if (!inMemory())
    return tf
      .softplus(logits)
      .sub(logits.mul(tf.tensor2d(labels, [rows, 1])))
      .mean()
      .asScalar();
  const loss = tf.customGrad((z, save) => {
    (save as tf.GradSaveFunc)([z as tf.Tensor]);
    const value = written([], [z as tf.Tensor], (into, from) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        sum += Math.max(from[row], 0) - from[row] * labels[row] + log1p(exp(-Math.abs(from[row])));
      }
      into[0] = sum / rows;
    });
    const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
      written([rows, 1], [saved], (into, from) => {
        for (let row = 0; row < rows; row++) into[row] = (sigmoid(from[row]) - labels[row]) / rows;
      }).mul(dy);
    return { value, gradFunc };
  });
  return loss(logits) as tf.Scalar;
}
