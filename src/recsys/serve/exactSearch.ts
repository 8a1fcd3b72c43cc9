/** Exact search: every row is compared. The answer that all others are measured by, and below some ten thousand rows often fast enough. */
import { packModel, unpackModel } from '../math/buffer';
import { topk } from '../math/topk';
import { checkSearch } from './vectorIndex';
import { countRows, VectorSpace } from './vectorSpace';
import type { VectorIndex } from './vectorIndex';
import type { VectorMetric } from './vectorSpace';

export interface ExactSearchOptions {
  /** Length of a vector. */
  dimensions: number;
  /** `cosine` by default. */
  metric?: VectorMetric;
}

/**
 * An index that compares the query with every row.
 *
 *     exactSearch(model.itemFactors, { dimensions: model.factors }).search(query, { k: 5 }).items
 *
 * @param vectors rows × dimensions, row-major
 * @throws RangeError if the vectors are no whole rows or not finite
 */
export function exactSearch(vectors: ArrayLike<number>, { dimensions, metric = 'cosine' }: ExactSearchOptions): VectorIndex {
  const rows = countRows(vectors, dimensions);
  const space = new VectorSpace(metric, dimensions, rows);
  for (let row = 0; row < rows; row++) space.add(vectors, row * dimensions);
  return build(space);
}

/** Reads the index back. */
exactSearch.fromBuffer = (buffer: ArrayBuffer): VectorIndex => {
  const { settings, arrays } = unpackModel<{ vectors: Float32Array }>(buffer, 'exactSearch');
  return build(VectorSpace.of(settings.metric as VectorMetric, settings.dimensions as number, arrays.vectors));
};

function build(space: VectorSpace): VectorIndex {
  const { size, dimensions, metric } = space;
  const rows = Int32Array.from({ length: size }, (_, row) => row);
  return {
    size,
    dimensions,
    bytes: space.vectors.byteLength + space.halves.byteLength,
    search(query, { k = 10, exclude } = {}) {
      checkSearch(k, exclude, size);
      const scores = new Float32Array(size);
      space.alike(space.query(query), rows, size, scores);
      return rankScores(space, scores, k, exclude);
    },
    toBuffer: () => packModel({ kind: 'exactSearch', settings: { metric, dimensions }, arrays: { vectors: space.used() } }),
  };
}

/** The k most alike, with the scores that a reader sees. */
export function rankScores(space: VectorSpace, alike: Float32Array, k: number, exclude?: Int32Array) {
  if (exclude) for (let i = 0; i < exclude.length; i++) alike[exclude[i]] = -Infinity;
  const { items, scores } = topk(alike, k);
  return { items, scores: scores.map((value) => space.score(value)) };
}
