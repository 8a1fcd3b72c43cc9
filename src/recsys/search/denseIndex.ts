/**
 * Search by meaning: documents and queries as vectors of one space, ranked by the cosine. It finds a film by a word that its text does not have, and
 * misses one by a word that it does. Every document is compared; past some ten thousand, the room `serve` has quicker ways.
 */
import { packModel, unpackModel } from '../math/buffer';
import { nearestRows, normalizedRows } from '../math/nearestRows';
import type { Ranking } from '../types';

/** Vectors of documents, ready to be searched. */
export interface DenseIndex {
  readonly size: number;
  readonly dimensions: number;
  /** The k documents of largest cosine with a vector, best first; none for a vector of zeros. */
  search(query: ArrayLike<number>, options?: { k?: number }): Ranking;
  /** The documents nearest to one of them, itself left out. */
  similar(document: number, options?: { k?: number }): Ranking;
  toBuffer(): ArrayBuffer;
}

function build(normalized: Float32Array, dimensions: number): DenseIndex {
  return {
    size: normalized.length / dimensions,
    dimensions,
    search: (query, options) => nearestRows(normalized, dimensions, query, options),
    similar: (document, options) => nearestRows(normalized, dimensions, document, options),
    toBuffer: () => packModel({ kind: 'denseIndex', settings: { dimensions }, arrays: { normalized } }),
  };
}

/**
 * An index over vectors, such as `doc2vec(…).vectors`.
 *
 *     const index = denseIndex(docs.vectors, { dimensions: docs.dimensions });
 *     index.search(docs.infer(tokenize('a spaceship', { root: stem })), { k: 5 }).items
 *
 * @param vectors documents × dimensions, row-major
 * @throws RangeError if they are no whole rows or not finite
 */
export function denseIndex(vectors: ArrayLike<number>, { dimensions }: { dimensions: number }): DenseIndex {
  return build(normalizedRows(vectors, dimensions), dimensions);
}

/** Reads the index back. */
denseIndex.fromBuffer = (buffer: ArrayBuffer): DenseIndex => {
  const { settings, arrays } = unpackModel<{ normalized: Float32Array }>(buffer, 'denseIndex');
  return build(arrays.normalized, settings.dimensions as number);
};
