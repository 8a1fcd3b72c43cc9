/** What looking again and again at an ordinary test does to its error. */
import { checkOneOf, checkShare } from '../math/check';
import { normalQuantile } from '../math/distributions';
import { cumulativeCrossing, lookTimes } from './crossing';

export interface PeekingOptions {
  /** How many equally spaced looks (at most 200), or their times as rising shares of the final number of users. */
  looks: number | ArrayLike<number>;
  /** The level of the ordinary test at each look; 0.05 by default. */
  alpha?: number;
  /** 2 by default. */
  sides?: 1 | 2;
}

export interface PeekingInflation {
  /** Chance that at least one look of an A/A test is significant. */
  estimate: number;
  /** The same by each look. */
  byLook: Float64Array;
  /** estimate ÷ alpha. */
  inflation: number;
  assumptions: string;
}

/**
 *     peekingInflation({ looks: 5 }).estimate  // 0.142, where 0.05 was meant
 *
 * P. Armitage, C. McPherson, B. Rowe: Repeated significance tests on accumulating data. JRSS A 1969.
 *
 * @throws RangeError if an option is out of range
 */
export function peekingInflation({ looks, alpha = 0.05, sides = 2 }: PeekingOptions): PeekingInflation {
  checkShare('alpha', alpha);
  checkOneOf('sides', String(sides), ['1', '2']);
  const times = lookTimes(looks);
  const z = normalQuantile(1 - alpha / sides);
  const byLook = cumulativeCrossing(times, new Float64Array(times.length).fill(z), sides);
  const estimate = byLook[byLook.length - 1];
  const assumptions = 'Estimates are normal with independent increments; one stops at the first significant look.';
  return { estimate, byLook, inflation: estimate / alpha, assumptions };
}
