/** How well scores order the documents of each query. */
import { checkSameLength } from '../math/check';
import { dcg, discount } from '../metrics/dcg';
import { checkNdcg } from './gains';
import { checkTable, groupOffsets } from './table';
import type { NdcgAtOptions } from './gains';
import type { Table } from './table';

export interface QueryNdcgOptions extends NdcgAtOptions {
  /** What a query without a relevant document counts; 0 by default. LightGBM counts 1. */
  empty?: number;
}

/** The expected nDCG of one query, over all orders of the documents that tie. */
function expected(scores: ArrayLike<number>, begin: number, labels: Float32Array, options: Required<QueryNdcgOptions>): number {
  const { k, gain, empty } = options;
  const ideal = dcg(labels.slice().sort().reverse(), { k, gain });
  if (!(ideal > 0)) return empty;
  const score = (i: number) => scores[begin + i];
  const order = Array.from(labels.keys()).sort((a, b) => score(b) - score(a));
  let sum = 0;
  for (let from = 0, to = 0; from < Math.min(k, order.length); from = to) {
    let gains = 0;
    for (; to < order.length && score(order[to]) === score(order[from]); to++) gains += dcg([labels[order[to]]], { gain });
    for (let place = from; place < Math.min(to, k); place++) sum += (gains / (to - from)) * discount(place);
  }
  return sum / ideal;
}

/**
 * nDCG@k of each query; k is 10 and the gain exponential by default. Documents of equal score share the gains of their places: the result is the
 * mean over all orders that they could stand in, so that a model that says nothing is not judged by the order in which rows were written.
 *
 *     const perQuery = queryNdcg(test, model.predict(test.features, test.rows, test.columns), { k: 10 });
 *
 * F. McSherry, M. Najork: Computing information retrieval performance measures efficiently in the presence of tied scores. ECIR 2008.
 *
 * @param scores one per row of the table
 * @throws RangeError if there are not as many scores as rows, a score is NaN, or an option is out of its range
 */
export function queryNdcg(table: Table, scores: ArrayLike<number>, options: QueryNdcgOptions = {}): Float64Array {
  const { k = 10, gain = 'exponential', empty = 0 } = options;
  checkNdcg({ k, gain });
  const { rows, labels, groups } = checkTable(table);
  checkSameLength('scores', scores, 'labels', labels);
  for (let row = 0; row < rows; row++) {
    if (scores[row] !== scores[row]) throw new RangeError(`scores must be numbers, got NaN in row ${row}`);
  }
  const starts = groupOffsets(rows, groups);
  return Float64Array.from({ length: starts.length - 1 }, (_, query) =>
    expected(scores, starts[query], labels.subarray(starts[query], starts[query + 1]), { k, gain, empty }),
  );
}
