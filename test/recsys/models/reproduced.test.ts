import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { ease } from '../../../src/recsys/models/ease';
import { implicitAls } from '../../../src/recsys/models/implicitAls';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { popularity } from '../../../src/recsys/models/popularity';
import { pureSvd } from '../../../src/recsys/models/pureSvd';
import { movielensDir, movielensSplit } from './movielens';

// The figures were computed with NumPy and SciPy: per user, 75 % of the ratings to train by RandomState(42).rand(n) in file order; binary
// training matrix; seen items removed; every test rating relevant; k = 10; mean over users.
describe.skipIf(!movielensDir)('on MovieLens latest-small, nDCG@10 of', () => {
  const { train, test } = movielensDir ? movielensSplit() : ({} as ReturnType<typeof movielensSplit>);
  const score = async (model: Parameters<typeof evaluate>[0]) => (await evaluate(model, { train, test })).mean.ndcg;

  /** To four decimals. */
  const four = (x: number) => Math.round(x * 10000) / 10000;

  it('popularity is .2081', async () => expect(four(await score(popularity(train)))).toBe(0.2081));
  it('item kNN is .3442', async () => expect(four(await score(await itemKnn(train, { k: 100 })))).toBe(0.3442));
  it('PureSVD is .3370', async () => expect(four(await score(await pureSvd(train, { factors: 20 })))).toBe(0.337));
  it('EASE is .3993 with λ = 100', async () =>
    expect(four(await score(await ease(train, { regularization: 100 })))).toBe(0.3993));
  it('EASE is .3986 with λ = 300', async () =>
    expect(four(await score(await ease(train, { regularization: 300 })))).toBe(0.3986));

  it.each(['cholesky', 'cg'] as const)('implicit ALS by %s is .3761 within .005', async (solver) => {
    const options = { factors: 32, alpha0: 0.3, regularization: 0.01, nu: 1, iterations: 16, solver };
    expect(Math.abs((await score(await implicitAls(train, options))) - 0.3761)).toBeLessThan(0.005);
  });
});
