/** Small cases worked with a pencil, each with the one thing that a slip in the code would change. */
import { describe, expect, it } from 'vitest';
import { aaTest, binomialTest, clopperPearson, kolmogorov } from '../../../src/recsys/experiment/aaTest';
import { alwaysValidInterval } from '../../../src/recsys/experiment/alwaysValidInterval';
import { churn } from '../../../src/recsys/experiment/analytics/churn';
import { cohorts } from '../../../src/recsys/experiment/analytics/cohorts';
import { DAY, firstMidnight, lastTime } from '../../../src/recsys/experiment/analytics/events';
import { growthAccounting } from '../../../src/recsys/experiment/analytics/growthAccounting';
import type { MetricNode } from '../../../src/recsys/experiment/analytics/metricTree';
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
