/**
 * Tests of two arms against R 4.2.2, on
 *
 *     a <- c(5.1,4.9,5.6,5.8,4.4,6.2); b <- c(4.2,4.8,4.4,5.0)              # unequal sizes, one tie across
 *     cc <- c(1,2,2,3,3,3,4,9);        d <- c(2,3,3,5,5,8,8,8,9,10)         # many ties
 *     t.test(a, b, var.equal=T); t.test(a, b); t.test(cc, d, conf.level=.9); t.test(c(1,3), c(6,7)); …
 *     prop.test(c(120,100), c(1000,1000), correct=F)   # Newcombe's interval by hand from the two single Wilson intervals of prop.test
 *     wilcox.test(cc, d, exact=F)
 *     r <- rank(c(cc,d)); co <- combn(18,8,function(i) sum(r[i])); mean(co <= sum(r[1:8]))            # exact, with ties
 *     z <- c(a,b); m <- combn(10,6,function(i) mean(z[i])-mean(z[-i])); mean(abs(m) >= mean(a)-mean(b)-1e-12)
 *     chisq.test(M, correct=F); uniroot(function(l) pchisq(x,df,l)-.025, c(0,500), tol=1e-12)           # the limits of V
 */
import { describe, expect, it } from 'vitest';
import { chiSquare } from '../../../src/recsys/experiment/chiSquare';
import { mannWhitney } from '../../../src/recsys/experiment/mannWhitney';
import { moments } from '../../../src/recsys/experiment/moments';
import { permutationTest } from '../../../src/recsys/experiment/permutationTest';
import type { TestResult } from '../../../src/recsys/experiment/result';
import { tTest } from '../../../src/recsys/experiment/tTest';
import { welch } from '../../../src/recsys/experiment/welch';
import { zTestProportions } from '../../../src/recsys/experiment/zTestProportions';
import { holds, replays, sample, shareOf, tolerance } from './simulation';

const a = [5.1, 4.9, 5.6, 5.8, 4.4, 6.2];
const b = [4.2, 4.8, 4.4, 5.0];
const c = [1, 2, 2, 3, 3, 3, 4, 9];
const d = [2, 3, 3, 5, 5, 8, 8, 8, 9, 10];

function expectR(result: TestResult, [pValue, statistic, df, low, high]: number[]): void {
  expect(result.pValue).toBeCloseTo(pValue, 11);
  expect(result.statistic).toBeCloseTo(statistic, 11);
  expect(result.df).toBeCloseTo(df, 10);
  expect(result.interval[0]).toBeCloseTo(low, 10);
  expect(result.interval[1]).toBeCloseTo(high, 10);
}

describe('tTest and welch', () => {
  it('equal R at equal and unequal sizes, one-sided and two-sided', () => {
    expectR(tTest(a, b), [0.0791632381019371, 2.01093615755573, 8, -0.107603208980966, 1.57426987564763]);
    expectR(welch(a, b), [0.0540199361359255, 2.26191933316983, 7.88727975237786, -0.0161565560323657, 1.48282322269903]);
    const wide = welch(c, d, { confidence: 0.9 });
    expectR(wide, [0.0443709069500184, -2.18330866014194, 15.8832833478654, -4.90502988363756, -0.544970116362434]);
    const less = welch(c, d, { alternative: 'less' });
    expectR(less, [0.0221854534750092, -2.18330866014194, 15.8832833478654, -Infinity, -0.544970116362434]);
    const greater = welch(a, b, { alternative: 'greater' });
    expectR(greater, [0.0270099680679627, 2.26191933316983, 7.88727975237786, 0.129333295792527, Infinity]);
  });

  it('equal R at n = 2, with zero variance in one arm, and in pairs', () => {
    expectR(
      welch([1, 3], [6, 7]),
      [0.0917103389659544, -4.02492235949962, 1.47058823529412, -11.4185228300711, 2.41852283007107],
    );
    expectR(tTest([1, 3], [6, 7]), [0.0565436469502735, -4.02492235949962, 2, -9.31051199364741, 0.310511993647414]);
    expectR(welch([2, 2, 2], [1, 2, 4]), [0.741801110252839, -0.377964473009227, 2, -4.12791636693009, 3.46124970026343]);
    const paired = tTest(a.slice(0, 4), b, { paired: true });
    expectR(paired, [0.0484911975020609, 3.22251693317745, 3, 0.0093259311102129, 1.49067406888979]);
  });

  it('take moments in place of values', () => {
    const merged = moments()
      .addAll(a.slice(0, 2))
      .merge(moments().addAll(a.slice(2)));
    expect(welch(merged, moments().addAll(b)).pValue).toBeCloseTo(welch(a, b).pValue, 13);
    expect(tTest(merged, b).pValue).toBeCloseTo(tTest(a, b).pValue, 13);
  });

  it('claim nothing where nothing varies, and say so', () => {
    for (const result of [welch([1, 1], [2, 2]), tTest([0, 0, 0], [0, 0]), welch([0.1, 0.1, 0.1], [0.3, 0.3])]) {
      expect(result.pValue).toBe(1);
      expect(result.interval).toEqual([-Infinity, Infinity]);
      expect(result.warnings.join()).toMatch(/do not vary/);
    }
  });

  it('refuse empty arms, single values, NaN, infinities and wrong options', () => {
    expect(() => welch([], [1, 2])).toThrow('a must have at least 2 values, got 0');
    expect(() => welch([1, 2], [1])).toThrow('b must have at least 2 values, got 1');
    expect(() => tTest([1, NaN], [1, 2])).toThrow('a must hold finite numbers, got NaN at 1');
    expect(() => tTest([1, 2], [Infinity, 2])).toThrow('b must hold finite numbers, got Infinity at 0');
    expect(() => welch(moments().addAll([1, NaN]), [1, 2])).toThrow('a must hold finite numbers');
    expect(() => welch(moments().add(1), [1, 2])).toThrow('a must have at least 2 values, got 1');
    expect(() => welch([1, 2], [1, 2], { confidence: 1 })).toThrow('confidence must lie strictly between 0 and 1, got 1');
    expect(() => welch([1, 2], [1, 2], { alternative: 'up' as 'less' })).toThrow('alternative must be one of');
    expect(() => tTest([1, 2, 3], [1, 2], { paired: true })).toThrow('b must be as long as a');
    expect(() => tTest(moments(), [1, 2], { paired: true })).toThrow('must be arrays when paired');
  });

  it('lose no digits to a large mean, and do not care for the unit', () => {
    const shift = (values: number[]) => values.map((value) => value + 1e9);
    expect(welch(shift(a), shift(b)).pValue).toBeCloseTo(welch(a, b).pValue, 6);
    const tiny = (values: number[]) => values.map((value) => value * 1e-120);
    expect(welch(tiny(a), tiny(b)).pValue).toBeCloseTo(welch(a, b).pValue, 12);
  });

  it('swapping the arms turns the sign, and nothing else', () => {
    const [forth, back] = [welch(c, d), welch(d, c)];
    expect(back.estimate).toBe(-forth.estimate);
    expect(back.pValue).toBe(forth.pValue);
    expect(back.interval).toEqual([-forth.interval[1], -forth.interval[0]]);
    expect(welch(c, d, { alternative: 'greater' }).pValue).toBeCloseTo(welch(d, c, { alternative: 'less' }).pValue, 14);
  });
});

describe('on normal data, in replays', () => {
  const n = replays(3000);
  const near = tolerance(0.05, n);

  it.each([
    [5, 5],
    [5, 45],
    [45, 5],
    [2, 2],
  ])('tTest covers 95 % and errs 5 % of the time at %i against %i units of one variance', (left, right) => {
    const covered = shareOf(n, 1, (draw) =>
      holds(
        tTest(
          sample(left, () => draw.normal(3, 2)),
          sample(right, () => draw.normal(1, 2)),
        ).interval,
        2,
      ),
    );
    expect(Math.abs(covered - 0.95)).toBeLessThan(near);
    const rejected = shareOf(
      n,
      2,
      (draw) =>
        tTest(
          sample(left, () => draw.normal()),
          sample(right, () => draw.normal()),
        ).pValue <= 0.05,
    );
    expect(Math.abs(rejected - 0.05)).toBeLessThan(near);
  });

  // At 5 units the Welch–Satterthwaite approximation itself is off by up to 1 % at some ratios of variances; equal ones are stated in the claim.
  it.each([
    [5, 45, 1, 1],
    [45, 5, 1, 1],
    [20, 60, 3, 1],
    [60, 20, 3, 1],
  ])('welch covers 95 % and errs 5 % at %i against %i units, deviations %d and %d', (left, right, x, y) => {
    const covered = shareOf(n, 3, (draw) =>
      holds(
        welch(
          sample(left, () => draw.normal(3, x)),
          sample(right, () => draw.normal(1, y)),
        ).interval,
        2,
      ),
    );
    expect(Math.abs(covered - 0.95)).toBeLessThan(near);
    const rejected = shareOf(
      n,
      4,
      (draw) =>
        welch(
          sample(left, () => draw.normal(0, x)),
          sample(right, () => draw.normal(0, y)),
        ).pValue <= 0.05,
    );
    expect(Math.abs(rejected - 0.05)).toBeLessThan(near);
  });

  it('tTest, which welch repairs, errs far too often when the small arm varies more', () => {
    const rejected = shareOf(
      n,
      5,
      (draw) =>
        tTest(
          sample(5, () => draw.normal(0, 3)),
          sample(45, () => draw.normal()),
        ).pValue <= 0.05,
    );
    expect(rejected).toBeGreaterThan(0.2);
  });
});

describe('zTestProportions', () => {
  it.each([
    [120, 1000, 100, 1000, 0.152917781863946, 1.42930084982323, -0.00749216751521103, 0.0475506674563391],
    [3, 50, 12, 400, 0.265205392591508, 1.11417202906231, -0.0149667322865593, 0.132964249970115],
    [0, 40, 5, 60, 0.0610446895059893, -1.87317162316339, -0.180689420183344, 0.0161985747446787],
  ])('equals R at %i of %i against %i of %i', (s, n, t, m, pValue, z, low, high) => {
    const result = zTestProportions({ successes: s, trials: n }, { successes: t, trials: m });
    expect(result.pValue).toBeCloseTo(pValue, 12);
    expect(result.statistic).toBeCloseTo(z, 12);
    expect(result.interval[0]).toBeCloseTo(low, 12);
    expect(result.interval[1]).toBeCloseTo(high, 12);
  });

  it('claims nothing when all or nobody succeeded', () => {
    const none = zTestProportions({ successes: 0, trials: 2 }, { successes: 0, trials: 9 });
    expect(none.pValue).toBe(1);
    expect(none.interval[0]).toBeLessThan(-0.2);
    expect(none.interval[1]).toBeGreaterThan(0.5);
    expect(none.warnings).toHaveLength(1);
    expect(zTestProportions({ successes: 5, trials: 5 }, { successes: 7, trials: 7 }).pValue).toBe(1);
  });

  it('one-sided: half of the two-sided p-value on the right side', () => {
    const [x, y] = [
      { successes: 120, trials: 1000 },
      { successes: 100, trials: 1000 },
    ];
    expect(zTestProportions(x, y, { alternative: 'greater' }).pValue).toBeCloseTo(0.152917781863946 / 2, 12);
    expect(zTestProportions(x, y, { alternative: 'less' }).pValue).toBeCloseTo(1 - 0.152917781863946 / 2, 12);
    expect(zTestProportions(x, y, { alternative: 'greater' }).interval[1]).toBe(1);
    expect(zTestProportions(x, y, { alternative: 'less' }).interval[0]).toBe(-1);
  });

  it('refuses what no count can be', () => {
    expect(() => zTestProportions({ successes: 3, trials: 0 }, { successes: 1, trials: 2 })).toThrow(
      'a.trials must be a positive integer, got 0',
    );
    expect(() => zTestProportions({ successes: 1, trials: 2 }, { successes: 3, trials: 2 })).toThrow(
      'b.successes must be a whole number in 0 … 2, got 3',
    );
    expect(() => zTestProportions({ successes: NaN, trials: 2 }, { successes: 1, trials: 2 })).toThrow('a.successes');
  });

  it('covers 95 % and errs 5 % of the time from 500 users, in replays', () => {
    const n = replays(2000);
    const count = (trials: number, p: number, uniform: () => number) => {
      let successes = 0;
      for (let i = 0; i < trials; i++) if (uniform() < p) successes++;
      return { successes, trials };
    };
    const covered = shareOf(n, 6, (draw) =>
      holds(zTestProportions(count(500, 0.12, draw.next), count(800, 0.1, draw.next)).interval, 0.02),
    );
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
    const wrong = shareOf(
      n,
      7,
      (draw) => zTestProportions(count(500, 0.1, draw.next), count(800, 0.1, draw.next)).pValue <= 0.05,
    );
    expect(Math.abs(wrong - 0.05)).toBeLessThan(tolerance(0.05, n));
  });
});

describe('mannWhitney', () => {
  it('equals R: normal with ties, one-sided too', () => {
    const result = mannWhitney(c, d, { exact: false });
    expect(result.statistic).toBe(18.5);
    expect(result.estimate).toBe(18.5 / 80);
    expect(result.pValue).toBeCloseTo(0.0580299886587699, 12);
    expect(mannWhitney(c, d, { exact: false, alternative: 'less' }).pValue).toBeCloseTo(0.0290149943293849, 12);
    expect(mannWhitney(a, b, { exact: false }).pValue).toBeCloseTo(0.0871184374471478, 12);
    expect(mannWhitney(a, b, { exact: false, alternative: 'greater' }).pValue).toBeCloseTo(0.0435592187235739, 12);
    const x = Array.from({ length: 30 }, (_, i) => i + 1 + 0.5 * ((i + 1) % 7));
    const y = Array.from({ length: 45 }, (_, i) => (i + 1) * 0.7 + 0.01);
    expect(mannWhitney(x, y).pValue).toBeCloseTo(0.709067120637481, 12);
  });

  it('is exact in small samples, ties included', () => {
    expect(mannWhitney(c, d).pValue).toBeCloseTo(0.0544357603181133, 12);
    expect(mannWhitney(c, d, { alternative: 'less' }).pValue).toBeCloseTo(0.0272178801590566, 12);
    expect(mannWhitney([1, 2], [3, 4]).pValue).toBeCloseTo(2 / 6, 14);
    expect(mannWhitney([1], [2]).pValue).toBe(1);
  });

  it('cannot reject where all values are equal', () => {
    for (const exact of [true, false]) expect(mannWhitney([1, 1, 1], [1, 1], { exact }).pValue).toBeCloseTo(1, 12);
    expect(mannWhitney([1, 1, 1], [1, 1]).warnings).toHaveLength(1);
    expect(mannWhitney([1, 1, 1], [1, 1]).interval).toEqual([0, 1]);
  });

  it('refuses empty arms, NaN, and an exact test of very many', () => {
    expect(() => mannWhitney([], [1])).toThrow('a must have at least 1 value, got 0');
    expect(() => mannWhitney([1], [NaN])).toThrow('b must hold finite numbers, got NaN at 0');
    expect(() => mannWhitney(new Float64Array(300), new Float64Array(300), { exact: true })).toThrow('exact must be false');
  });

  it('errs at most α at any size, 5 % from 500, and covers θ, in replays', () => {
    const n = replays(1500);
    const few = shareOf(
      n,
      8,
      (draw) =>
        mannWhitney(
          sample(4, () => draw.int(5)),
          sample(9, () => draw.int(5)),
        ).pValue <= 0.05,
    );
    expect(few).toBeLessThan(0.05 + tolerance(0.05, n));
    let covered = 0;
    const theta = 1 / (1 + 1 / 1.5); // of two exponentials with means 1.5 and 1
    const wrong = shareOf(n, 9, (draw) => {
      const base = sample(500, draw.exponential);
      if (
        holds(
          mannWhitney(
            sample(500, () => 1.5 * draw.exponential()),
            base,
          ).interval,
          theta,
        )
      )
        covered++;
      return mannWhitney(sample(500, draw.exponential), base).pValue <= 0.05;
    });
    expect(Math.abs(wrong - 0.05)).toBeLessThan(tolerance(0.05, n));
    expect(Math.abs(covered / n - 0.95)).toBeLessThan(tolerance(0.05, n));
  });
});

describe('permutationTest', () => {
  it('takes each relabelling once where they are few, as R counts them', () => {
    expect(permutationTest(a, b).pValue).toBeCloseTo(0.0761904761904762, 14);
    expect(permutationTest(a, b, { alternative: 'greater' }).pValue).toBeCloseTo(0.0380952380952381, 14);
    expect(permutationTest([1, 4, 2], [8, 6, 9]).pValue).toBeCloseTo(2 / 20, 14);
    expect(permutationTest(a, b).estimate).toBeCloseTo(welch(a, b).estimate, 14);
  });

  it('draws relabellings where they are many, near the exact p-value and never 0', () => {
    const drawn = permutationTest(c, d, { resamples: 20000, seed: 3 }).pValue;
    expect(Math.abs(drawn - permutationTest(c, d, { resamples: 50000 }).pValue)).toBeLessThan(
      4 * Math.sqrt((0.06 * 0.94) / 20000),
    );
    const far = permutationTest(
      sample(50, () => 0).map((_, i) => i),
      sample(50, () => 0).map((_, i) => 1000 + i),
      { resamples: 99 },
    );
    expect(far.pValue).toBe(0.01);
  });

  it('its interval holds exactly the shifts that the test does not reject', () => {
    const { interval } = permutationTest(a, b, { confidence: 0.9 });
    const rejects = (shift: number, alternative: 'greater' | 'less') =>
      permutationTest(
        a.map((value) => value - shift),
        b,
        { alternative },
      ).pValue <= 0.05;
    expect(rejects(interval[0] - 1e-6, 'greater')).toBe(true);
    expect(rejects(interval[0] + 1e-6, 'greater')).toBe(false);
    expect(rejects(interval[1] + 1e-6, 'less')).toBe(true);
    expect(rejects(interval[1] - 1e-6, 'less')).toBe(false);
  });

  it('says nothing where the arms are too small to say anything', () => {
    const result = permutationTest([1, 3], [6, 7]);
    expect(result.pValue).toBeCloseTo(2 / 6, 14);
    expect(result.interval).toEqual([-Infinity, Infinity]);
    expect(permutationTest([1, 1], [1, 1]).pValue).toBe(1);
    expect(() => permutationTest([], [1])).toThrow('a must have at least 1 value, got 0');
    expect(() => permutationTest([1], [1], { resamples: 0 })).toThrow('resamples must be a positive integer, got 0');
  });

  it('errs at most α at any size, and covers 95 % of shifts, in replays', () => {
    const n = replays(1000);
    const heavy = (draw: { exponential: () => number }) => Math.floor(4 * draw.exponential());
    const exact = shareOf(
      n,
      10,
      (draw) =>
        permutationTest(
          sample(3, () => heavy(draw)),
          sample(6, () => heavy(draw)),
        ).pValue <= 0.05,
    );
    expect(exact).toBeLessThan(0.05 + tolerance(0.05, n));
    let covered = 0;
    const drawn = shareOf(n, 11, (draw) => {
      const [x, y] = [sample(12, draw.exponential), sample(20, draw.exponential)];
      if (holds(permutationTest(x, y, { resamples: 399, seed: draw.int(1e9) }).interval, 0)) covered++;
      return permutationTest(x, y, { resamples: 399, seed: draw.int(1e9) }).pValue <= 0.05;
    });
    expect(drawn).toBeLessThan(0.05 + tolerance(0.05, n));
    expect(covered / n).toBeGreaterThan(0.95 - tolerance(0.05, n));
  });
});

describe('chiSquare', () => {
  it('equals R, with the interval of V', () => {
    const small = chiSquare([
      [30, 70],
      [45, 55],
    ]);
    expect(small.statistic).toBeCloseTo(4.8, 12);
    expect(small.pValue).toBeCloseTo(0.0284597369163105, 12);
    expect([small.estimate, ...small.interval]).toEqual(
      [0.154919333848297, 0, 0.293509716145837].map((x) => expect.closeTo(x, 8)),
    );
    // matrix(c(10,20,30,15,15,40,25,5,12), 3) fills by column
    const wide = chiSquare([
      [10, 15, 25],
      [20, 15, 5],
      [30, 40, 12],
    ]);
    expect([wide.statistic, wide.pValue * 1e5, wide.df]).toEqual(
      [27.6278745644599, 1.48372620336073, 4].map((x) => expect.closeTo(x, 10)),
    );
    expect([wide.estimate, ...wide.interval]).toEqual(
      [0.283396522297247, 0.157189901621193, 0.375684217538573].map((x) => expect.closeTo(x, 8)),
    );
  });

  it('is the square of the z test of two proportions', () => {
    const z = zTestProportions({ successes: 30, trials: 100 }, { successes: 45, trials: 100 });
    const table = [
      [30, 70],
      [45, 55],
    ];
    expect(chiSquare(table).statistic).toBeCloseTo(z.statistic * z.statistic, 12);
    expect(chiSquare(table).pValue).toBeCloseTo(z.pValue, 12);
  });

  it('leaves out rows and columns nobody is in, and says so', () => {
    const padded = chiSquare([
      [30, 0, 70],
      [45, 0, 55],
      [0, 0, 0],
    ]);
    expect(padded.pValue).toBeCloseTo(0.0284597369163105, 12);
    expect(padded.warnings[0]).toMatch(/left out/);
    const one = [
      [5, 0],
      [7, 0],
    ];
    expect(chiSquare(one).pValue).toBe(1);
  });

  it('refuses what is no table of counts', () => {
    expect(() => chiSquare([[1, 2]])).toThrow('table must have at least 2 rows and 2 columns, got 1 and 2');
    expect(() => chiSquare([[1, 2], [3]])).toThrow('row 1 of table must have 2 counts, got 1');
    expect(() =>
      chiSquare([
        [1, NaN],
        [3, 4],
      ]),
    ).toThrow('got NaN in row 0, column 1');
    expect(() =>
      chiSquare([
        [0, 0],
        [0, 0],
      ]),
    ).toThrow('at least one count above 0');
  });

  it('errs 5 % of the time at 500 units, in replays', () => {
    const n = replays(3000);
    const wrong = shareOf(n, 12, (draw) => {
      const table = [
        [0, 0, 0],
        [0, 0, 0],
      ];
      for (let i = 0; i < 500; i++) table[draw.next() < 0.4 ? 0 : 1][draw.weighted([0.2, 0.3, 0.5])]++;
      return chiSquare(table).pValue <= 0.05;
    });
    expect(Math.abs(wrong - 0.05)).toBeLessThan(tolerance(0.05, n));
  });
});

describe('moments', () => {
  it('equal the two-pass formulas, in any cut and merge', () => {
    const x = [1e8 + 1, 1e8 + 4, 1e8 + 2, 1e8 + 9, 1e8];
    const y = [2, 3, 5, 7, 11];
    const whole = moments().addAll(x, y);
    expect([whole.n, whole.mean - 1e8, whole.variance, whole.meanY]).toEqual(
      [5, 3.2, 12.7, 5.6].map((v) => expect.closeTo(v, 6)),
    );
    expect(whole.varianceY).toBeCloseTo(12.8, 12);
    expect(whole.covariance).toBeCloseTo(-0.65, 7); // (7.92 − 2.08 + 0.72 + 8.12 − 17.28) / 4
    for (let cut = 0; cut <= 5; cut++) {
      const merged = moments()
        .addAll(x.slice(0, cut), y.slice(0, cut))
        .merge(moments().addAll(x.slice(cut), y.slice(cut)));
      expect([merged.n, merged.mean, merged.variance, merged.covariance]).toEqual(
        [whole.n, whole.mean, whole.variance, whole.covariance].map((v) => expect.closeTo(v, 6)),
      );
    }
  });

  it('have no variance below two values', () => {
    expect(moments().variance).toBeNaN();
    expect(moments().add(3).covariance).toBeNaN();
    expect(() => moments().addAll([1, 2], [1])).toThrow('ys must be as long as xs');
  });
});
