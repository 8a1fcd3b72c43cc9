/** Rolling windows: several tests one after another in time, each with all of its past, or a stretch of it, as train. */
import { checkPositive, checkPositiveInteger } from '../math/check';
import { checkInteractions } from '../math/sparse';
import { checkTimes, selectRows } from './interactions';
import type { Interactions } from '../types';
import type { Split } from './split';

export interface RollingWindowsOptions {
  /** How many tests; 3 by default. */
  windows?: number;
  /** Length of each test in days; 7 by default. */
  testDays?: number;
  /** Length of each train in days; all of the past by default. */
  trainDays?: number;
}

/**
 * The last window ends with the log, each earlier one where the next begins. Train holds the rows before the window's start (`at`), and
 * with `trainDays` only those of so many days before it.
 *
 * @throws RangeError for options out of range or an unknown time
 */
export function rollingWindows(
  x: Interactions,
  { windows = 3, testDays = 7, trainDays }: RollingWindowsOptions = {},
): (Split & { at: number })[] {
  checkPositiveInteger('windows', windows);
  checkPositive('testDays', testDays);
  if (trainDays !== undefined) checkPositive('trainDays', trainDays);
  checkInteractions(x);
  checkTimes(x);
  const last = x.times.reduce((a, b) => Math.max(a, b), -Infinity);
  const between = (from: number, to: number) => {
    const rows: number[] = [];
    for (let r = 0; r < x.times.length; r++) if (x.times[r] >= from && x.times[r] < to) rows.push(r);
    return selectRows(x, rows);
  };
  return Array.from({ length: windows }, (_, w) => {
    const ago = windows - w;
    const at = last - ago * testDays * 86400;
    const end = ago === 1 ? Infinity : last - (ago - 1) * testDays * 86400;
    return { train: between(trainDays === undefined ? -Infinity : at - trainDays * 86400, at), test: between(at, end), at };
  });
}
