/** nDCG as the measure that stops training, and what the ranking objectives share. */
import { queryNdcg } from '../queryNdcg';
import type { NdcgAtOptions } from '../gains';
import type { Judge } from './objective';

/** The mean nDCG@k over the queries in which something is relevant. */
export function ndcgJudge(options: NdcgAtOptions): Judge {
  return {
    name: 'ndcg',
    rises: true,
    measure(scores, table) {
      const values = queryNdcg(table, scores, { ...options, empty: NaN }).filter((value) => value === value);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    },
  };
}

/** Throws a RangeError unless every label can be a grade. */
export function checkGrades(labels: Float32Array): void {
  for (let row = 0; row < labels.length; row++) {
    if (!(labels[row] >= 0 && labels[row] <= 31)) {
      throw new RangeError(`labels must be grades in 0 … 31, got ${labels[row]} in row ${row}`);
    }
  }
}
