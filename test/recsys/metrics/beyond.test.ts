import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibration } from '../../../src/recsys/metrics/calibration';
import { coverage, exposure } from '../../../src/recsys/metrics/coverage';
import { diversity, jaccardDistance } from '../../../src/recsys/metrics/diversity';
import { mae, mse, rmse } from '../../../src/recsys/metrics/errors';
import { gini } from '../../../src/recsys/metrics/gini';
import { novelty } from '../../../src/recsys/metrics/novelty';
import { serendipity } from '../../../src/recsys/metrics/serendipity';
import { topShare } from '../../../src/recsys/metrics/topShare';

describe('errors', () => {
  it('mae, mse and rmse of 1 and 3 are 2, 5 and √5', () => {
    expect(mae([2, 0], [1, 3])).toBe(2);
    expect(mse([2, 0], [1, 3])).toBe(5);
    expect(rmse([2, 0], [1, 3])).toBe(Math.sqrt(5));
    expect(rmse([], [])).toBeNaN();
    expect(() => mae([1], [])).toThrow('predicted must be as long as actual (0), got 1');
  });
});

describe('gini', () => {
  it('is the mean absolute difference of all pairs, divided by twice the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), (amounts) => {
        const total = amounts.reduce((a, b) => a + b, 0);
        let differences = 0;
        for (const a of amounts) for (const b of amounts) differences += Math.abs(a - b);
        if (total === 0) expect(gini(amounts)).toBeNaN();
        else expect(gini(amounts)).toBeCloseTo(differences / (2 * amounts.length * total), 12);
      }),
    );
  });

  it('refuses negative amounts', () => {
    expect(() => gini([1, -1])).toThrow('amounts must be at least 0, got -1');
  });
});

describe('coverage and exposure', () => {
  it('count which items the lists reach', () => {
    expect(coverage([[0, 1], Int32Array.of(1, 2)], { items: 4 })).toBe(0.75);
    expect([...exposure([[0, 1], [1]], { items: 3 })]).toEqual([1, 2, 0]);
    expect(coverage([], { items: 4 })).toBe(0);
    expect(() => coverage([[4]], { items: 4 })).toThrow('lists must be an index in 0 … 3, got 4');
  });
});

describe('novelty', () => {
  it('is the mean of −log₂ of the shares of users', () => {
    expect(novelty([0, 1], [100, 25], { users: 100 })).toBeCloseTo(1, 12);
    expect(novelty([0, 1], [100, 25], { users: 100, k: 1 })).toBeCloseTo(0, 12);
    expect(novelty([0], [0], { users: 8 })).toBeCloseTo(3, 12); // as if one of the eight knew it
    expect(novelty([], [], { users: 8 })).toBeNaN();
  });
});

describe('diversity', () => {
  it('is the mean distance of pairs and does not depend on their order', () => {
    const distance = (a: number, b: number) => Math.abs(a - b);
    expect(diversity([1, 2, 4], { distance })).toBeCloseTo((1 + 3 + 2) / 3, 12);
    expect(diversity([4, 1, 2], { distance })).toBeCloseTo(2, 12);
    expect(diversity([1], { distance })).toBeNaN();
  });

  it('jaccardDistance is 0 for the same labels and 1 for none in common', () => {
    expect(jaccardDistance(['a', 'b'], ['b', 'a', 'a'])).toBe(0);
    expect(jaccardDistance(['a'], ['b'])).toBe(1);
    expect(jaccardDistance(['a', 'b'], ['b', 'c'])).toBeCloseTo(2 / 3, 12);
    expect(jaccardDistance([], [])).toBe(0);
  });
});

describe('serendipity', () => {
  it('counts what is relevant and not expected', () => {
    expect(serendipity([1, 2, 3, 4], new Set([1, 2, 9]), { expected: [1], k: 4 })).toBe(0.25);
    expect(serendipity([], new Set([1]), { expected: [] })).toBe(0);
  });
});

describe('calibration', () => {
  const classesOf = [[0], [1], [0, 1], []];

  it('is 0 where list and history agree and −ln α where they have nothing in common', () => {
    expect(calibration([0, 1], [2], { classesOf, classes: 2 })).toBeCloseTo(0, 12);
    expect(calibration([0], [1], { classesOf, classes: 2, smoothing: 0.01 })).toBeCloseTo(-Math.log(0.01), 10);
  });

  it('equals the Kullback–Leibler divergence by hand', () => {
    // p = (3/4, 1/4), q = (1/2, 1/2), α = 0.1: q̃ = 0.9 q + 0.1 p
    const q = (p: number) => 0.9 * 0.5 + 0.1 * p;
    const expected = 0.75 * Math.log(0.75 / q(0.75)) + 0.25 * Math.log(0.25 / q(0.25));
    expect(calibration([2], [0, 2], { classesOf, classes: 2, smoothing: 0.1 })).toBeCloseTo(expected, 12);
  });

  it('has no value for a list without classes', () => {
    expect(calibration([3], [0], { classesOf, classes: 2 })).toBeNaN();
  });
});

describe('topShare', () => {
  it('is what the largest few hold of all', () => {
    expect(topShare([10, 60, 10, 20], { share: 0.25 })).toBe(0.6);
    expect(topShare([10, 60, 10, 20], { share: 0.5 })).toBe(0.8);
    expect(topShare([1, 2, 3], { share: 0.01 })).toBe(0.5); // never none
    expect(topShare([0, 0])).toBeNaN();
  });

  it('is at least the share itself, and that where all are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 10, maxLength: 50 }), fc.constantFrom(0.1, 0.3, 0.5), (amounts, share) => {
        fc.pre(amounts.some((amount) => amount > 0));
        const taken = Math.max(1, Math.round(share * amounts.length)) / amounts.length;
        expect(topShare(amounts, { share })).toBeGreaterThanOrEqual(taken - 1e-12);
        expect(
          topShare(
            amounts.map(() => 3),
            { share },
          ),
        ).toBeCloseTo(taken, 12);
      }),
    );
  });

  it('refuses what is no amount and no share', () => {
    expect(() => topShare([1, -1])).toThrow('amounts must be at least 0, got -1');
    expect(() => topShare([1, NaN])).toThrow('amounts must be at least 0, got NaN');
    expect(() => topShare([1], { share: 1 })).toThrow('share must lie strictly between 0 and 1, got 1');
  });
});
