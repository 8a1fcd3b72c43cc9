import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnSplits } from '../../../../src/recsys/ltr/trees/columnSplits';
import { random } from '../../../../src/recsys/math/random';

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('columnSplits', () => {
  it('finds the gains of an example worked by hand', () => {
    // g = 3, 3, 0, −6 at x = 1, 2, 3, 4, h = 1; G = 0. After 1: ½ (9/1 + 9/3) = 6; after 2: ½ (36/2 + 36/2) = 18; after 3: ½ (36/3 + 36/1) = 24
    const { bounds, gains, best, bins, node } = columnSplits([1, 2, 3, 4], { gradients: [3, 3, 0, -6] });
    expect([...bounds]).toEqual([1.5, 2.5, 3.5]);
    expect([...gains]).toEqual([6, 18, 24, -Infinity]);
    expect(best).toMatchObject({
      bin: 2,
      threshold: 3.5,
      gain: 24,
      left: { gradient: 6, rows: 3 },
      right: { gradient: -6, rows: 1 },
    });
    expect(bins[3]).toEqual({ gradient: -6, hessian: 1, rows: 1 });
    expect(node).toEqual({ gradient: 0, hessian: 4, rows: 4 });
  });

  it('sends missing values to the side where they gain more, worked by hand', () => {
    // x = 1, 2, –, – with g = 5, −1, −1, −3. {1} against the rest: ½ (25/1 + 25/3) = 16.67; {1, –, –} against {2}: ½ (1/3 + 1/1) = 0.67;
    // {1, 2} against {–, –}: ½ (16/2 + 16/2) = 8
    const { gains, best, missing } = columnSplits([1, 2, NaN, NaN], { gradients: [5, -1, -1, -3] });
    expect([...gains]).toEqual([(25 + 25 / 3) / 2, 8]);
    expect(best).toMatchObject({ threshold: 1.5, missingLeft: false });
    expect(missing).toEqual({ gradient: -4, hessian: 2, rows: 2 });
    const left = columnSplits([1, 2, NaN, NaN], { gradients: [-2, 5, -1, -2] });
    expect(left.best).toMatchObject({ threshold: 1.5, missingLeft: true, left: { gradient: -5, rows: 3 } });
  });

  it('with λ, equals the formula', () => {
    // ½ (36 / (3 + 1) + 36 / (1 + 1) − 0) = 13.5
    expect(columnSplits([1, 2, 3, 4], { gradients: [3, 3, 0, -6], l2: 1 }).best!.gain).toBe(13.5);
  });

  it('finds the best cut of all, against a search of every subset that a cut can make', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 14 }), fc.integer({ min: 1, max: 3 }), fc.nat(), (rows, minData, seed) => {
        const draw = random(seed);
        const values = Array.from({ length: rows }, () => (draw.next() < 0.25 ? NaN : draw.int(5)));
        const gradients = values.map(() => draw.normal());
        const hessians = values.map(() => draw.next());
        const { best } = columnSplits(values, { gradients, hessians, minData, minHessian: 0.3, l2: 0.5 });
        const score = (own: number[]) => sum(own.map((r) => gradients[r])) ** 2 / (sum(own.map((r) => hessians[r])) + 0.5);
        const all = [...values.keys()];
        let most = 0;
        for (const threshold of [...new Set(values.filter((v) => v === v))]) {
          for (const missingLeft of [false, true]) {
            const left = all.filter((r) => (values[r] === values[r] ? values[r] <= threshold : missingLeft));
            const right = all.filter((r) => !left.includes(r));
            const allowed = [left, right].every((side) => side.length >= minData && sum(side.map((r) => hessians[r])) >= 0.3);
            if (allowed) most = Math.max(most, (score(left) + score(right) - score(all)) / 2);
          }
        }
        if (most > 1e-9) expect(best!.gain).toBeCloseTo(most, 9);
        else expect(best).toBeUndefined();
      }),
    );
  });

  it('refuses columns of different lengths', () => {
    expect(() => columnSplits([1, 2], { gradients: [1] })).toThrow('gradients must be as long as values (2), got 1');
  });
});
