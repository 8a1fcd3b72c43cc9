/** One moment divides the log, as deployment does: what was before it is train, what came after is test. */
import { checkPositive, checkShare } from '../math/check';
import { checkInteractions } from '../math/sparse';
import { checkTimes, divideRows } from './interactions';
import type { Interactions } from '../types';
import type { Split } from './split';

/** Exactly one of the three. */
export interface SplitByTimeOptions {
  /** The moment, in seconds since 1970-01-01 UTC; rows at it and after are test. */
  at?: number;
  /** Length of the test at the end of the log, in days. */
  testDays?: number;
  /** Share of the rows, at the end of the log; rows of one moment stay together, so it may come out larger. */
  testShare?: number;
}

/** The moment that the options name. */
export function momentOf(x: Interactions, { at, testDays, testShare }: SplitByTimeOptions): number {
  const given = [at, testDays, testShare].filter((value) => value !== undefined).length;
  if (given !== 1) throw new RangeError(`exactly one of at, testDays and testShare must be given, got ${given}`);
  if (at !== undefined) {
    if (!Number.isFinite(at)) throw new RangeError(`at must be a finite number of seconds, got ${at}`);
    return at;
  }
  if (testDays !== undefined) {
    checkPositive('testDays', testDays);
    let last = -Infinity;
    for (let r = 0; r < x.times.length; r++) if (x.times[r] > last) last = x.times[r];
    return last - testDays * 86400;
  }
  checkShare('testShare', testShare!);
  if (x.times.length === 0) return Infinity;
  const sorted = x.times.slice().sort();
  return sorted[Math.min(Math.floor((1 - testShare!) * sorted.length), sorted.length - 1)];
}

/**
 * Rows before the moment are train, the others test; the moment is returned as `at`. Nothing in train is later than anything in test.
 *
 *     const { train, test, at } = splitByTime(watches, { testDays: 14 });
 *
 * @throws RangeError unless exactly one option is given, or if a time is unknown
 */
export function splitByTime(x: Interactions, options: SplitByTimeOptions): Split & { at: number } {
  checkInteractions(x);
  checkTimes(x);
  const at = momentOf(x, options);
  return {
    ...divideRows(
      x,
      Uint8Array.from(x.times, (time) => (time >= at ? 1 : 0)),
    ),
    at,
  };
}
