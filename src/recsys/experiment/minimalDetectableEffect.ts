/** The least effect that an experiment of a given size finds with the wanted power. */
import { checkPositiveInteger } from '../math/check';
import { invert } from '../math/distributions';
import type { Plan } from './power';
import { checkPlan, powerAt } from './power';

export interface DetectableEffect {
  /** In the metric's unit; above 0. */
  absolute: number;
  /** As a share of the baseline. */
  relative: number;
  assumptions: string;
}

/**
 * The effect upward that `perGroup` users in control (and ratio times as many in treatment) find with the wanted power. NaN if even the
 * largest possible effect on a proportion is not found.
 *
 *     minimalDetectableEffect({ baseline: 0.1, perGroup: 14751 }).absolute  // 0.01
 *
 * @throws RangeError if an option is out of range
 */
export function minimalDetectableEffect(plan: Omit<Plan, 'mde' | 'relative'> & { perGroup: number }): DetectableEffect {
  const { baseline, deviation, power, ratio } = checkPlan(plan);
  checkPositiveInteger('perGroup', plan.perGroup);
  const gap = (mde: number) => powerAt({ ...plan, mde, relative: false }, plan.perGroup) - power;
  const largest = deviation === undefined ? (1 - baseline) * (1 - 1e-12) : Infinity;
  const start = (deviation ?? Math.sqrt(baseline * (1 - baseline))) / Math.sqrt(plan.perGroup * Math.min(1, ratio));
  const smallest = start * 1e-9;
  let absolute = NaN;
  if (largest === Infinity) absolute = plan.perGroup * (1 + ratio) > 2 ? invert(gap, smallest, Infinity, start) : NaN;
  else if (gap(largest) >= 0) absolute = invert(gap, Math.min(smallest, largest / 2), largest, start);
  return {
    absolute,
    relative: absolute / Math.abs(baseline),
    assumptions: 'Users are independent, analysed once, at the end; the baseline and the deviation are as stated.',
  };
}
