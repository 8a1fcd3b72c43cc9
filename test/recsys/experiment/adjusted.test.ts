/**
 * Tables, adjusted metrics, and accumulators, by hand or against Python:
 *
 *     chi2_contingency(table, correction=False); contingency.association(table)
 *     np.sqrt([brentq(lambda x: ncx2.cdf(chi2, 2, x) - share, 1e-9, 200) / 115 for share in (.975, .025)])
 *     theta = within(x, y) / within(x, x); ttest_ind(adjusted[g == 1], adjusted[g == 0], equal_var=False)    # CUPED
 */
import { describe, expect, it } from 'vitest';
import { chiSquare } from '../../../src/recsys/experiment/chiSquare';
import { cuped } from '../../../src/recsys/experiment/cuped';
import { cupedRatio } from '../../../src/recsys/experiment/cupedRatio';
import { mSprt } from '../../../src/recsys/experiment/mSprt';
import { moments } from '../../../src/recsys/experiment/moments';
import { poissonWeights } from '../../../src/recsys/experiment/poissonWeights';

const close = (values: ArrayLike<number>, digits = 10) => Array.from(values, (value) => expect.closeTo(value, digits) as number);

describe('chiSquare', () => {
  it('has Cramér’s V of an oblong table, with its interval', () => {
    const result = chiSquare([
      [10, 20, 30],
      [30, 20, 5],
    ]);
    expect([result.statistic, result.estimate, result.df]).toEqual(close([27.69209956709957, 0.4907146480398418, 2]));
    expect(result.pValue).toBeCloseTo(9.699223855475429e-7, 15);
    expect(result.interval).toEqual(close([0.2965614971352297, 0.665870269224441], 7));
  });

  it('says nothing where only one row or one column has counts', () => {
    for (const table of [
      [
        [9, 9],
        [0, 0],
      ],
      [
        [9, 0],
        [9, 0],
      ],
    ])
      expect(chiSquare(table)).toMatchObject({ estimate: NaN, interval: [0, 1], pValue: 1, statistic: 0, df: 0 });
  });

  it('refuses what is no table of counts', () => {
    expect(() => chiSquare([])).toThrow('table must have at least 2 rows and 2 columns, got 0 and 0');
    expect(() => chiSquare([[1], [2]])).toThrow('table must have at least 2 rows and 2 columns, got 2 and 1');
    for (const count of [-1, Infinity, NaN])
      expect(() =>
        chiSquare([
          [1, 2],
          [3, count],
        ]),
      ).toThrow(`table must hold counts of at least 0, got ${count} in row 1, column 1`);
  });
});

describe('cuped', () => {
  const y = [1, 4, 3, 8, 2];
  const x = [1, 2, 3, 5, 1];

  it('pools θ within arms of unequal size, and compares the larger number with the smaller', () => {
    const result = cuped(y, x, { groups: [1, 1, 1, 0, 0] });
    expect([result.theta, result.correlation, result.estimate]).toEqual(close([1.4, 0.9298956298171, -0.9333333333333336]));
    expect([...result.adjusted]).toEqual(close([2.96, 4.56, 2.16, 4.36, 3.96]));
    expect([result.statistic, result.df]).toEqual(close([-1.2727272727272732, 2.304580513143397]));
    // the same users with the arms' names turned round
    expect(cuped(y, x, { groups: [0, 0, 0, 1, 1] }).estimate).toBeCloseTo(0.9333333333333336, 10);
  });

  it('gives the mean of one arm, and of three together', () => {
    const result = cuped(y, x);
    expect([result.estimate, result.standardError, result.df]).toEqual(close([3.6, 0.44721359549995787, 4]));
    expect(result.interval).toEqual(close([2.358336001796236, 4.841663998203764], 9));
    expect(cuped([...y, 9], [...x, 1], { groups: [1, 1, 2, 2, 3, 3] }).estimate).toBeCloseTo(27 / 6, 12);
  });

  it('has no correlation with what does not vary, on either side', () => {
    expect(cuped([3, 3, 3], [1, 2, 4])).toMatchObject({ theta: 0, correlation: 0, varianceRatio: 1 });
    expect(cuped([1, 2, 4], [3, 3, 3])).toMatchObject({ theta: 0, correlation: 0, varianceRatio: 1 });
  });
});

describe('cupedRatio', () => {
  const arm = (numerators: number[], pastNumerators: number[]) => ({
    ...{ numerators, denominators: [1, 1, 1, 1] },
    ...{ pastNumerators, pastDenominators: [1, 1, 1, 1] },
  });

  it('adjusts nothing by a past that does not vary, and takes all from one that tells all', () => {
    const flat = cupedRatio(arm([1, 2, 3, 6], [2, 2, 2, 2]), arm([1, 1, 2, 4], [2, 2, 2, 2]));
    expect(flat).toMatchObject({ estimate: 1, theta: 0, correlation: 0, varianceRatio: 1 });
    const same = cupedRatio(arm([1, 2, 3, 6], [1, 2, 3, 6]), arm([1, 1, 2, 4], [1, 1, 2, 4]));
    expect([same.estimate, same.theta, same.correlation, same.varianceRatio]).toEqual(close([0, 1, 1, 0]));
    const still = cupedRatio(arm([2, 2, 2, 2], [1, 2, 3, 6]), arm([2, 2, 2, 2], [1, 1, 2, 4]));
    expect(still).toMatchObject({ estimate: 0, theta: 0, correlation: 0, varianceRatio: 1 });
  });
});

describe('mSprt', () => {
  it('looks from the burn-in on, a hundred users unless it knows the variance', () => {
    const wave = (n: number, shift: number) => Array.from({ length: n }, (_, i) => (i % 2) + shift);
    const first = (n: number, options: object) => {
      const { halfWidths } = mSprt(wave(n, 0), wave(n, 0), { tau: 1, ...options });
      return halfWidths.findIndex((half) => half < Infinity) + 1;
    };
    expect(first(120, {})).toBe(100);
    expect(first(99, {})).toBe(0);
    expect(first(120, { variance: 1 })).toBe(1);
    expect(first(120, { burnIn: 7 })).toBe(7);
    expect(first(120, { burnIn: 1 })).toBe(2); // one value has no variance
    const short = mSprt(wave(20, 0), wave(10, 0), { tau: 1, burnIn: 10 });
    expect([...short.halfWidths].findIndex((half) => half < Infinity)).toBe(19); // the shorter arm decides
  });

  it('stops at the first look below alpha, or never', () => {
    const apart = mSprt([5, 6, 5, 6], [0, 1, 0, 1], { tau: 1, burnIn: 2 });
    // the mean of two differs by 5 with variance ½ + ½ over 2: at that first look already
    expect(apart).toMatchObject({ rejected: true, stoppedAt: 4, estimate: 5 });
    expect(apart.statistic).toBeCloseTo(5 / Math.sqrt((1 / 3 + 1 / 3) / 4), 12);
    expect(mSprt([0, 1, 0, 1], [0, 1, 0, 1], { tau: 1, burnIn: 2 })).toMatchObject({ rejected: false, stoppedAt: Infinity });
  });
});

describe('moments', () => {
  const xs = [1, 4, 2, 9, 3];
  const ys = [2, 8, 1, 5, 5];

  it('merge as if all had been added to one, for x, y and both', () => {
    for (const cut of [1, 2, 3]) {
      const whole = moments().addAll(xs, ys);
      const merged = moments()
        .addAll(xs.slice(0, cut), ys.slice(0, cut))
        .merge(moments().addAll(xs.slice(cut), ys.slice(cut)));
      const of = ({ n, mean, meanY, variance, varianceY, covariance }: typeof whole) => [
        n,
        mean,
        meanY,
        variance,
        varianceY,
        covariance,
      ];
      expect(of(merged)).toEqual(close(of(whole)));
    }
  });

  it('of two are halves of squares, of one and of none are unknown', () => {
    const two = moments().addAll([1, 3], [2, 6]);
    expect([two.variance, two.varianceY, two.covariance]).toEqual([2, 8, 4]);
    for (const few of [moments(), moments().add(1, 1)])
      expect([few.variance, few.varianceY, few.covariance]).toEqual([NaN, NaN, NaN]);
    expect(moments().merge(moments()).add(5).mean).toBe(5);
  });
});

describe('poissonWeights', () => {
  const SIZE = 65536;

  /** sfc32 as its authors publish it (Doty-Humphrey, PractRand), its outputs halved into 16 bits, the lower first. */
  function* halves(seed: number): Generator<number> {
    let [a, b, c, counter] = [seed | 0, ~seed, 0x9e3779b9 | 0, 1];
    for (;;) {
      const out = (a + b + counter++) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + out) | 0;
      yield out & 0xffff;
      yield out >>> 16;
    }
  }

  it('look up each half of sfc32 in a table of Poisson(1), whose mean and variance are exactly 1', () => {
    const source = halves(7);
    for (let skipped = 0; skipped < 64; skipped++) source.next();
    const table = new Int8Array(SIZE).fill(-1);
    const weights = new Uint8Array(4096);
    const { fill } = poissonWeights(7);
    for (let round = 0; round < 400; round++) {
      fill(weights);
      for (const weight of weights) {
        const half = source.next().value as number;
        if (table[half] >= 0 && table[half] !== weight) throw new Error(`${half} gave ${table[half]} and ${weight}`);
        table[half] = weight;
      }
    }
    expect(table.indexOf(-1)).toBe(-1);
    expect([...table]).toEqual([...table].sort());
    const sum = (of: (weight: number) => number) => table.reduce((total, weight) => total + of(weight), 0);
    expect(sum((weight) => weight)).toBe(SIZE);
    expect(sum((weight) => weight * weight)).toBe(2 * SIZE);
    let expected = SIZE / Math.E;
    for (let k = 0; k < 9; k++) {
      const count = sum((weight) => (weight === k ? 1 : 0));
      expect(Math.abs(count - expected) / SIZE, String(k)).toBeLessThan(3e-4);
      expected /= k + 1;
    }
  });

  it('fill an odd number too, and refuse a seed that is none', () => {
    const [odd, even] = [new Uint8Array(5), new Uint8Array(6)];
    poissonWeights(3).fill(odd);
    poissonWeights(3).fill(even);
    expect([...odd]).toEqual([...even.subarray(0, 5)]);
    expect(() => poissonWeights(NaN)).toThrow('seed must be a finite number, got NaN');
  });
});
