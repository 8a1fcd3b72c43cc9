import { describe, expect, it } from 'vitest';
import { exactSearch } from '../../../src/recsys/serve/exactSearch';
import type { VectorMetric } from '../../../src/recsys/serve/vectorSpace';
import { embeddings, rowsOf } from './vectors';

/** By the definition, in double precision. */
const definitions: Record<VectorMetric, (a: Float32Array, b: Float32Array) => number> = {
  dot: (a, b) => a.reduce((sum, x, c) => sum + x * b[c], 0),
  l2: (a, b) => -a.reduce((sum, x, c) => sum + (x - b[c]) * (x - b[c]), 0),
  cosine: (a, b) => definitions.dot(a, b) / Math.sqrt(definitions.dot(a, a) * definitions.dot(b, b)),
};

describe.each(Object.entries(definitions))('exactSearch by %s', (metric, score) => {
  const vectors = embeddings(200, 9);
  const index = exactSearch(vectors, { dimensions: 9, metric: metric as VectorMetric });

  it('ranks all rows by the definition', () => {
    for (const query of rowsOf(embeddings(20, 9, { seed: 2 }), 9)) {
      const scores = rowsOf(vectors, 9).map((row) => score(query, row));
      const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
      const found = index.search(query, { k: 200 });
      expect([...found.items]).toEqual(order);
      found.scores.forEach((value, rank) => expect(value).toBeCloseTo(scores[order[rank]], 3));
    }
  });

  it('finds a row by itself', () => {
    if (metric === 'dot') return; // a longer vector may have the larger product
    rowsOf(vectors, 9).forEach((row, at) => expect(index.search(row, { k: 1 }).items[0]).toBe(at));
  });

  it('survives a round trip through a buffer', () => {
    const back = exactSearch.fromBuffer(index.toBuffer());
    const query = vectors.subarray(0, 9);
    expect(back.search(query)).toEqual(index.search(query));
    expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(index.toBuffer()));
  });
});

describe('exactSearch', () => {
  const index = exactSearch([3, 4, 0, 2, 0, 2, -1, 0], { dimensions: 2 });

  it('gives the cosines of an example by hand, equal ones by the lower row', () => {
    const { items, scores } = index.search([0, 5], { k: 4 });
    expect([...items]).toEqual([1, 2, 0, 3]);
    expect([...scores]).toEqual([1, 1, Math.fround(0.8), 0]);
  });

  it('leaves out what it is told to, and gives no more than there is', () => {
    expect([...index.search([0, 1], { k: 9, exclude: Int32Array.of(1, 3) }).items]).toEqual([2, 0]);
  });

  it('gives a vector of zeros the cosine 0', () => {
    const zero = exactSearch([0, 0, 1, 0], { dimensions: 2 });
    expect([...zero.search([1, 0]).scores]).toEqual([1, 0]);
    expect([...zero.search([0, 0]).scores]).toEqual([0, 0]);
  });

  it('may be empty', () => {
    expect(exactSearch([], { dimensions: 2 }).search([1, 0]).items.length).toBe(0);
  });

  it('refuses what makes no sense', () => {
    expect(() => exactSearch([1, 2, 3], { dimensions: 2 })).toThrow('vectors must hold whole rows of 2 numbers, got 3 numbers');
    expect(() => exactSearch([1, NaN], { dimensions: 2 })).toThrow('vectors must be finite');
    expect(() => exactSearch([1], { dimensions: 0 })).toThrow('dimensions must be a positive integer, got 0');
    expect(() => exactSearch([1], { dimensions: 1, metric: 'manhattan' as 'l2' })).toThrow(
      "metric must be one of 'cosine', 'dot', 'l2'",
    );
    expect(() => index.search([1])).toThrow('query must have 2 numbers, got 1');
    expect(() => index.search([1, Infinity])).toThrow('vectors must be finite');
    expect(() => index.search([1, 0], { k: 0 })).toThrow('k must be a positive integer, got 0');
    expect(() => index.search([1, 0], { exclude: Int32Array.of(4) })).toThrow('exclude must be an index in 0 … 3, got 4');
  });
});
