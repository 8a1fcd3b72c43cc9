import { describe, expect, it } from 'vitest';
import { splitByTime } from '../../../src/recsys/data/splitByTime';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { mfTf } from '../../../src/recsys/models/mfTf';
import { popularity } from '../../../src/recsys/models/popularity';
import { userKnn } from '../../../src/recsys/models/userKnn';
import { world } from '../data/world/builtIn';
import type { Ranked } from '../../../src/recsys/metrics/evaluate';

// Factors and epochs were chosen on the last tenth of train, never on test: there 32 and 25 score .123, 64 and 25 .127, 64 and 30 .129.
describe('mfTf on the built-in world', () => {
  const { train, test } = splitByTime(world.interactions, { testShare: 0.1 });

  it('beats popularity and neighbours by intervals that exclude zero', async () => {
    const score = (model: Ranked) => evaluate(model, { train, test, metrics: ['ndcg'] });
    const ours = await score(await mfTf(train, { factors: 64, epochs: 30 }));
    expect(compare(ours, await score(popularity(train))).interval[0]).toBeGreaterThan(0.04);
    expect(compare(ours, await score(await itemKnn(train))).interval[0]).toBeGreaterThan(0);
    expect(compare(ours, await score(await userKnn(train))).interval[0]).toBeGreaterThan(0);
  });
});
