/** Exact search: every row is compared. The answer that all others are measured by, and below some ten thousand rows often fast enough. */
import { packModel, unpackModel } from '../math/buffer';
import { topk } from '../math/topk';
import { checkSearch } from './vectorIndex';
import { VectorSpace } from './vectorSpace';
import type { Ranking } from '../types';
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
  return build(VectorSpace.of(metric, dimensions, vectors));
}

/** Reads the index back. */
exactSearch.fromBuffer = (buffer: ArrayBuffer): VectorIndex => {
  const { settings, arrays } = unpackModel<{ vectors: Float32Array }>(buffer, 'exactSearch');
  return build(VectorSpace.unpack(settings.metric as VectorMetric, settings.dimensions as number, arrays.vectors));
};

function build(space: VectorSpace): VectorIndex {
  const { size, dimensions, metric, bytes } = space;
  return {
    size,
    dimensions,
    bytes,
    search(query, { k = 10, exclude } = {}) {
      checkSearch(k, exclude, size);
      return rankScores(space, space.alikeRange(space.query(query), 0, size), k, exclude);
    },
    toBuffer: () => packModel({ kind: 'exactSearch', settings: { metric, dimensions }, arrays: { vectors: space.packed() } }),
  };
}

/** The k most alike, with the scores that a reader sees. Overwrites those of the rows to leave out. */
export function rankScores(space: VectorSpace, alike: Float32Array, k: number, exclude?: Int32Array): Ranking {
  if (exclude) for (let i = 0; i < exclude.length; i++) alike[exclude[i]] = -Infinity;
  const { items, scores } = topk(alike, k);
  return { items, scores: scores.map((value) => space.score(value)) };
}
