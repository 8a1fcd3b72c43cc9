/** What the book uses of danfojs, as an ES module for a notebook outside the book. */
import { loadDanfo } from './danfo';

const library = (await loadDanfo()) as Pick<
  typeof import('danfojs'),
  'Series' | 'DataFrame' | 'toDateTime' | 'merge' | 'concat' | 'getDummies' | 'toJSON' | 'toCSV'
>;

export const { Series, DataFrame, toDateTime, merge, concat, getDummies, toJSON, toCSV } = library;
