/**
 * The split of a two-stage system: the first stage learns from the past, the ranker from what users did with the first stage's
 * candidates in the weeks after, and both are judged on the weeks after those. Training both on the same rows would show the ranker
 * candidates that the first stage already knows to be right.
 */
import { splitByTime } from './splitByTime';
import type { Interactions } from '../types';
import type { SplitByTimeOptions } from './splitByTime';

/** Two moments: as days, as shares of the whole log, or as times. */
export interface SplitTwoLevelOptions {
  /** The two moments themselves, in seconds since 1970-01-01 UTC. */
  at?: [ranking: number, test: number];
  /** Length of the test, in days. */
  testDays?: number;
  /** Length of the ranker's training window before it, in days. */
  rankingDays?: number;
  /** Share of all rows in the test. */
  testShare?: number;
  /** Share of all rows in the ranker's training window. */
  rankingShare?: number;
}

/** A log in three parts, with the union of the first two. */
export interface TwoLevelSplit {
  /** What the first stage learns from, to make candidates for `ranking`. */
  retrieval: Interactions;
  /** What the ranker learns from. */
  ranking: Interactions;
  /** `retrieval` and `ranking` together: what the first stage learns from again, to make candidates for `test`. */
  train: Interactions;
  test: Interactions;
  /** The two moments, in seconds since 1970-01-01 UTC. */
  at: [ranking: number, test: number];
}

function moments({
  at,
  testDays,
  rankingDays,
  testShare,
  rankingShare,
}: SplitTwoLevelOptions): [SplitByTimeOptions, SplitByTimeOptions] {
  if (at) {
    if (!(at[0] < at[1])) throw new RangeError(`at must be two rising moments, got ${at[0]} and ${at[1]}`);
    return [{ at: at[0] }, { at: at[1] }];
  }
  if (testDays !== undefined || rankingDays !== undefined) {
    const test = testDays ?? rankingDays!;
    return [{ testDays: test + (rankingDays ?? test) }, { testDays: test }];
  }
  const share = testShare ?? rankingShare ?? 0.2;
  return [{ testShare: share + (rankingShare ?? share) }, { testShare: share }];
}

/**
 * Divides by two moments. A window not named is as long as the other; with no option at all, both hold 20 % of the rows.
 *
 *     const { retrieval, ranking, train, test } = splitTwoLevel(watches, { rankingDays: 14, testDays: 7 });
 *
 * @throws RangeError for shares that leave no training rows, moments that do not rise, or unknown times
 */
export function splitTwoLevel(x: Interactions, options: SplitTwoLevelOptions = {}): TwoLevelSplit {
  const [first, second] = moments(options);
  const outer = splitByTime(x, second);
  const inner = splitByTime(x, first);
  const at: [number, number] = [inner.at, outer.at];
  const { test: ranking } = splitByTime(outer.train, { at: inner.at });
  return { retrieval: inner.train, ranking, train: outer.train, test: outer.test, at };
}
