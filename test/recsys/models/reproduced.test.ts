import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { popularity } from '../../../src/recsys/models/popularity';
import { movielensDir, movielensSplit } from './movielens';

// The figures were computed with NumPy and SciPy: per user, 75 % of the ratings to train by RandomState(42).rand(n) in file order; binary
// training matrix; seen items removed; every test rating relevant; k = 10; mean over users.
describe.skipIf(!movielensDir)('on MovieLens latest-small, nDCG@10 of', () => {
  const { train, test } = movielensDir ? movielensSplit() : ({} as ReturnType<typeof movielensSplit>);
  const score = async (model: Parameters<typeof evaluate>[0]) => (await evaluate(model, { train, test })).mean.ndcg;

  it('popularity is .2081', async () => expect(await score(popularity(train))).toBeCloseTo(0.2081, 4));
});
