/** Small cases worked with a pencil, each with the one thing that a slip in the code would change. */
import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { selectRows } from '../../../src/recsys/data/interactions';
import { auc } from '../../../src/recsys/metrics/auc';
import { averagePrecision } from '../../../src/recsys/metrics/averagePrecision';
import { calibration } from '../../../src/recsys/metrics/calibration';
import { compare } from '../../../src/recsys/metrics/compare';
import { coverage } from '../../../src/recsys/metrics/coverage';
import { diversity } from '../../../src/recsys/metrics/diversity';
import { evaluate, meanInterval } from '../../../src/recsys/metrics/evaluate';
import type { Evaluation, Ranked } from '../../../src/recsys/metrics/evaluate';
import { leaderboard } from '../../../src/recsys/metrics/leaderboard';
import { ndcg } from '../../../src/recsys/metrics/ndcg';
import { novelty } from '../../../src/recsys/metrics/novelty';
import { precision } from '../../../src/recsys/metrics/precision';
import { recall } from '../../../src/recsys/metrics/recall';
import { serendipity } from '../../../src/recsys/metrics/serendipity';
import { popularity } from '../../../src/recsys/models/popularity';

const rows = (lines: string[]) =>
  fromRows(
    lines.map((line) => {
      const [user, item, value = '1'] = line.split(' ');
      return { user, item, value: Number(value) };
    }),
  );

/** A model that gives everyone this list, however many were asked for. */
const fixed = (...items: number[]): Ranked => ({
  recommend: () => ({ items: Int32Array.from(items), scores: new Float32Array(items.length) }),
});

describe('a metric without a cutoff', () => {
  it('is that of the whole list', () => {
    expect(precision([1, 2, 3, 4], new Set([2, 4, 9]))).toBe(0.5);
    expect(precision([1, 2, 3, 4], new Set([2]), { k: Infinity })).toBe(0.25);
    expect(precision([], new Set([2]))).toBe(0);
    expect(serendipity([1, 2, 3, 4], new Set([1, 2, 4]), { expected: [1] })).toBe(0.5);
    expect(serendipity([1, 2], new Set([1, 2]), { expected: [], k: Infinity })).toBe(1);
    expect(ndcg([3, 1], new Set([1]), { k: Infinity })).toBeCloseTo(1 / Math.log2(3), 12);
  });

  it('and one with a cutoff blames a list for being short', () => {
    expect(precision([2], new Set([2]), { k: 4 })).toBe(0.25);
    expect(serendipity([2], new Set([2]), { expected: [], k: 4 })).toBe(0.25);
    expect(serendipity([1, 2], new Set([1, 2]), { expected: [], k: 1 })).toBe(1);
  });

  it('serendipity is 0 where all that is right was expected, and counts nothing wrong', () => {
    expect(serendipity([1, 2], new Set([1, 2]), { expected: [1, 2] })).toBe(0);
    expect(serendipity([1, 2], new Set([3]), { expected: [1] })).toBe(0);
    expect(serendipity([1], new Set([1]), { expected: [], k: 1 })).toBe(1);
  });
});

describe('auc', () => {
  it('is `empty` where all items are of one kind', () => {
    expect(auc([1, 2], [1, 1])).toBeNaN();
    expect(auc([1, 2], [1, 1], { empty: 0.5 })).toBe(0.5);
    expect(auc([1, 2], [0, 0], { empty: 0.5 })).toBe(0.5);
    expect(auc([], [], { empty: 0.5 })).toBe(0.5);
  });
});

describe('diversity', () => {
  it('takes no item with itself', () => {
    expect(diversity([1, 2, 3], { distance: () => 1 })).toBe(1);
  });
});

describe('a refusal', () => {
  it.each<[string, () => unknown]>([
    ["of must be one of 'relevant', 'attainable', got 'all'", () => recall([1], new Set([1]), { of: 'all' as 'relevant' })],
    ["got 'all'", () => averagePrecision([1], new Set([1]), { of: 'all' as 'relevant' })],
    ['of must be one of', () => averagePrecision([1], new Set([1]), { of: 'all' as 'relevant' })],
    ['items must be a positive integer, got 0', () => coverage([], { items: 0 })],
    ['users must be a positive integer, got 0', () => novelty([0], [1], { users: 0 })],
    ['counts must be a finite number of at least 0, got -1', () => novelty([0], [-1], { users: 2 })],
    ['classes must be a positive integer, got 0', () => calibration([0], [0], { classesOf: [[0]], classes: 0 })],
    [
      'smoothing must lie strictly between 0 and 1, got 1',
      () => calibration([0], [0], { classesOf: [[0]], classes: 1, smoothing: 1 }),
    ],
  ])('says %s', (message, ask) => {
    expect(ask).toThrow(message);
  });
});

describe('meanInterval', () => {
  it('of 1, 2, 3, 4 is 2.5 ± 1.96 √(5/3 / 4)', () => {
    const { mean, interval } = meanInterval([1, 2, 3, 4]);
    const half = 1.959963984540054 * Math.sqrt(5 / 12);
    expect(mean).toBe(2.5);
    expect(interval[0]).toBeCloseTo(2.5 - half, 12);
    expect(interval[1]).toBeCloseTo(2.5 + half, 12);
  });
});

describe('evaluate', () => {
  // Items a, b, c, d by index. Three of the four users are in train; a is known by two of them, b and c by one.
  const all = rows(['u a', 'v a', 'v b', 'w c', 'u b 5', 'u d 2', 'u b 3', 'x a']);
  const train = selectRows(all, [0, 1, 2, 3]);
  const test = selectRows(all, [4, 5, 6, 7]);
  const metrics = ['ndcg', 'recall', 'precision', 'averagePrecision', 'reciprocalRank', 'hitRate', 'novelty'] as const;

  it('looks at the first k places only, whatever the model gives', async () => {
    const options = { train, test, users: [0], metrics, graded: true, gain: 'exponential' } as const;
    const one = await evaluate(fixed(2, 1, 3), { ...options, k: 1 });
    expect(one.mean).toEqual({
      ...{ ndcg: 0, recall: 0, precision: 0, averagePrecision: 0, reciprocalRank: 0, hitRate: 0 },
      novelty: expect.closeTo(Math.log2(3), 12), // one of the three who have a history knows c
    });
    const two = await evaluate(fixed(2, 1, 3), { ...options, k: 2 });
    // b has the larger of its grades, 5, and d has 2: gains 31 and 3
    expect(two.mean.ndcg).toBeCloseTo(31 / Math.log2(3) / (31 + 3 / Math.log2(3)), 12);
    expect(two.mean).toMatchObject({ recall: 0.5, precision: 0.5, averagePrecision: 0.25, reciprocalRank: 0.5, hitRate: 1 });
    const four = await evaluate(fixed(2, 1), { ...options, k: 4 });
    expect(four.mean.precision).toBe(0.25);
  });

  it('takes the largest of a pair’s grades, whichever came first', async () => {
    const grades = async (...lines: string[]) => {
      const log = rows(['u a', ...lines]);
      const parts = {
        train: selectRows(log, [0]),
        test: selectRows(
          log,
          lines.map((_, i) => i + 1),
        ),
      };
      return (await evaluate(fixed(1), { ...parts, k: 2, metrics: ['ndcg'], graded: true })).mean.ndcg;
    };
    const expected = 5 / (5 + 4 / Math.log2(3));
    expect(await grades('u b 5', 'u b 3', 'u c 4')).toBeCloseTo(expected, 12);
    expect(await grades('u b 3', 'u b 5', 'u c 4')).toBeCloseTo(expected, 12);
    expect(await grades('u b 3', 'u b 5', 'u b 4', 'u c 4')).toBeCloseTo(expected, 12);
  });

  it('names the metrics that there are', async () => {
    await expect(evaluate(fixed(0), { train, test, metrics: ['map' as 'ndcg'] })).rejects.toThrow(
      "metrics must be one of 'ndcg', 'recall', 'precision'",
    );
  });

  it('measures novelty by the users of train who have a history', async () => {
    const { perUser } = await evaluate(fixed(0, 1), { train, test, k: 2, metrics: ['novelty'], repeat: true });
    const expected = (Math.log2(3 / 2) + Math.log2(3)) / 2;
    expect([...perUser.novelty]).toEqual([expect.closeTo(expected, 12), expect.closeTo(expected, 12)]);
  });

  it('counts a row that is just at the threshold', async () => {
    const recallAbove = async (threshold: number) =>
      (await evaluate(fixed(1), { train, test, k: 1, users: [0], metrics: ['recall'], threshold })).mean.recall;
    expect(await recallAbove(2)).toBe(0.5);
    expect(await recallAbove(5)).toBe(1);
    expect(await recallAbove(5.1)).toBeNaN();
  });

  it('tells how far it is every 64 users', async () => {
    const many = rows(Array.from({ length: 130 }, (_, i) => `u${i} a`));
    const told: unknown[] = [];
    const onProgress = (progress: unknown) => void told.push(progress);
    await evaluate(fixed(0), { train: selectRows(many, []), test: many, onProgress });
    expect(told).toEqual([64, 128].map((done) => ({ done, total: 130, label: 'user' })));
    const result = await evaluate(fixed(0), { train: selectRows(many, []), test: many, metrics: ['novelty'] });
    expect(result.users.length).toBe(130);
    expect(result.mean.novelty).toBeCloseTo(0, 12); // nobody has a history: as if one user did, and knew the item
  });

  it('refuses a test with other users, or with other items', async () => {
    const others = rows(['u a', 'y b', 'y c', 'y d']);
    await expect(evaluate(fixed(0), { train, test: others })).rejects.toThrow(
      'test must have the users and items of train (4 and 4), got 2 and 4',
    );
    await expect(evaluate(fixed(0), { train, test: rows(['u a', 'v a', 'w a', 'x a']) })).rejects.toThrow('got 4 and 1');
  });
});

describe('compare', () => {
  const evaluated = (values: number[], users = values.map((_, u) => u)): Evaluation<'ndcg'> => ({
    ...{ mean: { ndcg: 0 }, interval: { ndcg: [0, 0] }, perUser: { ndcg: Float64Array.from(values) }, lists: [], k: 10 },
    users: Int32Array.from(users),
  });

  it('gives the mean difference, and an interval around it', () => {
    const { difference, interval } = compare(evaluated([0.5, 0.2, 0.9]), evaluated([0.1, 0.3, 0.6]));
    expect(difference).toBeCloseTo((0.4 - 0.1 + 0.3) / 3, 12);
    expect(interval[0]).toBeLessThan(difference);
    expect(interval[1]).toBeGreaterThan(difference);
    // a mean of three of the differences −0.1, 0.3, 0.4 lies between them
    expect(interval[0]).toBeGreaterThanOrEqual(-0.1 - 1e-12);
    expect(interval[1]).toBeLessThanOrEqual(0.4 + 1e-12);
  });

  it('has an interval of no width where all users differ alike, however few the resamples', () => {
    const { interval, pValue } = compare(evaluated([3, 4, 5, 6]), evaluated([1, 2, 3, 4]), { resamples: 40 });
    expect(interval).toEqual([2, 2]);
    expect(pValue).toBeLessThan(1);
    expect(compare(evaluated([1]), evaluated([0]), { resamples: 1 }).pValue).toBe(1); // one flip is as extreme as itself
  });

  it('refuses as many users who are others, a metric that one side lacks, and no resamples', () => {
    expect(() => compare(evaluated([1, 2]), evaluated([1, 2], [0, 2]))).toThrow('evaluated on the same users, got 2 and 2');
    expect(() => compare(evaluated([1]), evaluated([1, 2]))).toThrow('evaluated on the same users, got 1 and 2');
    const lacks = { ...evaluated([1]), perUser: {} } as unknown as Evaluation<'ndcg'>;
    for (const [a, b] of [
      [lacks, evaluated([1])],
      [evaluated([1]), lacks],
    ])
      expect(() => compare(a, b, { metric: 'ndcg' })).toThrow("metric must be in both evaluations, got 'ndcg'");
    expect(() => compare(evaluated([1]), evaluated([1]), { resamples: 0 })).toThrow(
      'resamples must be a positive integer, got 0',
    );
  });
});

describe('leaderboard', () => {
  it('tells which model is done, and names what is no length of time', async () => {
    const log = rows(['u a', 'v b', 'u b']);
    const parts = { train: selectRows(log, [0, 1]), test: selectRows(log, [2]) };
    const told: unknown[] = [];
    const models = { popular: popularity(parts.train) };
    await leaderboard(models, { ...parts, onProgress: (progress) => void told.push(progress) });
    expect(told).toEqual([{ done: 1, total: 1, label: 'model' }]);
    await expect(leaderboard(models, { ...parts, seconds: { popular: -1 } })).rejects.toThrow(
      'seconds must be a finite number of at least 0, got -1',
    );
  });
});
