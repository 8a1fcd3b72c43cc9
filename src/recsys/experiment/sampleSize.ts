/** How many users an experiment needs. */
import { invert } from '../math/distributions';
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
  let perGroup = gap(least) >= 0 ? least : Math.ceil(invert(gap, least, Infinity, 2 * least) - 1e-6);
  while (gap(perGroup) < 0) perGroup++;
  const treatment = Math.ceil(ratio * perGroup - 1e-9);
  return {
    perGroup,
    treatment,
    total: perGroup + treatment,
    power: powerAt(plan, perGroup),
    assumptions: 'Users are independent, analysed once, at the end; the baseline and the deviation are as stated.',
  };
}
