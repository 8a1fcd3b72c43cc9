/**
 * IVF: the vectors are sorted into cells by k-means, and a search looks only into the cells nearest to the query. `flat`: within a cell the
 * vectors stand as they are.
 */
import { packModel, unpackModel } from '../math/buffer';
import { checkPositiveInteger } from '../math/check';
import { topk } from '../math/topk';
import { kMeans } from './kMeans';
import { checkSearch } from './vectorIndex';
import { countRows, VectorSpace } from './vectorSpace';
import type { Ranking, TrainOptions } from '../types';
import type { VectorSearchOptions, VectorIndex } from './vectorIndex';
import type { Query, VectorMetric } from './vectorSpace';

export interface IvfFlatOptions extends TrainOptions {
  /** Length of a vector. */
  dimensions: number;
  /** `cosine` by default. */
  metric?: VectorMetric;
  /** How many cells; about √rows by default. */
  lists?: number;
  /** Cells that a search looks into, unless the search says otherwise; 8 by default. */
  probes?: number;
  /** Rounds of k-means at most; 10 by default. */
  iterations?: number;
}

export interface IvfSearchOptions extends VectorSearchOptions {
  /** Cells looked into: more find more and take longer; the index's own by default. */
  probes?: number;
}

/** Vectors in cells. */
export interface IvfFlat extends VectorIndex {
  /** How many cells. */
  lists: number;
  search(query: ArrayLike<number>, options?: IvfSearchOptions): Ranking;
}

/** Arrays of the index; the rows stand cell by cell. */
type Arrays = {
  vectors: Float32Array;
  /** The row number of each vector. */
  rows: Int32Array;
  /** lists + 1 offsets into `rows`. */
  pointers: Int32Array;
  /** lists × dimensions. */
  centroids: Float32Array;
};

/**
 * Sorts the vectors into cells. A search costs about `lists` + rows · `probes` / `lists` comparisons where a full one costs `rows`.
 *
 *     const index = await ivfFlat(vectors, { dimensions: 64, lists: 128, probes: 8 });
 *
 * J. Sivic, A. Zisserman: Video Google. ICCV 2003 (inverted files of visual words); H. Jégou, M. Douze, C. Schmid: Product quantization for
 * nearest neighbor search. IEEE Transactions on Pattern Analysis and Machine Intelligence 33, 2011, section IV (without its codes).
 *
 * @param vectors rows × dimensions, row-major; at least one row
 * @throws RangeError if there are no rows, they are not finite, or an option is out of range
 */
export async function ivfFlat(vectors: ArrayLike<number>, options: IvfFlatOptions): Promise<IvfFlat> {
  const { dimensions, metric = 'cosine', probes = 8, iterations = 10, ...training } = options;
  const count = countRows(vectors, dimensions);
  const { lists = Math.ceil(Math.sqrt(count) || 1) } = options;
  checkPositiveInteger('lists', lists);
  checkPositiveInteger('probes', probes);
  const packed = VectorSpace.of(metric, dimensions, vectors).packed();
  const { centroids, cells } = await kMeans(packed, { ...training, dimensions, clusters: lists, iterations });
  const pointers = new Int32Array(centroids.length / dimensions + 1);
  for (const cell of cells) pointers[cell + 1]++;
  for (let cell = 1; cell < pointers.length; cell++) pointers[cell] += pointers[cell - 1];
  const next = pointers.slice();
  const rows = new Int32Array(count);
  cells.forEach((cell, row) => (rows[next[cell]++] = row));
  const sorted = new Float32Array(count * dimensions);
  rows.forEach((row, at) => {
    sorted.set(packed.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  });
  return build({ dimensions, metric, probes }, { vectors: sorted, rows, pointers, centroids });
}

/** Reads the index back. */
ivfFlat.fromBuffer = (buffer: ArrayBuffer): IvfFlat => {
  const { settings, arrays } = unpackModel<Arrays>(buffer, 'ivfFlat');
  return build(settings as Settings, arrays);
};

interface Settings extends Record<string, number | string> {
  dimensions: number;
  metric: VectorMetric;
  probes: number;
}

function build(settings: Settings, arrays: Arrays): IvfFlat {
  const { dimensions, metric } = settings;
  const { rows, pointers } = arrays;
  const space = VectorSpace.unpack(metric, dimensions, arrays.vectors);
  const centres = VectorSpace.unpack(metric, dimensions, arrays.centroids);
  return {
    size: space.size,
    dimensions,
    lists: centres.size,
    bytes: space.bytes + rows.byteLength + centres.bytes,
    search(vector, { k = 10, exclude, probes = settings.probes } = {}) {
      checkSearch(k, exclude, space.size);
      checkPositiveInteger('probes', probes);
      const query = space.query(vector);
      const cells = topk(centres.alikeRange(query, 0, centres.size), probes).items;
      return rankCells(space, query, { cells, pointers, rows, k, exclude });
    },
    toBuffer: () => packModel({ kind: 'ivfFlat', settings, arrays }),
  };
}

/** The best rows of these cells; ties among them by the lower row. */
function rankCells(
  space: VectorSpace,
  query: Query,
  {
    cells,
    pointers,
    rows,
    k,
    exclude,
  }: Pick<Arrays, 'pointers' | 'rows'> & { cells: Int32Array; k: number; exclude?: Int32Array },
): Ranking {
  let size = 0;
  for (const cell of cells) size += pointers[cell + 1] - pointers[cell];
  const items = new Int32Array(size);
  const alike = new Float32Array(size);
  let to = 0;
  for (const cell of cells) {
    items.set(rows.subarray(pointers[cell], pointers[cell + 1]), to);
    alike.set(space.alikeRange(query, pointers[cell], pointers[cell + 1]), to);
    to += pointers[cell + 1] - pointers[cell];
  }
  if (exclude) {
    const barred = new Set(exclude);
    items.forEach((row, i) => barred.has(row) && (alike[i] = -Infinity));
  }
  const best = topk(alike, k);
  const found = Array.from(best.items, (i, rank) => ({ row: items[i], score: best.scores[rank] }));
  found.sort((a, b) => b.score - a.score || a.row - b.row);
  return {
    items: Int32Array.from(found, ({ row }) => row),
    scores: Float32Array.from(found, ({ score }) => space.score(score)),
  };
}
