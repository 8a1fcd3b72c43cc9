/** How well a search answers queries whose answer is known, by kind of query. */
import { breathe } from '../math/breathe';
import { checkPositiveInteger } from '../math/check';
import { meanInterval } from '../metrics/evaluate';
import { hitRate } from '../metrics/hitRate';
import { ndcg } from '../metrics/ndcg';
import { reciprocalRank } from '../metrics/reciprocalRank';
import type { Evaluation } from '../metrics/evaluate';
import type { Progress, Ranking } from '../types';

const metricNames = ['reciprocalRank', 'ndcg', 'success', 'recall'] as const;

/** `success`: whether the first result was wanted. `recall`: whether one of the k was. */
export type QueryMetric = (typeof metricNames)[number];

export interface EvaluateQueriesOptions {
  /** Length of the list; 10 by default. */
  k?: number;
  /** Aborting it ends after the current query; the result then holds those done. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** One search on one set of queries. Its parts fit `compare`: in `users` stand the numbers of the queries. */
export interface QueryEvaluation {
  all: Evaluation<QueryMetric>;
  byKind: Record<string, Evaluation<QueryMetric>>;
}

/**
 * Answers every query and looks for the wanted item among the first k. One item is wanted a query, so that its reciprocal rank is 1 / place, and
 * its nDCG 1 / log₂(1 + place). Intervals take the queries as independent: give each question once (`judgedQueries`), not each time it was typed.
 *
 *     const result = await evaluateQueries((query) => index.search(query), queries);
 *     result.byKind.typo.mean.reciprocalRank
 */
export async function evaluateQueries(
  search: (query: string) => Pick<Ranking, 'items'> | Promise<Pick<Ranking, 'items'>>,
  queries: readonly { query: string; wanted: number; kind?: string }[],
  { k = 10, signal, onProgress }: EvaluateQueriesOptions = {},
): Promise<QueryEvaluation> {
  checkPositiveInteger('k', k);
  const lists: Int32Array[] = [];
  for (let q = 0; q < queries.length && !signal?.aborted; q++) {
    lists.push((await search(queries[q].query)).items.subarray(0, k));
    if (q % 64 === 63) onProgress?.({ done: q + 1, total: queries.length, label: 'query' });
    await breathe();
  }
  const answered = Array.from(lists.keys());
  const kinds = [...new Set(answered.map((q) => queries[q].kind ?? 'query'))];
  const some = (chosen: number[]) => evaluationOf(chosen, chosen.map((q) => queries[q].wanted), chosen.map((q) => lists[q]), k); // prettier-ignore
  return {
    all: some(answered),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, some(answered.filter((q) => (queries[q].kind ?? 'query') === kind))])),
  };
}

function evaluationOf(queries: number[], wanted: number[], lists: Int32Array[], k: number): Evaluation<QueryMetric> {
  const compute: Record<QueryMetric, (list: Int32Array, relevant: Set<number>) => number> = {
    reciprocalRank: (list, relevant) => reciprocalRank(list, relevant, { k }),
    ndcg: (list, relevant) => ndcg(list, relevant, { k }),
    success: (list, relevant) => hitRate(list, relevant, { k: 1 }),
    recall: (list, relevant) => hitRate(list, relevant, { k }),
  };
  const evaluation = {
    mean: {},
    interval: {},
    perUser: {},
    users: Int32Array.from(queries),
    lists,
    k,
  } as Evaluation<QueryMetric>;
  for (const metric of metricNames) {
    const values = Float64Array.from(lists, (list, n) => compute[metric](list, new Set([wanted[n]])));
    evaluation.perUser[metric] = values;
    const { mean, interval } = meanInterval(values);
    evaluation.mean[metric] = mean;
    evaluation.interval[metric] = interval;
  }
  return evaluation;
}
