/**
 * TF-IDF: a document as a sparse vector with one entry a term, large where the term is frequent in the document and rare in the collection
 * (K. Spärck Jones: A statistical interpretation of term specificity and its application in retrieval. Journal of Documentation 1972;
 * G. Salton, C. Buckley: Term-weighting approaches in automatic text retrieval. IP&M 1988).
 */
import { packModel, unpackModel } from '../math/buffer';
import { checkIndex, checkPositiveInteger } from '../math/check';
import { log } from '../math/functions';
import { plainTopk } from '../math/plainTopk';
import { sparseNorm, sparseRow } from '../math/sparseVector';
import { decodeStrings, encodeStrings } from '../math/strings';
import { encode, vocabularyOf } from './vocabulary';
import type { ModelParts } from '../math/buffer';
import type { Csr } from '../math/sparse';
import type { SparseVector } from '../math/sparseVector';
import type { Ranking } from '../types';

export interface TfIdfOptions {
  /** Terms of fewer documents have no weight; 1 by default. */
  minDocuments?: number;
  /** Terms that stand in more than this share of the documents have no weight, 0 … 1; 1 by default. */
  maxShare?: number;
  /** Whether the tenth mention counts less than the first: 1 + ln(count) for the count; no by default. */
  sublinear?: boolean;
}

/** One term's part in a document, for people. */
export interface TermWeight {
  term: string;
  /** How often it stands in this document. */
  count: number;
  /** In how many documents of the collection it stands. */
  documents: number;
  idf: number;
  /** Its entry in the document's vector of length 1. */
  weight: number;
}

/** A collection's vectors. */
export interface TfIdf {
  /** The columns' terms. */
  terms: string[];
  /** Documents in which each term stands. */
  documents: Int32Array;
  /** Inverse document frequency of each term. */
  idf: Float64Array;
  /** documents × terms; each row has length 1, or is empty. */
  matrix: Csr;
  /** The vector of any text, of length 1; unknown terms have no weight, and a text of such alone is an empty vector. */
  vector(tokens: readonly string[]): SparseVector;
  /** What the vector is made of, the heaviest first. */
  weights(tokens: readonly string[]): TermWeight[];
  /** The documents of the largest cosine with a vector, or with one of the documents, which is then left out. */
  nearest(to: SparseVector | number, options?: { k?: number }): Ranking;
  /** All of it in one transferable buffer. */
  toBuffer(): ArrayBuffer;
}

interface Arrays {
  terms: Uint8Array;
  documents: Int32Array;
  idf: Float64Array;
  pointers: Int32Array;
  indices: Int32Array;
  values: Float32Array;
}

/** Counts of term numbers, rising by term. */
function countTerms(numbers: Int32Array): { indices: Int32Array; values: Float32Array } {
  const sorted = numbers.slice().sort();
  const indices: number[] = [];
  const values: number[] = [];
  for (const number of sorted) {
    if (indices[indices.length - 1] === number) values[values.length - 1]++;
    else {
      indices.push(number);
      values.push(1);
    }
  }
  return { indices: Int32Array.from(indices), values: Float32Array.from(values) };
}

function weigh(counts: SparseVector, idf: Float64Array, sublinear: boolean): SparseVector {
  const values = counts.values.map((count, n) => (sublinear ? 1 + log(count) : count) * idf[counts.indices[n]]);
  const norm = sparseNorm({ indices: counts.indices, values });
  return { indices: counts.indices, values: norm > 0 ? values.map((value) => value / norm) : values };
}

function cosines(matrix: Csr, vector: SparseVector): Float32Array {
  const dense = new Float64Array(matrix.columns);
  vector.indices.forEach((column, n) => (dense[column] = vector.values[n]));
  const scores = new Float32Array(matrix.rows).fill(-Infinity);
  for (let row = 0; row < matrix.rows; row++) {
    let sum = 0;
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) sum += matrix.values[at] * dense[matrix.indices[at]];
    if (sum > 0) scores[row] = sum;
  }
  return scores;
}

function build(parts: ModelParts<Arrays>): TfIdf {
  const { documents, idf, pointers, indices, values } = parts.arrays;
  const sublinear = parts.settings.sublinear as boolean;
  const terms = decodeStrings(parts.arrays.terms);
  const index = new Map(terms.map((term, n) => [term, n]));
  const matrix: Csr = { rows: pointers.length - 1, columns: terms.length, pointers, indices, values };
  const vector: TfIdf['vector'] = (tokens) => weigh(countTerms(encode(tokens, { index })), idf, sublinear);
  return {
    terms,
    documents,
    idf,
    matrix,
    vector,
    weights(tokens) {
      const counts = countTerms(encode(tokens, { index }));
      const weighed = weigh(counts, idf, sublinear);
      return Array.from(counts.indices, (at, n) => ({
        term: terms[at],
        count: counts.values[n],
        documents: documents[at],
        idf: idf[at],
        weight: weighed.values[n],
      })).sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
    },
    nearest(to, { k = 10 } = {}) {
      checkPositiveInteger('k', k);
      if (typeof to === 'number') checkIndex('document', to, matrix.rows);
      const scores = cosines(matrix, typeof to === 'number' ? sparseRow(matrix, to) : to);
      if (typeof to === 'number') scores[to] = -Infinity;
      // The products take longer than finding the largest, so this does without the kernel: a figure in a page needs none of it.
      return plainTopk(scores, Math.min(k, scores.length));
    },
    toBuffer: () => packModel({ ...parts, arrays: { ...parts.arrays } }),
  };
}

/**
 * Weighs the terms of tokenised documents: weight(t, d) = count(t, d) · idf(t), with idf(t) = ln((1 + n) / (1 + n_t)) + 1 for n documents of
 * which n_t have the term (scikit-learn's smooth variant: never 0, and defined for a term of every document), each vector scaled to length 1.
 *
 *     const model = tfIdf(items.map(({ synopsis }) => tokenize(synopsis ?? '', { stopWords, root: stem })));
 *     model.nearest(0, { k: 5 }).items
 *
 * @throws RangeError if there is no document or an option is out of range
 */
export function tfIdf(tokens: readonly (readonly string[])[], options: TfIdfOptions = {}): TfIdf {
  const { minDocuments = 1, maxShare = 1, sublinear = false } = options;
  checkPositiveInteger('minDocuments', minDocuments);
  if (!(maxShare > 0 && maxShare <= 1)) throw new RangeError(`maxShare must be greater than 0 and at most 1, got ${maxShare}`);
  if (tokens.length === 0) throw new RangeError('tokens must have at least one document, got 0');
  const vocabulary = vocabularyOf(tokens, { minDocuments, maxShare });
  const n = tokens.length;
  const idf = Float64Array.from(vocabulary.documents, (has) => log((1 + n) / (1 + has)) + 1);
  const pointers = new Int32Array(n + 1);
  const rows = tokens.map((document, row) => {
    const weighed = weigh(countTerms(encode(document, vocabulary)), idf, sublinear);
    pointers[row + 1] = pointers[row] + weighed.indices.length;
    return weighed;
  });
  const indices = new Int32Array(pointers[n]);
  const values = new Float32Array(pointers[n]);
  rows.forEach((row, at) => {
    indices.set(row.indices, pointers[at]);
    values.set(row.values, pointers[at]);
  });
  const { documents, terms } = vocabulary;
  return build({
    kind: 'tfIdf',
    settings: { sublinear },
    arrays: { terms: encodeStrings(terms), documents, idf, pointers, indices, values },
  });
}

/** Reads the vectors back. */
tfIdf.fromBuffer = (buffer: ArrayBuffer): TfIdf => build(unpackModel<Arrays>(buffer, 'tfIdf'));
