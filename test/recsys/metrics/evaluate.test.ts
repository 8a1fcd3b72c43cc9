import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { selectRows } from '../../../src/recsys/data/interactions';
import { random } from '../../../src/recsys/math/random';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluate, meanInterval } from '../../../src/recsys/metrics/evaluate';
import { popularity } from '../../../src/recsys/models/popularity';
import type { Evaluation, Ranked } from '../../../src/recsys/metrics/evaluate';

// Items a–e. Train: u has a; v has a, b; w has c. Test: u has b and e (nobody's in train), v has a again, w nothing.
const all = fromRows(
  ['u a', 'v a', 'v b', 'w c', 'u b 5', 'u e 2', 'v a'].map((line) => {
    const [user, item, value] = line.split(' ');
    return { user, item, value: value ? Number(value) : 1 };
  }),
);
const train = selectRows(all, [0, 1, 2, 3]);
const test = selectRows(all, [4, 5, 6]);

describe('evaluate', () => {
  it('takes out seen items, keeps test items nobody met in the ideal, and leaves out users without relevant ones', async () => {
    const result = await evaluate(popularity(train), { train, test, k: 2, metrics: ['ndcg', 'recall', 'precision', 'auc'] });
    expect([...result.users]).toEqual([0]); // v's only test item was seen, w has none
    expect([...result.lists[0]]).toEqual([1, 2]); // a is seen; b and c tie and come by index
    expect(result.mean.ndcg).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 12);
    expect(result.mean.recall).toBe(0.5);
    expect(result.mean.precision).toBe(0.5);
    // unseen b, c, e with scores 1, 1, 0; relevant b, e: b ties c, e loses to c
    expect(result.mean.auc).toBe(0.25);
    expect(result.interval.ndcg).toEqual([NaN, NaN]);
  });

  it('with repeat, recommends what was seen and counts it', async () => {
    const result = await evaluate(popularity(train), { train, test, k: 1, metrics: ['hitRate'], repeat: true });
    expect([...result.users]).toEqual([0, 1]);
    expect([...result.perUser.hitRate]).toEqual([0, 1]);
  });

  it('takes a threshold, and grades from the values', async () => {
    const strict = await evaluate(popularity(train), { train, test, k: 2, metrics: ['recall'], threshold: 3 });
    expect(strict.mean.recall).toBe(1);
    const graded = await evaluate(popularity(train), { train, test, k: 2, metrics: ['ndcg'], graded: true });
    expect(graded.mean.ndcg).toBeCloseTo(5 / (5 + 2 / Math.log2(3)), 12);
  });

  it('keeps to the users asked for, in their order', async () => {
    const result = await evaluate(popularity(train), { train, test, users: [2, 0], metrics: ['ndcg'] });
    expect([...result.users]).toEqual([0]);
  });

  it('gives NaN for an empty test', async () => {
    const result = await evaluate(popularity(train), { train, test: selectRows(all, []) });
    expect(result.users.length).toBe(0);
    expect(result.mean.ndcg).toBeNaN();
  });

  it('stops at an aborted signal with the users done', async () => {
    const result = await evaluate(popularity(train), { train, test, signal: AbortSignal.abort() });
    expect(result.users.length).toBe(0);
  });

  it('refuses a bad k, an unknown metric, an unknown user and another catalogue', async () => {
    const model = popularity(train);
    await expect(evaluate(model, { train, test, k: 0 })).rejects.toThrow('k must be a positive integer, got 0');
    await expect(evaluate(model, { train, test, metrics: ['map' as 'ndcg'] })).rejects.toThrow("got 'map'");
    await expect(evaluate(model, { train, test, users: [3] })).rejects.toThrow('users must be an index in 0 … 2, got 3');
    await expect(evaluate(model, { train, test: fromRows([]) })).rejects.toThrow(
      'test must have the users and items of train (3 and 4)',
    );
  });

  it('does not change when the users are permuted', async () => {
    const draw = random(3);
    const rows = Array.from({ length: 400 }, () => ({ user: `u${draw.int(30)}`, item: `i${draw.int(20)}` }));
    const x = fromRows(rows);
    const half = (from: number) => Array.from({ length: 200 }, (_, i) => from + i);
    const split = (y: typeof x) => ({ train: selectRows(y, half(0)), test: selectRows(y, half(200)) });
    const permuted = {
      ...x,
      users: x.users.map((u) => (u * 7) % 30),
      userIds: x.userIds.map((_, u) => x.userIds[(u * 13) % 30]),
    };
    const one = await evaluate(popularity(split(x).train), { ...split(x), metrics: ['ndcg', 'novelty'] });
    const two = await evaluate(popularity(split(permuted).train), { ...split(permuted), metrics: ['ndcg', 'novelty'] });
    expect(two.mean.ndcg).toBeCloseTo(one.mean.ndcg, 12);
    expect(two.mean.novelty).toBeCloseTo(one.mean.novelty, 12);
  });

  it('has intervals that hold the true mean 95 % of the time', () => {
    const draw = random(5);
    let held = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const { interval } = meanInterval(Float64Array.from({ length: 100 }, () => draw.beta(0.5, 1.5)));
      if (interval[0] <= 0.25 && 0.25 <= interval[1]) held++;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.97);
  });
});

/** An evaluation with these values. */
function evaluated(values: number[]): Evaluation<'ndcg'> {
  const perUser = Float64Array.from(values);
  const users = Int32Array.from(values, (_, u) => u);
  return { mean: { ndcg: 0 }, interval: { ndcg: [0, 0] }, perUser: { ndcg: perUser }, users, lists: [], k: 10 };
}

describe('compare', () => {
  const normals = (n: number, seed: number, shift = 0) => {
    const draw = random(seed);
    return Array.from({ length: n }, () => draw.normal(shift));
  };

  it('finds no difference of a model from itself', () => {
    const a = evaluated(normals(50, 1));
    expect(compare(a, a)).toEqual({ difference: 0, interval: [0, 0], pValue: 1 });
  });

  it('turns its sign when the models change places, with the same p-value', () => {
    const a = evaluated(normals(50, 1));
    const b = evaluated(normals(50, 2, 0.5));
    expect(compare(a, b).difference).toBe(-compare(b, a).difference);
    expect(compare(a, b).pValue).toBe(compare(b, a).pValue);
  });

  it('rejects a true null in 5 % of the trials, and its interval holds the truth in 95 %', () => {
    let rejected = 0;
    let held = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const a = evaluated(normals(60, 1000 + trial));
      const b = evaluated(normals(60, 5000 + trial));
      const { pValue, interval } = compare(a, b, { resamples: 300, seed: trial });
      if (pValue <= 0.05) rejected++;
      if (interval[0] <= 0 && 0 <= interval[1]) held++;
    }
    // ± 3 binomial standard errors of 0.011, and the bootstrap's known shortfall at 60 users
    expect(rejected / trials).toBeLessThan(0.083);
    expect(rejected / trials).toBeGreaterThan(0.017);
    expect(held / trials).toBeGreaterThan(0.9);
    expect(held / trials).toBeLessThan(0.983);
  });

  it('equals the exact permutation test on few users', () => {
    const pairs = [0.3, -0.1, 0.4, 0.2, 0.5];
    const zero = evaluated(pairs.map(() => 0));
    const observed = Math.abs(pairs.reduce((a, b) => a + b));
    let extreme = 0;
    for (let signs = 0; signs < 32; signs++) {
      const sum = pairs.reduce((total, p, i) => total + ((signs >> i) & 1 ? p : -p), 0);
      if (Math.abs(sum) >= observed - 1e-12) extreme++;
    }
    expect(compare(evaluated(pairs), zero, { resamples: 40000 }).pValue).toBeCloseTo(extreme / 32, 2);
  });

  it('refuses evaluations of other users or without the metric', () => {
    expect(() => compare(evaluated([1, 2]), evaluated([1]))).toThrow('a and b must be evaluated on the same users, got 2 and 1');
    expect(() => compare(evaluated([1]), evaluated([1]), { metric: 'recall' as 'ndcg' })).toThrow("got 'recall'");
    expect(() => compare(evaluated([]), evaluated([]))).toThrow('at least one user');
  });
});

it('evaluate needs scores only for auc', async () => {
  const { recommend } = popularity(train);
  const lists: Ranked = { recommend };
  expect((await evaluate(lists, { train, test })).users.length).toBe(1);
  await expect(evaluate(lists, { train, test, metrics: ['auc'] })).rejects.toThrow('model must have scores for the metric auc');
});
