/** The softmax of one query's numbers, with its logarithm. */
import { exp, log } from '../math/functions';

/** log Σ exp(x), without overflow; −Infinity for no number. */
export function logSumExp(x: ArrayLike<number>): number {
  let highest = -Infinity;
  for (let i = 0; i < x.length; i++) highest = Math.max(highest, x[i]);
  if (highest === -Infinity) return -Infinity;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += exp(x[i] - highest);
  return highest + log(sum);
}

/** exp(xᵢ) / Σ exp(x). */
export function softmax(x: ArrayLike<number>): Float64Array {
  const total = logSumExp(x);
  return Float64Array.from(x, (value) => exp(value - total));
}
