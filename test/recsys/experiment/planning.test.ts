/**
 * Plans, assignments and their check, by hand or against Python:
 *
 *     nct.sf(t.isf(alpha / 2, df), df, delta * sqrt(n / 2)) + nct.cdf(-t.isf(alpha / 2, df), df, …)          # power of t
 *     norm.cdf((|q - p| - z*u) / e) + norm.cdf((-|q - p| - z*u) / e)             # of proportions, u pooled, e not (Fleiss)
 */
import { describe, expect, it } from 'vitest';
import { assign, murmur3 } from '../../../src/recsys/experiment/assign';
import { minimalDetectableEffect } from '../../../src/recsys/experiment/minimalDetectableEffect';
import { power } from '../../../src/recsys/experiment/power';
import { sampleRatioMismatch } from '../../../src/recsys/experiment/sampleRatioMismatch';
import { sampleSize } from '../../../src/recsys/experiment/sampleSize';

const close = (values: ArrayLike<number>, digits = 10) => Array.from(values, (value) => expect.closeTo(value, digits) as number);

describe('planning', () => {
  it('has the power of the pooled test of proportions, one side and two, at any ratio', () => {
    const plan = { baseline: 0.5, mde: 0.01, perGroup: 10 };
    expect(power(plan)).toBeCloseTo(0.05021768993572294, 10);
    expect(power({ ...plan, sides: 1 })).toBeCloseTo(0.054775996507833144, 10);
    expect(power({ baseline: 0.2, mde: 0.1, perGroup: 40, ratio: 3 })).toBeCloseTo(0.21555029975299317, 10);
  });

  it('has the power of the t test down to four users, and none for two', () => {
    const at = (perGroup: number, mde: number, sides: 1 | 2 = 2) => power({ baseline: 0, deviation: 1, mde, perGroup, sides });
    expect([at(3, 2), at(3, 0.1), at(2, 5), at(4, 1), at(4, 0.01, 1)]).toEqual(
      close([0.4626408118913064, 0.05106574288873769, 0.7191805363914981, 0.2231880306975415, 0.05131790111267111], 6),
    );
    expect(at(1, 1)).toBe(0);
    expect(minimalDetectableEffect({ baseline: 1, deviation: 1, perGroup: 1 }).absolute).toBeNaN();
    const { absolute } = minimalDetectableEffect({ baseline: 1, deviation: 1, perGroup: 2 });
    expect(at(2, absolute)).toBeCloseTo(0.8, 9);
    const few = minimalDetectableEffect({ baseline: 1, deviation: 1, perGroup: 1, ratio: 3 }).absolute;
    expect(power({ baseline: 0, deviation: 1, mde: few, perGroup: 1, ratio: 3 })).toBeCloseTo(0.8, 9);
  });

  it('gives the least number of users: those have the power, one fewer has not', () => {
    for (const plan of [
      { baseline: 0.1, mde: 0.01 },
      { baseline: 0.4, mde: -0.3, sides: 1 as const },
      { baseline: 0, deviation: 1, mde: 0.7, ratio: 0.5 },
      { baseline: 0, deviation: 1, mde: 2.5 },
      { baseline: 0.5, mde: 0.001, power: 0.99, alpha: 0.001 },
    ]) {
      const { perGroup, power: reached } = sampleSize(plan);
      expect(reached).toBe(power({ ...plan, perGroup }));
      expect(reached).toBeGreaterThanOrEqual(plan.power ?? 0.8);
      expect(power({ ...plan, perGroup: perGroup - 1 })).toBeLessThan(plan.power ?? 0.8);
    }
  });

  it('never leaves an arm with fewer than two', () => {
    const of = (ratio: number) => sampleSize({ baseline: 0, deviation: 1, mde: 100, ratio });
    expect(of(1)).toMatchObject({ perGroup: 2, treatment: 2, total: 4 });
    expect(of(0.25)).toMatchObject({ perGroup: 8, treatment: 2, total: 10 });
    expect(of(0.3)).toMatchObject({ perGroup: 7, treatment: 3, total: 10 });
    expect(of(4)).toMatchObject({ perGroup: 2, treatment: 8, total: 10 });
  });

  it('refuses an effect that makes a proportion 0, 1, or endless', () => {
    const ask = (mde: number) => () => sampleSize({ baseline: 0.5, mde });
    expect(ask(0.5)).toThrow('mde must keep the proportion between 0 and 1, got 0.5, which makes it 1');
    expect(ask(-0.5)).toThrow('mde must keep the proportion between 0 and 1, got -0.5, which makes it 0');
    expect(ask(Infinity)).toThrow('mde must be a finite number other than 0, got Infinity');
    expect(() => sampleSize({ baseline: 0.5, deviation: 1, mde: Infinity })).toThrow('mde must be a finite number');
  });
});

describe('sampleRatioMismatch', () => {
  it('compares counts with weights: shares and plan by hand, the smallest arm for the warning', () => {
    // (6² / 90) + (6² / 10) = 4
    const result = sampleRatioMismatch([96, 4], [9, 1]);
    expect(result).toMatchObject({ shares: [0.96, 0.04], expected: [90, 10], df: 1, warnings: [] });
    expect([result.statistic, result.pValue]).toEqual(close([4, 0.04550026389635857]));
    expect(sampleRatioMismatch([36, 4], [9, 1]).warnings).toEqual([
      'an arm expects 4.0 units; below 5 the χ² distribution is coarse',
    ]);
  });

  it('refuses counts below 0 and weights without end', () => {
    expect(() => sampleRatioMismatch([-1, 5])).toThrow('counts must be whole numbers of at least 0, got -1 at 0');
    expect(() => sampleRatioMismatch([1, 5], [1, Infinity])).toThrow('expected must be above 0, got Infinity at 1');
    expect(sampleRatioMismatch([0, 20]).shares).toEqual([0, 1]);
  });
});

describe('assign', () => {
  it('hashes texts of every length below and above a block of four bytes', () => {
    // mmh3.hash(text, signed=False) of Python's mmh3
    expect(['a', 'ab', 'abc', 'abcd', 'abcde'].map((text) => murmur3(text))).toEqual([
      1009084850, 2613040991, 3017643002, 1139631978, 3902511862,
    ]);
  });

  it('gives the last arm what rounding leaves over', () => {
    const thirds = [1 / 3, 1 / 3, 1 / 3 - 1e-10];
    const arms = new Set(Array.from({ length: 100 }, (_, user) => assign(user, 'e', { shares: thirds })));
    expect([...arms].sort()).toEqual([0, 1, 2]);
  });
});
