import { describe, expect, it } from 'vitest';
import { splitTwoLevel } from '../../../src/recsys/data/splitTwoLevel';
import { dcn } from '../../../src/recsys/ltr/dcn';
import { deepFm } from '../../../src/recsys/ltr/deepFm';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { popularity } from '../../../src/recsys/models/popularity';
import { userKnn } from '../../../src/recsys/models/userKnn';
import { twoStage } from '../../../src/recsys/pipeline/twoStage';
import { world } from '../data/world/builtIn';
import type { Ranked } from '../../../src/recsys/metrics/evaluate';

// Both estimate the probability of a click from columns, so what they rank is what others have found: the neighbours' candidates and the popular ones.
// What they can gain over these is what they know of viewers and films.
describe('on the built-in world, above the candidates of neighbours and popularity,', async () => {
  const split = splitTwoLevel(world.interactions, { rankingShare: 0.1, testShare: 0.1 });
  const { train, test } = split;
  const score = (model: Ranked) => evaluate(model, { train, test, metrics: ['ndcg'] });
  const simpler = {
    popularity: await score(popularity(train)),
    itemKnn: await score(await itemKnn(train)),
    userKnn: await score(await userKnn(train)),
  };

  it.each([
    ['deepFm', deepFm],
    ['dcn', dcn],
  ] as const)('%s beats popularity and neighbours by intervals that exclude zero', { timeout: 180_000 }, async (_, fit) => {
    const model = await twoStage(split, {
      sources: [
        { name: 'items', k: 50, fit: (log, options) => itemKnn(log, options) },
        { name: 'users', k: 50, fit: (log, options) => userKnn(log, options) },
        { name: 'popular', k: 20, fit: (log) => popularity(log) },
      ],
      ...{ items: world.items, users: world.users, negatives: 20, validationShare: 0.2, seed: 42 },
      ranker: (table, options) => fit(table, { ...options, factors: 4 }),
    });
    const ours = await score(model);
    for (const theirs of Object.values(simpler)) expect(compare(ours, theirs).interval[0]).toBeGreaterThan(0);
  });
});
