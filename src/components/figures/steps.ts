/** A funnel whose steps can be improved: the arithmetic of the figure of product analytics. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** One step of a funnel. */
export interface Step {
  step: string;
  /** How many did it after those before it. */
  count: number;
  /** Of those who did the step before. */
  conversion: number;
}

/**
 * Reads funnels by unit from a cell's saved outputs: a table with the columns unit, step, count and conversion.
 *
 * @throws RangeError if there is none
 */
export function readSteps(outputs: Output[]): Map<string, Step[]> {
  const funnels = new Map<string, Step[]>();
  for (const [unit, step, count, conversion] of rowsWith(outputs, ['unit', 'step', 'count', 'conversion'])) {
    const steps = funnels.get(String(unit)) ?? [];
    steps.push({ step: String(step), count: Number(count), conversion: Number(conversion) });
    funnels.set(String(unit), steps);
  }
  return funnels;
}

/** The funnel if those lost before a step were fewer by this share, 0 … 1 for each step but the first; later conversions stay as they are. */
export function savedFrom(steps: Step[], saved: number[]): Step[] {
  let count = steps[0].count;
  return steps.map(({ step, conversion }, n) => {
    const better = n === 0 ? conversion : conversion + (1 - conversion) * saved[n];
    if (n > 0) count *= better;
    return { step, count, conversion: better };
  });
}
