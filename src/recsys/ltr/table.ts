/** What a ranker learns from: rows of numbers with a label each, the rows of one query together. */
import { checkPositiveInteger } from '../math/check';

/** A table of features. */
export interface Table {
  /** rows × columns, row after row; NaN where a value is missing. */
  features: Float32Array;
  rows: number;
  columns: number;
  /** The target of each row: a value, 0 or 1, or a grade of relevance from 0 up. */
  labels: Float32Array;
  /** How many rows each query has, in the order of the rows. Without it, what ranks takes all rows as one query. */
  groups?: Int32Array;
  /** The columns' names, for people. */
  names?: string[];
}

/** Throws a RangeError unless there are rows × columns features, each finite or NaN. */
export function checkFeatures(features: Float32Array, rows: number, columns: number): void {
  checkPositiveInteger('columns', columns);
  if (!(Number.isInteger(rows) && rows >= 0)) throw new RangeError(`rows must be a whole number of at least 0, got ${rows}`);
  if (features.length !== rows * columns) {
    throw new RangeError(`features must hold rows × columns = ${rows * columns} numbers, got ${features.length}`);
  }
  for (let at = 0; at < features.length; at++) {
    if (Math.abs(features[at]) === Infinity) {
      const where = `row ${Math.floor(at / columns)}, column ${at % columns}`;
      throw new RangeError(`features must be finite, or NaN where missing, got ${features[at]} in ${where}`);
    }
  }
}

/** Throws a RangeError unless the table has rows, their features and finite labels; returns the table. */
export function checkTable<T extends Table>(table: T): T {
  const { features, rows, columns, labels, names } = table;
  checkPositiveInteger('rows', rows);
  checkFeatures(features, rows, columns);
  if (labels.length !== rows) throw new RangeError(`labels must be as many as rows (${rows}), got ${labels.length}`);
  for (let row = 0; row < rows; row++) {
    if (!(Math.abs(labels[row]) < Infinity)) throw new RangeError(`labels must be finite, got ${labels[row]} in row ${row}`);
  }
  if (names && names.length !== columns)
    throw new RangeError(`names must be as many as columns (${columns}), got ${names.length}`);
  return table;
}

/** Where each query's rows begin: query q has the rows `starts[q]` … `starts[q + 1] − 1`. */
export function groupOffsets(rows: number, groups: ArrayLike<number> = [rows]): Int32Array {
  const starts = new Int32Array(groups.length + 1);
  for (let q = 0; q < groups.length; q++) {
    if (!(Number.isInteger(groups[q]) && groups[q] >= 0)) {
      throw new RangeError(`groups must be whole numbers of at least 0, got ${groups[q]} for query ${q}`);
    }
    starts[q + 1] = starts[q] + groups[q];
  }
  if (starts[groups.length] !== rows) {
    throw new RangeError(`groups must have ${rows} rows together, got ${starts[groups.length]}`);
  }
  return starts;
}
