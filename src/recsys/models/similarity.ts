/**
 * The nearest neighbours of every row of a sparse matrix. Row by row, the products with all rows that share a column are gathered in one
 * dense accumulator: time Σ over columns of (entries in it)², memory one number per row, and never the whole matrix of similarities.
 */
import { breathe } from '../math/breathe';
import { checkAtLeast, checkOneOf } from '../math/check';
import { log } from '../math/functions';
import { transpose } from '../math/sparse';
import { topk } from '../math/topk';
import { startNeighbours } from '../simd/neighbours';
import type { Csr } from '../math/sparse';
import type { Progress } from '../types';
import type { Neighbours } from '../simd/neighbours';

const similarities = ['cosine', 'jaccard', 'tfidf', 'bm25', 'pearson'] as const;

/** How alike two rows are; see `nearest`. */
export type Similarity = (typeof similarities)[number];

export interface NearestOptions {
  /** Neighbours kept per row; all by default. */
  k?: number;
  similarity?: Similarity;
  /** Pulls similarities on little evidence towards 0; see `nearest`. */
  shrinkage?: number;
  /** BM25's saturation of large values; 1.2 by default. */
  k1?: number;
  /** BM25's weight of the row's length, 0 … 1; 0.8 by default. */
  b?: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** ln(rows / (1 + entries)) per column: a column that stands in most rows says little of any. At least 0. */
function inverseFrequency(byColumn: Csr): Float64Array {
  return Float64Array.from({ length: byColumn.rows }, (_, c) =>
    Math.max(0, log(byColumn.columns / (1 + byColumn.pointers[c + 1] - byColumn.pointers[c]))),
  );
}

/** The matrix with TF-IDF or BM25 weights, a row read as a document and a column as a term. */
function weighted(matrix: Csr, { similarity, k1 = 1.2, b = 0.8 }: NearestOptions): Csr {
  if (similarity !== 'tfidf' && similarity !== 'bm25') return matrix;
  checkAtLeast('k1', k1, 0);
  const idf = inverseFrequency(transpose(matrix));
  const values = new Float32Array(matrix.values.length);
  let total = 0;
  for (let at = 0; at < values.length; at++) total += matrix.values[at];
  const average = total / matrix.rows;
  for (let row = 0; row < matrix.rows; row++) {
    let length = 0;
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) length += matrix.values[at];
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
      const value = matrix.values[at];
      if (!(value >= 0)) throw new RangeError(`values must be at least 0 for ${similarity}, got ${value}`);
      const frequency =
        similarity === 'tfidf' ? Math.sqrt(value) : (value * (k1 + 1)) / (k1 * (1 - b + (b * length) / average) + value);
      values[at] = frequency * idf[matrix.indices[at]];
    }
  }
  return { ...matrix, values };
}

/** Σ of squares of each row. */
function squares(matrix: Csr): Float64Array {
  const sums = new Float64Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) sums[row] += matrix.values[at] * matrix.values[at];
  }
  return sums;
}

/** What one row gathers about the others: sums over the columns that both have. */
class Accumulator {
  readonly touched: Int32Array;
  readonly product: Float64Array;
  readonly common: Int32Array;
  /** Σ x, Σ y, Σ x², Σ y² over common columns; only for Pearson. */
  readonly moments: Float64Array;
  size = 0;

  constructor(rows: number, pearson: boolean) {
    this.touched = new Int32Array(rows);
    this.product = new Float64Array(rows);
    this.common = new Int32Array(rows);
    this.moments = new Float64Array(pearson ? 4 * rows : 0);
  }

  gather(matrix: Csr, byColumn: Csr, row: number): void {
    const { touched, product, common, moments } = this;
    const { pointers, indices, values } = byColumn;
    const pearson = moments.length > 0;
    let size = this.size;
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
      const x = matrix.values[at];
      const end = pointers[matrix.indices[at] + 1];
      for (let to = pointers[matrix.indices[at]]; to < end; to++) {
        const other = indices[to];
        const y = values[to];
        if (common[other]++ === 0) touched[size++] = other;
        product[other] += x * y;
        if (!pearson) continue;
        moments[4 * other] += x;
        moments[4 * other + 1] += y;
        moments[4 * other + 2] += x * x;
        moments[4 * other + 3] += y * y;
      }
    }
    this.size = size;
  }

  /** The rows met, rising: by a scan where they are many, by sorting where they are few. */
  rising(): Int32Array {
    const { touched, common, size } = this;
    if (size * 8 < common.length) return touched.subarray(0, size).sort();
    for (let row = 0, at = 0; at < size; row++) if (common[row] > 0) touched[at++] = row;
    return touched.subarray(0, size);
  }

  clear(): void {
    for (let t = 0; t < this.size; t++) {
      const other = this.touched[t];
      this.product[other] = 0;
      this.common[other] = 0;
      if (this.moments.length) this.moments.fill(0, 4 * other, 4 * other + 4);
    }
    this.size = 0;
  }

  /** Pearson's correlation over the common columns; 0 where either is constant there. */
  pearson(other: number): number {
    const n = this.common[other];
    const [x, y, xx, yy] = this.moments.subarray(4 * other, 4 * other + 4);
    const spread = (n * xx - x * x) * (n * yy - y * y);
    return n > 1 && spread > 1e-9 * n * n * xx * yy ? (n * this.product[other] - x * y) / Math.sqrt(spread) : 0;
  }
}

/** Finds the neighbours of rows from a row on, some rows a call. */
export type Search = (from: number) => Neighbours;

/** What a search needs. */
interface SearchOptions {
  k: number;
  similarity: Similarity;
  shrinkage: number;
}

/** In plain TypeScript, row by row. */
export function plainSearch(rows: Csr, byColumn: Csr, { k, similarity, shrinkage }: SearchOptions): Search {
  const norms = squares(rows);
  const accumulator = new Accumulator(rows.rows, similarity === 'pearson');
  const lengthOf = (row: number) => rows.pointers[row + 1] - rows.pointers[row];
  const alike = (row: number, other: number): number => {
    const common = accumulator.common[other];
    const product = accumulator.product[other];
    if (similarity === 'jaccard') return common / (lengthOf(row) + lengthOf(other) - common + shrinkage);
    if (similarity === 'pearson') return (accumulator.pearson(other) * common) / (common + shrinkage);
    if (similarity === 'bm25') return (product * common) / (common + shrinkage);
    return norms[row] * norms[other] > 0 ? product / (Math.sqrt(norms[row] * norms[other]) + shrinkage) : 0;
  };
  return (row) => {
    accumulator.gather(rows, byColumn, row);
    const touched = accumulator.rising();
    const scores = new Float32Array(touched.length);
    for (let t = 0; t < touched.length; t++) {
      const score = touched[t] === row ? 0 : alike(row, touched[t]);
      scores[t] = score > 0 ? score : -Infinity;
    }
    const best = scores.length > 0 ? topk(scores, Math.min(k, scores.length)).items.slice().sort() : new Int32Array(0);
    const found = {
      next: row + 1,
      counts: Int32Array.of(best.length),
      indices: best.map((t) => touched[t]),
      values: Float32Array.from(best, (t) => scores[t]),
    };
    accumulator.clear();
    return found;
  };
}

/** In the kernel; undefined where there is none, or for Pearson's correlation, which it does not know. */
export function simdSearch(rows: Csr, byColumn: Csr, { k, similarity, shrinkage }: SearchOptions): Search | undefined {
  if (similarity === 'pearson' || rows.rows === 0) return undefined;
  const kind = similarity === 'jaccard' || similarity === 'bm25' ? similarity : 'cosine';
  const lengths = () => Float64Array.from({ length: rows.rows }, (_, row) => rows.pointers[row + 1] - rows.pointers[row]);
  return startNeighbours(rows, byColumn, { kind, shrinkage, k, sizes: kind === 'cosine' ? squares(rows) : lengths() });
}

/**
 * For each row, its k most similar other rows, as a sparse matrix of similarities (rows × rows). For rows a and b, h the shrinkage:
 *
 * - `cosine`  a·b / (‖a‖ ‖b‖ + h), and `tfidf` the same on √value · idf(column)
 * - `jaccard` c / (n_a + n_b − c + h), for c common columns
 * - `bm25`    the product of BM25 weights, not normalised (S. Robertson, H. Zaragoza, 2009, equation 3.15); h > 0 multiplies by c / (c + h)
 * - `pearson` the correlation over the common columns, times c / (c + h)
 *
 * Similarities of 0 and below are dropped. Ties by the lower row.
 *
 * @param transposed the transpose of `matrix`, where it is at hand
 * @throws RangeError for options out of range
 */
export async function nearest(matrix: Csr, options: NearestOptions = {}, transposed?: Csr): Promise<Csr> {
  const { k = Infinity, similarity = 'cosine', shrinkage = 0, signal, onProgress } = options;
  checkOneOf('similarity', similarity, similarities);
  checkAtLeast('shrinkage', shrinkage, 0);
  if (k !== Infinity && !(Number.isInteger(k) && k >= 1)) throw new RangeError(`k must be a positive integer, got ${k}`);
  const rows = weighted(matrix, options);
  const byColumn = transposed && rows === matrix ? transposed : transpose(rows);
  const how = { k, similarity, shrinkage };
  const search = simdSearch(rows, byColumn, how) ?? plainSearch(rows, byColumn, how);
  const pointers = new Int32Array(rows.rows + 1);
  const found: { indices: Int32Array; values: Float32Array }[] = [];
  for (let row = 0, told = 0; row < rows.rows;) {
    const { next, counts, indices, values } = search(row);
    counts.forEach((count, r) => (pointers[row + r + 1] = pointers[row + r] + count));
    found.push({ indices: indices.slice(), values: values.slice() });
    row = next;
    if (row - told >= 256) onProgress?.({ done: (told = row), total: rows.rows, label: 'row' });
    await breathe();
    signal?.throwIfAborted();
  }
  const indices = new Int32Array(pointers[rows.rows]);
  const values = new Float32Array(pointers[rows.rows]);
  let at = 0;
  for (const list of found) {
    indices.set(list.indices, at);
    values.set(list.values, at);
    at += list.indices.length;
  }
  return { rows: rows.rows, columns: rows.rows, pointers, indices, values };
}
