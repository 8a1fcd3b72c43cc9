/** Reads the files that a reader dropped: MovieLens, KION, or any one table. */
import { isKnownFile, previewTable, readDataSet } from '../recsys/data/dataset';
import type { TablePreview } from '../recsys/data/dataset';
import { baseName } from '../recsys/data/movielens';
import { readInteractions } from '../recsys/data/readInteractions';
import type { ReadOptions } from '../recsys/data/readLog';
import { isZip, readZip } from '../recsys/data/zip';
import type { DataFile } from '../recsys/data/zip';
import type { DataSet } from '../recsys/types';
import type { TableColumns } from './intakeProtocol';

/** What of a browser's `File` is used. */
export interface DroppedFile {
  name: string;
  size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export type Taken = { data: DataSet } | { table: TablePreview };

/** Rows of which live cells are given at most so many. */
export const MAX_INTERACTIONS = 300_000;
/** Bytes of all files together that are read into memory. */
const MAX_BYTES = 1_073_741_824;
const MAX_FILES = 10_000;
const TABLE = /\.(csv|tsv|tab|txt|dat|data)$/i;

export interface TakeInOptions extends Pick<ReadOptions, 'onProgress' | 'signal'> {
  columns?: TableColumns;
  /** Of all files together; 1 GiB by default. */
  maxBytes?: number;
}

/**
 * The data set that the files are; of a table without `columns` its beginning, so that somebody can name them.
 *
 * @throws RangeError that says what is wrong, with file, line, column and value where it is in a file
 */
export async function takeIn(
  files: DroppedFile[],
  { columns, maxBytes = MAX_BYTES, ...options }: TakeInOptions = {},
): Promise<Taken> {
  if (files.length > MAX_FILES) throw new RangeError(`there must be at most ${MAX_FILES} files, got ${files.length}`);
  const wanted = choose(files);
  const size = wanted.reduce((sum, file) => sum + file.size, 0);
  if (size > maxBytes) throw new RangeError(`the files must have at most ${maxBytes} bytes together, got ${size}`);
  const read = await Promise.all(wanted.map(readBytes));
  const settings = { ...options, maxInteractions: MAX_INTERACTIONS };
  const table = await tableIn(read);
  if (!table) return { data: named(await readDataSet(read, settings)) };
  if (!columns) return { table: preview(table) };
  const { header, ...places } = columns;
  return { data: named(await readInteractions(table, places, { ...settings, header })) };
}

/** A sample says so wherever its name stands. */
export function named(data: DataSet): DataSet {
  return data.notice.includes(' A sample: ') ? { ...data, name: `${data.name}, a sample of users` } : data;
}

/** Files of a known name and archives, or else every table: a folder may hold more than a data set. */
function choose(files: DroppedFile[]): DroppedFile[] {
  if (files.length < 2) return files;
  const known = files.filter(({ name }) => isKnownFile(baseName(name)) || /\.zip$/i.test(name));
  return known.length > 0 ? known : files.filter(({ name }) => TABLE.test(name));
}

async function readBytes(file: DroppedFile): Promise<DataFile> {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** The one table of an unknown kind that the files are, or that their archive holds. */
async function tableIn(files: DataFile[]): Promise<DataFile | undefined> {
  if (files.length === 0)
    throw new RangeError('there must be a data set among the files, got none: MovieLens, KION, or a table of yours');
  if (files.length > 1) {
    if (files.some((file) => isKnownFile(baseName(file.name)) || isZip(file.bytes))) return undefined;
    throw new RangeError(`there must be one table, got ${namesOf(files)}: drop the one that says who met what`);
  }
  const [file] = files;
  if (!isZip(file.bytes)) return isKnownFile(baseName(file.name)) ? undefined : file;
  let known = false;
  // Nothing is unpacked by the first look: it only reads names.
  await readZip(file, (name) => ((known ||= isKnownFile(baseName(name))), false));
  if (known) return undefined;
  const tables = await readZip(file, (name) => TABLE.test(name) && !/(^|\/)(__MACOSX|\.|readme)/i.test(name));
  if (tables.length !== 1) throw new RangeError(`${file.name}: must hold one table, got ${namesOf(tables) || 'none'}`);
  return tables[0];
}

function namesOf(files: DataFile[]): string {
  const names = files.slice(0, 5).map(({ name }) => baseName(name));
  return files.length > 5 ? `${names.join(', ')} and ${files.length - 5} more` : names.join(', ');
}

/** A table's first rows. */
function preview(file: DataFile): TablePreview {
  if (file.bytes.subarray(0, 8192).includes(0))
    throw new RangeError(`${baseName(file.name)}: must be a text, got bytes that no text has`);
  const table = previewTable(file);
  if (table.first.length < 2) throw new RangeError(`${table.file}: must have a column of users and one of items, got one column`);
  return table;
}
