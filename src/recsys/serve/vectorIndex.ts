/** What every index of vectors can do, exact or not: find the rows nearest to a query. */
import { checkIndex, checkPositiveInteger } from '../math/check';
import type { Ranking } from '../types';

export interface VectorSearchOptions {
  /** How many to find, a positive integer; 10 by default. */
  k?: number;
  /** Rows that must not be found; none by default. */
  exclude?: Int32Array;
}

/** An index of vectors. A row's number is its place in the order of arrival. */
export interface VectorIndex {
  /** Rows in it. */
  readonly size: number;
  /** Length of a vector. */
  readonly dimensions: number;
  /** Bytes of memory that the vectors, or what stands for them, and the structure above them take. */
  readonly bytes: number;
  /**
   * The k rows nearest to the query that it knows of, nearest first, equal ones by the lower row. A score is the cosine, the inner product, or minus the squared
   * distance, by the metric of the index.
   */
  search(query: ArrayLike<number>, options?: VectorSearchOptions): Ranking;
  /** The whole index in one transferable buffer; `name.fromBuffer` reads it back. */
  toBuffer(): ArrayBuffer;
}

/** Throws a RangeError unless k and the rows to leave out make sense. */
export function checkSearch(k: number, exclude: Int32Array | undefined, size: number): void {
  checkPositiveInteger('k', k);
  if (exclude) for (let i = 0; i < exclude.length; i++) checkIndex('exclude', exclude[i], size);
}
