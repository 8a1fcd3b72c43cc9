import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packModel, unpackModel } from '../../../src/recsys/math/buffer';
import { exactSearch } from '../../../src/recsys/serve/exactSearch';
import { hnsw } from '../../../src/recsys/serve/hnsw';
import { embeddings, recallAt10, rowsOf } from './vectors';
import type { VectorMetric } from '../../../src/recsys/serve/vectorSpace';

const D = 32;
const vectors = embeddings(3000, D, { inner: 12 });
const queries = rowsOf(embeddings(200, D, { inner: 12, seed: 2 }), D);
const exact = exactSearch(vectors, { dimensions: D });
const index = await hnsw(vectors, { dimensions: D });

describe('hnsw', () => {
  /**
   * hnswlib-node 3.0.0 on these vectors: new HierarchicalNSW('cosine', 32), initIndex(3000, 16, 200, 1), addPoint of each row, setEf(ef),
   * searchKnn(query, 10); the share of the exact ten.
   */
  it.each([
    [10, 0.9545],
    [20, 0.994],
    [50, 0.9995],
    [100, 1],
  ])('with ef %i finds at least what hnswlib finds, %d of the ten nearest', (ef, theirs) => {
    expect(recallAt10(exact, index, queries, { ef })).toBeGreaterThanOrEqual(theirs);
  });

  it('finds more the more it keeps in view', () => {
    const recalls = [10, 20, 40, 80, 160].map((ef) => recallAt10(exact, index, queries, { ef }));
    expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
  });

  it.each(['dot', 'l2'] as const)('finds the nearest by %s too, with the scores of exact search', async (metric) => {
    const other = await hnsw(vectors, { dimensions: D, metric });
    const truth = exactSearch(vectors, { dimensions: D, metric });
    expect(recallAt10(truth, other, queries, { ef: 200 })).toBeGreaterThan(0.99);
    const found = other.search(queries[0], { k: 3, ef: 500 });
    expect(found).toEqual(truth.search(queries[0], { k: 3 }));
  });

  it('equals exact search while there are no more rows than links', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 16 }),
        fc.constantFrom<VectorMetric>('cosine', 'dot', 'l2'),
        async (rows, metric) => {
          const small = await hnsw(rows.flat(), { dimensions: 2, metric });
          const truth = exactSearch(rows.flat(), { dimensions: 2, metric });
          const query = [1, -2];
          expect(small.search(query, { k: 16 })).toEqual(truth.search(query, { k: 16 }));
        },
      ),
    );
  });

  it('finds some of many equal vectors, and the others past them', async () => {
    const equal = new Float32Array(2 * 500).fill(1);
    const mixed = await hnsw([...equal, ...embeddings(500, 2)], { dimensions: 2, metric: 'l2' });
    expect([...mixed.search([1, 1], { k: 20, ef: 100 }).scores].every((score) => score > -0.01)).toBe(true);
    const truth = exactSearch([...equal, ...embeddings(500, 2)], { dimensions: 2, metric: 'l2' });
    const far = [-4, 3];
    expect(mixed.search(far, { ef: 100 })).toEqual(truth.search(far));
  });

  it('takes in more, one by one, and gives the same as when they come together', async () => {
    const grown = await hnsw(vectors.subarray(0, 100 * D), { dimensions: D });
    for (let row = 100; row < 400; row++) expect(grown.add(vectors.subarray(row * D, (row + 1) * D))).toBe(row);
    const whole = await hnsw(vectors.subarray(0, 400 * D), { dimensions: D });
    expect(grown.size).toBe(400);
    expect(new Uint8Array(grown.toBuffer())).toEqual(new Uint8Array(whole.toBuffer()));
  });

  it('begins empty, if it must', async () => {
    const empty = await hnsw([], { dimensions: 2 });
    expect(empty.search([1, 0]).items.length).toBe(0);
    empty.add([0, 1]);
    expect([...empty.search([1, 0]).items]).toEqual([0]);
  });

  it('walks through rows that are left out, and does not give them', () => {
    const nearest = exact.search(queries[0], { k: 50 }).items;
    const found = index.search(queries[0], { k: 10, ef: 200, exclude: nearest.slice(0, 40) });
    expect([...found.items]).toEqual([...nearest.slice(40)]);
  });

  it('survives a round trip through a buffer, and goes on growing as if nothing had been', async () => {
    const first = await hnsw(vectors.subarray(0, 300 * D), { dimensions: D, seed: 5 });
    const back = hnsw.fromBuffer(first.toBuffer());
    expect(back.search(queries[0])).toEqual(first.search(queries[0]));
    for (let row = 300; row < 350; row++) {
      for (const one of [first, back]) one.add(vectors.subarray(row * D, (row + 1) * D));
    }
    expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(first.toBuffer()));
  });

  it('keeps what it has when it is stopped', async () => {
    const controller = new AbortController();
    const part = await hnsw(vectors, { dimensions: D, signal: controller.signal, onProgress: () => controller.abort() });
    expect(part.size).toBe(1024);
    expect(part.search(queries[0], { k: 1 }).items.length).toBe(1);
  });

  it('refuses what makes no sense', async () => {
    await expect(hnsw([1, 2, 3], { dimensions: 2 })).rejects.toThrow('vectors must hold whole rows of 2 numbers, got 3 numbers');
    await expect(hnsw([1, NaN], { dimensions: 2 })).rejects.toThrow('vectors must be finite');
    await expect(hnsw([1, 2], { dimensions: 2, m: 1 })).rejects.toThrow('m must be a whole number of at least 2, got 1');
    await expect(hnsw([1, 2], { dimensions: 2, efConstruction: 0 })).rejects.toThrow(
      'efConstruction must be a positive integer, got 0',
    );
    expect(() => index.search(queries[0], { ef: 0.5 })).toThrow('ef must be a positive integer, got 0.5');
    expect(() => index.search([1])).toThrow('query must have 32 numbers, got 1');
    expect(() => index.add([1])).toThrow('vector must have 32 numbers, got 1');
    expect(index.size).toBe(3000);
  });

  it('refuses a buffer whose links lead nowhere', () => {
    const parts = unpackModel<Record<string, Int32Array>>(index.toBuffer(), 'hnsw');
    const ground = parts.arrays.ground.slice();
    ground[1] = 3000;
    expect(() => hnsw.fromBuffer(packModel({ ...parts, arrays: { ...parts.arrays, ground } }))).toThrow(
      'links must be rows in 0 … 2999, got 3000',
    );
    ground[0] = 99;
    expect(() => hnsw.fromBuffer(packModel({ ...parts, arrays: { ...parts.arrays, ground } }))).toThrow(
      'links must be at most 32 a list',
    );
    const levels = parts.arrays.levels.slice(1);
    expect(() => hnsw.fromBuffer(packModel({ ...parts, arrays: { ...parts.arrays, levels } }))).toThrow(
      'links must fit the vectors, got 2999 rows',
    );
  });
});
