/** nDCG of a table of scored rows, query by query. */
import { checkSameLength } from '../math/check';
import { dcg, discount } from './dcg';
import { depth } from './relevance';
import type { Gain } from './dcg';
import type { CutoffOptions } from './relevance';

/**
 * nDCG@k of each query. Rows of equal score share the gains of their places: the result is the expectation over all orders of the tied rows, so
 * that a model that says nothing is not judged by the order in which the rows were written.
 *
 *     ndcgByQuery(scores, labels, [3, 2], { k: 10 }) // two queries, of three rows and of two
 *
 * F. McSherry, M. Najork: Computing information retrieval performance measures efficiently in the presence of tied scores. ECIR 2008.
 *
 * @param labels grades, at least 0
 * @param groups how many rows each query has, in the order of the rows
 * @returns one number per query; `empty` (0 by default) where nothing is relevant
 */
export function ndcgByQuery(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  groups: ArrayLike<number>,
  options: CutoffOptions & { gain?: Gain } = {},
): Float64Array {
  const { k, gain = 'linear', empty = 0 } = options;
  checkSameLength('labels', labels, 'scores', scores);
  let rows = 0;
  for (let q = 0; q < groups.length; q++) rows += groups[q];
  if (rows !== scores.length) throw new RangeError(`groups must have ${scores.length} rows together, got ${rows}`);
  const result = new Float64Array(groups.length);
  let begin = 0;
  for (let q = 0; q < groups.length; q++) {
    const own = Float64Array.from({ length: groups[q] }, (_, i) => labels[begin + i]);
    const order = Array.from(own.keys()).sort((a, b) => scores[begin + b] - scores[begin + a]);
    const gains = own.map((label) => dcg([label], { gain }));
    const end = depth(order.length, k);
    let sum = 0;
    for (let from = 0; from < end;) {
      let to = from;
      let tied = 0;
      while (to < order.length && scores[begin + order[to]] === scores[begin + order[from]]) tied += gains[order[to++]];
      for (let place = from; place < Math.min(to, end); place++) sum += (tied / (to - from)) * discount(place);
      from = to;
    }
    const ideal = dcg(own.sort().reverse(), { k, gain });
    result[q] = ideal > 0 ? sum / ideal : empty;
    begin += groups[q];
  }
  return result;
}
