/** Tells which data set dropped files are, and reads it. */
import type { DataSet } from '../types';
import { cut } from './csv';
import { openTable } from './header';
import { readKion } from './kion';
import { baseName, gather, readMovieLens } from './movielens';
import { guessDelimiter, readInteractions } from './readInteractions';
import type { InteractionColumns } from './readInteractions';
import type { ReadOptions } from './readLog';
import { isZip } from './zip';
import type { DataFile, ZipLimits } from './zip';

/** What a table looks like, to ask which of its columns is what. */
export interface TablePreview {
  file: string;
  /** The first record's texts: names, if it is a header. */
  first: string[];
  /** Up to five records after it. */
  rows: string[][];
}

/** The beginning of a table, for a dialog that names the columns. */
export function previewTable(file: DataFile): TablePreview {
  const { reader, header } = openTable(
    file.bytes,
    { file: baseName(file.name), delimiter: guessDelimiter(file.bytes) },
    () => false,
  );
  const rows: string[][] = [];
  while (rows.length < 5 && reader.next())
    rows.push(Array.from({ length: reader.fields }, (_, field) => cut(reader.text(field))));
  return { file: baseName(file.name), first: header ?? [], rows };
}

/** `columns` are needed where the files are neither MovieLens nor KION; see `previewTable`. */
export interface ReadDataSetOptions extends ReadOptions, ZipLimits {
  columns?: InteractionColumns;
}

/**
 * Reads whichever data set the files are: MovieLens or KION by their names, unpacked or as a zip; with `columns` any single table.
 *
 * @throws RangeError if they are none of these, or damaged
 */
export async function readDataSet(files: DataFile[], options: ReadDataSetOptions = {}): Promise<DataSet> {
  if (options.columns) {
    if (files.length !== 1 || isZip(files[0].bytes)) throw new RangeError(`files must be one table, got ${files.length}`);
    return readInteractions(files[0], options.columns, options);
  }
  const found = await gather(files, (base) => KNOWN.has(base), options);
  const ratings = ['ratings.csv', 'u.data', 'ratings.dat'].find((name) => found.has(name));
  if (found.has('interactions.csv') && ratings)
    throw new RangeError(`files must be of one data set, got MovieLens's ${ratings} beside KION's interactions.csv`);
  if (found.has('interactions.csv')) return readKion([...found.values()], options);
  if (found.size > 0) return readMovieLens([...found.values()], options);
  const names = files.map(({ name }) => baseName(name)).join(', ');
  throw new RangeError(
    `files must be those of MovieLens or KION, or one table whose columns are named, got ${cut(names) || 'none'}`,
  );
}

/** Whether a file of this base name belongs to a data set that is read by its names. */
export function isKnownFile(base: string): boolean {
  return KNOWN.has(base);
}

const KNOWN = new Set([
  'ratings.csv', 'movies.csv', 'tags.csv', 'u.data', 'u.item', 'u.user', 'ratings.dat', 'movies.dat', 'users.dat',
  'interactions.csv', 'items.csv', 'items_en.csv', 'users.csv', 'users_en.csv',
]); // prettier-ignore
