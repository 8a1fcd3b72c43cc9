/** How unequal a distribution is. */

/**
 * The Gini index of amounts, such as how often each item was recommended: the mean difference of two of them, divided by twice the mean.
 * 0 where all are equal, (n − 1) / n where one has everything. Twice the area between the Lorenz curve and the diagonal.
 *
 *     gini([1, 1, 1, 1]) // 0
 *     gini([0, 0, 0, 4]) // 0.75
 *
 * @returns NaN where there is nothing to share
 * @throws RangeError if an amount is negative or NaN
 */
export function gini(amounts: ArrayLike<number>): number {
  const rising = Float64Array.from(amounts).sort();
  const n = rising.length;
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < n; i++) {
    if (!(rising[i] >= 0)) throw new RangeError(`amounts must be at least 0, got ${rising[i]}`);
    total += rising[i];
    weighted += (2 * i + 1 - n) * rising[i];
  }
  return weighted / (n * total);
}
