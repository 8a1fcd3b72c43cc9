/** What a result of the experiment room says besides its numbers: what it rests on, when it warns, and how it refuses. */
import { describe, expect, it } from 'vitest';
import { aaTest } from '../../../src/recsys/experiment/aaTest';
import { bootstrap } from '../../../src/recsys/experiment/bootstrap';
import { chiSquare } from '../../../src/recsys/experiment/chiSquare';
import { clusterBootstrap } from '../../../src/recsys/experiment/clusterBootstrap';
import { cuped } from '../../../src/recsys/experiment/cuped';
import { cupedRatio } from '../../../src/recsys/experiment/cupedRatio';
import { groupSequential } from '../../../src/recsys/experiment/groupSequential';
import { balanced, teamDraft } from '../../../src/recsys/experiment/interleaving';
import { mSprt } from '../../../src/recsys/experiment/mSprt';
import { mannWhitney } from '../../../src/recsys/experiment/mannWhitney';
import { minimalDetectableEffect } from '../../../src/recsys/experiment/minimalDetectableEffect';
import { benjaminiHochberg, bonferroni, holm } from '../../../src/recsys/experiment/multiple';
import { directMethod, doublyRobust, ips, snips, switchDr } from '../../../src/recsys/experiment/offPolicy';
import { peekingInflation } from '../../../src/recsys/experiment/peekingInflation';
import { permutationTest } from '../../../src/recsys/experiment/permutationTest';
import { power } from '../../../src/recsys/experiment/power';
import { preference } from '../../../src/recsys/experiment/preference';
import { ratioMetric } from '../../../src/recsys/experiment/ratioMetric';
import { sampleRatioMismatch } from '../../../src/recsys/experiment/sampleRatioMismatch';
import { sampleSize } from '../../../src/recsys/experiment/sampleSize';
import { stratified } from '../../../src/recsys/experiment/stratified';
import { tTest } from '../../../src/recsys/experiment/tTest';
import { welch } from '../../../src/recsys/experiment/welch';
import { wilsonInterval, zTestProportions } from '../../../src/recsys/experiment/zTestProportions';

const a = [1, 2, 4, 3];
const b = [2, 5, 3, 7];
const ratio = (numerators: number[]) => ({ numerators, denominators: [4, 5, 4, 5] });
const past = (numerators: number[]) => ({ ...ratio(numerators), pastNumerators: [2, 1, 3, 2], pastDenominators: [3, 3, 4, 3] });
const log = { reward: [0, 1, 1, 0], propensity: [0.5, 0.5, 0.25, 0.5], target: [0.5, 0.25, 0.5, 0.5], minimumEss: 1 };
const modelled = { ...log, model: { logged: [0.2, 0.5, 0.6, 0.1], value: [0.3, 0.4, 0.5, 0.2] } };
const strata = (values: number[]) => ({ values, strata: values.map((_, i) => i % 2) });
const shown = teamDraft([1, 2, 3], [3, 2, 1], { seed: 1 });
const proportion = (successes: number, trials: number) => ({ successes, trials });

describe('a result', () => {
  it.each<[string, () => { assumptions: string }, RegExp]>([
    ['bootstrap', () => bootstrap(a, b, { resamples: 20 }), /independent .*hundreds/],
    ['chiSquare', () => chiSquare([a, b]), /at least 5/],
    ['clusterBootstrap', () => clusterBootstrap({ values: a, clusters: [1, 1, 2, 3] }, undefined, { resamples: 20 }), /Clusters/],
    ['cuped', () => cuped(a, b), /before the assignment/],
    ['cupedRatio', () => cupedRatio(past(a), past(b)), /before the assignment/],
    ['groupSequential', () => groupSequential({ looks: 2 }), /independent increments/],
    ['mannWhitney', () => mannWhitney(a, b), /same distribution/],
    ['mSprt with a known variance', () => mSprt(a, b, { tau: 1, variance: 1 }), /stated variance/],
    ['mSprt with an estimated one', () => mSprt(a, b, { tau: 1, burnIn: 2 }), /burn-in/],
    ['minimalDetectableEffect', () => minimalDetectableEffect({ baseline: 0.1, perGroup: 1000 }), /at the end/],
    ['sampleSize', () => sampleSize({ baseline: 0.1, mde: 0.05 }), /at the end/],
    ['bonferroni', () => bonferroni([0.1]), /None/],
    ['holm', () => holm([0.1]), /None/],
    ['benjaminiHochberg', () => benjaminiHochberg([0.1]), /positively dependent/],
    ['ips', () => ips(log), /above 0 for all .*; rows are independent\.$/],
    ['ips of clusters', () => ips({ ...log, clusters: [1, 1, 2, 3] }), /rows are independent between clusters\.$/],
    ['snips', () => snips(log), /above 0 for all .*independent and many/],
    ['directMethod', () => directMethod(modelled), /model is right/],
    ['doublyRobust', () => doublyRobust(modelled), /above 0 for all .*, or the reward model is right/],
    ['switchDr', () => switchDr({ ...modelled, tau: 1 }), /above 0 for all .*above tau/],
    ['peekingInflation', () => peekingInflation({ looks: 2 }), /first significant look/],
    ['permutationTest', () => permutationTest(a, b), /exchangeable/],
    ['preference', () => preference([shown, shown].map((interleaved, i) => ({ interleaved, clicks: [i] }))), /one per user/],
    ['ratioMetric', () => ratioMetric(ratio(a), ratio(b)), /Users are independent/],
    ['sampleRatioMismatch', () => sampleRatioMismatch([5, 5]), /counted once/],
    ['stratified', () => stratified(strata(a), strata(b)), /before the assignment/],
    ['tTest', () => tTest(a, b), /same in both arms/],
    ['tTest of pairs', () => tTest(a, b, { paired: true }), /Pairs/],
    ['welch', () => welch(a, b), /independent/],
    ['zTestProportions', () => zTestProportions(proportion(1, 4), proportion(2, 4)), /one trial per user/],
  ])('of %s says what it rests on', (_, ask, words) => {
    const { assumptions } = ask();
    expect(assumptions).toMatch(/^[A-Z].*\.$/);
    expect(assumptions).toMatch(words);
  });
});

type Ask = () => { warnings: string[] };

describe('a warning', () => {
  it.each<[string, Ask, Ask, string]>([
    [
      'an expected count below 5',
      () =>
        chiSquare([
          [5, 5],
          [5, 5],
        ]),
      () =>
        chiSquare([
          [4, 5],
          [5, 4],
        ]),
      'an expected count is 4.5; below 5',
    ],
    [
      'an arm that expects fewer than 5',
      () => sampleRatioMismatch([4, 6]),
      () => sampleRatioMismatch([4, 5]),
      'an arm expects 4.5 units',
    ],
    [
      'fewer than 5 successes',
      () => zTestProportions(proportion(5, 10), proportion(10, 20)),
      () => zTestProportions(proportion(4, 10), proportion(9, 20)),
      'the smaller arm expects 4.3 of the rarer outcome',
    ],
    [
      'fewer than 5 failures',
      () => zTestProportions(proportion(5, 10), proportion(5, 10)),
      () => zTestProportions(proportion(6, 10), proportion(5, 10)),
      'the smaller arm expects 4.5 of the rarer outcome',
    ],
    [
      'fewer than 20 users in a stratum',
      () => stratified(strata(a.flatMap(() => [...a, ...a, 1, 2])), strata(a.flatMap(() => [...b, ...b, 1, 2]))),
      () => stratified(strata(a.flatMap(() => [...a, ...a, 1, 2]).slice(1)), strata(a.flatMap(() => [...b, ...b, 1, 2]))),
      'a stratum has 19 users in an arm; below 20',
    ],
    [
      'a denominator that is hardly known',
      () => ratioMetric(ratio(a), ratio(b)),
      () => ratioMetric(ratio(a), { numerators: b, denominators: [1, 9, 1, 9] }),
      'the mean denominator of b is known to 46 % only',
    ],
    [
      'an arm shorter than the burn-in',
      () => mSprt(a, b, { tau: 1, burnIn: 4 }),
      () => mSprt(a, b.slice(1), { tau: 1, burnIn: 4 }),
      'an arm has fewer users than the burn-in of 4, so no look was taken',
    ],
    [
      'a covariate that does not vary',
      () => cuped(a, b),
      () => cuped(a, [3, 3, 3, 3]),
      'the covariate does not vary, so nothing was adjusted',
    ],
    [
      'data that do not vary',
      () => permutationTest(a, b),
      () => permutationTest([1, 1], [1, 1]),
      'the data do not vary, so the test cannot reject',
    ],
    [
      'values that are all equal',
      () => mannWhitney(a, b),
      () => mannWhitney([1, 1], [1, 1]),
      'all values are equal, so the test cannot reject',
    ],
    [
      'replicates that do not vary',
      () => bootstrap(a, undefined, { resamples: 20 }),
      () => bootstrap([1, 1], undefined, { resamples: 20 }),
      'the data do not vary, so the error of the estimate cannot be judged',
    ],
    [
      'an empty row',
      () =>
        chiSquare([
          [9, 9],
          [9, 9],
        ]),
      () =>
        chiSquare([
          [9, 9],
          [9, 9],
          [0, 0],
        ]),
      'rows or columns without a count were left out',
    ],
    [
      'an empty column',
      () =>
        chiSquare([
          [9, 9],
          [9, 9],
        ]),
      () =>
        chiSquare([
          [9, 9, 0],
          [9, 9, 0],
        ]),
      'rows or columns without a count were left out',
    ],
  ])('tells of %s, and not just short of it', (_, quiet, warned, words) => {
    expect(quiet().warnings).toEqual([]);
    expect(warned().warnings).toEqual([expect.stringContaining(words)]);
  });

  it('tells of a log with too little of the policy in it, and not just short of that', () => {
    const even = (n: number) => ({
      reward: Array.from({ length: n }, (_, i) => i % 2),
      propensity: Array(n).fill(0.5),
      target: Array(n).fill(0.5),
    });
    expect(ips(even(100))).toMatchObject({ ess: 100, verdict: 'usable', why: '' });
    const few = ips(even(99));
    expect(few).toMatchObject({ ess: 99, verdict: 'not usable', interval: [-Infinity, Infinity] });
    expect(few.why).toContain('the effective sample size is 99.0 of 99 rows (at least 100 wanted)');
  });
});

describe('a proportion', () => {
  it('has a Wilson interval that begins at 0 for none, and ends at 1 for all', () => {
    expect(wilsonInterval(proportion(0, 10), 2)).toEqual([0, expect.closeTo(4 / 14, 12)]); // (2 + 2·√1) / (10 + 4)
    expect(wilsonInterval(proportion(10, 10), 2)).toEqual([expect.closeTo(10 / 14, 12), 1]);
  });

  it('has the error of two binomials, and no p-value where nobody or everybody succeeded', () => {
    expect(zTestProportions(proportion(1, 4), proportion(2, 5)).standardError).toBeCloseTo(Math.sqrt(3 / 64 + 6 / 125), 12);
    for (const [x, y] of [
      [0, 0],
      [10, 20],
    ])
      expect(zTestProportions(proportion(x, 10), proportion(y, 20))).toMatchObject({ pValue: 1, statistic: NaN, estimate: 0 });
  });

  it('leaves one end open where one side is asked', () => {
    const [x, y] = [proportion(120, 1000), proportion(100, 1000)];
    const wide = zTestProportions(x, y, { confidence: 0.9 }).interval;
    // one-sided at 95 % has the limit of two-sided at 90 %
    expect(zTestProportions(x, y, { alternative: 'greater' }).interval).toEqual([expect.closeTo(wide[0], 12), 1]);
    expect(zTestProportions(x, y, { alternative: 'less' }).interval).toEqual([-1, expect.closeTo(wide[1], 12)]);
  });
});

describe('strata', () => {
  const arm = (values: number[], of: string[]) => ({ values, strata: of });
  const left = arm([1, 3, 5, 9], ['b', 'b', 'a', 'a']);

  it('come in order, whatever the log’s', () => {
    const result = stratified(left, arm([2, 2, 4, 4], ['a', 'a', 'b', 'b']));
    expect(result.strata.map(({ stratum, estimate, weight }) => [stratum, estimate, weight])).toEqual([
      ['a', 5, 0.5],
      ['b', -2, 0.5],
    ]);
    expect(result.estimate).toBe(1.5);
  });

  it('must have two users in each arm, and weights above 0', () => {
    expect(() => stratified(left, arm([1, 2], ['a', 'a']))).toThrow("stratum 'b' must have at least 2 users in b, got 0");
    expect(() => stratified(arm([1, 2], ['a', 'a']), left)).toThrow("stratum 'b' must have at least 2 users in a, got 0");
    for (const weight of [0, -1, NaN, Infinity])
      expect(() => stratified(left, left, { weights: { a: weight, b: 1 } })).toThrow(
        `weights must give stratum 'a' a positive number, got ${weight}`,
      );
    expect(stratified(left, left, { weights: { a: 3, b: 1 } }).strata[0].weight).toBe(0.75);
  });
});

describe('a refusal', () => {
  const share = (name: string, value: number) => `${name} must lie strictly between 0 and 1, got ${value}`;
  const whole = (name: string, value: number) => `${name} must be a positive integer, got ${value}`;
  const above = (name: string, value: number) => `${name} must be a finite number greater than 0, got ${value}`;
  const plan = { baseline: 0.1, mde: 0.05 };

  it.each<[string, () => unknown]>([
    [whole('splits', 0), () => aaTest(a, { splits: 0 })],
    ['values must have at least 4 values, got 3', () => aaTest(a.slice(1))],
    [whole('resamples', 0), () => bootstrap(a, b, { resamples: 0 })],
    [share('confidence', 1), () => bootstrap(a, b, { confidence: 1 })],
    ['a must have at least 2 values, got 1', () => bootstrap([1], b)],
    ['b must have at least 2 values, got 1', () => bootstrap(a, [1])],
    [share('confidence', 1), () => chiSquare([a, b], { confidence: 1 })],
    [whole('resamples', 0), () => clusterBootstrap({ values: a, clusters: a }, undefined, { resamples: 0 })],
    [share('confidence', 0), () => clusterBootstrap({ values: a, clusters: a }, undefined, { confidence: 0 })],
    ['a.clusters must be as long as a.values (4), got 1', () => clusterBootstrap({ values: a, clusters: [1] })],
    ['a.values must have at least 1 value, got 0', () => clusterBootstrap({ values: [], clusters: [] })],
    ['b.values must', () => clusterBootstrap({ values: a, clusters: a }, { values: [], clusters: [] })],
    ['y must have at least 2 values, got 1', () => cuped([1], [1])],
    ['x must have at least 2 values, got 1', () => cuped(a, [1])],
    ['x must be as long as y (4), got 3', () => cuped(a, b.slice(1))],
    ['groups must be as long as y (4), got 1', () => cuped(a, b, { groups: [1] })],
    [
      'a.pastNumerators must be as long as a.numerators (4), got 1',
      () => cupedRatio({ ...past(a), pastNumerators: [1] }, past(b)),
    ],
    ['b.past.denominators must', () => cupedRatio(past(a), { ...past(b), pastDenominators: [0, 0, 0, 0] })],
    [share('alpha', 0), () => groupSequential({ looks: 2, alpha: 0 })],
    [
      "boundary must be one of 'obrien-fleming', 'pocock'",
      () => groupSequential({ looks: 2, boundary: 'haybittle' as 'pocock' }),
    ],
    ["method must be one of 'spending', 'classic'", () => groupSequential({ looks: 2, method: 'exact' as 'classic' })],
    ["sides must be one of '1', '2', got '3'", () => groupSequential({ looks: 2, sides: 3 as 2 })],
    [above('standardError', 0), () => groupSequential({ looks: 2, results: [{ estimate: 1, standardError: 0 }] })],
    [whole('k', 0), () => teamDraft([1], [2], { k: 0, seed: 1 })],
    ['a must not name an item twice, got 1 repeats', () => balanced([1, 1], [2], { seed: 1 })],
    ['b must not name an item twice, got 2 repeats', () => balanced([1], [2, 2, 2], { seed: 1 })],
    [above('tau', 0), () => mSprt(a, b, { tau: 0 })],
    [share('alpha', 1), () => mSprt(a, b, { tau: 1, alpha: 1 })],
    [whole('burnIn', 0), () => mSprt(a, b, { tau: 1, burnIn: 0 })],
    [above('variance', 0), () => mSprt(a, b, { tau: 1, variance: [1, 0] })],
    ['a must have at least 1 value, got 0', () => mSprt([], b, { tau: 1 })],
    ['b must have at least 1 value, got 0', () => mSprt(a, [], { tau: 1 })],
    ['a must have at least 1 value, got 0', () => mannWhitney([], b)],
    ['b must have at least 1 value, got 0', () => mannWhitney(a, [])],
    [whole('perGroup', 0), () => minimalDetectableEffect({ baseline: 0.1, perGroup: 0 })],
    [whole('perGroup', 0), () => power({ ...plan, perGroup: 0 })],
    [share('alpha', 0), () => sampleSize({ ...plan, alpha: 0 })],
    [share('power', 1), () => sampleSize({ ...plan, power: 1 })],
    [above('ratio', 0), () => sampleSize({ ...plan, ratio: 0 })],
    ["sides must be one of '1', '2', got '3'", () => sampleSize({ ...plan, sides: 3 as 2 })],
    [share('baseline', 1), () => sampleSize({ ...plan, baseline: 1 })],
    [above('deviation', 0), () => sampleSize({ ...plan, deviation: 0 })],
    [share('alpha', 0), () => holm([0.1], { alpha: 0 })],
    ['reward must have at least 2 values, got 0', () => ips({ ...log, reward: [] })],
    ['propensity must be as long as reward (4), got 0', () => ips({ ...log, propensity: [] })],
    ['target must be as long as reward (4), got 0', () => ips({ ...log, target: [] })],
    ['clusters must be as long as reward (4), got 0', () => ips({ ...log, clusters: [] })],
    [share('confidence', 1), () => ips({ ...log, confidence: 1 })],
    [above('minimumEss', 0), () => ips({ ...log, minimumEss: 0 })],
    ['model must be given for directMethod', () => directMethod(log)],
    ['model must be given for doublyRobust', () => doublyRobust(log)],
    ['model must be given for switchDr', () => switchDr({ ...log, tau: 1 })],
    ['model.logged must be as long as reward (4), got 2', () => doublyRobust({ ...log, model: { logged: [1, 2], value: a } })],
    ['model.value must be as long as reward (4), got 2', () => doublyRobust({ ...log, model: { logged: a, value: [1, 2] } })],
    ['model.logged must have', () => doublyRobust({ ...log, model: { logged: [], value: a } })],
    ['model.value must have', () => doublyRobust({ ...log, model: { logged: a, value: [] } })],
    [share('alpha', 0), () => peekingInflation({ looks: 2, alpha: 0 })],
    ["sides must be one of '1', '2', got '3'", () => peekingInflation({ looks: 2, sides: 3 as 2 })],
    [whole('resamples', 0), () => permutationTest(a, b, { resamples: 0 })],
    ['a must have at least 1 value, got 0', () => permutationTest([], b)],
    ['b must have at least 1 value, got 0', () => permutationTest(a, [])],
    ['a.numerators must have at least 2 values', () => ratioMetric({ numerators: [1], denominators: [1] })],
    ['a.denominators must hold finite numbers', () => ratioMetric({ numerators: a, denominators: [1, NaN, 1, 1] })],
    ['a.numerators must be as long as a.denominators (2), got 4', () => ratioMetric({ numerators: a, denominators: [1, 2] })],
    [
      'b.denominators must have a positive mean, got 0',
      () => ratioMetric(ratio(a), { numerators: a, denominators: [0, 0, 0, 0] }),
    ],
    [share('alpha', 0), () => sampleRatioMismatch([5, 5], undefined, { alpha: 0 })],
    ['expected must be as long as counts (2), got 1', () => sampleRatioMismatch([5, 5], [1])],
    ['a.values must have at least 1 value, got 0', () => stratified({ values: [], strata: [] }, strata(b))],
    ['b.strata must be as long as b.values (4), got 1', () => stratified(strata(a), { values: b, strata: [1] })],
    ['b must be as long as a (4), got 1', () => tTest(a, [1], { paired: true })],
    ['a − b must have at least 2 values, got 1', () => tTest([1], [2], { paired: true })],
    ['a.trials must be a positive integer, got 0', () => zTestProportions(proportion(0, 0), proportion(1, 2))],
    ['a.successes must be a whole number in 0 … 2, got -1', () => zTestProportions(proportion(-1, 2), proportion(1, 2))],
    ['a.successes must be a whole number in 0 … 2, got 0.5', () => zTestProportions(proportion(0.5, 2), proportion(1, 2))],
    ['b.successes must be a whole number in 0 … 2, got 3', () => zTestProportions(proportion(1, 2), proportion(3, 2))],
  ])('says %s', (message, ask) => {
    expect(ask).toThrow(message);
    expect(ask).toThrow(RangeError);
  });
});
