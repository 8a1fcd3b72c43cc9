/** Which column of a table is which. */
import { CsvReader, cut } from './csv';
import type { CsvOptions } from './csv';

/** A reader that stands before the first row of data, and the names of its columns. */
export interface OpenTable {
  reader: CsvReader;
  /** The header's names, trimmed; null where the file begins with data. */
  header: string[] | null;
  /** Fields of the first record. */
  fields: number;
}

/** Opens a table; `isData` tells by the first record's texts whether it is data already. */
export function openTable(bytes: Uint8Array, options: CsvOptions, isData: (first: string[]) => boolean): OpenTable {
  const reader = new CsvReader(bytes, options);
  if (!reader.next()) throw new RangeError(`${reader.file}: is empty`);
  const fields = reader.fields;
  const first = Array.from({ length: fields }, (_, field) => reader.text(field).trim());
  if (!isData(first)) return { reader, header: first, fields };
  return { reader: new CsvReader(bytes, options), header: null, fields };
}

/** The field of a column by its name, in any case; an error that says which names there are. */
export function columnOf(table: OpenTable, name: string): number {
  const at = findColumn(table, name);
  if (at < 0) throw table.reader.error(`must have a column ${name}, got ${cut((table.header ?? []).join(','))}`);
  return at;
}

/** The same, −1 where there is none. */
export function findColumn({ header }: OpenTable, name: string): number {
  return (header ?? []).findIndex((column) => column.toLowerCase() === name.toLowerCase());
}

/** Moves to the next row; one of another length than the first record's is an error, as the last of a file that was cut off is. */
export function nextRow({ reader, fields }: OpenTable): boolean {
  if (!reader.next()) return false;
  if (reader.fields !== fields) throw reader.error(`must have ${fields} fields, got ${reader.fields}`);
  return true;
}

/** Whether a text is a whole number of at least 0. */
export const isWhole = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);
