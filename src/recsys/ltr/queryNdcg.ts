/** How well scores order the documents of each query of a table. */
import { ndcgByQuery } from '../metrics/ndcgByQuery';
import { checkNdcg } from './gains';
import { checkTable } from './table';
import type { NdcgAtOptions } from './gains';
import type { Table } from './table';

export interface QueryNdcgOptions extends NdcgAtOptions {
  /** What a query without a relevant document counts; 0 by default. LightGBM counts 1. */
  empty?: number;
}

/**
 * nDCG@k of each query, rows of equal score sharing the gains of their places; k is 10 and the gain exponential by default.
 *
 *     const perQuery = queryNdcg(test, model.predict(test.features, test.rows, test.columns), { k: 10 });
 *
 * @param scores one per row of the table
 * @throws RangeError if there are not as many scores as rows, or an option is out of its range
 */
export function queryNdcg(table: Table, scores: ArrayLike<number>, options: QueryNdcgOptions = {}): Float64Array {
  const { k = 10, gain = 'exponential', empty = 0 } = options;
  checkNdcg({ k, gain });
  const { rows, labels, groups = [rows] } = checkTable(table);
  return ndcgByQuery(scores, labels, groups, { k, gain, empty });
}
