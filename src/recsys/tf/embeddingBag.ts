/** Sums of rows of a table, as one operation forward and one backward: what a set of features is to a network. */
import * as tf from '@tensorflow/tfjs-core';
import { spreadBags, sumBags } from './bags';
import { inMemory, written } from './written';
import type { Bags } from './bags';

/**
 * The sum of each bag's rows, with its gradient.
 *
 * @param table (rows, width)
 * @returns (bags, width)
 */
export function embeddingBag(table: tf.Tensor2D, bags: Bags): tf.Tensor2D {
  const width = table.shape[1];
  const count = bags.starts.length - 1;
  if (!inMemory()) {
    const bagOf = Int32Array.from(bags.indices);
    for (let bag = 0; bag < count; bag++) bagOf.fill(bag, bags.starts[bag], bags.starts[bag + 1]);
    const rows = tf.gather(table, tf.tensor1d(bags.indices, 'int32')); // (indices, width)
    return tf.unsortedSegmentSum(rows, tf.tensor1d(bagOf, 'int32'), count) as tf.Tensor2D;
  }
  const operation = tf.customGrad((x) => {
    const value = written([count, width], [x as tf.Tensor], (into, from) => sumBags(from, bags, width, into));
    const gradFunc = (dy: tf.Tensor) => written(table.shape, [dy], (into, from) => spreadBags(from, bags, width, into));
    return { value, gradFunc };
  });
  return operation(table) as tf.Tensor2D;
}
