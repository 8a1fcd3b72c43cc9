/** Indexes of vectors in the kernel, against plain TypeScript. Whole numbers are added without rounding, so that both must agree to the bit. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as withKernel from '../../../src/recsys/index';
import { random } from '../../../src/recsys/math/random';
import { startRows } from '../../../src/recsys/simd/rows';
import type { VectorIndex, VectorMetric } from '../../../src/recsys/index';

type Library = typeof withKernel;

const whole = (rows: number, d: number, seed: number) => {
  const draw = random(seed);
  return Float32Array.from({ length: rows * d }, () => draw.int(9) - 4);
};

type Make = (library: Library, vectors: Float32Array, dimensions: number, metric: VectorMetric) => Promise<VectorIndex>;
const kinds: Record<string, Make> = {
  exactSearch: async (r, vectors, dimensions, metric) => r.exactSearch(vectors, { dimensions, metric }),
  hnsw: (r, vectors, dimensions, metric) => r.hnsw(vectors, { dimensions, metric, m: 4, efConstruction: 30, ef: 20 }),
  'hnsw, one by one': async (r, vectors, dimensions, metric) => {
    const index = await r.hnsw([], { dimensions, metric, m: 3, efConstruction: 20, ef: 15 });
    for (let from = 0; from < vectors.length; from += dimensions) index.add(vectors.subarray(from, from + dimensions));
    return index;
  },
  ivfFlat: (r, vectors, dimensions, metric) => r.ivfFlat(vectors, { dimensions, metric, probes: 5 }),
  quantizeInt8: async (r, vectors, dimensions, metric) => r.quantizeInt8(vectors, { dimensions, metric }),
};

describe('with and without a kernel', () => {
  let plain: Library;

  beforeAll(async () => {
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    plain = await import('../../../src/recsys/index');
    vi.unstubAllGlobals();
  });
  afterAll(() => vi.unstubAllGlobals());

  /** What one of them makes while there is, or is not, WebAssembly. */
  async function both(make: (library: Library) => Promise<VectorIndex>): Promise<[VectorIndex, VectorIndex]> {
    vi.stubGlobal('WebAssembly', undefined);
    const own = await make(plain);
    vi.unstubAllGlobals();
    return [own, await make(withKernel)];
  }

  it.each(
    Object.keys(kinds).flatMap((kind) =>
      (['dot', 'l2'] as const).flatMap((metric) => [3, 8, 33].map((d) => [kind, metric, d] as const)),
    ),
  )('%s by %s of %i numbers is the same', async (kind, metric, d) => {
    const [own, other] = await both((library) => kinds[kind](library, whole(257, d, 1), d, metric));
    if (kind !== 'ivfFlat') expect(new Uint8Array(other.toBuffer())).toEqual(new Uint8Array(own.toBuffer()));
    const queries = whole(20, d, 2);
    for (let from = 0; from < queries.length; from += d) {
      const query = queries.subarray(from, from + d);
      const [a, b] = [own, other].map((index) => index.search(query, { k: 30, exclude: Int32Array.of(0, 99) }));
      // The steps of int8 codes are not whole, so that equal scores may differ in a last bit.
      if (kind !== 'quantizeInt8') expect([...b.items]).toEqual([...a.items]);
      b.scores.forEach((score, rank) => expect(score).toBeCloseTo(a.scores[rank], 2));
    }
  });

  it('productQuantize adds the same numbers of its tables', async () => {
    const [own, other] = await both((library) =>
      library.productQuantize(whole(300, 12, 1), { dimensions: 12, parts: 6, centroids: 7 }),
    );
    const query = whole(1, 12, 2);
    expect([...other.search(query, { k: 300 }).scores]).toEqual(
      [...own.search(query, { k: 300 }).scores].map((x) => expect.closeTo(x, 5)),
    );
  });
});

it('startRows compares any range, to the last row', () => {
  const d = 5;
  const kernel = startRows(11, d)!;
  const vectors = whole(11, d, 3);
  for (let row = 0; row < 11; row++) {
    kernel.vectors.set(vectors.subarray(row * d, (row + 1) * d), row * kernel.width);
    kernel.biases[row] = row;
  }
  const query = whole(1, d, 4);
  kernel.query.set(query);
  for (let from = 0; from <= 11; from++) {
    for (let to = from; to <= 11; to++) {
      const expected = Array.from({ length: to - from }, (_, i) => {
        const row = vectors.subarray((from + i) * d, (from + i + 1) * d);
        return 0.5 + from + i + row.reduce((sum, x, c) => sum + x * query[c], 0);
      });
      expect([...kernel.score(from, to, 0.5)]).toEqual(expected);
    }
  }
});
