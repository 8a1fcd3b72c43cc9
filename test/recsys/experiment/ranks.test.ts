/**
 * Tests by ranks and relabellings, in cases small enough to count, or against Python:
 *
 *     win = (a[:, None] > b) + .5 * (a[:, None] == b); theta = win.mean()
 *     va, vb = win.mean(1).var(ddof=1) / len(a), win.mean(0).var(ddof=1) / len(b); se = np.sqrt(va + vb)
 *     df = (va + vb)**2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))                                    # as brunnermunzel(b, a)
 *     expit(logit(theta) ± t.ppf((1 + confidence) / 2, df) * se / theta / (1 - theta))
 */
import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../../src/recsys/experiment/mannWhitney';
import { permutationTest } from '../../../src/recsys/experiment/permutationTest';

const close = (values: ArrayLike<number>, digits = 10) => Array.from(values, (value) => expect.closeTo(value, digits) as number);

describe('mannWhitney', () => {
  const a = [1, 2, 4, 3, 9];
  const b = [2, 5, 3, 7];

  it('has the error, the freedom and the interval of the chance that a beats b', () => {
    const result = mannWhitney(a, b);
    expect([result.estimate, result.standardError, result.df]).toEqual(close([0.4, 0.21286732957408, 6.738242128034613]));
    expect(result.interval).toEqual(close([0.07450988998499368, 0.8466366092494505], 9));
    const tied = mannWhitney([1, 2, 2, 8], [2, 3, 9, 1, 1, 4], { confidence: 0.8 });
    expect(tied.interval).toEqual(close([0.21332255860398663, 0.7252997982669205], 9));
    expect(mannWhitney([1, 3], [2, 4]).df).toBeCloseTo(2, 12); // two in an arm are enough
  });

  it('has at one side’s 95 % the limit of two sides’ 90 %', () => {
    const [low, high] = [0.1095125964520381, 0.7832655926013187];
    expect(mannWhitney(a, b, { alternative: 'greater' }).interval).toEqual([expect.closeTo(low, 9), 1]);
    expect(mannWhitney(a, b, { alternative: 'less' }).interval).toEqual([0, expect.closeTo(high, 9)]);
  });

  it('claims nothing of one user, nor where one arm is wholly above', () => {
    expect(mannWhitney([1], b)).toMatchObject({ interval: [0, 1], standardError: NaN, df: NaN });
    expect(mannWhitney(a, [2])).toMatchObject({ interval: [0, 1], standardError: NaN, df: NaN });
    expect(mannWhitney([1, 2], [3, 4])).toMatchObject({ estimate: 0, interval: [0, 1], df: NaN });
    expect(mannWhitney([3, 4], [1, 2])).toMatchObject({ estimate: 1, interval: [0, 1], df: NaN });
  });

  it('counts every choice of the ranks: all of 6 for 2 of 4, on each side', () => {
    // sums of two of the ranks 1 … 4: 3, 4, 5, 5, 6, 7
    const p = (alternative: 'less' | 'greater') => mannWhitney([1, 4], [2, 3], { alternative }).pValue;
    expect([p('less'), p('greater')]).toEqual(close([4 / 6, 4 / 6], 14));
    expect(mannWhitney([4, 3], [1, 2], { alternative: 'greater' }).pValue).toBeCloseTo(1 / 6, 14);
    expect(mannWhitney([4, 3], [1, 2], { alternative: 'less' }).pValue).toBeCloseTo(1, 14);
  });

  it('counts them for 50 values, and for 400 if asked', () => {
    const values = (n: number, from: number) => Array.from({ length: n }, (_, i) => from + 2 * i);
    const asked = (n: number, exact?: boolean) => mannWhitney(values(n, 0), values(50 - n, 9), { exact }).pValue;
    expect(asked(20)).toBe(asked(20, true));
    expect(asked(20)).not.toBe(asked(20, false));
    const one = mannWhitney([-1], values(50, 0)).pValue;
    expect(one).not.toBeCloseTo(2 / 51, 12); // 51 values: the normal distribution
    expect(mannWhitney([-1], values(399, 0), { exact: true }).pValue).toBeCloseTo(2 / 400, 12);
  });
});

describe('permutationTest', () => {
  // Relabellings of 1, 3 | 6, 7: differences −4.5, −1.5, −0.5, 0.5, 1.5, 4.5; the shifts at which each turns: −6, −5, −4.5, −4, −3.
  const a = [1, 3];
  const b = [6, 7];

  it('takes each relabelling once where there are no more than the resamples', () => {
    const p = (alternative: 'less' | 'greater' | 'two-sided', resamples?: number) =>
      permutationTest(a, b, { alternative, resamples }).pValue;
    expect([p('less'), p('greater'), p('two-sided')]).toEqual(close([1 / 6, 1, 2 / 6], 14));
    expect(p('less', 6)).toBeCloseTo(1 / 6, 14);
    const drawn = permutationTest(a, b, { resamples: 5 });
    expect(drawn.pValue * 6).toBeCloseTo(Math.round(drawn.pValue * 6), 12); // five draws and the data
    const uneven = (resamples: number) => permutationTest([9, 8, 7, 6], [1, 2], { alternative: 'greater', resamples }).pValue;
    expect(uneven(15)).toBeCloseTo(1 / 15, 14); // 6 choose 4
    expect(
      new Set([1, 2, 3, 4, 5, 6].map((seed) => permutationTest([9, 8, 7, 6], [1, 2], { resamples: 14, seed }).pValue)).size,
    ).toBeGreaterThan(1);
  });

  it('keeps the shifts that it does not reject', () => {
    const interval = (confidence: number, alternative?: 'less' | 'greater') =>
      permutationTest(a, b, { confidence, alternative }).interval;
    expect(interval(0.9)).toEqual([-Infinity, Infinity]);
    expect(interval(2 / 3)).toEqual(close([-6, -3], 9));
    expect(interval(0.5)).toEqual(close([-6, -3], 9));
    expect(interval(1 / 3)).toEqual(close([-5, -4], 9));
    // one side at 2/3 leaves out as much as two sides at 1/3
    expect(interval(2 / 3, 'greater')).toEqual([expect.closeTo(-5, 9), Infinity]);
    expect(interval(2 / 3, 'less')).toEqual([-Infinity, expect.closeTo(-4, 9)]);
  });

  it('sees a tie through what rounding did to it', () => {
    // 0.1 + 0.2 is not 0.3 in binary: in tenths the same data have p = 2 · 3 / 20
    const scaled = (scale: number) =>
      permutationTest(
        [1, 2, 6].map((x) => x * scale),
        [3, 4, 5].map((x) => x * scale),
      ).pValue;
    for (const scale of [0.1, 1e-7, 1e9 / 3]) expect(scaled(scale)).toBe(scaled(1));
  });
});
