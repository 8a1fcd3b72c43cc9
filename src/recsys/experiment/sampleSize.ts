/** How many users an experiment needs. */
import type { Plan } from './power';
import { checkPlan, effectOf, powerAt } from './power';

export interface SampleSize {
  /** Users in control; with ratio 1 also in treatment. */
  perGroup: number;
  /** Users in treatment: ratio · perGroup, rounded up. */
  treatment: number;
  /** Users in both. */
  total: number;
  /** The power with that many: at least what was asked for. */
  power: number;
  assumptions: string;
}

/**
 * The least number of users with the wanted power; see `power` for the tests meant.
 *
 *     sampleSize({ baseline: 0.1, mde: 0.01 })  // { perGroup: 14751, total: 29502, … }
 *
 * @throws RangeError if an option is out of range
 */
export function sampleSize(plan: Plan): SampleSize {
  const { power, ratio } = checkPlan(plan);
  effectOf(plan);
  // With fewer users than this an arm could have none or one.
  const least = Math.max(2, Math.ceil(2 / ratio));
  const gap = (n: number) => powerAt(plan, n) - power;
  const perGroup = leastWhole(gap, least);
  const treatment = Math.ceil(ratio * perGroup - 1e-9);
  return {
    perGroup,
    treatment,
    total: perGroup + treatment,
    power: powerAt(plan, perGroup),
    assumptions: 'Users are independent, analysed once, at the end; the baseline and the deviation are as stated.',
  };
}

/** The least whole number, `from` or above, at which a rising function is not below 0: by doubling, then by halving. */
function leastWhole(rising: (n: number) => number, from: number): number {
  let [short, enough] = [from - 1, from];
  while (rising(enough) < 0) [short, enough] = [enough, 2 * enough];
  for (;;) {
    const middle = Math.floor((short + enough) / 2);
    // Beyond 2⁵³ there is not a number for every whole one: the bracket ends where nothing lies within.
    if (middle <= short || middle >= enough) return enough;
    if (rising(middle) < 0) short = middle;
    else enough = middle;
  }
}
