/**
 * The whole offline evaluation of one model: for each user of the test, every item of the catalogue is ranked, the items seen in training
 * are taken out, and each metric is computed on the first k places. No item is sampled away: metrics against sampled negatives can order
 * models the other way round (W. Krichene, S. Rendle: On sampled metrics for item recommendation. KDD 2020).
 */
import { breathe } from '../math/breathe';
import { checkIndex, checkOneOf, checkPositiveInteger } from '../math/check';
import { userItemMatrix } from '../math/sparse';
import { auc } from './auc';
import { averagePrecision } from './averagePrecision';
import { hitRate } from './hitRate';
import { ndcg } from './ndcg';
import { novelty } from './novelty';
import { precision } from './precision';
import { recall } from './recall';
import { reciprocalRank } from './reciprocalRank';
import type { Interactions, Progress, Recommender } from '../types';
import type { Csr } from '../math/sparse';
import type { Gain } from './dcg';
import type { Relevant } from './relevance';

const metricNames = ['ndcg', 'recall', 'precision', 'averagePrecision', 'reciprocalRank', 'hitRate', 'auc', 'novelty'] as const;

/** What `evaluate` can compute per user. */
export type Metric = (typeof metricNames)[number];

/** What of a model is evaluated: its lists, and its scores where `auc` is asked for. */
export type Ranked = Pick<Recommender, 'recommend'> & Partial<Pick<Recommender, 'scores'>>;

export interface EvaluateOptions<M extends Metric = Metric> {
  /** What the model learned from: its items are taken out of the user's list. */
  train: Interactions;
  /** What the user did later; indices as in `train`. */
  test: Interactions;
  /** Length of the list; 10 by default. */
  k?: number;
  /** `ndcg` and `recall` by default. */
  metrics?: readonly M[];
  /** Only these users; those without a relevant test item are passed over. */
  users?: ArrayLike<number>;
  /** Test rows of a smaller value are not relevant; all are by default. */
  threshold?: number;
  /** Whether nDCG's grade is the test row's value (the largest of several) instead of 1. */
  graded?: boolean;
  /** nDCG's gain; `linear` by default. */
  gain?: Gain;
  /** Whether items of `train` may be recommended again, as groceries are; no by default. */
  repeat?: boolean;
  /** Aborting it ends after the current user; the result then holds the users done. */
  signal?: AbortSignal;
  /** Told now and then how many users are done. */
  onProgress?: (progress: Progress) => void;
}

/** One model on one test. */
export interface Evaluation<M extends string = Metric> {
  /** Mean over the users, by metric; NaN where there is no user. */
  mean: Record<M, number>;
  /** The 95 % interval of that mean: mean ± 1.96 s / √n over the users, the normal approximation. */
  interval: Record<M, [low: number, high: number]>;
  /** The value of each user, in the order of `users`. */
  perUser: Record<M, Float64Array>;
  /** The users evaluated: those with at least one relevant item in the test. */
  users: Int32Array;
  /** The list that each was given, for `coverage` and its kin. */
  lists: Int32Array[];
  k: number;
}

const NORMAL_975 = 1.959963984540054;

/** mean ± 1.96 s / √n; both ends NaN below two values. */
export function meanInterval(values: ArrayLike<number>): { mean: number; interval: [number, number] } {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
  const half = NORMAL_975 * Math.sqrt(squares / (n - 1) / n);
  return { mean, interval: [mean - half, mean + half] };
}

/** The items of one row of the matrix. */
function rowOf(matrix: Csr, row: number): Int32Array {
  return matrix.indices.subarray(matrix.pointers[row], matrix.pointers[row + 1]);
}

/** One user's relevant items with their grades: test items, without those of train unless these may come again. */
function relevantOf(
  tested: Csr,
  user: number,
  seen: ReadonlySet<number>,
  threshold: number,
  graded: boolean,
): Map<number, number> {
  const relevant = new Map<number, number>();
  for (let at = tested.pointers[user]; at < tested.pointers[user + 1]; at++) {
    if (tested.values[at] < threshold || seen.has(tested.indices[at])) continue;
    relevant.set(tested.indices[at], graded ? tested.values[at] : 1);
  }
  return relevant;
}

/** The AUC of the user's unseen items. */
function userAuc(model: Ranked, user: number, relevant: Relevant, seen: ReadonlySet<number>): number {
  if (!model.scores) throw new TypeError('model must have scores for the metric auc');
  const scores = model.scores(user);
  const kept: number[] = [];
  const labels: boolean[] = [];
  for (let item = 0; item < scores.length; item++) {
    if (seen.has(item)) continue;
    kept.push(scores[item]);
    labels.push(relevant.has(item));
  }
  return auc(kept, labels);
}

/** How many users know each item. */
function knownBy(train: Csr): Int32Array {
  const counts = new Int32Array(train.columns);
  for (let at = 0; at < train.indices.length; at++) counts[train.indices[at]]++;
  return counts;
}

function checkSameIds(train: Interactions, test: Interactions): void {
  if (train.userIds.length !== test.userIds.length || train.itemIds.length !== test.itemIds.length) {
    throw new RangeError(
      `test must have the users and items of train (${train.userIds.length} and ${train.itemIds.length}), ` +
        `got ${test.userIds.length} and ${test.itemIds.length}`,
    );
  }
}

/**
 * Ranks for every user of the test and averages each metric over them.
 *
 * Users without a relevant test item are left out, not counted as 0. A test item that the user also has in `train` cannot be recommended
 * and is not counted as relevant, unless `repeat`. Test items that nobody met in training do count, also in nDCG's ideal. Conventions
 * of each metric: see its own function; `auc` is over the unseen items; `novelty` is by the users of `train`.
 *
 *     const { mean, interval } = await evaluate(model, { train, test, k: 10, metrics: ['ndcg', 'recall'] });
 *
 * @throws RangeError for an unknown metric, a bad k, a user out of range, or a test with other ids than train
 */
export async function evaluate<M extends Metric = 'ndcg' | 'recall'>(
  model: Ranked,
  options: EvaluateOptions<M>,
): Promise<Evaluation<M>> {
  const { train, test, k = 10, metrics = ['ndcg', 'recall'] as unknown as readonly M[], signal, onProgress } = options;
  const { threshold = -Infinity, graded = false, gain = 'linear', repeat = false } = options;
  checkPositiveInteger('k', k);
  for (const metric of metrics) checkOneOf('metrics', metric, metricNames as unknown as M[]);
  checkSameIds(train, test);
  const trained = userItemMatrix(train, 'binary');
  const tested = userItemMatrix(test, 'max');
  const wanted = options.users ?? Int32Array.from({ length: tested.rows }, (_, user) => user);
  const counts = knownBy(trained);
  let trainUsers = 0;
  for (let user = 0; user < trained.rows; user++) if (trained.pointers[user + 1] > trained.pointers[user]) trainUsers++;

  const users: number[] = [];
  const lists: Int32Array[] = [];
  const values = metrics.map((): number[] => []);
  const nothing = new Int32Array(0);
  for (let i = 0; i < wanted.length && !signal?.aborted; i++) {
    const user = wanted[i];
    checkIndex('users', user, tested.rows);
    const exclude = repeat ? nothing : rowOf(trained, user);
    const seen = new Set(exclude);
    const relevant = relevantOf(tested, user, seen, threshold, graded);
    if (relevant.size === 0) continue;
    const list = model.recommend(user, { k, exclude }).items;
    users.push(user);
    lists.push(list);
    const compute: Record<Metric, () => number> = {
      ndcg: () => ndcg(list, relevant, { k, gain }),
      recall: () => recall(list, relevant, { k }),
      precision: () => precision(list, relevant, { k }),
      averagePrecision: () => averagePrecision(list, relevant, { k }),
      reciprocalRank: () => reciprocalRank(list, relevant, { k }),
      hitRate: () => hitRate(list, relevant, { k }),
      auc: () => userAuc(model, user, relevant, seen),
      novelty: () => novelty(list, counts, { users: Math.max(trainUsers, 1), k }),
    };
    metrics.forEach((metric, m) => values[m].push(compute[metric]()));
    if (i % 64 === 63) onProgress?.({ done: i + 1, total: wanted.length, label: 'user' });
    await breathe();
  }
  return summarise(metrics, values, { users: Int32Array.from(users), lists, k });
}

function summarise<M extends Metric>(
  metrics: readonly M[],
  values: number[][],
  rest: { users: Int32Array; lists: Int32Array[]; k: number },
): Evaluation<M> {
  const evaluation = { mean: {}, interval: {}, perUser: {}, ...rest } as Evaluation<M>;
  metrics.forEach((metric, m) => {
    const { mean, interval } = meanInterval(values[m]);
    evaluation.mean[metric] = mean;
    evaluation.interval[metric] = interval;
    evaluation.perUser[metric] = Float64Array.from(values[m]);
  });
  return evaluation;
}
