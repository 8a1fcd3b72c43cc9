import { describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { splitRandom } from '../../../src/recsys/data/splitRandom';
import { bpr } from '../../../src/recsys/models/bpr';
import { namedFeatures } from '../../../src/recsys/models/features';
import { hybrid } from '../../../src/recsys/models/hybrid';
import { logisticMf, logisticStep } from '../../../src/recsys/models/logisticMf';
import { bprForce, logisticLoss, pairStep, scorePair, startParameters } from '../../../src/recsys/models/pairwise';
import { popularity } from '../../../src/recsys/models/popularity';
import { harmonicNumbers, warp, warpForce } from '../../../src/recsys/models/warp';
import { tasteLog } from './logs';
import type { PairParameters } from '../../../src/recsys/models/pairwise';

const [users, items, d] = [3, 5, 4];

/** Parameters large enough that no loss is flat. */
function parameters(seed: number): PairParameters {
  const start = startParameters(users, items, d, seed);
  const draw = random(seed + 100);
  const grow = (array: Float32Array) => array.map(() => draw.normal(0, 0.7));
  return { d, userFactors: grow(start.userFactors), itemFactors: grow(start.itemFactors), itemBiases: grow(start.itemBiases) };
}

const arraysOf = ({ userFactors, itemFactors, itemBiases }: PairParameters) => [userFactors, itemFactors, itemBiases];
const copy = (p: PairParameters): PairParameters => ({
  d: p.d,
  userFactors: p.userFactors.slice(),
  itemFactors: p.itemFactors.slice(),
  itemBiases: p.itemBiases.slice(),
});

/** Half the squares of what a step on this user and these items touches. */
function halfSquares(p: PairParameters, user: number, touched: number[]): number {
  let sum = 0;
  for (let c = 0; c < d; c++) sum += p.userFactors[user * d + c] ** 2;
  for (const item of touched) {
    sum += p.itemBiases[item] ** 2;
    for (let c = 0; c < d; c++) sum += p.itemFactors[item * d + c] ** 2;
  }
  return sum / 2;
}

/** Checks that a step of length 1 moved every parameter by minus the central difference of the loss. */
function expectDescent(before: PairParameters, after: PairParameters, loss: (p: PairParameters) => number): void {
  arraysOf(before).forEach((array, which) => {
    for (let at = 0; at < array.length; at++) {
      const probe = copy(before);
      const own = arraysOf(probe)[which];
      own[at] = array[at] + 0.0078125; // exact in float32 beside numbers near 1
      const [high, up] = [own[at], loss(probe)];
      own[at] = array[at] - 0.0078125;
      const [low, down] = [own[at], loss(probe)];
      expect(arraysOf(after)[which][at] - array[at]).toBeCloseTo(-(up - down) / (high - low), 3);
    }
  });
}

describe('the gradients equal finite differences', () => {
  const regularization = 0.3;

  it('of BPR: −ln σ(lead) + λ/2 ‖Θ‖²', () => {
    for (let seed = 0; seed < 5; seed++) {
      const before = parameters(seed);
      const [user, better, worse] = [1, 2, 4];
      const lead = (p: PairParameters) => scorePair(p, user, better) - scorePair(p, user, worse);
      const after = copy(before);
      pairStep(after, user, better, worse, bprForce(lead(before)), { learningRate: 1, regularization });
      expectDescent(before, after, (p) => logisticLoss(lead(p)) + regularization * halfSquares(p, user, [better, worse]));
    }
  });

  it('of WARP: L(rank) (1 − lead) + λ/2 ‖Θ‖²', () => {
    const harmonic = harmonicNumbers(items);
    for (let draws = 1; draws <= 4; draws++) {
      const before = parameters(draws);
      const [user, better, worse] = [0, 3, 1];
      const force = warpForce(draws, harmonic);
      const after = copy(before);
      pairStep(after, user, better, worse, force, { learningRate: 1, regularization });
      const hinge = (p: PairParameters) => force * (1 - scorePair(p, user, better) + scorePair(p, user, worse));
      expectDescent(before, after, (p) => hinge(p) + regularization * halfSquares(p, user, [better, worse]));
    }
  });

  it('of logistic MF, for met and drawn items', () => {
    for (const label of [0, 1] as const) {
      const before = parameters(20 + label);
      const after = copy(before);
      logisticStep(after, 2, 3, label, { learningRate: 1, regularization });
      const loss = (p: PairParameters) => logisticLoss(label ? scorePair(p, 2, 3) : -scorePair(p, 2, 3));
      expectDescent(before, after, (p) => loss(p) + regularization * halfSquares(p, 2, [3]));
    }
  });
});

describe('warpForce', () => {
  it('is 1 when the first draw violates, falls with the draws, and is L(⌊(n − 1)/draws⌋) / L(n − 1)', () => {
    const harmonic = harmonicNumbers(101);
    const forces = Array.from({ length: 100 }, (_, n) => warpForce(n + 1, harmonic));
    expect(forces[0]).toBe(1);
    for (let n = 1; n < 100; n++) expect(forces[n]).toBeLessThanOrEqual(forces[n - 1]);
    expect(warpForce(50, harmonic)).toBeCloseTo(1.5 / harmonic[100], 12);
  });
});

describe('learning from pairs', () => {
  const log = tasteLog({ users: 120, items: 60, rows: 3000, seed: 3 });
  const { train, test } = splitRandom(log, { testShare: 0.25 });
  const score = async (model: Parameters<typeof evaluate>[0]) => (await evaluate(model, { train, test })).mean.ndcg;

  it('beats popularity where users have tastes', async () => {
    const baseline = await score(popularity(train));
    for (const model of [
      await bpr(train, { factors: 8, epochs: 40, learningRate: 0.05 }),
      await warp(train, { factors: 8, epochs: 20, learningRate: 0.02 }),
      await logisticMf(train, { factors: 8, epochs: 20 }),
      await hybrid(train, { factors: 8, epochs: 20 }),
    ]) {
      expect(await score(model)).toBeGreaterThan(baseline * 1.1);
    }
  });

  it('lowers the loss and orders more pairs rightly, epoch by epoch', async () => {
    const heard: Record<string, number>[] = [];
    await bpr(train, { factors: 8, epochs: 20, onProgress: ({ values }) => heard.push(values!) });
    expect(heard.at(-1)!.loss).toBeLessThan(heard[0].loss);
    expect(heard.at(-1)!.right).toBeGreaterThan(heard[0].right);
  });

  it('says so when the learning rate is too large', async () => {
    await expect(bpr(train, { learningRate: 1e6, epochs: 3 })).rejects.toThrow('learningRate must be small enough');
  });

  it('refuses options out of range', async () => {
    await expect(bpr(train, { factors: 0 })).rejects.toThrow('factors must be a positive integer, got 0');
    await expect(bpr(train, { learningRate: NaN })).rejects.toThrow(
      'learningRate must be a finite number greater than 0, got NaN',
    );
    await expect(warp(train, { negatives: 0 })).rejects.toThrow('negatives must be a positive integer, got 0');
    await expect(hybrid(train, { loss: 'hinge' as 'warp' })).rejects.toThrow(
      "loss must be one of 'bpr', 'warp', 'kos-warp', got 'hinge'",
    );
    await expect(hybrid(train, { k: 11 })).rejects.toThrow('k must be at most positives = 10, got 11');
    await expect(hybrid(train, { itemFeatures: [['a']] })).rejects.toThrow(
      'features must have a row for each of the 60 ids, got 1',
    );
  });
});

describe('hybrid', () => {
  const log = tasteLog({ users: 120, items: 60, rows: 3000, seed: 3 });
  const half = (ids: string[]) => ids.map((id) => [`half:${Number(id.slice(1)) % 2}`]);

  it('ranks items that nobody met by their features', async () => {
    const cold = { ...log, itemIds: [...log.itemIds, 'i100', 'i101'] };
    const itemFeatures = half(cold.itemIds);
    const model = await hybrid(cold, { factors: 8, epochs: 15, itemFeatures, userFeatures: half(cold.userIds) });
    let right = 0;
    log.userIds.forEach((id, user) => {
      const scores = model.scores(user);
      const own = Number(id.slice(1)) % 2;
      if (scores[60 + own] > scores[61 - own]) right++;
    });
    expect(right / log.userIds.length).toBeGreaterThan(0.9);
  });

  it('scores for a user known by features only', async () => {
    const model = await hybrid(log, { factors: 8, epochs: 15, userFeatures: half(log.userIds) });
    const scores = model.scoresForFeatures(['half:0']);
    const mean = (parity: number) => {
      const own = [...scores].filter((_, item) => Number(log.itemIds[item].slice(1)) % 2 === parity);
      return own.reduce((a, b) => a + b) / own.length;
    };
    expect(mean(0)).toBeGreaterThan(mean(1));
    expect(() => model.scoresForFeatures(['half:2'])).toThrow("features must be known to the model, got 'half:2'");
  });

  it('gives items of the same features the same score when they have no embedding of their own', async () => {
    const model = await hybrid(log, { factors: 4, epochs: 2, identity: false, itemFeatures: half(log.itemIds) });
    const scores = model.scores(0);
    const parity = (item: number) => Number(log.itemIds[item].slice(1)) % 2;
    expect(scores[1]).toBe(scores.find((_, item) => item !== 1 && parity(item) === parity(1)));
    expect(new Set(scores).size).toBe(2);
  });

  it('namedFeatures names every row’s identity and features once', () => {
    const { names, matrix } = namedFeatures(
      ['a', 'b'],
      [
        ['x', 'x'],
        ['y', 'x'],
      ],
      true,
    );
    expect(names).toEqual(['id:a', 'x', 'id:b', 'y']);
    expect([...matrix.indices]).toEqual([0, 1, 1, 2, 3]);
    expect(() => namedFeatures(['a'], [[]], false)).toThrow('got none in row 0');
  });
});
