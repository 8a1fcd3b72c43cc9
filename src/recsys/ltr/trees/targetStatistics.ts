/**
 * Categories as numbers: a category becomes the mean label of its rows, drawn towards the mean of all. On the table that is learned from, a row
 * sees only the rows that stand before it in a random order, never its own label: otherwise a category of one row would give its label away.
 *
 * L. Prokhorenkova, G. Gusev, A. Vorobev, A. Dorogush, A. Gulin: CatBoost: unbiased boosting with categorical features. NeurIPS 2018, section 3
 * (ordered target statistics). One-hot columns would be exact too, but a film service has hundreds of directors and thousands of films.
 */
import { checkIndex } from '../../math/check';
import { random } from '../../math/random';
import type { Table } from '../table';

/** What the categories of some columns are worth. */
export interface TargetStatistics {
  /** The columns that hold categories. */
  columns: number[];
  /** For each of them, the number for each category seen; NaN is a category too. */
  values: Map<number, number>[];
  /** The number for a category not seen. */
  prior: number;
}

/** How many rows the prior counts as. */
const PRIOR_WEIGHT = 1;

/** The features with the categories of some columns replaced. */
export function encodeCategories(statistics: TargetStatistics, features: Float32Array, columns: number): Float32Array {
  if (statistics.columns.length === 0) return features;
  const encoded = features.slice();
  statistics.columns.forEach((column, c) => {
    for (let at = column; at < encoded.length; at += columns) {
      encoded[at] = statistics.values[c].get(features[at]) ?? statistics.prior;
    }
  });
  return encoded;
}

/**
 * The statistics of a table, and its features as trees may learn from them. With p the mean label, a row's category becomes
 * (Σ labels + p) / (rows + 1) over the rows of that category before it in the order drawn; for other tables, over all of them.
 */
export function targetStatistics(
  { features, rows, columns: width, labels }: Table,
  columns: readonly number[],
  seed: number,
): { statistics: TargetStatistics; features: Float32Array } {
  for (const column of columns) checkIndex('categorical', column, width);
  const prior = labels.reduce((sum, label) => sum + label, 0) / rows;
  const order = random(seed).shuffle(Int32Array.from({ length: rows }, (_, row) => row));
  const encoded = columns.length > 0 ? features.slice() : features;
  const values = columns.map((column) => {
    const sums = new Map<number, { sum: number; count: number }>();
    const mean = ({ sum, count }: { sum: number; count: number }) => (sum + PRIOR_WEIGHT * prior) / (count + PRIOR_WEIGHT);
    for (let i = 0; i < rows; i++) {
      const at = order[i] * width + column;
      const before = sums.get(features[at]) ?? { sum: 0, count: 0 };
      encoded[at] = mean(before);
      sums.set(features[at], { sum: before.sum + labels[order[i]], count: before.count + 1 });
    }
    return new Map(Array.from(sums, ([category, total]) => [category, mean(total)]));
  });
  return { statistics: { columns: [...columns], values, prior }, features: encoded };
}
