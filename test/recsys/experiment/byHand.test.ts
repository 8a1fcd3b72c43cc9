/** Small cases worked with a pencil, each with the one thing that a slip in the code would change. */
import { describe, expect, it } from 'vitest';
import { aaTest, binomialTest, clopperPearson, kolmogorov } from '../../../src/recsys/experiment/aaTest';
import { alwaysValidInterval } from '../../../src/recsys/experiment/alwaysValidInterval';
import { churn } from '../../../src/recsys/experiment/analytics/churn';
import { cohorts } from '../../../src/recsys/experiment/analytics/cohorts';
import { DAY, firstMidnight, lastTime } from '../../../src/recsys/experiment/analytics/events';
import { growthAccounting } from '../../../src/recsys/experiment/analytics/growthAccounting';
import type { MetricNode } from '../../../src/recsys/experiment/analytics/metricTree';
import { retention } from '../../../src/recsys/experiment/analytics/retention';
import { segment } from '../../../src/recsys/experiment/analytics/segment';
import { sessions } from '../../../src/recsys/experiment/analytics/sessions';
import { stickiness } from '../../../src/recsys/experiment/analytics/stickiness';
import { unitEconomics } from '../../../src/recsys/experiment/analytics/unitEconomics';
import { assign } from '../../../src/recsys/experiment/assign';
import { metricTree } from '../../../src/recsys/experiment/analytics/metricTree';

const START = Date.UTC(2024, 0, 1) / 1000;
const close = (value: number, digits = 12) => expect.closeTo(value, digits) as number;

/** A log from the days on which each user was active. */
function logOf(days: Record<string, number[]>) {
  const rows = Object.entries(days).flatMap(([user, active]) => active.map((day) => ({ user, time: START + day * DAY + 3600 })));
  return { users: rows.map(({ user }) => user), times: rows.map(({ time }) => time) };
}

// By weeks: ann 0, 1; bob 0, 2; cy 0; di 1, 2.
const small = logOf({ ann: [0, 1, 7, 8], bob: [0, 3, 20], cy: [1, 2], di: [8, 8, 20] });

describe('cohorts', () => {
  it('have a start, a size, and the shares of it that came', () => {
    expect(cohorts(small)).toEqual([
      { cohort: 0, start: START, size: 3, active: [3, 1, 1], shares: [1, 1 / 3, 1 / 3] },
      { cohort: 1, start: START + 7 * DAY, size: 1, active: [1, 1], shares: [1, 1] },
      { cohort: 2, start: START + 14 * DAY, size: 0, active: [0], shares: [NaN] },
    ]);
    expect(cohorts({ users: [], times: [] })).toEqual([]);
  });
});

describe('churn', () => {
  it('is a share of those active a period before, with Wilson’s interval', () => {
    expect(churn(small)).toEqual([
      // prop.test(2, 3, correct=F)$conf.int and prop.test(1, 2, correct=F)$conf.int in R
      { period: 1, base: 3, churned: 2, share: 2 / 3, interval: [close(0.2076596, 6), close(0.9385081, 6)] },
      { period: 2, base: 2, churned: 1, share: 0.5, interval: [close(0.0945312, 6), close(0.9054688, 6)] },
    ]);
  });

  it('may be anything after a period without anyone', () => {
    expect(churn(logOf({ ann: [0, 21] }))[1]).toEqual({ period: 2, base: 0, churned: 0, share: NaN, interval: [0, 1] });
  });
});

describe('growthAccounting', () => {
  it('divides who came by who left', () => {
    const [, second, third] = growthAccounting(small);
    expect(second).toMatchObject({ fresh: 1, resurrected: 0, churned: 2, quickRatio: 0.5 });
    expect(third).toMatchObject({ fresh: 0, resurrected: 1, churned: 1, quickRatio: 1 });
    expect(growthAccounting({ users: [], times: [] })).toEqual([]);
  });
});

describe('the ends of a log', () => {
  it('are a midnight and the last event', () => {
    expect(firstMidnight([START + 90_000, START + 5])).toBe(START);
    expect(lastTime([START + 90_000, START + 5])).toBe(START + 90_000);
    expect(firstMidnight([])).toBe(0);
    expect(lastTime([])).toBe(-Infinity);
  });
});

describe('metricTree', () => {
  const product = (...values: number[]): MetricNode => ({
    name: 'all',
    of: 'product',
    children: values.map((value, i) => ({ name: `x${i}`, value })),
  });
  const contributions = (before: number[], after: number[]) =>
    metricTree(product(...before), product(...after)).children.map(({ contribution }) => contribution);

  it('changes the factors in turn, forth and back, where one is 0', () => {
    // Forth: 2·0·2 = 0, 3·5·2 = 30, 3·5·5 = 75. Back: 1·0·5 = 0, 1·5·7 = 35, 2·5·7 = 70. Either way 105 in all.
    expect(contributions([1, 0, 2], [3, 5, 7])).toEqual([35, 32.5, 37.5]);
    expect(contributions([2, 5], [0, 6])).toEqual([-11, 1]);
    expect(contributions([2, 5], [-1, 5])).toEqual([-15, 0]);
  });

  it('takes logarithms where all are positive', () => {
    // from 2·3 to 4·3: all of it by the first factor; from 1 to 6 = 2·3: 5 ln 2 / ln 6 and 5 ln 3 / ln 6
    expect(contributions([2, 3], [4, 3])).toEqual([close(6), close(0)]);
    expect(contributions([1, 1], [2, 3])).toEqual([
      close((5 * Math.log(2)) / Math.log(6)),
      close((5 * Math.log(3)) / Math.log(6)),
    ]);
  });

  it('names two trees that are not alike, and their shapes', () => {
    const leaf = { name: 'all', value: 1 };
    expect(() => metricTree(leaf, product(1, 2))).toThrow(
      "after must have the shape of before at 'all' (leaf), got 'all' (product of x0, x1)",
    );
    expect(() => metricTree(product(1, 2), leaf)).toThrow("(product of x0, x1), got 'all' (leaf)");
    expect(() => metricTree(leaf, { name: 'other', value: 1 })).toThrow("at 'all' (leaf), got 'other' (leaf)");
    expect(metricTree(leaf).children).toEqual([]);
  });
});

describe('aaTest', () => {
  it('keeps at least two units in each arm, and counts a p-value just at the level', () => {
    const sizes = (share: number) => {
      const seen = new Set<string>();
      const test = (a: Float64Array, b: Float64Array) => {
        seen.add(`${a.length} and ${b.length}`);
        return { pValue: 0.05 };
      };
      expect(aaTest([1, 2, 3, 4, 5], { share, splits: 3, test }).estimate).toBe(1);
      return [...seen];
    };
    expect(sizes(0.99)).toEqual(['3 and 2']);
    expect(sizes(0.01)).toEqual(['2 and 3']);
    expect(sizes(0.6)).toEqual(['3 and 2']);
  });

  it('names what is out of range', () => {
    expect(() => aaTest([1, 2, 3, 4], { alpha: 0 })).toThrow('alpha must lie strictly between 0 and 1, got 0');
    expect(() => aaTest([1, 2, 3, 4], { share: 1 })).toThrow('share must lie strictly between 0 and 1, got 1');
    expect(aaTest([1, 2, 3, 4], { splits: 1 }).assumptions).toMatch(/^Splits .*\.$/);
  });

  it('has the exact interval and p-value of none and of all', () => {
    // 1 − 0.025^(1/10) by hand
    expect(clopperPearson(0, 10, 0.95)).toEqual([0, close(1 - 0.025 ** 0.1, 10)]);
    expect(clopperPearson(10, 10, 0.95)).toEqual([close(0.025 ** 0.1, 10), 1]);
    expect(binomialTest(0, 4, 0.5)).toBeCloseTo(2 / 16, 12);
    expect(binomialTest(4, 4, 0.5)).toBeCloseTo(2 / 16, 12);
    expect(binomialTest(2, 4, 0.5)).toBe(1);
  });

  it('has the p-value of Kolmogorov’s test', () => {
    // scipy.special.kolmogorov(gap · (√n + 0.12 + 0.11/√n)), the gap on either side of the line
    expect(kolmogorov([0.9, 0.1, 0.2])).toBeCloseTo(0.401169269725215, 12);
    expect(kolmogorov([0.5, 0.95, 0.9])).toBeCloseTo(0.18933201635642713, 12);
    expect(kolmogorov(Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100))).toBe(1);
  });
});

describe('alwaysValidInterval', () => {
  it('names what is out of range, and what it rests on', () => {
    const ask = (options: object) => alwaysValidInterval({ estimate: 1, standardError: 1, tau: 1, ...options });
    expect(() => ask({ tau: 0 })).toThrow('tau must be a finite number greater than 0, got 0');
    expect(() => ask({ alpha: 1 })).toThrow('alpha must lie strictly between 0 and 1, got 1');
    expect(ask({}).assumptions).toMatch(/^Estimates .*\.$/);
  });
});

describe('retention', () => {
  it('has brackets of a week, two and a month, shares with Wilson’s interval, and any where nobody could stay', () => {
    const points = retention(logOf({ ann: [0, 1, 9], bob: [0, 2, 31], cy: [20] }), { kind: 'bracket' });
    expect(points.map(({ from, to, eligible, retained }) => [from, to, eligible, retained])).toEqual([
      [1, 1, 3, 1],
      [2, 7, 3, 1],
      [8, 14, 2, 1],
      [15, 30, 2, 0],
    ]);
    expect(points[2]).toMatchObject({ share: 0.5, interval: [close(0.0945312, 6), close(0.9054688, 6)] });
    expect(retention(logOf({ ann: [0] }), { days: 1 })[1]).toMatchObject({ eligible: 0, share: NaN, interval: [0, 1] });
    expect(retention(logOf({ ann: [0, 1] }), { kind: 'bracket', brackets: [[0, 0]] })[0].retained).toBe(1);
  });

  it('refuses brackets that are no whole days', () => {
    for (const bracket of [
      [0.5, 2],
      [1, 2.5],
      [-1, 2],
      [3, 2],
    ] as [number, number][])
      expect(() => retention(small, { brackets: [bracket] })).toThrow(`whole days, got [${bracket.join(', ')}]`);
    expect(() => retention(small, { day: 0 })).toThrow('day must be a finite number greater than 0, got 0');
    expect(() => retention(small, { kind: 'weekly' as 'bracket' })).toThrow(
      "kind must be one of 'n-day', 'unbounded', 'bracket'",
    );
  });
});

describe('segment', () => {
  it('has the largest first, then by name, and no interval for one user or without variation', () => {
    const rows = segment([1, 5, 2, 2, 7, 3, 5], ['b', 'z', 'a', 'a', 'z', 'b', 'c']);
    expect(rows.map((row) => row.segment)).toEqual(['a', 'b', 'z', 'c']);
    const back = segment([5, 3, 7, 2, 2, 5, 1], ['c', 'b', 'z', 'a', 'a', 'z', 'b']);
    expect(back.map((row) => row.segment)).toEqual(['a', 'b', 'z', 'c']);
    expect(rows[0]).toMatchObject({ users: 2, mean: 2, interval: [-Infinity, Infinity], ofTotal: 4 / 25 });
    expect(rows[3].interval).toEqual([-Infinity, Infinity]);
    expect(segment([1, 1, 1], ['a', 'b', 'b'])[0].segment).toBe('b');
  });

  it('has no share of a total of nothing', () => {
    expect(segment([1, -1], ['a', 'b']).map(({ ofTotal }) => ofTotal)).toEqual([NaN, NaN]);
    expect(() => segment([1], ['a'], { confidence: 1 })).toThrow('confidence must lie strictly between 0 and 1, got 1');
  });
});

describe('sessions', () => {
  it('end after a longer pause than the gap, and with their user', () => {
    const log = { users: ['a', 'b', 'a', 'a', 'b'], times: [0, 5, 10, 21, 5] };
    const found = sessions(log, { gap: 10 });
    expect(found).toEqual({
      session: Int32Array.of(0, 2, 0, 1, 2),
      users: ['a', 'a', 'b'],
      starts: Float64Array.of(0, 21, 5),
      lengths: Float64Array.of(10, 0, 0),
      events: Int32Array.of(2, 1, 2),
    });
    expect(() => sessions(log, { gap: 0 })).toThrow('gap must be a finite number greater than 0, got 0');
  });
});

describe('stickiness', () => {
  it('names a window that is none', () => {
    expect(() => stickiness(small, { window: 0 })).toThrow('window must be a positive integer, got 0');
    expect(stickiness({ users: [], times: [] })).toEqual([]);
  });
});

describe('unitEconomics', () => {
  const plan = { acquisitionCost: 10, newUsers: 2, gmvPerUser: 10, retention: [1, 0] };

  it('takes shares of nothing and of all', () => {
    expect(unitEconomics({ ...plan, takeRate: 0 })).toMatchObject({ revenue: 0, ltv: 0, ratio: 0, payback: Infinity });
    expect(unitEconomics({ ...plan, takeRate: 1 })).toMatchObject({ revenue: 10, ltv: 10, cac: 5, ratio: 2, payback: 1 });
    expect(unitEconomics({ ...plan, acquisitionCost: 0, gmvPerUser: 0 }).ratio).toBe(Infinity);
    expect(unitEconomics(plan).assumptions).toMatch(/^New users .*\.$/);
  });

  it.each([
    ['takeRate must lie in 0 … 1, got 1.1', { takeRate: 1.1 }],
    ['takeRate must lie in 0 … 1, got -0.1', { takeRate: -0.1 }],
    ['retention must lie in 0 … 1, got -0.1 at 0', { retention: [-0.1] }],
    ['gmvPerUser must be a finite number of at least 0, got -1', { gmvPerUser: -1 }],
    ['variableCost must be a finite number of at least 0, got -1', { variableCost: -1 }],
    ['discountRate must be a finite number of at least 0, got -1', { discountRate: -1 }],
    ['acquisitionCost must be a finite number of at least 0, got -1', { acquisitionCost: -1 }],
    ['newUsers must be a finite number greater than 0, got 0', { newUsers: 0 }],
  ])('says %s', (message, part) => {
    expect(() => unitEconomics({ ...plan, ...part })).toThrow(message);
  });
});

describe('assign', () => {
  it('has no salt unless one is given, and gives the last arm what is left', () => {
    for (let user = 0; user < 50; user++) {
      expect(assign(user, 'e')).toBe(assign(user, 'e', { salt: '' }));
      expect(assign(user, 'e', { shares: [1 - 1e-10, 1e-10] })).toBe(0);
      expect(assign(user, 'e', { shares: { all: 1 } })).toBe('all');
    }
    expect(() => assign(1, 'e', { shares: [0.5, 0.5 + 1e-8] })).toThrow('shares must sum to 1');
  });
});
