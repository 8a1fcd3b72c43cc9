/** Reads any log of interactions, given which column is what. */
import type { DataSet } from '../types';
import { cut } from './csv';
import type { CsvReader } from './csv';
import { columnOf, openTable } from './header';
import { baseName } from './movielens';
import { readLog } from './readLog';
import type { ReadOptions } from './readLog';
import { sampleUsers } from './thin';
import type { DataFile } from './zip';

/** A column: its name in the header, or its place from 0. */
export type ColumnName = string | number;

/** Which column is what. */
export interface InteractionColumns {
  user: ColumnName;
  item: ColumnName;
  /** Strength; every row counts 1 without it. */
  value?: ColumnName;
  /** Seconds or milliseconds since 1970, dates, or dates with times. */
  time?: ColumnName;
}

export interface ReadInteractionsOptions extends ReadOptions {
  /** Between two fields; told from the first line by default: tab, `::`, `;`, `|` or `,`. */
  delimiter?: string;
  /** Whether the first record names the columns; by default it does if some column is given by name. */
  header?: boolean;
}

/** The largest number that a value, of 32 bits, can hold. */
const MOST = 3.4028234663852886e38;

function readStrength(reader: CsvReader, field: number, column: string): number {
  const value = reader.number(field, column);
  if (!(Math.abs(value) <= MOST)) throw reader.error(`${column} must be at most 3.4e38, got "${cut(reader.text(field))}"`);
  return value;
}

/** The delimiter that the first line has most of. */
export function guessDelimiter(bytes: Uint8Array): string {
  const end = bytes.subarray(0, 65536).indexOf(10);
  const line = new TextDecoder().decode(bytes.subarray(0, end < 0 ? Math.min(bytes.length, 65536) : end)).replace(/"[^"]*"/g, '');
  const counts = ['::', '\t', ';', '|', ','].map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count === 0 ? ',' : best.delimiter;
}

/**
 * Reads a log. Ids may be any text; a pair that comes several times stays several rows.
 *
 *     await readInteractions({ name: 'orders.csv', bytes }, { user: 'customer', item: 'sku', time: 'ordered_at' });
 *
 * @throws RangeError that names file, line, column and value
 */
export async function readInteractions(
  file: DataFile,
  columns: InteractionColumns,
  { delimiter = guessDelimiter(file.bytes), header, ...options }: ReadInteractionsOptions = {},
): Promise<DataSet> {
  const named = Object.values(columns).some((column) => typeof column === 'string');
  const table = openTable(file.bytes, { file: baseName(file.name), delimiter }, () => !(header ?? named));
  const place = (column: ColumnName | undefined): number => {
    if (column === undefined) return -1;
    if (typeof column === 'string') return columnOf(table, column);
    if (!(Number.isInteger(column) && column >= 0 && column < table.fields)) {
      throw new RangeError(`columns must be in 0 … ${table.fields - 1}, got ${column}`);
    }
    return column;
  };
  const name = (column: ColumnName | undefined, fallback: string) => (typeof column === 'string' ? column : fallback);
  const layout = {
    user: place(columns.user),
    item: place(columns.item),
    value: place(columns.value),
    time: place(columns.time),
    names: {
      user: name(columns.user, 'user'),
      item: name(columns.item, 'item'),
      value: name(columns.value, 'value'),
      time: name(columns.time, 'time'),
    },
    fields: table.fields,
    wholeIds: false,
    readValue: readStrength,
  };
  const whole = await readLog(table.reader, layout, options);
  const interactions = sampleUsers(whole, { maxInteractions: options.maxInteractions ?? Infinity, seed: options.seed });
  const thinned = interactions === whole ? '' : ` A sample: ${interactions.userIds.length} of ${whole.userIds.length} users.`;
  return {
    name: baseName(file.name),
    notice: `Your own file, read in this browser.${thinned}`,
    interactions,
    items: interactions.itemIds.map((id) => ({ id, title: id, genres: [] })),
    users: interactions.userIds.map((id) => ({ id, attributes: {} })),
    has: columns.time === undefined ? [] : ['times'],
  };
}
