/** Shows data frames and series of danfojs, which it knows by their looks: the library is not imported here. */
import type { Formatter } from '../kernel/execute';
import type { Column, Scalar, TableOutput } from '../notebook/types';

/** Rows that a table keeps; its `total` says how many there were. */
const MAX_ROWS = 1_000;

interface FrameLike {
  columns: string[];
  index: (string | number)[];
  values: unknown[];
  $isSeries: boolean;
}

const isFrame = (value: object): value is FrameLike =>
  '$isSeries' in value && '$index' in value && 'columns' in value && 'values' in value;

/** A frame or a series as a table; its index is a column where it says more than the row's number. Undefined for anything else. */
export const frameFormatter: Formatter = (value) => {
  if (typeof value !== 'object' || value === null || !isFrame(value)) return undefined;
  return frameTable(value);
};

function frameTable(frame: FrameLike): TableOutput {
  const { columns, index, values, $isSeries } = frame;
  const labelled = index.some((label) => typeof label !== 'number');
  const rows: Scalar[][] = [];
  for (let r = 0; r < Math.min(values.length, MAX_ROWS); r++) {
    const row = ($isSeries ? [values[r]] : (values[r] as unknown[])).map(scalar);
    rows.push(labelled ? [index[r], ...row] : row);
  }
  const names = labelled ? ['', ...columns.map(String)] : columns.map(String);
  return { kind: 'table', columns: names.map((name, c) => column(name, rows, c)), rows, total: values.length };
}

function column(name: string, rows: Scalar[][], c: number): Column {
  const isNumber = (value: Scalar) => value === null || typeof value === 'number' || typeof value === 'object';
  return { name, type: rows.length > 0 && rows.every((row) => isNumber(row[c])) ? 'number' : 'text' };
}

function scalar(value: unknown): Scalar {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : { special: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
  }
  return typeof value === 'boolean' ? value : String(value);
}
