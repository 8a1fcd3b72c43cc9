import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breathe } from '../../../src/recsys/math/breathe';
import { eigenSymmetric } from '../../../src/recsys/math/eigen';
import { cholesky, dot, gramOfRows, invertPositive, solveCholesky } from '../../../src/recsys/math/linalg';
import { random } from '../../../src/recsys/math/random';
import { groupRows, transpose, userItemMatrix } from '../../../src/recsys/math/sparse';
import { topk } from '../../../src/recsys/math/topk';
import { fromRows } from '../../../src/recsys/data/fromRows';

/** A random symmetric positive definite matrix: A Aᵀ + I. */
function positive(n: number, seed: number): Float64Array {
  const draw = random(seed);
  const a = Float64Array.from({ length: n * n }, () => draw.normal());
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return dot(a, i * n, a, j * n, n) + (i === j ? 1 : 0);
  });
}

describe('topk', () => {
  it('equals a full sort, ties by the lower index, without −Infinity and NaN', () => {
    const scores = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(-Infinity, NaN, Infinity)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 50 }), (values, k) => {
        const expected = values
          .map((score, item) => ({ score, item }))
          .filter(({ score }) => score > -Infinity)
          .sort((a, b) => (a.score === b.score ? a.item - b.item : b.score > a.score ? 1 : -1))
          .slice(0, k);
        const { items, scores: best } = topk(Float32Array.from(values), k);
        expect([...items]).toEqual(expected.map((e) => e.item));
        expect([...best]).toEqual(expected.map((e) => e.score));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses k = 0 and NaN', () => {
    expect(() => topk(Float32Array.of(1), 0)).toThrow('k must be a positive integer, got 0');
    expect(() => topk(Float32Array.of(1), NaN)).toThrow(RangeError);
  });
});

describe('sparse', () => {
  const logs = fc.array(fc.tuple(fc.nat(5), fc.nat(6), fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 40 });

  it('userItemMatrix combines repeated pairs as asked, and transpose turns it', () => {
    fc.assert(
      fc.property(logs, fc.constantFrom('binary' as const, 'sum' as const, 'last' as const, 'max' as const), (rows, combine) => {
        const x = fromRows(rows.map(([u, i, value]) => ({ user: `u${u}`, item: `i${i}`, value })));
        const expected = new Map<string, number>();
        x.users.forEach((u, r) => {
          const key = `${u} ${x.items[r]}`;
          const [old, value] = [expected.get(key), x.values[r]];
          if (combine === 'binary') expected.set(key, 1);
          else if (old === undefined || combine === 'last') expected.set(key, value);
          else expected.set(key, combine === 'sum' ? old + value : Math.max(old, value));
        });
        const matrix = userItemMatrix(x, combine);
        const turned = transpose(matrix);
        for (const [m, swap] of [
          [matrix, false],
          [turned, true],
        ] as const) {
          const found = new Map<string, number>();
          for (let row = 0; row < m.rows; row++) {
            for (let at = m.pointers[row]; at < m.pointers[row + 1]; at++) {
              if (at > m.pointers[row]) expect(m.indices[at]).toBeGreaterThan(m.indices[at - 1]);
              found.set(swap ? `${m.indices[at]} ${row}` : `${row} ${m.indices[at]}`, m.values[at]);
            }
          }
          expect(found).toEqual(expected);
        }
      }),
    );
  });

  it('groupRows keeps the old order within a group', () => {
    const { starts, order } = groupRows(Int32Array.of(1, 0, 1, 0), 3);
    expect([...starts]).toEqual([0, 2, 4, 4]);
    expect([...order]).toEqual([1, 3, 0, 2]);
  });

  it('refuses indices out of range, columns of other lengths and values that are not finite', () => {
    const x = fromRows([{ user: 'a', item: 'b' }]);
    expect(() => userItemMatrix({ ...x, items: Int32Array.of(1) })).toThrow('items[0] must be an index in 0 … 0, got 1');
    expect(() => userItemMatrix({ ...x, users: Int32Array.of(-1) })).toThrow('users[0] must be an index in 0 … 0, got -1');
    expect(() => userItemMatrix({ ...x, times: new Float64Array(2) })).toThrow('times must be as long as users (1), got 2');
    expect(() => userItemMatrix({ ...x, values: Float32Array.of(NaN) }, 'sum')).toThrow(
      'values must be finite, got NaN in row 0',
    );
  });
});

describe('dense', () => {
  it('solveCholesky solves: A x = b', () => {
    for (const n of [1, 2, 7, 20]) {
      const a = positive(n, n);
      const draw = random(1);
      const x = Float64Array.from({ length: n }, () => draw.normal());
      const b = Float64Array.from({ length: n }, (_, i) => dot(a, i * n, x, 0, n));
      cholesky(a, n);
      solveCholesky(a, n, b);
      b.forEach((value, i) => expect(value).toBeCloseTo(x[i], 8));
    }
  });

  it('invertPositive times the matrix is the identity, for even and odd sizes and across tiles', async () => {
    for (const n of [1, 2, 3, 8, 31, 32, 33, 64, 65, 97, 130]) {
      const a = positive(n, 10 + n);
      const inverse = await invertPositive(a.slice(), n);
      let most = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          most = Math.max(most, Math.abs(dot(a, i * n, inverse, j * n, n) - (i === j ? 1 : 0)));
          expect(inverse[i * n + j]).toBe(inverse[j * n + i]);
        }
      }
      expect(most).toBeLessThan(1e-8);
    }
  });

  it('cholesky and invertPositive refuse a matrix that is not positive definite', async () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('matrix must be positive definite, got the pivot -3 in row 1');
    await expect(invertPositive(Float64Array.of(1, 2, 2, 1), 2)).rejects.toThrow('positive definite');
    await expect(invertPositive(Float64Array.of(NaN), 1)).rejects.toThrow('positive definite');
  });

  it('invertPositive stops at an aborted signal', async () => {
    await expect(invertPositive(positive(40, 1), 40, AbortSignal.abort())).rejects.toThrow();
  });

  it('gramOfRows is the product of the transpose with the matrix', () => {
    const rows = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...gramOfRows(rows, 2)]).toEqual([35, 44, 44, 56]);
  });

  it('eigenSymmetric gives A v = λ v with falling λ and orthonormal v', () => {
    const n = 12;
    const a = positive(n, 5);
    const { values, vectors } = eigenSymmetric(a, n);
    for (let r = 0; r < n; r++) {
      if (r > 0) expect(values[r]).toBeLessThanOrEqual(values[r - 1]);
      for (let i = 0; i < n; i++) {
        expect(dot(a, i * n, vectors, r * n, n)).toBeCloseTo(values[r] * vectors[r * n + i], 8);
        expect(dot(vectors, r * n, vectors, i * n, n)).toBeCloseTo(r === i ? 1 : 0, 10);
      }
    }
  });
});

describe('breathe', () => {
  it('lets a waiting task run', async () => {
    let ran = false;
    setTimeout(() => (ran = true), 0);
    for (let i = 0; i < 1000 && !ran; i++) await breathe(0);
    expect(ran).toBe(true);
  });
});
