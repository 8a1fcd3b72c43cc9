/** Seeded vectors for the tests of indexes: as models learn them, a few directions carry most of it. */
import { random } from '../../../src/recsys/math/random';
import type { VectorIndex } from '../../../src/recsys/serve/vectorIndex';

export function embeddings(rows: number, dimensions: number, { inner = 8, seed = 1 } = {}): Float32Array {
  const basisDraw = random(7);
  const basis = Float32Array.from({ length: inner * dimensions }, () => basisDraw.normal());
  const draw = random(seed);
  const vectors = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row++) {
    const z = Float32Array.from({ length: inner }, () => draw.normal());
    for (let c = 0; c < dimensions; c++) {
      let sum = 0.3 * draw.normal();
      for (let i = 0; i < inner; i++) sum += z[i] * basis[i * dimensions + c];
      vectors[row * dimensions + c] = sum;
    }
  }
  return vectors;
}

/** The rows of an array of vectors. */
export function rowsOf(vectors: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: vectors.length / dimensions }, (_, row) =>
    vectors.subarray(row * dimensions, (row + 1) * dimensions),
  );
}

/** The share of the exact index's ten nearest that the other finds too. */
export function recallAt10<Options extends object>(
  exact: VectorIndex,
  index: { search(query: ArrayLike<number>, options: Options & { k: number }): { items: Int32Array } },
  queries: Float32Array[],
  options: Options = {} as Options,
): number {
  let found = 0;
  for (const query of queries) {
    const truth = new Set(exact.search(query, { k: 10 }).items);
    for (const row of index.search(query, { ...options, k: 10 }).items) if (truth.has(row)) found++;
  }
  return found / (10 * queries.length);
}
