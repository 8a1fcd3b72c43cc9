/**
 * The book's own table of models: each one ranks the whole catalogue for every user of the test, and what it costs stands beside what it
 * scores. It adds to `evaluate` the three things a service asks next: how much of the catalogue it shows, how long it trained, how large it is.
 */
import { checkAtLeast } from '../math/check';
import { coverage } from './coverage';
import { evaluate } from './evaluate';
import type { Ranked } from './evaluate';
import type { Interactions, Progress, Recommender } from '../types';

export interface LeaderboardOptions {
  /** What the models learned from: its items are taken out of each list. */
  train: Interactions;
  /** What the users did later; indices as in `train`. */
  test: Interactions;
  /** Length of the lists; 10 by default. */
  k?: number;
  /** Seconds that each model's training took, by name, as measured where it was trained; a model left out has none. */
  seconds?: Record<string, number>;
  /** Aborting it ends after the current user; the rows of the models done by then stay. */
  signal?: AbortSignal;
  /** Told after each model. */
  onProgress?: (progress: Progress) => void;
}

/** One model's row. */
export interface LeaderboardRow {
  model: string;
  /** Mean nDCG@k over the users, 0 … 1. */
  ndcg: number;
  /** Lower end of its 95 % interval over the users. */
  low: number;
  /** Upper end. */
  high: number;
  /** Share of the catalogue that stands in at least one list, 0 … 1. */
  coverage: number;
  /** Seconds of training; null where nobody measured them. */
  seconds: number | null;
  /** Size of the model's buffer in kilobytes of 1,000 bytes. */
  kilobytes: number;
}

/**
 * Evaluates models on one split, in the order given. nDCG and its interval are those of `evaluate`.
 *
 *     display(await leaderboard({ popularity: popularity(train) }, { train, test, k: 10, seconds, signal, onProgress: progress }));
 *
 * @throws RangeError for a bad k, for seconds of no model, or seconds that are no length of time
 */
export async function leaderboard(
  models: Record<string, Ranked & Pick<Recommender, 'toBuffer'>>,
  { train, test, k = 10, seconds = {}, signal, onProgress }: LeaderboardOptions,
): Promise<LeaderboardRow[]> {
  const names = Object.keys(models);
  for (const [name, value] of Object.entries(seconds)) {
    if (!names.includes(name)) throw new RangeError(`seconds must name models of the board (${names.join(', ')}), got '${name}'`);
    checkAtLeast('seconds', Number(value), 0);
  }
  const rows: LeaderboardRow[] = [];
  for (const [model, ranker] of Object.entries(models)) {
    const { mean, interval, lists } = await evaluate(ranker, { train, test, k, metrics: ['ndcg'], signal });
    if (signal?.aborted) break; // half the users are not the same test
    rows.push({
      model,
      ndcg: mean.ndcg,
      low: interval.ndcg[0],
      high: interval.ndcg[1],
      coverage: coverage(lists, { items: train.itemIds.length }),
      seconds: seconds[model] ?? null,
      kilobytes: ranker.toBuffer().byteLength / 1000,
    });
    onProgress?.({ done: rows.length, total: names.length, label: 'model' });
  }
  return rows;
}
