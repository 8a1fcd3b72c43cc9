/**
 * Ratios, bootstrap, strata and CUPED, against R 4.2.2:
 *
 *     num <- c(3,0,5,2,9,1,4,0); den <- c(10,3,12,9,20,4,11,1); R <- sum(num)/sum(den)
 *     sqrt((var(num) - 2*R*cov(num,den) + R^2*var(den)) / 8 / mean(den)^2)      # and the same for the second arm
 *     y <- c(10,12,9,15,11,14,16,13); x <- c(8,11,7,13,9,10,14,12); g <- c(0,0,0,0,1,1,1,1)
 *     coef(lm(y ~ x + factor(g)))[2]; ad <- y - theta*(x - mean(x)); t.test(ad[g==1], ad[g==0])
 *     cor(resid(lm(y ~ factor(g))), resid(lm(x ~ factor(g))))
 */
import { describe, expect, it } from 'vitest';
import { bootstrap, quantile } from '../../../src/recsys/experiment/bootstrap';
import { clusterBootstrap } from '../../../src/recsys/experiment/clusterBootstrap';
import { cuped } from '../../../src/recsys/experiment/cuped';
import { cupedRatio } from '../../../src/recsys/experiment/cupedRatio';
import { poissonWeights } from '../../../src/recsys/experiment/poissonWeights';
import { ratioMetric } from '../../../src/recsys/experiment/ratioMetric';
import { stratified } from '../../../src/recsys/experiment/stratified';
import { welch } from '../../../src/recsys/experiment/welch';
import { normalQuantile } from '../../../src/recsys/math/distributions';
import { exp } from '../../../src/recsys/math/functions';
import type { Random } from '../../../src/recsys/math/random';
import { random } from '../../../src/recsys/math/random';
import { holds, replays, sample, shareOf, tolerance } from './simulation';

const one = { numerators: [3, 0, 5, 2, 9, 1, 4, 0], denominators: [10, 3, 12, 9, 20, 4, 11, 1] };
const two = { numerators: [1, 2, 2, 0, 6, 3], denominators: [8, 7, 9, 5, 14, 10] };

/** Users with a click rate of their own, and a number of views that goes with it: true ratio ½·(0.1·4 + 0.3·8)/6 per view. */
function clicks(n: number, draw: Random) {
  const denominators = new Float64Array(n);
  const numerators = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const keen = draw.next() < 0.5;
    denominators[i] = 1 + draw.poisson(keen ? 7 : 3);
    const rate = keen ? 0.3 : 0.1;
    for (let view = 0; view < denominators[i]; view++) if (draw.next() < rate) numerators[i]++;
  }
  return { numerators, denominators };
}
const TRUE_RATIO = (0.3 * 8 + 0.1 * 4) / 12;

describe('ratioMetric', () => {
  it('equals the delta method in R', () => {
    const single = ratioMetric(one);
    expect([single.estimate, single.standardError]).toEqual([
      expect.closeTo(0.342857142857143, 12),
      expect.closeTo(0.0434771205429916, 12),
    ]);
    const both = ratioMetric(one, two);
    expect(both.estimate).toBeCloseTo(0.342857142857143 - 0.264150943396226, 12);
    const error = Math.sqrt(0.0434771205429916 * 0.0434771205429916 + 0.0605281337784468 * 0.0605281337784468);
    expect(both.standardError).toBeCloseTo(error, 12);
    expect(both.interval[1] - both.estimate).toBeCloseTo(normalQuantile(0.975) * error, 12);
    expect(both.warnings).toHaveLength(2);
  });

  it('is the mean where every denominator is 1', () => {
    const values = [3, 1, 4, 1, 5, 9];
    const ones = values.map(() => 1);
    const other = [2, 7, 1];
    const result = ratioMetric({ numerators: values, denominators: ones }, { numerators: other, denominators: [1, 1, 1] });
    expect(result.estimate).toBeCloseTo(welch(values, other).estimate, 13);
    expect(result.standardError).toBeCloseTo(welch(values, other).standardError, 13);
  });

  it('claims nothing where every user has the same ratio; refuses what has none', () => {
    expect(ratioMetric({ numerators: [1, 2], denominators: [2, 4] }).pValue).toBe(1);
    expect(() => ratioMetric({ numerators: [1, 2], denominators: [0, 0] })).toThrow(
      'a.denominators must have a positive mean, got 0',
    );
    expect(() => ratioMetric({ numerators: [1, 2], denominators: [1] })).toThrow(
      'a.denominators must have at least 2 values, got 1',
    );
    expect(() => ratioMetric(one, { numerators: [1, NaN], denominators: [1, 1] })).toThrow(
      'b.numerators must hold finite numbers, got NaN at 1',
    );
  });

  it('covers 95 % from 500 users where a test of views errs, in replays', () => {
    const n = replays(1200);
    let naive = 0;
    const covered = shareOf(n, 31, (draw) => {
      const users = clicks(500, draw);
      const views = users.denominators.reduce((sum, views) => sum + views, 0);
      const result = ratioMetric(users);
      const half = 1.96 * Math.sqrt((result.estimate * (1 - result.estimate)) / views);
      if (Math.abs(result.estimate - TRUE_RATIO) <= half) naive++;
      return holds(result.interval, TRUE_RATIO);
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
    expect(naive / n).toBeLessThan(covered - 0.01);
  });
});

describe('poissonWeights', () => {
  it('have the distribution of Poisson with mean 1', () => {
    const weights = new Uint8Array(400001);
    poissonWeights(3).fill(weights);
    const counts = new Float64Array(10);
    for (const weight of weights) counts[weight]++;
    let expected = exp(-1) * weights.length;
    let statistic = 0;
    for (let k = 0; k < 7; k++) {
      statistic += ((counts[k] - expected) * (counts[k] - expected)) / expected;
      expected /= k + 1;
    }
    expect(statistic).toBeLessThan(24.3); // the 99.9 % point of χ² with 7 degrees of freedom
  });

  it('seeds give sequences of their own, and a sequence goes on', () => {
    const source = poissonWeights(1);
    const [first, second, other] = [new Uint8Array(1000), new Uint8Array(1000), new Uint8Array(1000)];
    source.fill(first);
    source.fill(second);
    poissonWeights(2).fill(other);
    const agree = (x: Uint8Array, y: Uint8Array) => x.filter((weight, i) => weight === y[i]).length / 1000;
    const chance = 0.3085; // Σ p(k)²
    for (const share of [agree(first, second), agree(first, other)]) expect(Math.abs(share - chance)).toBeLessThan(0.06);
    expect(() => poissonWeights(NaN)).toThrow('seed must be a finite number, got NaN');
  });
});

describe('bootstrap', () => {
  const draw = random(8);
  const x = sample(400, draw.exponential);
  const y = sample(700, () => 1.1 * draw.exponential());

  it('has the standard error of welch, by Poisson weights and by drawing', () => {
    const known = welch(x, y).standardError;
    const poisson = bootstrap(x, y, { resamples: 4000 });
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const drawn = bootstrap(x, y, { resamples: 2000, statistic: mean });
    // the bootstrap's own error is 1/√(2B), below 2.3 % with four of them below 9 %
    expect(Math.abs(poisson.standardError / known - 1)).toBeLessThan(4 / Math.sqrt(8000) + 0.01);
    expect(Math.abs(drawn.standardError / known - 1)).toBeLessThan(4 / Math.sqrt(4000) + 0.01);
    expect(poisson.estimate).toBeCloseTo(welch(x, y).estimate, 13);
    expect(Math.abs(poisson.pValue - welch(x, y).pValue)).toBeLessThan(0.05);
  });

  it('gives the same interval for the same seed, another for another', () => {
    expect(bootstrap(x, y, { seed: 4 }).interval).toEqual(bootstrap(x, y, { seed: 4 }).interval);
    expect(bootstrap(x, y, { seed: 4 }).interval).not.toEqual(bootstrap(x, y, { seed: 5 }).interval);
  });

  it('leans to the long tail by bca', () => {
    const few = x.slice(0, 60);
    const plain = bootstrap(few, undefined, { resamples: 4000 });
    const corrected = bootstrap(few, undefined, { resamples: 4000, method: 'bca' });
    expect(corrected.interval[0]).toBeGreaterThan(plain.interval[0]);
    expect(corrected.interval[1]).toBeGreaterThan(plain.interval[1]);
    const byJackknife = bootstrap(few, undefined, { method: 'bca', statistic: (v) => v.reduce((s, u) => s + u, 0) / v.length });
    expect(byJackknife.interval[1] - corrected.interval[1]).toBeCloseTo(0, 1);
  });

  it('takes any statistic', () => {
    const median = (values: Float64Array) => quantile(values.slice().sort(), 0.5);
    const { estimate, interval } = bootstrap(y, undefined, { statistic: median, resamples: 500 });
    expect(estimate).toBe(median(y));
    expect(holds(interval, estimate)).toBe(true);
    expect(quantile([1, 2, 4], 0.75)).toBe(3);
  });

  it('claims nothing where nothing varies, and refuses what is no sample', () => {
    expect(bootstrap([2, 2, 2]).interval).toEqual([-Infinity, Infinity]);
    expect(bootstrap([2, 2], [1, 1]).pValue).toBe(1);
    expect(() => bootstrap([1])).toThrow('a must have at least 2 values, got 1');
    expect(() => bootstrap([1, 2], [1, NaN])).toThrow('b must hold finite numbers');
    expect(() => bootstrap([1, 2], [1, 2], { resamples: 1.5 })).toThrow('resamples must be a positive integer, got 1.5');
    expect(() => bootstrap([1, 2], [1, 2], { confidence: 0 })).toThrow('confidence must lie');
  });

  it('covers 95 % and errs 5 % from 500 units, in replays', () => {
    const n = replays(600);
    let wrong = 0;
    const covered = shareOf(n, 32, (source) => {
      const [left, right] = [sample(500, source.exponential), sample(600, source.exponential)];
      const result = bootstrap(left, right, { resamples: 400, seed: source.int(1e9) });
      if (result.pValue <= 0.05) wrong++;
      return holds(result.interval, 0);
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
    expect(Math.abs(wrong / n - 0.05)).toBeLessThan(tolerance(0.05, n));
  });
});

describe('clusterBootstrap', () => {
  /** The rows of users as a log of views. */
  function rowsOf({ numerators, denominators }: ReturnType<typeof clicks>) {
    const values: number[] = [];
    const clusters: string[] = [];
    denominators.forEach((views, user) => {
      for (let view = 0; view < views; view++) {
        values.push(view < numerators[user] ? 1 : 0);
        clusters.push(`u${user}`);
      }
    });
    return { values, clusters };
  }

  it('has the standard error of the delta method', () => {
    const users = clicks(800, random(33));
    const result = clusterBootstrap(rowsOf(users), undefined, { resamples: 3000 });
    const delta = ratioMetric(users);
    expect(result.estimate).toBeCloseTo(delta.estimate, 13);
    expect(Math.abs(result.standardError / delta.standardError - 1)).toBeLessThan(4 / Math.sqrt(6000) + 0.01);
  });

  it('covers 95 % of differences, in replays', () => {
    const n = replays(300);
    const covered = shareOf(n, 34, (draw) => {
      const result = clusterBootstrap(rowsOf(clicks(500, draw)), rowsOf(clicks(500, draw)), {
        resamples: 300,
        seed: draw.int(1e9),
      });
      return holds(result.interval, 0);
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
  });

  it('refuses a single cluster and rows without one', () => {
    expect(() => clusterBootstrap({ values: [1, 2], clusters: [7, 7] })).toThrow('a must have at least 2 clusters, got 1');
    expect(() => clusterBootstrap({ values: [1, 2], clusters: [7] })).toThrow('a.clusters must be as long as a.values');
    expect(() => clusterBootstrap({ values: [], clusters: [] })).toThrow('a.values must have at least 1 value, got 0');
  });
});

describe('stratified', () => {
  it('is the formula, by hand', () => {
    const left = { values: [1, 3, 10, 14], strata: ['s', 's', 't', 't'] };
    const right = { values: [2, 4, 6, 9, 11], strata: ['s', 's', 's', 't', 't'] };
    const result = stratified(left, right);
    // s: 2 − 4 = −2, weight 5/9, variance 2/2 + 4/3; t: 12 − 10 = 2, weight 4/9, variance 8/2 + 2/2
    expect(result.estimate).toBeCloseTo((-2 * 5 + 2 * 4) / 9, 14);
    expect(result.standardError).toBeCloseTo(Math.sqrt(25 * (7 / 3) + 16 * 5) / 9, 14);
    expect(result.strata.map(({ stratum, a, b }) => [stratum, a, b])).toEqual([
      ['s', 2, 3],
      ['t', 2, 2],
    ]);
    expect(stratified(left, right, { weights: { s: 3, t: 1 } }).estimate).toBeCloseTo(-1, 14);
  });

  it('refuses strata too small for a variance, and weights that miss one', () => {
    const left = { values: [1, 3, 10], strata: ['s', 's', 't'] };
    const right = { values: [1, 3, 10, 2], strata: ['s', 's', 't', 't'] };
    expect(() => stratified(left, right)).toThrow("stratum 't' must have at least 2 users in a, got 1: join small strata");
    expect(() => stratified(right, right, { weights: { s: 1 } })).toThrow(
      "weights must give stratum 't' a positive number, got undefined",
    );
    expect(() => stratified({ values: [1], strata: [] }, right)).toThrow('a.strata must be as long as a.values');
  });

  it('covers 95 % with an interval narrower than welch has, in replays', () => {
    const n = replays(1200);
    let narrower = 0;
    const arm = (draw: Random, effect: number) => {
      const strata = Array.from({ length: 500 }, () => draw.int(3));
      return { strata, values: strata.map((stratum) => effect + 2 * stratum + draw.normal()) };
    };
    const covered = shareOf(n, 35, (draw) => {
      const [a, b] = [arm(draw, 0.3), arm(draw, 0)];
      const result = stratified(a, b);
      if (result.standardError < 0.7 * welch(a.values, b.values).standardError) narrower++;
      return holds(result.interval, 0.3);
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
    expect(narrower).toBe(n);
  });
});

describe('cuped', () => {
  const y = [10, 12, 9, 15, 11, 14, 16, 13];
  const x = [8, 11, 7, 13, 9, 10, 14, 12];
  const groups = [0, 0, 0, 0, 1, 1, 1, 1];

  it('equals the regression in R, with theta pooled within arms', () => {
    const result = cuped(y, x, { groups });
    expect(result.theta).toBeCloseTo(0.88, 13);
    expect(result.correlation).toBeCloseTo(0.924184855458487, 12);
    expect(result.varianceRatio).toBeCloseTo(1 - 0.924184855458487 * 0.924184855458487, 12);
    expect([result.pValue, result.statistic, result.df]).toEqual(
      [0.348777428100637, 1.05769072862503, 4.07825958044427].map((value) => expect.closeTo(value, 10)),
    );
    expect(result.interval).toEqual([-1.09157647001371, 2.4515764700137].map((value) => expect.closeTo(value, 10)));
  });

  it('keeps the mean, and takes 1 − ρ² of the variance, exactly in one arm', () => {
    const result = cuped(y, x);
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    const variance = (values: ArrayLike<number>) =>
      mean(Array.from(values).map((value) => (value - mean(values)) * (value - mean(values))));
    expect(mean(result.adjusted)).toBeCloseTo(mean(y), 12);
    expect(variance(result.adjusted) / variance(y)).toBeCloseTo(result.varianceRatio, 12);
    expect(result.estimate).toBeCloseTo(12.5, 12);
  });

  it('adjusts nothing by a constant past, and says so', () => {
    const result = cuped(y, new Float64Array(8).fill(3), { groups });
    expect([result.theta, result.varianceRatio]).toEqual([0, 1]);
    expect(result.pValue).toBe(welch(y.slice(4), y.slice(0, 4)).pValue);
    expect(result.warnings.join()).toMatch(/covariate does not vary/);
  });

  it('refuses lengths that differ, NaN, and arms of one', () => {
    expect(() => cuped(y, [1])).toThrow('x must have at least 2 values, got 1');
    expect(() => cuped(y, [1, 2])).toThrow('x must be as long as y');
    expect(() => cuped([1, 2, 3], [1, NaN, 2])).toThrow('x must hold finite numbers, got NaN at 1');
    expect(() => cuped([1, 2, 3], [1, 2, 3], { groups: [0, 0, 1] })).toThrow('group 1 must have at least 2 users, got 1');
    expect(() => cuped([1, 2, 3], [1, 2, 3], { groups: [0, 1] })).toThrow('groups must be as long as y (3), got 2');
    expect(() => cuped([1, 2], [1, 2], { groups: [NaN, 1] })).toThrow('groups must hold finite numbers, got NaN at 0');
  });

  it('the variance over experiments falls to 1 − ρ², the effect stays, the coverage is 95 %, in replays', () => {
    const n = replays(1500);
    const rho = 0.8;
    let [plain, adjusted, sum] = [0, 0, 0];
    const covered = shareOf(n, 36, (draw) => {
      const past = sample(400, () => draw.normal());
      const arms = past.map((_, i) => i % 2);
      const metric = past.map((value, i) => rho * value + Math.sqrt(1 - rho * rho) * draw.normal() + 0.2 * arms[i]);
      const result = cuped(metric, past, { groups: arms });
      const raw = welch(
        metric.filter((_, i) => arms[i] === 1),
        metric.filter((_, i) => arms[i] === 0),
      ).estimate;
      plain += (raw - 0.2) * (raw - 0.2);
      adjusted += (result.estimate - 0.2) * (result.estimate - 0.2);
      sum += result.estimate;
      return holds(result.interval, 0.2);
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
    expect(Math.abs(sum / n - 0.2)).toBeLessThan(4 * Math.sqrt(adjusted / n / n));
    // the ratio of two variances of n replays has a relative error of √(4(1 − c²)/n) at most, c their correlation
    expect(Math.abs(adjusted / plain / (1 - rho * rho) - 1)).toBeLessThan(4 * Math.sqrt(4 / n));
  });
});

describe('cupedRatio', () => {
  const past = { pastNumerators: [2, 1, 4, 2, 8, 1, 3, 0], pastDenominators: [9, 4, 11, 8, 19, 4, 9, 2] };
  const before = { pastNumerators: [1, 2, 3, 1, 5, 2], pastDenominators: [8, 8, 9, 6, 13, 9] };

  it('is cuped on linearised values: theta minimises the variance', () => {
    const result = cupedRatio({ ...one, ...past }, { ...two, ...before });
    const plain = ratioMetric(one, two);
    const gap = ratioMetric(
      { numerators: past.pastNumerators, denominators: past.pastDenominators },
      { numerators: before.pastNumerators, denominators: before.pastDenominators },
    );
    expect(result.estimate).toBeCloseTo(plain.estimate - result.theta * gap.estimate, 13);
    expect(result.standardError * result.standardError).toBeCloseTo(
      plain.standardError * plain.standardError - result.theta * result.theta * gap.standardError * gap.standardError,
      13,
    );
    expect(result.varianceRatio).toBeCloseTo(1 - result.correlation * result.correlation, 12);
    expect(result.varianceRatio).toBeLessThan(1);
  });

  it('is cuped where every denominator is 1', () => {
    const y = [10, 12, 9, 15, 11, 14, 16, 13];
    const x = [8, 11, 7, 13, 9, 10, 14, 12];
    const arm = (from: number, to: number) => ({
      numerators: y.slice(from, to),
      denominators: [1, 1, 1, 1],
      pastNumerators: x.slice(from, to),
      pastDenominators: [1, 1, 1, 1],
    });
    const result = cupedRatio(arm(4, 8), arm(0, 4));
    expect(result.theta).toBeCloseTo(0.88, 12);
    expect(result.estimate).toBeCloseTo(cuped(y, x, { groups: [0, 0, 0, 0, 1, 1, 1, 1] }).estimate, 12);
  });

  it('covers 95 % and shrinks, in replays', () => {
    const n = replays(600);
    let shrunk = 0;
    const arm = (draw: Random) => {
      const rates = sample(500, () => 0.05 + 0.4 * draw.next());
      const views = sample(500, () => 2 + draw.poisson(8));
      const count = () => rates.map((rate, i) => Math.round(views[i] * rate + 0.8 * draw.normal()));
      return { numerators: count(), denominators: views, pastNumerators: count(), pastDenominators: views };
    };
    const covered = shareOf(n, 37, (draw) => {
      const result = cupedRatio(arm(draw), arm(draw));
      if (result.varianceRatio < 0.8) shrunk++;
      return holds(result.interval, 0);
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(0.05, n));
    expect(shrunk).toBe(n);
  });

  it('refuses pasts of other users', () => {
    expect(() => cupedRatio({ ...one, pastNumerators: [1], pastDenominators: [1] }, { ...two, ...before })).toThrow(
      'a.pastNumerators must be as long as a.numerators',
    );
  });
});
