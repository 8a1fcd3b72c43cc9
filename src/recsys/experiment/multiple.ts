/** Many metrics or segments at once: p-values adjusted so that the error holds for all of them together. */
import { checkShare } from '../math/check';

export interface MultipleOptions {
  /** Family-wise error (Bonferroni, Holm) or false discovery rate (Benjamini and Hochberg); 0.05 by default. */
  alpha?: number;
}

export interface Multiple {
  /** Adjusted p-values, in the order given; each is the least alpha at which it is rejected. */
  adjusted: Float64Array;
  /** Whether adjusted ≤ alpha. */
  rejected: boolean[];
  assumptions: string;
}

function check(pValues: ArrayLike<number>, alpha: number): void {
  checkShare('alpha', alpha);
  for (let i = 0; i < pValues.length; i++) {
    if (!(pValues[i] >= 0 && pValues[i] <= 1)) throw new RangeError(`pValues must lie in 0 … 1, got ${pValues[i]} at ${i}`);
  }
}

function decide(adjusted: Float64Array, alpha: number, assumptions: string): Multiple {
  return { adjusted, rejected: Array.from(adjusted, (p) => p <= alpha), assumptions };
}

function rising(pValues: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: pValues.length }, (_, i) => i).sort((i, j) => pValues[i] - pValues[j] || i - j);
}

/**
 * m·p: the chance of any false alarm is at most alpha.
 *
 *     bonferroni([0.01, 0.04]).adjusted  // 0.02, 0.08
 *
 * O. Dunn: Multiple comparisons among means. JASA 1961.
 *
 * @throws RangeError if a p-value or alpha is out of range
 */
export function bonferroni(pValues: ArrayLike<number>, { alpha = 0.05 }: MultipleOptions = {}): Multiple {
  check(pValues, alpha);
  const adjusted = Float64Array.from(pValues, (p) => Math.min(1, p * pValues.length));
  return decide(adjusted, alpha, 'None on how the tests depend on each other.');
}

/**
 * Step-down: the same guarantee as Bonferroni's, never rejecting less.
 *
 *     holm([0.01, 0.04]).adjusted  // 0.02, 0.04
 *
 * S. Holm: A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 1979.
 *
 * @throws RangeError if a p-value or alpha is out of range
 */
export function holm(pValues: ArrayLike<number>, { alpha = 0.05 }: MultipleOptions = {}): Multiple {
  check(pValues, alpha);
  const m = pValues.length;
  const adjusted = new Float64Array(m);
  let largest = 0;
  rising(pValues).forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, (m - rank) * pValues[at]));
    adjusted[at] = largest;
  });
  return decide(adjusted, alpha, 'None on how the tests depend on each other.');
}

/**
 * Step-up: of what is rejected, at most the share alpha is false on average.
 *
 *     benjaminiHochberg([0.01, 0.02, 0.03, 0.5]).rejected
 *
 * Y. Benjamini, Y. Hochberg: Controlling the false discovery rate. JRSS B 1995, eq. (1).
 *
 * @throws RangeError if a p-value or alpha is out of range
 */
export function benjaminiHochberg(pValues: ArrayLike<number>, { alpha = 0.05 }: MultipleOptions = {}): Multiple {
  check(pValues, alpha);
  const m = pValues.length;
  const adjusted = new Float64Array(m);
  let least = 1;
  const order = rising(pValues);
  for (let rank = m; rank >= 1; rank--) {
    const at = order[rank - 1];
    least = Math.min(least, (m * pValues[at]) / rank);
    adjusted[at] = least;
  }
  return decide(adjusted, alpha, 'Tests are independent or positively dependent (Benjamini and Yekutieli 2001).');
}
