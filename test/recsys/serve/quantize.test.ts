import { describe, expect, it } from 'vitest';
import { exactSearch } from '../../../src/recsys/serve/exactSearch';
import { ivfFlat } from '../../../src/recsys/serve/ivfFlat';
import { productQuantize } from '../../../src/recsys/serve/productQuantize';
import { quantizeInt8 } from '../../../src/recsys/serve/quantizeInt8';
import { embeddings, recallAt10, rowsOf } from './vectors';

const D = 32;
const vectors = embeddings(3000, D, { inner: 12 });
const queries = rowsOf(embeddings(100, D, { inner: 12, seed: 2 }), D);
const metrics = ['cosine', 'dot', 'l2'] as const;

describe.each(metrics)('by %s', (metric) => {
  const exact = exactSearch(vectors, { dimensions: D, metric });

  it('ivfFlat finds more the more cells it looks into, and all of them in all', async () => {
    const index = await ivfFlat(vectors, { dimensions: D, metric, lists: 40 });
    const recalls = [1, 2, 4, 8, 16, 40].map((probes) => recallAt10(exact, index, queries, { probes }));
    expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
    expect(recalls[3]).toBeGreaterThan(0.8);
    const all = index.search(queries[0], { k: 20, probes: 40 });
    expect(all).toEqual(exact.search(queries[0], { k: 20 }));
  });

  it('quantizeInt8 loses little', () => {
    expect(recallAt10(exact, quantizeInt8(vectors, { dimensions: D, metric }), queries)).toBeGreaterThan(0.95);
  });

  it('productQuantize finds more the more parts, and its candidates hold the nearest', async () => {
    const few = await productQuantize(vectors, { dimensions: D, metric, parts: 4, centroids: 64 });
    const many = await productQuantize(vectors, { dimensions: D, metric, parts: 16, centroids: 64 });
    const [low, high] = [few, many].map((index) => recallAt10(exact, index, queries));
    expect(high).toBeGreaterThan(low);
    expect(high).toBeGreaterThan(0.7);
    const kept = queries.filter((query) => many.search(query, { k: 50 }).items.includes(exact.search(query, { k: 1 }).items[0]));
    expect(kept.length).toBeGreaterThanOrEqual(99);
  });

  it('scores of codes are those of the vectors they stand for', async () => {
    const coded = [
      quantizeInt8(vectors, { dimensions: D, metric }),
      await productQuantize(vectors, { dimensions: D, metric, parts: 8, centroids: 16, iterations: 3 }),
    ];
    for (const index of coded) {
      const decoded = rowsOf(vectors, D).flatMap((_, row) => [...index.decode(row)]);
      // A decoded vector is not quite of length 1, so its cosine is read as the product with a query of length 1.
      const truth = exactSearch(decoded, { dimensions: D, metric: metric === 'cosine' ? 'dot' : metric });
      for (const query of queries.slice(0, 5)) {
        const length = metric === 'cosine' ? Math.sqrt(query.reduce((sum, x) => sum + x * x, 0)) : 1;
        const asked = query.map((x) => x / length);
        const wanted = truth.search(asked, { k: 3000 });
        const byRow = new Map([...wanted.items].map((row, rank) => [row, wanted.scores[rank]]));
        const spread = wanted.scores[0] - wanted.scores[2999];
        const found = index.search(query, { k: 3000 });
        const errors = Array.from(found.items, (row, rank) => Math.abs(found.scores[rank] - byRow.get(row)!));
        expect(Math.max(...errors)).toBeLessThan(0.02 * spread);
      }
    }
  });

  it('every index survives a round trip, leaves out what it must, and is the same for the same seed', async () => {
    const kinds = [
      [
        ivfFlat,
        await ivfFlat(vectors, { dimensions: D, metric, lists: 10 }),
        await ivfFlat(vectors, { dimensions: D, metric, lists: 10 }),
      ],
      [quantizeInt8, quantizeInt8(vectors, { dimensions: D, metric }), quantizeInt8(vectors, { dimensions: D, metric })],
      [
        productQuantize,
        await productQuantize(vectors, { dimensions: D, metric, centroids: 8 }),
        await productQuantize(vectors, { dimensions: D, metric, centroids: 8 }),
      ],
    ] as const;
    for (const [kind, one, two] of kinds) {
      const buffer = one.toBuffer();
      expect(new Uint8Array(two.toBuffer())).toEqual(new Uint8Array(buffer));
      const back = kind.fromBuffer(buffer);
      expect(back.size).toBe(3000);
      const found = one.search(queries[0], { k: 5 });
      expect(back.search(queries[0], { k: 5 })).toEqual(found);
      const rest = one.search(queries[0], { k: 5, exclude: found.items.slice(0, 2) });
      expect([...rest.items.slice(0, 3)]).toEqual([...found.items.slice(2)]);
      expect(() => kind.fromBuffer(exactSearch(vectors, { dimensions: D }).toBuffer())).toThrow(
        'buffer must hold a model of kind',
      );
      expect(() => one.search([1])).toThrow('query must have 32 numbers, got 1');
      expect(() => one.search(queries[0], { k: -1 })).toThrow('k must be a positive integer, got -1');
    }
  });
});

describe('quantizeInt8', () => {
  it('is off by half a step at most, and takes about a quarter of the memory', () => {
    const index = quantizeInt8(vectors, { dimensions: D, metric: 'dot' });
    rowsOf(vectors, D).forEach((vector, row) => {
      const step = Math.max(...vector.map(Math.abs)) / 127;
      expect(Math.max(...index.decode(row).map((x, c) => Math.abs(x - vector[c])))).toBeLessThanOrEqual(0.5001 * step);
    });
    expect(index.bytes).toBeLessThan(0.32 * vectors.byteLength);
  });

  it('takes a vector of zeros', () => {
    const index = quantizeInt8([0, 0, 3, 4], { dimensions: 2 });
    expect([...index.decode(0)]).toEqual([0, 0]);
    expect([...index.search([3, 4]).items]).toEqual([1, 0]);
    expect(() => index.decode(2)).toThrow('row must be an index in 0 … 1, got 2');
  });
});

describe('productQuantize', () => {
  it('is exact where each vector can have a centroid of its own', async () => {
    const few = vectors.subarray(0, 50 * D);
    const index = await productQuantize(few, { dimensions: D, metric: 'dot', parts: 4 });
    rowsOf(few, D).forEach((vector, row) => expect(index.decode(row)).toEqual(vector));
    expect([...index.search(queries[0]).items]).toEqual([
      ...exactSearch(few, { dimensions: D, metric: 'dot' }).search(queries[0]).items,
    ]);
  });

  it('refuses what makes no sense', async () => {
    await expect(productQuantize(vectors, { dimensions: D, parts: 5 })).rejects.toThrow('parts must divide 32 dimensions, got 5');
    await expect(productQuantize(vectors, { dimensions: D, centroids: 257 })).rejects.toThrow(
      'centroids must be a whole number in 2 … 256',
    );
    await expect(productQuantize([], { dimensions: D })).rejects.toThrow('vectors must have at least one row, got 0');
    await expect(ivfFlat([], { dimensions: D })).rejects.toThrow(RangeError);
    await expect(ivfFlat(vectors, { dimensions: D, lists: 0 })).rejects.toThrow('lists must be a positive integer, got 0');
    await expect(ivfFlat(vectors, { dimensions: D, probes: 0 })).rejects.toThrow('probes must be a positive integer, got 0');
  });
});
