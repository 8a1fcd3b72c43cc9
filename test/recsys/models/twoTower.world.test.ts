import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../src/recsys/data/interactions';
import { splitByTime } from '../../../src/recsys/data/splitByTime';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { popularity } from '../../../src/recsys/models/popularity';
import { twoTower } from '../../../src/recsys/models/twoTower';
import { userKnn } from '../../../src/recsys/models/userKnn';
import { world } from '../data/world/builtIn';
import type { Ranked } from '../../../src/recsys/metrics/evaluate';

// The options were chosen on the last tenth of train, never on test: of learning rates .01 to .03, λ .01 to .3, histories of 0 to 200, factors 16 to
// 64, batches of 128 to 512, with and without hidden layers, and vectors of length 1.
describe('twoTower on the built-in world', async () => {
  const { train, test } = splitByTime(world.interactions, { testShare: 0.1 });
  const itemFeatures = world.items.map(({ genres, director, year, ageRating }) => [
    ...genres.map((genre) => `genre:${genre}`),
    ...(director ? [`director:${director}`] : []),
    ...(year ? [`years:${5 * Math.floor(year / 5)}`] : []),
    ...(ageRating ? [`age:${ageRating}`] : []),
  ]);
  const userFeatures = world.users.map(({ attributes }) => Object.entries(attributes).map(([name, value]) => `${name}:${value}`));
  const quick = { epochs: 2 };
  const withFeatures = await twoTower(train, { ...quick, itemFeatures, userFeatures });
  const withoutFeatures = await twoTower(train, quick);

  it('beats popularity and neighbours by intervals that exclude zero', async () => {
    const score = (model: Ranked) => evaluate(model, { train, test, metrics: ['ndcg'] });
    const ours = await score(withFeatures);
    expect(compare(ours, await score(popularity(train))).interval[0]).toBeGreaterThan(0.04);
    expect(compare(ours, await score(await itemKnn(train))).interval[0]).toBeGreaterThan(0);
    expect(compare(ours, await score(await userKnn(train))).interval[0]).toBeGreaterThan(0);
  });

  it('finds new films, those with fewer than five rows in train, by their features', async () => {
    const counts = new Int32Array(world.items.length);
    for (const item of train.items) counts[item]++;
    const isNew = (item: number) => counts[item] < 5;
    const known = Array.from(counts.keys()).filter((item) => !isNew(item));
    const ofNew = selectRows(
      test,
      Array.from(test.items.keys()).filter((row) => isNew(test.items[row])),
    );
    // which of the new films, for those who went on to watch one
    const amongNew = (model: Ranked): Ranked => ({
      recommend: (user, { k, exclude }: { k?: number; exclude?: Int32Array } = {}) =>
        model.recommend(user, { k, exclude: Int32Array.from(new Set([...known, ...exclude!])) }),
    });
    const score = (model: Ranked) => evaluate(amongNew(model), { train, test: ofNew, metrics: ['ndcg'] });
    const [by, without] = [await score(withFeatures), await score(withoutFeatures)];
    expect(by.users.length).toBeGreaterThan(200);
    expect(compare(by, without).interval[0]).toBeGreaterThan(0);
  });
});
