import { describe, expect, it } from 'vitest';
import { transpose, userItemMatrix } from '../../../src/recsys/math/sparse';
import { plainAlsSides, simdAlsSides } from '../../../src/recsys/models/alsSides';
import { normalFactors } from '../../../src/recsys/models/factors';
import { plainSides, simdSides } from '../../../src/recsys/models/implicitAlsSides';
import { tasteLog } from '../models/logs';
import type { Sides, Solver } from '../../../src/recsys/models/implicitAlsSides';

// 90 rows of a user cross the panel of 64; users and items that nobody met stay empty.
const log = tasteLog({ users: 40, items: 120, rows: 2000 });
const withEmpty = { ...log, userIds: [...log.userIds, 'silent'], itemIds: [...log.itemIds, 'new'] };
const matrix = userItemMatrix(withEmpty, 'sum');
const matrices = [matrix, transpose(matrix)] as const;

/** The largest difference, relative to the largest number. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  let scale = 0;
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i] - b[i]));
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return a.length === b.length ? most / scale : NaN;
}

/** One round of both halves, each in two calls. */
function round(sides: Sides): void {
  for (const side of [0, 1] as const) {
    sides.prepare(side);
    sides.solve(side, 0, 7);
    sides.solve(side, 7, matrices[side].rows);
  }
}

describe('implicit ALS in the kernel', () => {
  const losses = {
    Rendle: { alpha0: 0.2, lambda: 0.05, nu: 0.7, alpha: NaN },
    Hu: { alpha0: 1, lambda: 0.5, nu: 0, alpha: 2 },
  };
  const cases = Object.entries(losses).flatMap(([name, loss]) =>
    (['cholesky', 'cg'] as const).flatMap((solver) => [1, 3, 8, 10, 16, 17].map((d) => ({ name, solver, d, loss }))),
  );

  it.each(cases)('takes the steps of the plain version: $name, $solver, d = $d', ({ loss, solver, d }) => {
    const how: Solver = { solver, steps: 3, seed: 5 };
    const plain = plainSides(matrices, { ...loss, d }, how);
    const simd = simdSides(matrices, { ...loss, d }, how)!;
    for (const side of [0, 1] as const) expect(simd.factors(side)).toEqual(plain.factors(side)); // to the last bit
    expect(simd.loss() / plain.loss()).toBeCloseTo(1, 5);
    for (let n = 0; n < 2; n++) {
      round(plain);
      round(simd);
    }
    for (const side of [0, 1] as const) expect(difference(simd.factors(side), plain.factors(side))).toBeLessThan(2e-4);
    expect(simd.loss() / plain.loss()).toBeCloseTo(1, 5);
  });

  it('hands a row that is singular in single precision to the plain solver', () => {
    // With hardly any ridge, rows of fewer entries than factors are singular but for 10⁻⁷ of their size.
    const loss = { d: 40, alpha0: 0, lambda: 1e-7, nu: 0, alpha: NaN };
    const sides = simdSides(matrices, loss, { solver: 'cholesky', steps: 3, seed: 5 })!;
    round(sides);
    for (const side of [0, 1] as const) expect(sides.factors(side).every(Number.isFinite)).toBe(true);
    expect(sides.loss()).toBeLessThan(1);
  });
});

describe('explicit ALS in the kernel', () => {
  it.each([1, 2, 3, 4, 9, 16])('takes the steps of the plain version, d = %i', (d) => {
    const start = normalFactors(matrix.columns, d, 0.1, 3);
    const problem = { matrices, d, lambda: 0.1, mean: 3, start };
    const plain = plainAlsSides(problem);
    const simd = simdAlsSides(problem)!;
    for (const side of [0, 1, 0, 1, 0] as const) {
      for (const sides of [plain, simd]) {
        sides.solve(side, 0, 5);
        sides.solve(side, 5, matrices[side].rows);
      }
      expect(simd.squares() / plain.squares()).toBeCloseTo(1, 9);
      expect(simd.penalty() / plain.penalty()).toBeCloseTo(1, 9);
    }
    for (const side of [0, 1] as const) {
      expect(difference(simd.factors(side), plain.factors(side))).toBeLessThan(1e-6);
      expect(difference(simd.biases(side), plain.biases(side))).toBeLessThan(1e-6);
    }
  });

  it('keeps the old biases of rows that a stopped half-step did not reach', () => {
    const problem = { matrices, d: 2, lambda: 0.1, mean: 3, start: normalFactors(matrix.columns, 2, 0.1, 3) };
    const sides = simdAlsSides(problem)!;
    sides.solve(0, 0, matrix.rows);
    sides.solve(1, 0, matrix.columns);
    const before = sides.biases(0);
    sides.solve(0, 0, 4);
    const after = sides.biases(0);
    expect(after.subarray(4)).toEqual(before.subarray(4));
    expect(after.subarray(0, 4)).not.toEqual(before.subarray(0, 4));
  });
});
