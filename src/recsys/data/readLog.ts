/** The part that every reader of a log shares: rows to columns, ids to indices, in pieces that let the page breathe. */
import { breathe } from '../math/breathe';
import type { Interactions, TrainOptions } from '../types';
import { cut } from './csv';
import type { CsvReader } from './csv';
import { Ids } from './ids';
import { parseTime } from './times';

/** What every reader takes. */
export interface ReadOptions extends Pick<TrainOptions, 'signal' | 'onProgress'> {
  /** A log of more rows is thinned to a seeded sample of its users with at most so many; no limit by default. */
  maxInteractions?: number;
  /** Of the sample; 42 by default. */
  seed?: number;
}

/** Which field is what, and how it is read. */
export interface LogLayout {
  user: number;
  item: number;
  /** −1 where the log has none: every row counts 1. */
  value: number;
  /** −1 where the log has none. */
  time: number;
  /** The columns' names, for errors. */
  names: { user: string; item: string; value: string; time: string };
  /** Fields of a record; another number is an error. */
  fields: number;
  /** Whether ids must be whole numbers of at least 0. */
  wholeIds: boolean;
  /** Reads the value's field; NaN drops the row. */
  readValue(reader: CsvReader, field: number, name: string): number;
}

const CHUNK = 1 << 15;

/** Reads the remaining records. Indices are given in the order of first appearance. */
export async function readLog(reader: CsvReader, layout: LogLayout, { signal, onProgress }: ReadOptions): Promise<Interactions> {
  const users = new Ids(layout.names.user, layout.wholeIds);
  const items = new Ids(layout.names.item, layout.wholeIds);
  let columns = empty(CHUNK);
  let rows = 0;
  let dropped = 0;
  for (let more = true; more;) {
    for (let n = 0; n < CHUNK && (more = reader.next()); n++) {
      if (reader.fields !== layout.fields) throw reader.error(`must have ${layout.fields} fields, got ${reader.fields}`);
      if (rows === columns.users.length) columns = resized(columns, 2 * rows);
      const value = layout.value < 0 ? 1 : layout.readValue(reader, layout.value, layout.names.value);
      if (!(value === value)) {
        dropped++;
        continue;
      }
      columns.times[rows] = layout.time < 0 ? NaN : readTime(reader, layout.time, layout.names.time);
      columns.users[rows] = users.of(reader, layout.user);
      columns.items[rows] = items.of(reader, layout.item);
      columns.values[rows] = value;
      rows++;
    }
    onProgress?.({ done: reader.at, total: reader.bytes.length, label: 'byte' });
    await breathe();
    signal?.throwIfAborted();
  }
  if (rows === 0) throw new RangeError(`${reader.file}: has no rows${dropped > 0 ? ` that count, of ${dropped}` : ''}`);
  return { ...resized(columns, rows), userIds: users.ids, itemIds: items.ids };
}

/** Seconds since 1970 of a field that holds seconds, milliseconds, a date, or a date and a time. */
export function readTime(reader: CsvReader, field: number, name: string): number {
  const seconds = parseTime(reader.bytes, reader.start(field), reader.end(field));
  if (seconds === seconds) return seconds;
  let time = NaN;
  try {
    time = reader.number(field, name);
  } catch {
    // said below, with what would have been right
  }
  // 10¹¹ seconds are the year 5138: such a number counts milliseconds
  if (time >= 1e11) time /= 1000;
  if (!(time >= 0 && time < 1e11)) {
    throw reader.error(`${name} must be seconds since 1970 or a date such as 2021-05-11, got "${cut(reader.text(field))}"`);
  }
  return time;
}

type Columns = Pick<Interactions, 'users' | 'items' | 'values' | 'times'>;

function empty(length: number): Columns {
  return {
    users: new Int32Array(length),
    items: new Int32Array(length),
    values: new Float32Array(length),
    times: new Float64Array(length),
  };
}

/** The same columns with room for another number of rows. */
function resized(from: Columns, length: number): Columns {
  const to = empty(length);
  const kept = Math.min(length, from.users.length);
  to.users.set(from.users.subarray(0, kept));
  to.items.set(from.items.subarray(0, kept));
  to.values.set(from.values.subarray(0, kept));
  to.times.set(from.times.subarray(0, kept));
  return to;
}
