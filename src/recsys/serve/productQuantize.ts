/** Product quantisation: a vector is cut into parts, and each part becomes the number of its nearest centroid. A byte a part. */
import { packModel, unpackModel } from '../math/buffer';
import { checkIndex, checkPositiveInteger } from '../math/check';
import { startProducts } from '../simd/codes';
import { rankScores } from './exactSearch';
import { kMeans } from './kMeans';
import { checkSearch } from './vectorIndex';
import { countRows, VectorSpace } from './vectorSpace';
import type { ScoreProducts } from '../simd/codes';
import type { TrainOptions } from '../types';
import type { Quantized } from './quantizeInt8';
import type { Query, VectorMetric } from './vectorSpace';

export interface ProductQuantizeOptions extends TrainOptions {
  /** Length of a vector. */
  dimensions: number;
  /** `cosine` by default. */
  metric?: VectorMetric;
  /** m: how many parts, a divisor of `dimensions`; so many bytes a vector. 8 by default. */
  parts?: number;
  /** k*: centroids of each part, 2 … 256; 256 by default, or as many as there are vectors. */
  centroids?: number;
  /** Rounds of k-means at most; 10 by default. */
  iterations?: number;
}

type Arrays = {
  /** rows × parts. */
  codes: Uint8Array;
  /** parts × centroids × (dimensions / parts). */
  books: Float32Array;
};

/**
 * Learns a codebook for each part by k-means and keeps of each vector its codes alone. A search compares the query as it is with the decoded
 * vectors (the asymmetric distance, equation 13): for each part, the query's products with all centroids are worked out once, and a row then
 * costs `parts` look-ups.
 *
 *     const index = await productQuantize(vectors, { dimensions: 64, parts: 16 }); // 16 bytes a vector in place of 256
 *
 * H. Jégou, M. Douze, C. Schmid: Product quantization for nearest neighbor search. IEEE Transactions on Pattern Analysis and Machine
 * Intelligence 33, 2011, sections II and III.
 *
 * @param vectors rows × dimensions, row-major; at least one row
 * @throws RangeError if there are no rows, they are not finite, or an option is out of range
 */
export async function productQuantize(vectors: ArrayLike<number>, options: ProductQuantizeOptions): Promise<Quantized> {
  const { dimensions, metric = 'cosine', parts = 8, centroids = 256, iterations = 10, seed = 42, signal, onProgress } = options;
  const rows = countRows(vectors, dimensions);
  checkPositiveInteger('parts', parts);
  if (dimensions % parts !== 0) throw new RangeError(`parts must divide ${dimensions} dimensions, got ${parts}`);
  if (!(Number.isInteger(centroids) && centroids >= 2 && centroids <= 256)) {
    throw new RangeError(`centroids must be a whole number in 2 … 256, got ${centroids}`);
  }
  const packed = VectorSpace.of(metric, dimensions, vectors).packed();
  const d = dimensions / parts;
  if (rows === 0) throw new RangeError('vectors must have at least one row, got 0');
  const k = Math.min(centroids, rows);
  const codes = new Uint8Array(rows * parts);
  const books = new Float32Array(parts * k * d);
  for (let part = 0; part < parts; part++) {
    const own = new Float32Array(rows * d);
    for (let row = 0; row < rows; row++) {
      const from = row * dimensions + part * d;
      own.set(packed.subarray(from, from + d), row * d);
    }
    const learned = await kMeans(own, { dimensions: d, clusters: k, iterations, seed: seed + part, signal });
    books.set(learned.centroids, part * k * d);
    learned.cells.forEach((cell, row) => (codes[row * parts + part] = cell));
    onProgress?.({ done: part + 1, total: parts, label: 'part' });
  }
  return build({ metric, dimensions, parts }, { codes, books });
}

/** Reads the index back. */
productQuantize.fromBuffer = (buffer: ArrayBuffer): Quantized => {
  const { settings, arrays } = unpackModel<Arrays>(buffer, 'productQuantize');
  return build(settings as Settings, arrays);
};

interface Settings extends Record<string, number | string> {
  metric: VectorMetric;
  dimensions: number;
  parts: number;
}

function build(settings: Settings, { codes, books }: Arrays): Quantized {
  const { metric, dimensions, parts } = settings;
  const size = codes.length / parts;
  const k = books.length / dimensions;
  const space = new VectorSpace(metric, dimensions, 0);
  const score = startProducts(codes, parts, k) ?? plainProducts(codes, parts, k);
  return {
    size,
    dimensions,
    bytes: codes.byteLength + books.byteLength,
    decode(row) {
      checkIndex('row', row, size);
      const vector = new Float32Array(dimensions);
      const d = dimensions / parts;
      for (let part = 0; part < parts; part++) {
        const from = (part * k + codes[row * parts + part]) * d;
        vector.set(books.subarray(from, from + d), part * d);
      }
      return vector;
    },
    search(vector, { k: wanted = 10, exclude } = {}) {
      checkSearch(wanted, exclude, size);
      const table = tableOf(space.query(vector), metric, books, { dimensions, parts, k });
      return rankScores(space, score(table), wanted, exclude);
    },
    toBuffer: () => packModel({ kind: 'productQuantize', settings, arrays: { codes, books } }),
  };
}

/** What `startProducts` gives, in plain TypeScript. */
export function plainProducts(codes: Uint8Array, parts: number, k: number): ScoreProducts {
  return (table) =>
    Float32Array.from({ length: codes.length / parts }, (_, row) => {
      let sum = 0;
      for (let part = 0; part < parts; part++) sum += table[part * k + codes[row * parts + part]];
      return sum;
    });
}

/** What each centroid of each part adds to `alike` with the query (parts × k): the product of both, or −½ their squared distance. */
function tableOf(
  { vectors: query }: Query,
  metric: VectorMetric,
  books: Float32Array,
  { dimensions, parts, k }: { dimensions: number; parts: number; k: number },
): Float32Array {
  const d = dimensions / parts;
  const table = new Float32Array(parts * k);
  for (let at = 0; at < table.length; at++) {
    const part = Math.floor(at / k);
    let sum = 0;
    for (let c = 0; c < d; c++) {
      const x = query[part * d + c];
      const y = books[at * d + c];
      sum += metric === 'l2' ? -0.5 * (x - y) * (x - y) : x * y;
    }
    table[at] = sum;
  }
  return table;
}
