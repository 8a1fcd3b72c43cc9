/**
 * Replays for the tests that check a statistic as a statistic.
 *
 * `npm test` runs few of them. The long run, in which the tolerance comes down to the ± 1 % that is claimed, is
 *
 *     REPLAYS=20000 npx vitest run test/recsys/experiment
 */
import { random } from '../../../src/recsys/math/random';
import type { Random } from '../../../src/recsys/math/random';

const asked = Number(process.env.REPLAYS ?? 0);

/** Replays to run: those of the environment, or the few that are given. */
export function replays(few: number): number {
  return Math.max(few, Number.isFinite(asked) ? asked : 0);
}

/** Four standard errors of a share of n replays, but not less than the 1 % that is claimed: a right statistic misses it once in 16,000. */
export function tolerance(share: number, n: number): number {
  return Math.max(0.01, 4 * Math.sqrt((share * (1 - share)) / n));
}

/** The share of n seeded replays in which something holds. */
export function shareOf(n: number, seed: number, holds: (draw: Random) => boolean): number {
  const draw = random(seed);
  let count = 0;
  for (let i = 0; i < n; i++) if (holds(draw)) count++;
  return count / n;
}

/** n values drawn one by one. */
export function sample(n: number, value: () => number): Float64Array {
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = value();
  return values;
}

/** Whether an interval holds the truth. */
export function holds([low, high]: [number, number], truth: number): boolean {
  return low <= truth && truth <= high;
}
