/** How much the largest few hold: a point of the Lorenz curve, seen from its rich end. */
import { checkShare } from '../math/check';

/**
 * The share of the total that the largest amounts hold, when the largest `share` of them is taken, rounded to a whole number of amounts and at
 * least one: 0.6 means that the top tenth of the films has 60 % of the watches.
 *
 *     topShare([60, 20, 10, 10], { share: 0.25 }) // 0.6
 *
 * @returns NaN where there is nothing to share
 * @throws RangeError if the share is not strictly between 0 and 1, or an amount is negative or NaN
 */
export function topShare(amounts: ArrayLike<number>, { share = 0.1 }: { share?: number } = {}): number {
  checkShare('share', share);
  const rising = Float64Array.from(amounts).sort();
  const first = rising.length - Math.max(1, Math.round(share * rising.length));
  let total = 0;
  let top = 0;
  for (let i = 0; i < rising.length; i++) {
    if (!(rising[i] >= 0)) throw new RangeError(`amounts must be at least 0, got ${rising[i]}`);
    total += rising[i];
    if (i >= first) top += rising[i];
  }
  return top / total;
}
