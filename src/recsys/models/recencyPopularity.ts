/** What people meet now: popularity in which a row fades with its age. */
import { checkPositive } from '../math/check';
import { pow } from '../math/functions';
import { checkTimes } from '../data/interactions';
import { itemScoresFromBuffer, itemScoresModel } from './itemScores';
import { checkTrain } from './recommender';
import type { Interactions } from '../types';
import type { ItemScores } from './itemScores';

export interface RecencyPopularityOptions {
  /** After so many days a row counts half; 30 by default. */
  halfLifeDays?: number;
  /** The moment from which age is counted, in seconds since 1970-01-01 UTC; the latest time in train by default. */
  now?: number;
}

/**
 * score(i) = Σ over the rows of item i of 2^(−age / half-life). Rows after `now` count as of age 0.
 *
 * @throws RangeError if train is empty, a time is unknown, `now` is not finite, or the half-life is not positive
 */
export function recencyPopularity(train: Interactions, options: RecencyPopularityOptions = {}): ItemScores {
  checkTimes(checkTrain(train));
  const { halfLifeDays = 30, now = train.times.reduce((a, b) => Math.max(a, b)) } = options;
  checkPositive('halfLifeDays', halfLifeDays);
  if (!Number.isFinite(now)) throw new RangeError(`now must be a finite number, got ${now}`);
  const sums = new Float64Array(train.itemIds.length);
  for (let r = 0; r < train.items.length; r++) {
    const age = now - train.times[r];
    sums[train.items[r]] += pow(2, -Math.max(age, 0) / (halfLifeDays * 86400));
  }
  return itemScoresModel('recencyPopularity', train, Float32Array.from(sums));
}

/** Reads the model back. */
recencyPopularity.fromBuffer = (buffer: ArrayBuffer): ItemScores => itemScoresFromBuffer('recencyPopularity', buffer);
