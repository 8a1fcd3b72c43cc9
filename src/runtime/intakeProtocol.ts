/** What the page and the worker that takes in readers' data say to each other. One wish at a time. */
import type { TablePreview } from '../recsys/data/dataset';
import type { DataSet } from '../recsys/types';

/** A data set that a reader brought, as it is listed. */
export interface OwnSet {
  id: string;
  name: string;
  /** Where it is from, under which terms, and whether it is a sample. */
  notice: string;
  rows: number;
  users: number;
  items: number;
  /** Milliseconds since 1970. */
  added: number;
}

/** Which column of a table is what, by its place from 0. */
export interface TableColumns {
  user: number;
  item: number;
  value?: number;
  time?: number;
  /** The first row names the columns. */
  header: boolean;
}

export type ToIntake =
  /** Reads files and keeps the set. Without `columns` a table of an unknown kind comes back as `table`. */
  { type: 'take'; files: File[]; columns?: TableColumns } | { type: 'list' } | { type: 'remove'; id: string };

export type FromIntake =
  /** It has been loaded. */
  | { type: 'ready' }
  | { type: 'progress'; done: number; total: number }
  /** Whose columns have to be named first. */
  | { type: 'table'; preview: TablePreview }
  | { type: 'kept'; set: OwnSet }
  /** The browser refuses to keep it, for this reason: it lives as long as the page does. */
  | { type: 'held'; set: OwnSet; data: DataSet; reason: string }
  | { type: 'sets'; sets: OwnSet[] }
  | { type: 'failed'; message: string };
