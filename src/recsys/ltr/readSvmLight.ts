/** Reads the text format in which ranking data sets are published: one row a line, its features by number. */
import type { Table } from './table';

export interface SvmLightOptions {
  /** How many columns the table has; by default the highest that occurs. Give it, so that train and test agree. */
  columns?: number;
  /** What the first column is called in the file: 1 as in SVMlight, the default, or 0. */
  firstColumn?: 0 | 1;
}

/** A table read from a file, with its queries. */
export type SvmLight = Required<Omit<Table, 'names'>>;

/** Reports what is wrong in which line. */
function fault(line: number, constraint: string, got: string): RangeError {
  return new RangeError(`line ${line}: ${constraint}, got ${got.length > 40 ? `${got.slice(0, 40)}…` : got}`);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberOf(text: string, line: number, name: string): number {
  if (!NUMBER.test(text)) throw fault(line, `${name} must be a number`, `'${text}'`);
  return Number(text);
}

/** A feature's value; `nan` and `na` are a missing one. */
function valueOf(text: string, line: number): number {
  return /^(nan|na)$/i.test(text) ? NaN : numberOf(text, line, 'value');
}

/** Rows per query, from a text with one number a line. */
function readGroups(text: string, rows: number): Int32Array {
  const groups: number[] = [];
  let sum = 0;
  text.split(/\r?\n/).forEach((raw, at) => {
    const size = raw.trim();
    if (size === '') return;
    if (!/^\d+$/.test(size)) throw fault(at + 1, 'a query must have a whole number of rows', `'${size}'`);
    groups.push(Number(size));
    sum += Number(size);
  });
  if (sum !== rows) throw new RangeError(`groupText must name ${rows} rows in all, got ${sum}`);
  return Int32Array.from(groups);
}

/** The queries named by `qid:`, each of which must stand together. */
class Queries {
  readonly groups: number[] = [];
  private readonly seen = new Set<string>();
  private current: string | undefined;

  add(id: string | undefined, line: number): void {
    if (this.groups.length > 0 && id === this.current) {
      this.groups[this.groups.length - 1]++;
      return;
    }
    if (this.groups.length > 0 && (id === undefined || this.current === undefined))
      throw fault(line, 'qid must stand in every line or in none', id === undefined ? 'none' : `qid:${id}`);
    if (id !== undefined && this.seen.has(id)) throw fault(line, 'the rows of a query must stand together', `qid:${id} again`);
    if (id !== undefined) this.seen.add(id);
    this.current = id;
    this.groups.push(1);
  }
}

/** The features as they stand in the file: those of row r at `starts[r]` … `starts[r + 1] − 1`. */
interface Sparse {
  labels: number[];
  starts: number[];
  columns: number[];
  values: number[];
  queries: Queries;
}

function readLine(text: string, line: number, first: number, limit: number, into: Sparse): void {
  const [label, ...fields] = text.split(/\s+/);
  into.labels.push(numberOf(label, line, 'label'));
  const id = fields[0]?.startsWith('qid:') ? fields.shift()!.slice(4) : undefined;
  into.queries.add(id, line);
  let last = -1;
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon);
    if (colon < 1 || !/^\d+$/.test(name)) throw fault(line, 'a feature must be written number:value', `'${field}'`);
    const column = Number(name) - first;
    if (column < 0) throw fault(line, `a feature's number must be at least ${first}`, `'${field}'`);
    if (column >= limit) throw fault(line, `a feature's number must be at most ${limit - 1 + first}`, `'${field}'`);
    if (column <= last) throw fault(line, 'the features’ numbers must rise', `'${field}'`);
    last = column;
    into.columns.push(column);
    into.values.push(valueOf(field.slice(colon + 1), line));
  }
  into.starts.push(into.columns.length);
}

/**
 * Reads lines such as `2 qid:1 1:0.5 4:3 # a remark`: the label, the query if there is one, the features. What a line leaves out is 0,
 * `nan` is missing. The queries are those of `groupText` (one number of rows a line, as LightGBM's `.query` files have), else those of
 * `qid:`, else all rows are one query.
 *
 *     const { features, rows, columns, labels, groups } = readSvmLight(await file.text(), queryText, { columns: 300 });
 *
 * T. Joachims: Making large-scale SVM learning practical. 1999; the format is documented with SVMlight.
 *
 * @throws RangeError that names the line and the value
 */
export function readSvmLight(text: string, groupText?: string, options: SvmLightOptions = {}): SvmLight {
  const { firstColumn = 1 } = options;
  const sparse: Sparse = { labels: [], starts: [0], columns: [], values: [], queries: new Queries() };
  text.split(/\r?\n/).forEach((raw, at) => {
    const line = raw.replace(/#.*/, '').trim();
    if (line !== '') readLine(line, at + 1, firstColumn, options.columns ?? Infinity, sparse);
  });
  const rows = sparse.labels.length;
  if (rows === 0) throw new RangeError('text must have at least one row, got 0');
  const columns = options.columns ?? sparse.columns.reduce((most, column) => Math.max(most, column + 1), 1);
  const features = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let at = sparse.starts[row]; at < sparse.starts[row + 1]; at++)
      features[row * columns + sparse.columns[at]] = sparse.values[at];
  }
  const groups = groupText === undefined ? Int32Array.from(sparse.queries.groups) : readGroups(groupText, rows);
  return { features, rows, columns, labels: Float32Array.from(sparse.labels), groups };
}
