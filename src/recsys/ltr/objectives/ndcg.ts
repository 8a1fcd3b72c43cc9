/** nDCG as the measure that stops training, and what the ranking objectives share. */
import { ndcgByQuery } from '../../metrics/ndcgByQuery';
import type { Gain } from '../../metrics/dcg';
import type { Judge } from './objective';

/** The mean nDCG@k over the queries in which something is relevant. */
export function ndcgJudge(k: number, gain: Gain): Judge {
  return {
    name: 'ndcg',
    rises: true,
    measure(scores, { labels, rows, groups = Int32Array.of(rows) }) {
      const values = ndcgByQuery(scores, labels, groups, { k, gain, empty: NaN }).filter((value) => value === value);
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
