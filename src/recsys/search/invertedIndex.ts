/**
 * Search by words: an inverted index over documents of several fields, ranked by BM25F.
 *
 * A document's score is Σ over the query's words of idf · f / (k1 + f), where f = Σ over fields of weight · count / (1 − b + b · length / average)
 * (S. Robertson, H. Zaragoza, M. Taylor: Simple BM25 extension to multiple weighted fields. CIKM 2004; with b of each field's own, as in Robertson and
 * Zaragoza 2009, §3.6). Every posting's f / (k1 + f) is computed once, so that a query is a few passes over lists of numbers.
 */
import { packModel, unpackModel } from '../math/buffer';
import { checkIndex, checkOneOf, checkPositiveInteger } from '../math/check';
import { decodeStrings, encodeStrings } from '../math/strings';
import { topk } from '../math/topk';
import { tokenize as plainTokens } from '../text/tokenize';
import { inverseDocumentFrequency, normalizedCount, saturation } from './bm25';
import { settingsOf } from './bm25Settings';
import { PostingsBuilder } from './postings';
import { QueryReader } from './queryReader';
import { QueryScorer } from './queryScorer';
import type { Ranking } from '../types';
import type { Bm25Options, Bm25Settings } from './bm25Settings';
import type { Postings } from './postings';
import type { QueryWord, QueryReadOptions } from './queryReader';
import type { WordShare } from './queryScorer';

export interface InvertedIndexOptions<Field extends string = string> extends Bm25Options<Field> {
  /** The terms of a text, of documents and queries alike; `tokenize` by default, which keeps stop words and takes no roots. */
  tokenize?: (text: string) => string[];
}

export interface SearchOptions extends QueryReadOptions {
  /** Length of the list; 10 by default. */
  k?: number;
  /** Documents that must not be found; none by default. */
  exclude?: Int32Array;
}

/** A searchable collection. */
export interface InvertedIndex<Field extends string = string> {
  /** Number of documents. */
  readonly size: number;
  /** All terms, in the order of their UTF-16 units. */
  readonly terms: string[];
  readonly fields: Field[];
  /** The settings in force. */
  readonly settings: Bm25Settings;
  /** Documents with this term; 0 for an unknown one. */
  documentFrequency(term: string): number;
  /** Each term with the number of documents that have it in one of the fields (all fields by default): a dictionary for `spelling`. */
  dictionary(options?: { fields?: readonly Field[] }): Map<string, number>;
  /** Whether some term begins so. */
  hasPrefix(prefix: string): boolean;
  /** What a query is taken for: each word with the terms it may stand for. `search` does it by itself. */
  read(query: string, options?: QueryReadOptions): QueryWord[];
  /** The k best documents that match at least one word, best first, ties by the lower number. */
  search(query: string | readonly QueryWord[], options?: SearchOptions): Ranking;
  /** Why a document has its score: one entry a word that matches, in the order of the query. Their scores add up to the document's. */
  explain(query: string | readonly QueryWord[], document: number, options?: QueryReadOptions): WordShare[];
  /** The scores of given documents by word and field: documents × words × fields. */
  shares(query: readonly QueryWord[], documents: ArrayLike<number>): Float32Array;
  /** The same postings under other settings. */
  with(options: Bm25Options<Field>): InvertedIndex<Field>;
  /** Postings and settings in one transferable buffer; the tokenizer, being code, is not in it. */
  toBuffer(): ArrayBuffer;
}

/** Mean length of each field over the documents that have it. */
function averageLengths({ lengths }: Postings, fields: number): Float64Array {
  const [sums, having] = [new Float64Array(fields), new Float64Array(fields)];
  lengths.forEach((length, at) => {
    sums[at % fields] += length;
    if (length > 0) having[at % fields]++;
  });
  return sums.map((sum, f) => (having[f] > 0 ? sum / having[f] : 1));
}

/** What every posting is worth under the settings, and in how many documents each term counts at all. */
function weigh(postings: Postings, fields: readonly string[], { weights, b, k1 }: Bm25Settings) {
  const F = fields.length;
  const { terms, pointers, documents, counts, lengths } = postings;
  const average = averageLengths(postings, F);
  const own = fields.map((field) => weights[field]);
  const fieldCounts = new Float32Array(counts.length); // postings × fields
  const impacts = new Float32Array(documents.length);
  const having = new Int32Array(terms.length);
  for (let t = 0; t < terms.length; t++) {
    for (let at = pointers[t]; at < pointers[t + 1]; at++) {
      let total = 0;
      for (let f = 0; f < F; f++) {
        const length = lengths[documents[at] * F + f];
        const part = own[f].weight * normalizedCount(counts[at * F + f], length, average[f], own[f].b ?? b);
        fieldCounts[at * F + f] = part;
        total += part;
      }
      impacts[at] = saturation(total, k1);
      if (total > 0) having[t]++;
    }
  }
  return { impacts, fieldCounts, having };
}

function build<Field extends string>(
  postings: Postings,
  fields: Field[],
  settings: Bm25Settings,
  tokenize: (text: string) => string[],
): InvertedIndex<Field> {
  const F = fields.length;
  const size = postings.lengths.length / F;
  const { terms } = postings;
  const { impacts, fieldCounts, having } = weigh(postings, fields, settings);
  const idf = (n: number) => inverseDocumentFrequency(n, size, settings.idf);
  const lists = { ...postings, size, fields: F, impacts, fieldCounts };
  const reader = new QueryReader(lists, having, idf, tokenize);
  const scorer = new QueryScorer(lists);
  const asWords = (query: string | readonly QueryWord[], options?: QueryReadOptions) =>
    typeof query === 'string' ? reader.read(query, options) : query;

  return {
    size,
    terms,
    fields,
    settings,
    documentFrequency: (term) => having[reader.number(term)] ?? 0,
    dictionary: (options) => dictionaryOf(postings, fields, options?.fields),
    hasPrefix: (prefix) => reader.hasPrefix(prefix),
    read: (query, options) => reader.read(query, options),
    search(query, { k = 10, exclude, ...options } = {}) {
      checkPositiveInteger('k', k);
      const scores = scorer.scores(asWords(query, options));
      if (exclude) {
        for (let i = 0; i < exclude.length; i++) {
          checkIndex('exclude', exclude[i], size);
          scores[exclude[i]] = 0;
        }
      }
      const { items, scores: best } = topk(scores, k);
      let matched = best.length;
      while (matched > 0 && best[matched - 1] <= 0) matched--;
      return { items: items.subarray(0, matched), scores: best.subarray(0, matched) };
    },
    explain(query, document, options) {
      checkIndex('document', document, size);
      return scorer.explain(asWords(query, options), document, fields);
    },
    shares(query, documents) {
      for (let i = 0; i < documents.length; i++) checkIndex('documents', documents[i], size);
      return scorer.shares(query, documents);
    },
    with: (options) => build(postings, fields, settingsOf(fields, options, settings), tokenize),
    toBuffer: () => packIndex(postings, fields, settings, tokenize),
  };
}

/** Each term of some fields with the number of documents that have it there. */
function dictionaryOf(postings: Postings, fields: readonly string[], wanted = fields): Map<string, number> {
  wanted.forEach((field) => checkOneOf('fields', field, fields));
  const { terms, pointers, counts } = postings;
  const columns = wanted.map((field) => fields.indexOf(field));
  const frequencies = new Map<string, number>();
  terms.forEach((term, t) => {
    let n = 0;
    for (let at = pointers[t]; at < pointers[t + 1]; at++) if (columns.some((f) => counts[at * fields.length + f] > 0)) n++;
    if (n > 0) frequencies.set(term, n);
  });
  return frequencies;
}

const PROBE = 'The Wolves’ Café-Hunting of 1999, E.T.';

interface Arrays {
  terms: Uint8Array;
  pointers: Int32Array;
  documents: Int32Array;
  counts: Uint8Array;
  lengths: Int32Array;
}

function packIndex(
  postings: Postings,
  fields: string[],
  settings: Bm25Settings,
  tokenize: (text: string) => string[],
): ArrayBuffer {
  const { terms, pointers, documents, counts, lengths } = postings;
  return packModel({
    kind: 'invertedIndex',
    settings: { fields: JSON.stringify(fields), settings: JSON.stringify(settings), probe: JSON.stringify(tokenize(PROBE)) },
    arrays: { terms: encodeStrings(terms), pointers, documents, counts, lengths },
  });
}

/**
 * Reads documents into an index. About a second for ten thousand documents of fifty words.
 *
 *     const index = invertedIndex(
 *       items.map(({ title, director = '', synopsis = '' }) => ({ title, director, synopsis })),
 *       { weights: { title: 4, director: 3, synopsis: 1 } },
 *     );
 *     index.search('the matr', { prefix: true, k: 5 }).items
 *
 * @param documents their fields by name; the first document names the fields, a field left out is empty
 * @throws RangeError if there is no document or an option is out of range
 */
export function invertedIndex<Field extends string>(
  documents: readonly Readonly<Record<Field, string>>[],
  options: InvertedIndexOptions<NoInfer<Field>> = {},
): InvertedIndex<Field> {
  if (documents.length === 0) throw new RangeError('documents must have at least one, got 0');
  const fields = Object.keys(documents[0]) as Field[];
  if (fields.length === 0) throw new RangeError('documents must have at least one field, got 0');
  const { tokenize = plainTokens } = options;
  const settings = settingsOf(fields, options);
  const builder = new PostingsBuilder(fields.length);
  for (const document of documents) builder.add(fields.map((field) => tokenize(document[field] ?? '')));
  return build(builder.finish(), fields, settings, tokenize);
}

/**
 * Reads the index back.
 *
 * @param tokenize the function that the index was built with; left out for the default
 * @throws RangeError if the tokenizer parts a probing sentence otherwise than the index's did
 */
invertedIndex.fromBuffer = <Field extends string = string>(
  buffer: ArrayBuffer,
  { tokenize = plainTokens }: { tokenize?: (text: string) => string[] } = {},
): InvertedIndex<Field> => {
  const { settings, arrays } = unpackModel<Arrays>(buffer, 'invertedIndex');
  const probe = JSON.stringify(tokenize(PROBE));
  if (probe !== settings.probe) {
    throw new RangeError(`tokenize must part texts as the index's did, which made ${String(settings.probe)}, got ${probe}`);
  }
  const fields = JSON.parse(settings.fields as string) as Field[];
  const postings = { ...arrays, terms: decodeStrings(arrays.terms) };
  return build(postings, fields, JSON.parse(settings.settings as string) as Bm25Settings, tokenize);
};
