import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { transpose } from '../../../src/recsys/math/sparse';
import { nearest, plainSearch, simdSearch } from '../../../src/recsys/models/similarity';
import type { Csr } from '../../../src/recsys/math/sparse';
import type { Search, Similarity } from '../../../src/recsys/models/similarity';

/** A sparse matrix in which each place is filled with this chance; the first columns oftener. */
function sparse(rows: number, columns: number, chance: number, value: () => number, seed: number): Csr {
  const draw = random(seed);
  const pointers = new Int32Array(rows + 1);
  const indices: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) if (draw.next() < (chance * 2 * (columns - c)) / columns) indices.push(c);
    pointers[row + 1] = indices.length;
  }
  return { rows, columns, pointers, indices: Int32Array.from(indices), values: Float32Array.from(indices, value) };
}

/** All that a search finds. */
function all(search: Search, rows: number) {
  const [counts, indices, values]: number[][] = [[], [], []];
  for (let row = 0; row < rows;) {
    const found = search(row);
    counts.push(...found.counts);
    indices.push(...found.indices);
    values.push(...found.values);
    row = found.next;
  }
  return { counts, indices, values };
}

describe('simdSearch', () => {
  const kinds: Similarity[] = ['cosine', 'jaccard', 'bm25', 'tfidf'];

  it('finds what the plain search finds, to the last bit, for rows that meet many others and for rows that meet few', () => {
    const problem = fc.record({
      rows: fc.integer({ min: 1, max: 60 }),
      columns: fc.integer({ min: 1, max: 40 }),
      chance: fc.constantFrom(0, 0.02, 0.1, 0.5),
      k: fc.constantFrom(1, 2, 7, 1000, Infinity),
      similarity: fc.constantFrom(...kinds),
      shrinkage: fc.constantFrom(0, 3),
      binary: fc.boolean(),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(problem, ({ rows, columns, chance, binary, seed, ...how }) => {
        const draw = random(seed);
        const matrix = sparse(rows, columns, chance, () => (binary ? 1 : draw.normal()), seed);
        const byColumn = transpose(matrix);
        const plain = all(plainSearch(matrix, byColumn, how), rows);
        expect(all(simdSearch(matrix, byColumn, how)!, rows)).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on where it stopped when the results do not fit at once', async () => {
    const matrix = sparse(700, 300, 0.3, () => 1, 1);
    const how = { k: Infinity, similarity: 'cosine', shrinkage: 0 } as const;
    const byColumn = transpose(matrix);
    const first = simdSearch(matrix, byColumn, how)!(0);
    expect(first.next).toBeLessThan(700);
    expect(all(simdSearch(matrix, byColumn, how)!, 700)).toEqual(all(plainSearch(matrix, byColumn, how), 700));
    const found = await nearest(matrix);
    expect(found.pointers[700]).toBe(found.indices.length);
  });

  it('leaves Pearson’s correlation to the plain search', () => {
    const matrix = sparse(5, 5, 0.5, () => 1, 1);
    expect(simdSearch(matrix, transpose(matrix), { k: 2, similarity: 'pearson', shrinkage: 0 })).toBeUndefined();
  });
});
