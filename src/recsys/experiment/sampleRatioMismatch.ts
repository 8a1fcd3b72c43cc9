/** Whether the arms have the sizes that the assignment should give: the first check of any experiment. */
import { checkSameLength, checkShare } from '../math/check';
import { chiSquareTail } from '../math/distributions';

export interface RatioMismatchOptions {
  /** Below this p-value a mismatch is declared; 0.001 by default, since the check is made on every experiment. */
  alpha?: number;
}

export interface RatioMismatch {
  /** Of Pearson's χ² for goodness of fit. */
  pValue: number;
  statistic: number;
  df: number;
  /** Whether pValue < alpha: the experiment must not be read before the cause is found. */
  mismatch: boolean;
  /** Observed share of each arm. */
  shares: number[];
  /** Expected count of each arm. */
  expected: number[];
  assumptions: string;
  warnings: string[];
}

/**
 * Compares counts of randomised units with expected shares (any positive weights; equal by default).
 *
 *     sampleRatioMismatch([50210, 49790], [0.5, 0.5])
 *
 * A. Fabijan et al.: Diagnosing sample ratio mismatch in online controlled experiments. KDD 2019.
 *
 * @throws RangeError if there are fewer than 2 arms, counts are not whole numbers of at least 0, or all are 0
 */
export function sampleRatioMismatch(
  counts: ArrayLike<number>,
  expected?: ArrayLike<number>,
  { alpha = 0.001 }: RatioMismatchOptions = {},
): RatioMismatch {
  checkShare('alpha', alpha);
  if (counts.length < 2) throw new RangeError(`counts must have at least 2 arms, got ${counts.length}`);
  const observed = Array.from(counts);
  const weights = expected ? Array.from(expected) : observed.map(() => 1);
  checkSameLength('expected', weights, 'counts', observed);
  observed.forEach((count, arm) => {
    if (!(Number.isInteger(count) && count >= 0))
      throw new RangeError(`counts must be whole numbers of at least 0, got ${count} at ${arm}`);
    if (!(weights[arm] > 0 && weights[arm] < Infinity))
      throw new RangeError(`expected must be above 0, got ${weights[arm]} at ${arm}`);
  });
  const total = observed.reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new RangeError('counts must not all be 0, got 0 users');
  const weight = weights.reduce((sum, value) => sum + value, 0);
  const planned = weights.map((value) => (value / weight) * total);
  const statistic = observed.reduce(
    (sum, count, arm) => sum + ((count - planned[arm]) * (count - planned[arm])) / planned[arm],
    0,
  );
  const df = observed.length - 1;
  const pValue = chiSquareTail(statistic, df);
  const least = Math.min(...planned);
  return {
    pValue,
    statistic,
    df,
    mismatch: pValue < alpha,
    shares: observed.map((count) => count / total),
    expected: planned,
    assumptions: 'Units are assigned independently with the expected shares, and each is counted once.',
    warnings: least < 5 ? [`an arm expects ${least.toFixed(1)} units; below 5 the χ² distribution is coarse`] : [],
  };
}
