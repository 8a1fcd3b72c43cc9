/**
 * The sum of the inner products of all pairs of vectors, twice: on tensors and on plain numbers. With v_1 … v_n the vectors of a row,
 *
 *     Σ_{i<j} v_i · v_j = ½ (|Σ_i v_i|² − Σ_i |v_i|²)
 *
 * which takes n products in place of n².
 *
 * S. Rendle: Factorization machines. ICDM 2010, lemma 3.1.
 */
import type * as Tf from '@tensorflow/tfjs-core';

/** (rows, vectors · width) → (rows, 1) */
export function pairProducts(x: Tf.Tensor2D, width: number): Tf.Tensor2D {
  const [rows, columns] = x.shape;
  const sums = x.reshape([rows, columns / width, width]).sum(1); // (rows, width)
  return sums.square().sum(1, true).sub(x.square().sum(1, true)).div(2);
}

/** (rows, vectors · width) → (rows) */
export function pairProductsForward(x: Float32Array, rows: number, width: number): Float32Array {
  const columns = x.length / rows;
  const sums = new Float64Array(width);
  return Float32Array.from({ length: rows }, (_, row) => {
    sums.fill(0);
    let squares = 0;
    for (let column = 0; column < columns; column++) {
      const value = x[row * columns + column];
      sums[column % width] += value;
      squares += value * value;
    }
    return (sums.reduce((total, sum) => total + sum * sum, 0) - squares) / 2;
  });
}
