import { describe, expect, it } from 'vitest';
import { splitLastOut } from '../../../src/recsys/data/splitLastOut';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { gru4rec } from '../../../src/recsys/models/gru4rec';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { popularity } from '../../../src/recsys/models/popularity';
import { sasrec } from '../../../src/recsys/models/sasrec';
import { world } from '../data/world/builtIn';
import type { Ranked } from '../../../src/recsys/metrics/evaluate';

// The defaults were chosen on earlier rows: the last tenth by time of the log without its last tenth.
describe('on the built-in world, for the film that each viewer watched last,', async () => {
  const { train, test } = splitLastOut(world.interactions);
  const score = (model: Ranked) => evaluate(model, { train, test, metrics: ['ndcg'] });
  const [byPopularity, byNeighbours] = [await score(popularity(train)), await score(await itemKnn(train))];

  it('sasrec beats popularity and neighbours by intervals that exclude zero', { timeout: 300_000 }, async () => {
    const ours = await score(await sasrec(train));
    expect(compare(ours, byPopularity).interval[0]).toBeGreaterThan(0.03);
    expect(compare(ours, byNeighbours).interval[0]).toBeGreaterThan(0);
  });

  it(
    'gru4rec beats popularity by an interval that excludes zero, in one pass with shorter windows',
    { timeout: 300_000 },
    async () => {
      const ours = await score(await gru4rec(train, { epochs: 1, length: 15, batchSize: 32 }));
      expect(compare(ours, byPopularity).interval[0]).toBeGreaterThan(0.02);
    },
  );
});
