import { describe, expect, it } from 'vitest';
import { plainInvertPositive } from '../../../src/recsys/math/linalg';
import { random } from '../../../src/recsys/math/random';
import { userItemMatrix } from '../../../src/recsys/math/sparse';
import { regularisedGram } from '../../../src/recsys/models/ease';
import { startInverse } from '../../../src/recsys/simd/inverse';
import { tasteLog } from '../models/logs';

/** Runs a generator to its end. */
function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** A random symmetric positive definite matrix: A Aᵀ + I. */
function positive(n: number, seed: number): Float64Array {
  const draw = random(seed);
  const a = Array.from({ length: n }, () => Float64Array.from({ length: n }, () => draw.normal()));
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return a[i].reduce((sum, x, k) => sum + x * a[j][k], i === j ? 1 : 0);
  });
}

describe('startInverse(n)', () => {
  it.each([1, 2, 3, 4, 5, 63, 64, 65, 127, 128, 130, 200])('inverts as the plain version does, n = %i', async (n) => {
    const a = positive(n, n);
    const kernel = startInverse(n)!;
    for (let i = 0; i < n; i++) {
      // What stands above the diagonal is not read.
      for (let j = 0; j < n; j++) kernel.matrix[i * kernel.width + j] = j <= i ? a[i * n + j] : NaN;
    }
    const inverse = finish(kernel.invert());
    const plain = await plainInvertPositive(a.slice(), n);
    let most = 0;
    let asymmetry = 0;
    for (let at = 0; at < n * n; at++) {
      most = Math.max(most, Math.abs(inverse[at] - plain[at]));
      asymmetry = Math.max(asymmetry, Math.abs(inverse[at] - inverse[(at % n) * n + Math.floor(at / n)]));
    }
    expect(inverse.length).toBe(n * n);
    expect(asymmetry).toBe(0);
    expect(most).toBeLessThan(1e-10);
  });

  it('adds the Gram matrix of a sparse matrix, and a ridge', () => {
    const matrix = userItemMatrix(tasteLog({ users: 40, items: 23, rows: 300 }), 'sum');
    const kernel = startInverse(23, matrix)!;
    finish(kernel.addGram(2));
    const expected = regularisedGram(matrix, 2);
    for (let i = 0; i < 23; i++) {
      for (let j = 0; j <= i; j++) expect(kernel.matrix[i * kernel.width + j]).toBeCloseTo(expected[i * 23 + j], 9);
    }
  });

  it('refuses a matrix that is not positive definite', () => {
    for (const [n, entries] of [
      [2, [1, 2, 2, 1]],
      [1, [NaN]],
      [1, [0]],
    ] as const) {
      const kernel = startInverse(n)!;
      entries.forEach((value, at) => (kernel.matrix[Math.floor(at / n) * kernel.width + (at % n)] = value));
      expect(() => finish(kernel.invert())).toThrow('matrix must be positive definite, got a pivot that is not positive');
    }
  });
});
