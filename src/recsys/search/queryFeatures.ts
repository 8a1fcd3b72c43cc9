/** What a re-ranker may know of a query and a document: one row of numbers a pair, in the shape that the rankers of `ltr` take. */
import { checkSameLength } from '../math/check';
import { tokenize as plainTokens } from '../text/tokenize';
import { damerauLevenshtein, prefixDistance } from './damerauLevenshtein';
import type { InvertedIndex } from './invertedIndex';
import type { QueryReadOptions } from './queryReader';

export interface QueryFeaturesOptions {
  /** By document, the text that people type when they know what they want; a film's title. */
  titles: readonly string[];
  /** How the index is to take the query; exact words alone by default. */
  read?: QueryReadOptions;
  /** Numbers of the documents that have nothing to do with the query, by name: popularity, year. NaN where missing. */
  documents?: Record<string, ArrayLike<number>>;
  /** Further scores of a pair, by name: for a query, a function that scores a document, such as a cosine. */
  scores?: Record<string, (query: string) => (document: number) => number>;
  /** The words of titles and queries; `tokenize` by default. */
  tokenize?: (text: string) => string[];
}

/** A query, the documents to be ranked for it, and which of them is right. */
export interface QueryExample {
  query: string;
  documents: ArrayLike<number>;
  /** The document that was wanted, or clicked: label 1; the others 0. */
  wanted: number;
}

/** Rows of queries one after the other. */
export interface QueryTable {
  /** rows × columns. */
  features: Float32Array;
  rows: number;
  columns: number;
  /** 1 for the wanted document, else 0. */
  labels: Float32Array;
  /** Rows of each query. */
  groups: Int32Array;
  /** The columns' names. */
  names: string[];
}

/** Makes the features. */
export interface QueryFeatures {
  names: string[];
  columns: number;
  /** documents × columns. */
  rows(query: string, documents: ArrayLike<number>): Float32Array;
  /** All examples as one table. An example whose wanted document is not among its documents has labels of 0 alone. */
  table(examples: readonly QueryExample[]): QueryTable;
}

/** What the title says to the query: five numbers. */
const TITLE_NAMES = ['title is query', 'title begins with query', 'title near query', 'title begins near query', 'query length'];

function titleFeatures(query: string, title: string): number[] {
  const length = Math.max(query.length, title.length, 1);
  return [
    title === query ? 1 : 0,
    title.startsWith(query) ? 1 : 0,
    1 - damerauLevenshtein(query, title) / length,
    1 - prefixDistance(query, title) / Math.max(query.length, 1),
    query.length / length,
  ];
}

/** What the words say: the score, its part from each field, the share of the words that match, and the best word's share of the score. */
function wordFeatures(shares: Float32Array, words: number, fields: number): number[] {
  const byField = new Array<number>(fields).fill(0);
  let [total, matched, best] = [0, 0, 0];
  for (let w = 0; w < words; w++) {
    let word = 0;
    for (let f = 0; f < fields; f++) {
      byField[f] += shares[w * fields + f];
      word += shares[w * fields + f];
    }
    total += word;
    if (word > 0) matched++;
    best = Math.max(best, word);
  }
  return [total, ...byField, words > 0 ? matched / words : 0, total > 0 ? best / total : 0];
}

/**
 * The features of a pair: the BM25 score in all and from each field, the share of the query's words that match and of its score that the best word
 * has; whether and how nearly the title is or begins with the query; the number of words; then what `scores` and `documents` give.
 *
 *     const features = queryFeatures(index, { titles: items.map(({ title }) => title), documents: { popularity: counts } });
 *     const ranker = await lambdaMart(features.table(examples));
 *     ranker.predict(features.rows('the matrx', candidates), candidates.length, features.columns);
 */
export function queryFeatures(index: InvertedIndex, options: QueryFeaturesOptions): QueryFeatures {
  const { titles, read, documents: own = {}, scores = {}, tokenize = plainTokens } = options;
  if (titles.length !== index.size)
    throw new RangeError(`titles must be as many as documents (${index.size}), got ${titles.length}`);
  for (const [name, values] of Object.entries(own)) checkSameLength(name, values, 'titles', titles);
  const folded = titles.map((title) => tokenize(title).join(' '));
  const names = [
    'bm25',
    ...index.fields.map((field) => `bm25 ${field}`),
    'words matched',
    'best word',
    'words',
    ...TITLE_NAMES,
    ...Object.keys(scores),
    ...Object.keys(own),
  ];
  const columns = names.length;
  const F = index.fields.length;

  const rows: QueryFeatures['rows'] = (query, documents) => {
    const words = index.read(query, read);
    const shares = index.shares(words, documents); // documents × words × fields
    const typed = tokenize(query).join(' ');
    const pairScores = Object.values(scores).map((score) => score(query));
    const into = new Float32Array(documents.length * columns);
    for (let d = 0; d < documents.length; d++) {
      const document = documents[d];
      into.set(
        [
          ...wordFeatures(shares.subarray(d * words.length * F, (d + 1) * words.length * F), words.length, F),
          words.length,
          ...titleFeatures(typed, folded[document]),
          ...pairScores.map((score) => score(document)),
          ...Object.values(own).map((values) => values[document]),
        ],
        d * columns,
      );
    }
    return into;
  };

  return {
    names,
    columns,
    rows,
    table(examples) {
      const groups = Int32Array.from(examples, ({ documents }) => documents.length);
      const count = groups.reduce((sum, n) => sum + n, 0);
      const features = new Float32Array(count * columns);
      const labels = new Float32Array(count);
      let at = 0;
      for (const { query, documents, wanted } of examples) {
        features.set(rows(query, documents), at * columns);
        for (let d = 0; d < documents.length; d++) labels[at++] = documents[d] === wanted ? 1 : 0;
      }
      return { features, rows: count, columns, labels, groups, names };
    },
  };
}
