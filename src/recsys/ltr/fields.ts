/** Columns as fields: a column of numbers has one feature, a column of names one for each name, and each row has one feature of each column. */
import { checkIndex } from '../math/check';
import { fitScale } from './standardise';
import { checkFeatures } from './table';
import type { ModelArray } from '../math/buffer';
import type { Table } from './table';

/** What was learned of the columns. */
export interface Fields extends Record<string, ModelArray> {
  /** By column, its first feature; columns + 1 numbers. Of a column of names that is the feature of names not known, or missing. */
  fieldStarts: Int32Array;
  /** The names that are numbers, column after column, rising within one: those of a column's second feature and on. */
  fieldNames: Float32Array;
  /** By column, where its names begin in `fieldNames`; columns + 1 numbers. */
  nameStarts: Int32Array;
  /** By column, 1 if its numbers are names. */
  categorical: Uint8Array;
  /** By column, as in `Scale`. */
  means: Float32Array;
  factors: Float32Array;
}

/** A table as the features that its rows have. */
export interface Encoded {
  /** A feature for each cell. (rows, columns) */
  indices: Int32Array;
  /** 1 for a name, and the standardised number otherwise; 0 where it is missing. (rows, columns) */
  values: Float32Array;
}

/** Learns the names and the scales of the columns; throws a RangeError for a categorical column that is none. */
export function fitFields({ features, rows, columns }: Table, categorical: readonly number[]): Fields {
  categorical.forEach((column, at) => checkIndex(`categorical[${at}]`, column, columns));
  const isName = new Uint8Array(columns);
  for (const column of categorical) isName[column] = 1;
  const fieldStarts = new Int32Array(columns + 1);
  const nameStarts = new Int32Array(columns + 1);
  const names: number[] = [];
  for (let column = 0; column < columns; column++) {
    const found = new Set<number>();
    if (isName[column]) {
      for (let row = 0; row < rows; row++) {
        const value = features[row * columns + column];
        if (value === value) found.add(value);
      }
    }
    for (const name of [...found].sort((a, b) => a - b)) names.push(name);
    fieldStarts[column + 1] = fieldStarts[column] + 1 + found.size;
    nameStarts[column + 1] = names.length;
  }
  const fieldNames = Float32Array.from(names);
  return { fieldStarts, fieldNames, nameStarts, categorical: isName, ...fitScale(features, columns) };
}

/**
 * The features of these rows.
 *
 * @throws RangeError unless the features are rows × the columns that were learned
 */
export function encodeFields(features: Float32Array, rows: number, columns: number, fields: Fields): Encoded {
  const { fieldStarts, categorical, means, factors } = fields;
  if (columns !== categorical.length)
    throw new RangeError(`columns must be the ${categorical.length} of training, got ${columns}`);
  checkFeatures(features, rows, columns);
  const indices = new Int32Array(features.length);
  const values = new Float32Array(features.length);
  for (let at = 0; at < features.length; at++) {
    const column = at % columns;
    const value = features[at];
    indices[at] = fieldStarts[column] + (categorical[column] ? placeOf(value, fields, column) : 0);
    if (categorical[column]) values[at] = 1;
    else if (value === value) values[at] = (value - means[column]) * factors[column];
  }
  return { indices, values };
}

/** The place of a name among those of its column, from 1; 0 if it is not known. */
function placeOf(name: number, { fieldNames, nameStarts }: Fields, column: number): number {
  let [low, high] = [nameStarts[column], nameStarts[column + 1]];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fieldNames[middle] < name) low = middle + 1;
    else high = middle;
  }
  return low < nameStarts[column + 1] && fieldNames[low] === name ? low - nameStarts[column] + 1 : 0;
}
