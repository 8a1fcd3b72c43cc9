/** How well scores order the documents of each query. */
import { checkSameLength } from '../math/check';
import { dcg } from '../metrics/dcg';
import { checkNdcg } from './gains';
import { checkTable, groupOffsets } from './table';
import type { NdcgAtOptions } from './gains';
import type { Table } from './table';

export interface QueryNdcgOptions extends NdcgAtOptions {
  /** What a query without a relevant document counts; 0 by default. LightGBM counts 1. */
  empty?: number;
}

/**
 * nDCG@k of each query, ties by the lower row; k is 10 and the gain exponential by default.
 *
 *     const perQuery = queryNdcg(test, model.predict(test.features, test.rows, test.columns), { k: 10 });
 *
 * @param scores one per row of the table
 * @throws RangeError if there are not as many scores as rows, or an option is out of its range
 */
export function queryNdcg(table: Table, scores: ArrayLike<number>, options: QueryNdcgOptions = {}): Float64Array {
  const { k = 10, gain = 'exponential', empty = 0 } = options;
  checkNdcg({ k, gain });
  const { rows, labels, groups } = checkTable(table);
  checkSameLength('scores', scores, 'labels', labels);
  const starts = groupOffsets(rows, groups);
  return Float64Array.from({ length: starts.length - 1 }, (_, query) => {
    const own = labels.subarray(starts[query], starts[query + 1]);
    const ideal = dcg(own.slice().sort().reverse(), { k, gain });
    if (!(ideal > 0)) return empty;
    const score = (i: number) => scores[starts[query] + i];
    const order = Array.from(own, (_, i) => i).sort((a, b) => score(b) - score(a) || a - b);
    return (
      dcg(
        order.map((i) => own[i]),
        { k, gain },
      ) / ideal
    );
  });
}
