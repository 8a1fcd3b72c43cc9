/**
 * Sequential tests. Outside figures: Lan–DeMets boundaries by numpy and scipy, which share no code with ours (`t = np.arange(1,6)/5`; at each look
 * the boundary by brentq so that the newly spent α is crossed, the surviving density by `np.trapezoid` on 6,001 points):
 *
 *     due = np.trapezoid(g*(norm.sf((c-x)/s) + norm.sf((c+x)/s)), x); g = [np.trapezoid(g*norm.pdf(v-x, scale=s), x) for v in x_next]
 *     spent = 4*norm.sf(norm.ppf(1-.0125)/np.sqrt(t))  or  .05*np.log(1+(np.e-1)*t)
 *
 * Classic constants of Jennison and Turnbull (2000, tables 2.1 and 2.3) and rates of Armitage et al. (1969), confirmed by scipy's multivariate normal (Genz):
 *
 *     C = np.sqrt(np.minimum.outer(t,t)/np.maximum.outer(t,t))
 *     1 - multivariate_normal(np.zeros(k), C[:k,:k]).cdf(b[:k], lower_limit=-b[:k])
 */
import { describe, expect, it } from 'vitest';
import { alwaysValidInterval } from '../../../src/recsys/experiment/alwaysValidInterval';
import { groupSequential } from '../../../src/recsys/experiment/groupSequential';
import { mSprt } from '../../../src/recsys/experiment/mSprt';
import { benjaminiHochberg, bonferroni, holm } from '../../../src/recsys/experiment/multiple';
import { peekingInflation } from '../../../src/recsys/experiment/peekingInflation';
import { normalQuantile, normalTail } from '../../../src/recsys/math/distributions';
import { exp, log } from '../../../src/recsys/math/functions';
import { holds, replays, sample, shareOf, tolerance } from './simulation';

describe('groupSequential', () => {
  it('equals the Lan–DeMets boundaries', () => {
    const close = (values: number[]) => values.map((value) => expect.closeTo(value, 6));
    const obrienFleming = [4.876884948790766, 3.357011920606328, 2.6802800470387114, 2.2898167406406498, 2.031032009203096];
    expect(Array.from(groupSequential({ looks: 5 }).boundaries)).toEqual(close(obrienFleming));
    const pocock = [2.4379766880500116, 2.4268138488536186, 2.4101938205590128, 2.396645368484276, 2.3859845253363625];
    expect(Array.from(groupSequential({ looks: 5, boundary: 'pocock' }).boundaries)).toEqual(close(pocock));
  });

  it('spends what its function says, at any times', () => {
    const times = [0.1, 0.45, 0.5, 1];
    const { spent } = groupSequential({ looks: times, alpha: 0.1, sides: 1 });
    spent.forEach((share, i) => expect(share).toBeCloseTo(2 * normalTail(normalQuantile(0.95) / Math.sqrt(times[i])), 9));
    const pocock = groupSequential({ looks: times, boundary: 'pocock' });
    pocock.spent.forEach((share, i) => expect(share).toBeCloseTo(0.05 * log(1 + (exp(1) - 1) * times[i]), 9));
  });

  it('equals the classic constants', () => {
    expect(groupSequential({ looks: 5, method: 'classic', boundary: 'pocock' }).boundaries[3]).toBeCloseTo(2.413, 3);
    const classic = groupSequential({ looks: 5, method: 'classic' }).boundaries;
    expect(classic[4]).toBeCloseTo(2.04, 3);
    expect(classic[0]).toBeCloseTo(2.04 * Math.sqrt(5), 2);
    expect(groupSequential({ looks: 2, method: 'classic', boundary: 'pocock', alpha: 0.01 }).boundaries[0]).toBeCloseTo(2.772, 3);
    expect(groupSequential({ looks: 1, method: 'classic' }).boundaries[0]).toBeCloseTo(1.959964, 6);
  });

  it('decides, with repeated intervals that agree with the decision', () => {
    const results = [
      { estimate: 0.4, standardError: 0.2 },
      { estimate: 0.5, standardError: 0.14 },
    ];
    const plan = groupSequential({ looks: 3, results });
    expect(plan.looks.map(({ crossed }) => crossed)).toEqual([false, true]);
    expect(plan.decision).toBe('stop');
    expect(plan.looks.map(({ interval }) => interval[0] > 0)).toEqual([false, true]);
    expect(groupSequential({ looks: 3, results: results.slice(0, 1) }).decision).toBe('go on');
    expect(groupSequential({ looks: 1, results: results.slice(0, 1).map((r) => ({ ...r, estimate: 0.1 })) }).decision).toBe(
      'not shown',
    );
    expect(groupSequential({ looks: 1, sides: 1, results: [{ estimate: -9, standardError: 1 }] }).decision).toBe('not shown');
  });

  it('refuses looks out of order, unequal classic ones, and what is no look', () => {
    expect(() => groupSequential({ looks: 0 })).toThrow('looks must be a whole number in 1 … 200, got 0');
    expect(() => groupSequential({ looks: [0.5, 0.4] })).toThrow('looks must rise within (0, 1], got 0.4 at 1');
    expect(() => groupSequential({ looks: [0.5, NaN] })).toThrow('looks must rise within (0, 1], got NaN at 1');
    expect(() => groupSequential({ looks: [] })).toThrow('looks must have at least 1 time, got 0');
    expect(() => groupSequential({ looks: [0.3, 1], method: 'classic' })).toThrow('looks must be equally spaced');
    expect(() => groupSequential({ looks: 1, results: [{ estimate: 1, standardError: 0 }] })).toThrow('standardError must be');
    expect(() => groupSequential({ looks: 1, results: [{ estimate: NaN, standardError: 1 }] })).toThrow(
      'estimate must be a finite number',
    );
    expect(() => groupSequential({ looks: 1, results: new Array(2).fill({ estimate: 1, standardError: 1 }) })).toThrow(
      'results must have at most 1',
    );
    expect(() => groupSequential({ looks: 2, boundary: 'haybittle' as 'pocock' })).toThrow('boundary must be one of');
  });

  it('errs at most 5 % over all looks, and its repeated intervals hold the truth together, in replays', () => {
    const n = replays(20000);
    for (const boundary of ['obrien-fleming', 'pocock'] as const) {
      const { boundaries, times } = groupSequential({ looks: [0.2, 0.3, 0.7, 1], boundary });
      const wrong = shareOf(n, 41, (draw) => {
        let [walk, before] = [0, 0];
        return times.some((time, k) => {
          walk += Math.sqrt(time - before) * draw.normal();
          before = time;
          return Math.abs(walk) / Math.sqrt(time) >= boundaries[k];
        });
      });
      expect(Math.abs(wrong - 0.05)).toBeLessThan(tolerance(0.05, n));
    }
  });
});

describe('peekingInflation', () => {
  it('equals Armitage, McPherson and Rowe', () => {
    const rates = [1, 2, 3, 4, 5, 10, 20, 50].map((looks) => Number(peekingInflation({ looks }).estimate.toFixed(3)));
    expect(rates).toEqual([0.05, 0.083, 0.107, 0.126, 0.142, 0.193, 0.248, 0.32]);
    expect(Array.from(peekingInflation({ looks: 5 }).byLook)).toEqual(
      [0.05, 0.0831178, 0.1072564, 0.126169, 0.1416893].map((value) => expect.closeTo(value, 5)),
    );
    expect(peekingInflation({ looks: 5 }).inflation).toBeCloseTo(2.8338, 3);
  });

  it('depends on the spacing of the looks, and holds at 200 of them', () => {
    const crowded = peekingInflation({ looks: [0.98, 0.99, 1] }).estimate;
    expect(crowded).toBeLessThan(peekingInflation({ looks: 3 }).estimate);
    const n = 2000;
    const walked = shareOf(n, 42, (draw) => {
      let walk = 0;
      for (let k = 1; k <= 200; k++) {
        walk += draw.normal();
        if (Math.abs(walk) >= 1.959964 * Math.sqrt(k)) return true;
      }
      return false;
    });
    expect(Math.abs(peekingInflation({ looks: 200 }).estimate - walked)).toBeLessThan(4 * Math.sqrt(0.24 / n));
  });

  it('one-sided starts at alpha too', () => {
    expect(peekingInflation({ looks: 1, sides: 1, alpha: 0.1 }).estimate).toBeCloseTo(0.1, 12);
    expect(peekingInflation({ looks: 10, sides: 1 }).estimate).toBeLessThan(peekingInflation({ looks: 10 }).estimate);
    expect(() => peekingInflation({ looks: 2, alpha: NaN })).toThrow('alpha must lie');
  });
});

describe('mSprt and alwaysValidInterval', () => {
  it('are the formula of Johari et al. for pairs', () => {
    // σ² = 2 per arm, τ = 0.5, n = 3 pairs, mean difference 2: Λ = √(2σ²/(2σ² + nτ²)) exp(n²τ²θ̂² / (4σ²(2σ² + nτ²)))
    const ratio = Math.sqrt(4 / 4.75) * exp((9 * 0.25 * 4) / (8 * 4.75));
    const result = mSprt([2, 3, 4], [1, 1, 1], { tau: 0.5, variance: 2 });
    expect(result.estimates[2]).toBe(2);
    expect(result.pValues[2]).toBeCloseTo(1 / ratio, 13);
    const interval = alwaysValidInterval({ estimate: 2, standardError: Math.sqrt(4 / 3), tau: 0.5 });
    expect(interval.pValue).toBeCloseTo(1 / ratio, 13);
    expect(result.interval).toEqual(interval.interval.map((end) => expect.closeTo(end, 12)));
  });

  it('interval and p-value are dual: an end at 0 is p = alpha', () => {
    const { interval } = alwaysValidInterval({ estimate: 0, standardError: 0.3, tau: 0.4, alpha: 0.1 });
    expect(alwaysValidInterval({ estimate: interval[1], standardError: 0.3, tau: 0.4 }).pValue).toBeCloseTo(0.1, 12);
  });

  it('p-values never rise, and stoppedAt is the first at alpha', () => {
    const result = mSprt(
      sample(300, () => 1).map((_, i) => 1 + (i % 3)),
      sample(200, () => 0).map((_, i) => i % 2),
      { tau: 1, burnIn: 10 },
    );
    for (let i = 1; i < 300; i++) expect(result.pValues[i]).toBeLessThanOrEqual(result.pValues[i - 1]);
    const first = result.pValues.findIndex((p) => p <= 0.05);
    expect(result.stoppedAt).toBe(first + 1 + Math.floor(((first + 1) / 300) * 200 + 1e-9));
    expect(result.rejected).toBe(true);
  });

  it('takes no look before the burn-in or without variance', () => {
    const early = mSprt([1, 2, 3], [9, 8, 9], { tau: 1 });
    expect([early.pValue, early.stoppedAt, early.interval]).toEqual([1, Infinity, [-Infinity, Infinity]]);
    expect(early.warnings).toHaveLength(1);
    expect(mSprt([1, 1, 1], [0, 0, 0], { tau: 1, burnIn: 1 }).pValue).toBe(1);
  });

  it('refuse what is out of range', () => {
    expect(() => mSprt([], [1], { tau: 1 })).toThrow('a must have at least 1 value, got 0');
    expect(() => mSprt([1], [NaN], { tau: 1 })).toThrow('b must hold finite numbers, got NaN at 0');
    expect(() => mSprt([1], [1], { tau: 0 })).toThrow('tau must be a finite number greater than 0, got 0');
    expect(() => mSprt([1], [1], { tau: 1, variance: [1, -1] })).toThrow(
      'variance must be a finite number greater than 0, got -1',
    );
    expect(() => mSprt([1], [1], { tau: 1, burnIn: 0 })).toThrow('burnIn must be a positive integer, got 0');
    expect(() => alwaysValidInterval({ estimate: NaN, standardError: 1, tau: 1 })).toThrow(
      'estimate must be a finite number, got NaN',
    );
    expect(() => alwaysValidInterval({ estimate: 1, standardError: 0, tau: 1 })).toThrow('standardError must be');
  });

  it('err at most α of the time however often one looks: known variance from the first user, skewed data after a burn-in, in replays', () => {
    const n = replays(600);
    const bound = 0.05 + tolerance(0.05, n);
    const known = shareOf(n, 43, (draw) => {
      const [a, b] = [sample(600, () => draw.normal(5, 2)), sample(600, () => draw.normal(5, 2))];
      return mSprt(a, b, { tau: 0.3, variance: 4 }).rejected;
    });
    expect(known).toBeLessThan(bound);
    const unequal = shareOf(n, 44, (draw) => {
      const [a, b] = [sample(800, draw.exponential), sample(200, draw.exponential)];
      return mSprt(a, b, { tau: 0.2 }).rejected;
    });
    expect(unequal).toBeLessThan(bound);
  });

  it('hold the truth at all looks together, and find an effect, in replays', () => {
    const n = replays(400);
    let found = 0;
    const always = shareOf(n, 45, (draw) => {
      const [a, b] = [sample(1000, () => draw.normal(0.25)), sample(1000, () => draw.normal())];
      const result = mSprt(a, b, { tau: 0.2, variance: 1 });
      if (result.rejected) found++;
      return result.estimates.every((estimate, i) =>
        holds([estimate - result.halfWidths[i], estimate + result.halfWidths[i]], 0.25),
      );
    });
    expect(always).toBeGreaterThan(0.95 - tolerance(0.05, n));
    expect(found / n).toBeGreaterThan(0.95);
  });
});

describe('bonferroni, holm, benjaminiHochberg', () => {
  const pValues = [0.01, 0.04, 0.03, 0.2, 0.005, 0.03, 1, 0.6];
  const close = (values: number[]) => values.map((value) => expect.closeTo(value, 13));

  it('equal R: p.adjust(P, "bonferroni" | "holm" | "BH")', () => {
    expect(Array.from(bonferroni(pValues).adjusted)).toEqual(close([0.08, 0.32, 0.24, 1, 0.04, 0.24, 1, 1]));
    expect(Array.from(holm(pValues).adjusted)).toEqual(close([0.07, 0.18, 0.18, 0.6, 0.04, 0.18, 1, 1]));
    const adjusted = [0.04, 0.064, 0.06, 0.266666666666667, 0.04, 0.06, 1, 0.685714285714286];
    expect(Array.from(benjaminiHochberg(pValues).adjusted)).toEqual(close(adjusted));
    expect(benjaminiHochberg(pValues).rejected).toEqual([true, false, false, false, true, false, false, false]);
    expect(holm(pValues, { alpha: 0.18 }).rejected.filter(Boolean)).toHaveLength(5);
  });

  it('take none, and refuse what is no p-value', () => {
    for (const adjust of [bonferroni, holm, benjaminiHochberg]) {
      expect(adjust([]).rejected).toEqual([]);
      expect(() => adjust([0.1, NaN])).toThrow('pValues must lie in 0 … 1, got NaN at 1');
      expect(() => adjust([0.1], { alpha: 0 })).toThrow('alpha must lie strictly between 0 and 1, got 0');
    }
  });

  it('hold the family-wise error and the false discovery rate, in replays', () => {
    const n = replays(4000);
    let discovery = 0;
    const family = shareOf(n, 46, (draw) => {
      // 15 true nulls, 5 effects
      const p = sample(20, () => 0).map((_, i) => 2 * normalTail(Math.abs(draw.normal(i < 15 ? 0 : 3))));
      const found = benjaminiHochberg(p, { alpha: 0.1 }).rejected;
      const wrong = found.slice(0, 15).filter(Boolean).length;
      discovery += wrong / Math.max(1, found.filter(Boolean).length);
      return holm(p, { alpha: 0.1 }).rejected.slice(0, 15).some(Boolean);
    });
    expect(family).toBeLessThan(0.1 + tolerance(0.1, n));
    // its expectation is exactly q · 15/20 for independent tests
    expect(Math.abs(discovery / n - 0.075)).toBeLessThan(tolerance(0.075, n));
  });
});
