import { describe, expect, it } from 'vitest';
import { churn } from '../../../src/recsys/experiment/analytics/churn';
import { cohorts } from '../../../src/recsys/experiment/analytics/cohorts';
import { DAY } from '../../../src/recsys/experiment/analytics/events';
import { funnel } from '../../../src/recsys/experiment/analytics/funnel';
import { growthAccounting } from '../../../src/recsys/experiment/analytics/growthAccounting';
import type { MetricNode } from '../../../src/recsys/experiment/analytics/metricTree';
import { metricTree } from '../../../src/recsys/experiment/analytics/metricTree';
import { retention } from '../../../src/recsys/experiment/analytics/retention';
import { segment } from '../../../src/recsys/experiment/analytics/segment';
import { sessions } from '../../../src/recsys/experiment/analytics/sessions';
import { stickiness } from '../../../src/recsys/experiment/analytics/stickiness';
import { unitEconomics } from '../../../src/recsys/experiment/analytics/unitEconomics';
import { random } from '../../../src/recsys/math/random';

const START = Date.UTC(2024, 0, 1) / 1000;

/** A log from the days on which each user was active, shuffled so that nothing may lean on the order. */
function logOf(days: Record<string, number[]>, seed = 1) {
  const rows = Object.entries(days).flatMap(([user, active]) =>
    active.map((day) => ({ user, time: START + day * DAY + 3600 * (day % 7) })),
  );
  random(seed).shuffle(rows);
  return { users: rows.map(({ user }) => user), times: rows.map(({ time }) => time) };
}

const small = logOf({ ann: [0, 1, 7, 8], bob: [0, 3, 20], cy: [1, 2], di: [8, 8, 20] });

/** Many users at random, for checks against a slow count. */
function crowd(seed: number, users = 60, days = 50) {
  const draw = random(seed);
  const active: Record<string, number[]> = {};
  for (let user = 0; user < users; user++) {
    const first = draw.int(days);
    active[`u${user}`] = [first, ...Array.from({ length: draw.poisson(6) }, () => first + draw.int(days - first))];
  }
  return active;
}

describe('funnel', () => {
  const rows: [string, number, string][] = [
    ['ann', 0, 'shown'],
    ['ann', 5, 'clicked'],
    ['ann', 90, 'watched'],
    ['bob', 0, 'clicked'], // before being shown: does not count
    ['bob', 1, 'shown'],
    ['cy', 0, 'shown'],
    ['cy', 200, 'shown'], // a second entry starts the clock anew
    ['cy', 210, 'clicked'],
    ['cy', 290, 'watched'],
    ['di', 3, 'watched'],
  ];
  const log = { users: rows.map(([user]) => user), times: rows.map(([, time]) => time), names: rows.map(([, , name]) => name) };
  const steps = ['shown', 'clicked', 'watched'];

  it('counts users who did the steps in order', () => {
    const result = funnel(log, { steps });
    expect(result.map(({ users }) => users)).toEqual([3, 2, 2]);
    expect(result.map(({ conversion }) => conversion)).toEqual([1, 2 / 3, 1]);
    expect(result[2].overall).toBeCloseTo(2 / 3, 14);
    // prop.test(2, 3, correct=F)$conf.int in R
    expect(result[1].interval).toEqual([expect.closeTo(0.2076596, 6), expect.closeTo(0.9385081, 6)]);
  });

  it('lets any entry start the clock', () => {
    expect(funnel(log, { steps, within: 90 }).map(({ users }) => users)).toEqual([3, 2, 2]);
    expect(funnel(log, { steps, within: 60 }).map(({ users }) => users)).toEqual([3, 2, 0]);
  });

  it('does not hang on the order of the log, and takes the log’s order within one second', () => {
    const back = { users: [...log.users].reverse(), times: [...log.times].reverse(), names: [...log.names].reverse() };
    expect(funnel(back, { steps })).toEqual(funnel(log, { steps }));
    const sameSecond = { users: [1, 1], times: [5, 5], names: ['shown', 'clicked'] };
    expect(funnel(sameSecond, { steps: ['shown', 'clicked'] })[1].users).toBe(1);
  });

  it('takes an empty log, refuses steps that are none', () => {
    expect(funnel({ users: [], times: [], names: [] }, { steps })[0]).toMatchObject({ users: 0, interval: [0, 1] });
    expect(() => funnel(log, { steps: [] })).toThrow('steps must name at least one step');
    expect(() => funnel(log, { steps: ['a', 'a'] })).toThrow('steps must not repeat, got a, a');
    expect(() => funnel({ ...log, times: log.times.map(() => NaN) }, { steps })).toThrow(
      'times must hold finite numbers, got NaN at 0',
    );
    expect(() => funnel({ ...log, names: [] }, { steps })).toThrow('names must be as long as users');
    expect(() => funnel(log, { steps, within: 0 })).toThrow('within must be');
  });
});

describe('retention', () => {
  it('counts n-day, unbounded and brackets by hand; the last day is 20', () => {
    const byDay = retention(small, { days: 20 });
    expect(byDay[0]).toMatchObject({ eligible: 4, retained: 4, share: 1 });
    expect(byDay[1]).toMatchObject({ eligible: 4, retained: 2 }); // ann, cy
    expect(byDay[12]).toMatchObject({ eligible: 4, retained: 1 }); // di, on the last day
    expect(byDay[13]).toMatchObject({ eligible: 3, retained: 0 }); // di could not be seen
    expect(byDay[20]).toMatchObject({ eligible: 2, retained: 1 });
    const later = retention(small, { kind: 'unbounded', days: 9 });
    expect(later[2]).toMatchObject({ from: 2, to: Infinity, eligible: 4, retained: 3 });
    expect(later[9]).toMatchObject({ retained: 2 });
    const brackets = retention(small, {
      kind: 'bracket',
      brackets: [
        [1, 2],
        [3, 13],
      ],
    });
    expect(brackets.map(({ eligible, retained }) => [eligible, retained])).toEqual([
      [4, 2],
      [3, 2],
    ]);
  });

  it('leaves out whom the log’s stated end hides', () => {
    const until = START + 15 * DAY;
    const cut = { users: [] as string[], times: [] as number[] };
    small.times.forEach((time, i) => {
      if (time >= until) return;
      cut.users.push(small.users[i]);
      cut.times.push(time);
    });
    expect(retention(cut, { until, days: 7 })[6]).toMatchObject({ eligible: 4 }); // di joined on day 8: day 14 is the last whole one
    expect(retention(cut, { until, days: 7 })[7]).toMatchObject({ eligible: 3 });
    expect(retention(cut, { until: until + 3600, days: 7 })[7]).toMatchObject({ eligible: 3 });
  });

  it('equals a slow count on a crowd; unbounded never rises among the same users', () => {
    const active = crowd(7);
    const points = retention(logOf(active), { days: 30 });
    const end = Math.max(...Object.values(active).flat());
    points.forEach(({ eligible, retained }, n) => {
      const could = Object.values(active).filter((days) => Math.min(...days) + n <= end);
      expect(eligible).toBe(could.length);
      expect(retained).toBe(could.filter((days) => days.includes(Math.min(...days) + n)).length);
    });
  });

  it('takes an empty log, refuses options out of range', () => {
    expect(retention({ users: [], times: [] }, { days: 1 }).map(({ eligible }) => eligible)).toEqual([0, 0]);
    expect(() => retention(small, { days: 0 })).toThrow('days must be a positive integer, got 0');
    expect(() => retention(small, { brackets: [[3, 2]] })).toThrow('brackets must be ranges of whole days, got [3, 2]');
    expect(() => retention(small, { kind: 'weekly' as 'n-day' })).toThrow('kind must be one of');
    expect(() => retention({ users: [1], times: [] })).toThrow('times must be as long as users');
  });
});

describe('growthAccounting, churn and cohorts', () => {
  it('count by hand, in weeks', () => {
    const weeks = growthAccounting(small);
    expect(
      weeks.map(({ active, fresh, retained, resurrected, churned }) => [active, fresh, retained, resurrected, churned]),
    ).toEqual([
      [3, 3, 0, 0, 0],
      [2, 1, 1, 0, 2],
      [2, 0, 1, 1, 1],
    ]);
    expect(weeks[2].quickRatio).toBe(1);
    expect(weeks[0].quickRatio).toBeNaN();
    expect(weeks[1].start).toBe(START + 7 * DAY);
    expect(churn(small).map(({ period, base, churned }) => [period, base, churned])).toEqual([
      [1, 3, 2],
      [2, 2, 1],
    ]);
    expect(cohorts(small).map(({ active }) => active)).toEqual([[3, 1, 1], [1, 1], [0]]);
  });

  it('balance on a crowd: those before = retained + churned; those now = fresh + retained + resurrected', () => {
    const log = logOf(crowd(9, 200));
    const rows = growthAccounting(log, { period: 3 * DAY });
    rows.forEach((row, p) => {
      expect(row.active).toBe(row.fresh + row.retained + row.resurrected);
      if (p > 0) expect(rows[p - 1].active).toBe(row.retained + row.churned);
    });
    expect(rows.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(200);
    // the triangle's diagonals are the active users
    const triangle = cohorts(log, { period: 3 * DAY });
    rows.forEach(({ active }, p) => {
      expect(triangle.slice(0, p + 1).reduce((sum, row) => sum + row.active[p - row.cohort], 0)).toBe(active);
    });
    triangle.forEach(({ size }, p) => expect(size).toBe(rows[p].fresh));
  });

  it('take empty logs, refuse periods that are none', () => {
    const nobody = { users: [], times: [] };
    expect([growthAccounting(nobody), churn(nobody), cohorts(nobody), stickiness(nobody)]).toEqual([[], [], [], []]);
    expect(() => growthAccounting(small, { period: 0 })).toThrow('period must be');
    expect(() => cohorts(small, { period: NaN })).toThrow('period must be');
  });
});

describe('stickiness', () => {
  it('equals a slow count on a crowd', () => {
    const active = crowd(11, 80);
    const rows = stickiness(logOf(active), { window: 5 });
    const first = Math.min(...Object.values(active).flat());
    const daily = (day: number) => Object.values(active).filter((days) => days.includes(day + first)).length;
    rows.forEach((row) => {
      expect(row.daily).toBe(daily(row.day));
      if (row.day < 4) return expect(row.windowed).toBeNaN();
      const inWindow = (d: number) => d - first > row.day - 5 && d - first <= row.day;
      const windowed = Object.values(active).filter((days) => days.some(inWindow)).length;
      expect(row.windowed).toBe(windowed);
      const mean = [0, 1, 2, 3, 4].reduce((sum, back) => sum + daily(row.day - back), 0) / 5;
      expect(row.stickiness).toBeCloseTo(mean / windowed, 12);
    });
  });

  it('is 1 for those who come every day, 1/7 for those who come once a week', () => {
    const daily = logOf({ ann: Array.from({ length: 28 }, (_, i) => i) });
    expect(stickiness(daily)[27].stickiness).toBeCloseTo(1, 14);
    expect(stickiness(logOf({ bob: [0, 7, 14, 21, 28] }))[28].stickiness).toBeCloseTo(1 / 7, 14);
  });
});

describe('sessions', () => {
  it('split at pauses longer than the gap, whatever the order of the log', () => {
    const log = { users: ['b', 'a', 'a', 'a', 'b', 'a'], times: [10, 2000, 0, 1800, 5000, 3801] };
    const result = sessions(log);
    expect(result.users).toEqual(['b', 'b', 'a', 'a']);
    expect(Array.from(result.starts)).toEqual([10, 5000, 0, 3801]);
    expect(Array.from(result.lengths)).toEqual([0, 0, 2000, 0]);
    expect(Array.from(result.events)).toEqual([1, 1, 3, 1]);
    expect(Array.from(result.session)).toEqual([0, 2, 2, 2, 1, 3]);
  });

  it('take an empty log, refuse a gap that is none', () => {
    expect(sessions({ users: [], times: [] }).users).toEqual([]);
    expect(() => sessions(small, { gap: -1 })).toThrow('gap must be a finite number greater than 0, got -1');
  });
});

describe('segment', () => {
  it('gives each group its mean and interval, largest first', () => {
    const rows = segment([1, 2, 3, 10, 20, 7], ['x', 'x', 'x', 'y', 'y', 'z']);
    expect(rows.map((row) => row.segment)).toEqual(['x', 'y', 'z']);
    // t.test(c(1,2,3))$conf.int in R
    expect(rows[0]).toMatchObject({ users: 3, share: 0.5, mean: 2, ofTotal: 6 / 43 });
    expect(rows[0].interval).toEqual([expect.closeTo(-0.4841377, 6), expect.closeTo(4.4841377, 6)]);
    expect(rows[2].interval).toEqual([-Infinity, Infinity]);
    expect(() => segment([1], [])).toThrow('groups must be as long as values');
    expect(() => segment([], [])).toThrow('values must have at least 1 value, got 0');
  });
});

describe('metricTree', () => {
  const tree = (users: number, visits: number, basket: number, fees: number): MetricNode => ({
    name: 'revenue',
    of: 'sum',
    children: [
      {
        name: 'sales',
        of: 'product',
        children: [
          { name: 'users', value: users },
          { name: 'visits', value: visits },
          { name: 'basket', value: basket },
        ],
      },
      { name: 'fees', value: fees },
    ],
  });

  it('traces a change to the leaves without a rest', () => {
    const result = metricTree(tree(100, 3, 20, 50), tree(120, 2.5, 21, 40));
    expect([result.before, result.after, result.change]).toEqual([6050, 6340, 290]);
    const [sales, fees] = result.children;
    expect(fees.contribution).toBe(-10);
    expect(sales.contribution).toBe(300);
    expect(sales.children.reduce((sum, leaf) => sum + leaf.contribution, 0)).toBeCloseTo(300, 10);
    // L(6300, 6000) · ln(120/100), by hand: 300 / ln 1.05 = 6148.7804…, · 0.18232156
    expect(sales.children[0].contribution).toBeCloseTo(6148.7804 * 0.18232156, 1);
  });

  it('gives factors that cancel their opposite shares', () => {
    const result = metricTree(tree(100, 4, 20, 0), tree(200, 2, 20, 0));
    const shares = result.children[0].children.map(({ contribution }) => contribution);
    expect(shares[0]).toBeCloseTo(8000 * 0.6931471805599453, 8);
    expect(shares[1]).toBeCloseTo(-shares[0], 8);
    expect(shares[2]).toBe(0);
  });

  it('traces changes that cancel below an unchanged factor, in the root’s unit', () => {
    const state = (fresh: number, old: number, spend: number): MetricNode => ({
      name: 'revenue',
      of: 'product',
      children: [
        {
          name: 'users',
          of: 'sum',
          children: [
            { name: 'fresh', value: fresh },
            { name: 'old', value: old },
          ],
        },
        { name: 'spend', value: spend },
      ],
    });
    const [users] = metricTree(state(10, 90, 5), state(30, 70, 5)).children;
    expect(users.contribution).toBe(0);
    expect(users.children.map(({ contribution }) => contribution)).toEqual([expect.closeTo(100, 10), expect.closeTo(-100, 10)]);
  });

  it('takes zeros and negative values in turn, still without a rest', () => {
    const result = metricTree(tree(0, 3, 20, 5), tree(10, 2, -1, 5));
    const shares = result.children[0].children.map(({ contribution }) => contribution);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(-20, 10);
    expect(metricTree(tree(1, 2, 3, 4)).change).toBe(0);
  });

  it('refuses trees that differ and values that are none', () => {
    expect(() => metricTree(tree(1, 1, 1, 1), { name: 'revenue', value: 3 })).toThrow(
      "after must have the shape of before at 'revenue'",
    );
    expect(() => metricTree({ name: 'x', value: NaN })).toThrow("value of 'x' must be a finite number, got NaN");
    expect(() => metricTree({ name: 'x', of: 'sum', children: [] })).toThrow("children of 'x' must be at least 1, got 0");
  });
});

describe('unitEconomics', () => {
  it('is the sum by hand', () => {
    const result = unitEconomics({
      acquisitionCost: 2000,
      newUsers: 100,
      gmvPerUser: 80,
      takeRate: 0.2,
      variableCost: 4,
      retention: [1, 0.5, 0.25],
      discountRate: 0.25,
    });
    // contribution 12; 12 + 0.5·12/1.25 + 0.25·12/1.5625 = 12 + 4.8 + 1.92
    expect([result.cac, result.revenue, result.contribution]).toEqual([20, 16, 12]);
    expect(result.ltv).toBeCloseTo(18.72, 12);
    expect(result.ratio).toBeCloseTo(0.936, 12);
    expect(result.payback).toBe(Infinity);
    expect(unitEconomics({ acquisitionCost: 15, newUsers: 1, gmvPerUser: 10, retention: [1, 0.5, 0.4] }).payback).toBe(2);
    expect(unitEconomics({ acquisitionCost: 0, newUsers: 1, gmvPerUser: 10, retention: [1] })).toMatchObject({
      ratio: Infinity,
      payback: 1,
    });
  });

  it('refuses shares above 1, negative money, and no period', () => {
    const plan = { acquisitionCost: 1, newUsers: 1, gmvPerUser: 1, retention: [1] };
    expect(() => unitEconomics({ ...plan, retention: [1, 1.2] })).toThrow('retention must lie in 0 … 1, got 1.2 at 1');
    expect(() => unitEconomics({ ...plan, retention: [] })).toThrow('retention must have at least one period, got 0');
    expect(() => unitEconomics({ ...plan, newUsers: 0 })).toThrow('newUsers must be');
    expect(() => unitEconomics({ ...plan, takeRate: NaN })).toThrow('takeRate must lie in 0 … 1, got NaN');
    expect(() => unitEconomics({ ...plan, acquisitionCost: -1 })).toThrow('acquisitionCost must be');
  });
});
