/**
 * Draws from a fixed discrete distribution in constant time: n columns of equal width, each shared by at most two outcomes (A. Walker: An
 * efficient method for generating discrete random variables. ACM TOMS 1977; built in linear time after M. Vose, 1991).
 */
import type { Random } from './random';

/**
 * A function that draws index i with probability weights[i] / Σ weights.
 *
 * @param weights finite, ≥ 0, not all 0
 * @throws RangeError if they are not
 */
export function aliasSampler(weights: ArrayLike<number>): (draw: Random) => number {
  const n = weights.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (!(weights[i] >= 0)) throw new RangeError(`weights must be at least 0, got ${weights[i]}`);
    total += weights[i];
  }
  if (!(total > 0 && total < Infinity)) throw new RangeError(`weights must have a positive finite sum, got ${total}`);
  const share = Float64Array.from({ length: n }, (_, i) => (weights[i] * n) / total);
  const other = Int32Array.from(share, (_, i) => i);
  const poor: number[] = [];
  const rich: number[] = [];
  share.forEach((own, i) => (own < 1 ? poor : rich).push(i));
  while (poor.length > 0 && rich.length > 0) {
    const low = poor.pop()!;
    const high = rich[rich.length - 1];
    other[low] = high;
    share[high] -= 1 - share[low];
    if (share[high] < 1) poor.push(rich.pop()!);
  }
  // What rounding left over is 1 but for its last bits, and must not fall to an outcome of weight 0.
  for (const i of [...poor, ...rich]) share[i] = weights[i] > 0 ? 1 : share[i];
  return (draw) => {
    const place = draw.next() * n;
    const column = Math.floor(place);
    return place - column < share[column] ? column : other[column];
  };
}
