import { describe, expect, it } from 'vitest';
import { lambdaMart } from '../../../src/recsys/ltr/lambdaMart';
import { queryNdcg } from '../../../src/recsys/ltr/queryNdcg';
import { meanInterval } from '../../../src/recsys/metrics/evaluate';
import { mean } from './groups';
import { linearRanker } from './linearRanker';
import { searchQueries } from './searchQueries';
import { congruentialQueries, queryTable } from './tables';
import type { LambdaMartOptions } from '../../../src/recsys/ltr/lambdaMart';
import type { Table } from '../../../src/recsys/ltr/table';
import type { Trees } from '../../../src/recsys/ltr/trees/model';

const predict = (model: Trees, { features, rows, columns }: Table) => model.predict(features, rows, columns);
const relevantOnly = (values: Float64Array) => values.filter((value) => value === value);

describe('lambdaMart', () => {
  // Debian 12: python3-xgboost 1.7.4, python3-sklearn 1.2.1. X, y, g = the same 300 queries (seed 1), Xt, yt, gt those of seed 2.
  // D = xgb.DMatrix(X, y); D.set_group(g)
  // b = xgb.train(dict(tree_method='hist', grow_policy='lossguide', max_leaves=15, max_depth=0, eta=.1, reg_lambda=0, min_child_weight=1e-3,
  //               objective='rank:ndcg', nthread=1, seed=1), D, 60)
  // mean over the 298 queries of gt with a relevant row of sklearn.metrics.ndcg_score([2.0 ** yt[q] - 1], [b.predict(Dt)[q]], k=10)
  const theirs = { 'rank:ndcg': 0.9129779321892459, 'rank:pairwise': 0.8936281769439082, 'column c': 0.6942160927973325 };

  it.each([
    ['lambdarank', {}],
    ['lambdarank with LightGBM’s normalisation', { normalize: true }],
    ['xendcg', { objective: 'xendcg' }],
  ] satisfies [string, LambdaMartOptions][])('%s ranks unseen queries as well as XGBoost', async (_, options) => {
    const [train, test] = [congruentialQueries(300, 1), congruentialQueries(300, 2)];
    const model = await lambdaMart(train, { trees: 60, leaves: 15, minData: 1, ...options });
    const values = relevantOnly(queryNdcg(test, predict(model, test), { empty: NaN }));
    expect(values.length).toBe(298);
    expect(mean(values)).toBeGreaterThan(theirs['rank:ndcg'] - 0.005);
    const byColumn = Float32Array.from({ length: test.rows }, (_, row) => test.features[4 * row + 2]);
    expect(mean(relevantOnly(queryNdcg(test, byColumn, { empty: NaN })))).toBeCloseTo(theirs['column c'], 12);
  });

  it('tells the nDCG of train and validation, and keeps the trees up to the best', async () => {
    const [train, validation] = [queryTable(80, 1), queryTable(80, 2)];
    const told: Record<string, number>[] = [];
    const options = { trees: 200, minData: 2, learningRate: 0.3, patience: 8, k: 5 };
    const model = await lambdaMart(train, { ...options, validation, onProgress: ({ values }) => told.push(values!) });
    const course = told.map(({ validationNdcg }) => validationNdcg);
    const best = Math.max(...course);
    expect(model.trees).toBe(course.indexOf(best) + 1);
    expect(course.length).toBe(model.trees + 8);
    expect(mean(relevantOnly(queryNdcg(validation, predict(model, validation), { k: 5, empty: NaN })))).toBeCloseTo(best, 6);
    expect(told.at(-1)!.ndcg).toBeGreaterThan(told[0].ndcg);
  });

  it('learns only the order within a query: from what all its rows share, nothing', async () => {
    const train = queryTable(60, 3);
    const shared = Float32Array.from([...train.groups].flatMap((size, query) => Array<number>(size).fill(query)));
    const table = { ...train, features: shared, columns: 1 };
    const scores = predict(await lambdaMart(table, { trees: 20, minData: 5 }), table);
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThan(1e-4);
  });

  it('samples whole queries, trains the same from the same seed, and survives a round trip', async () => {
    const train = queryTable(50, 4);
    const train1 = (seed: number) => lambdaMart(train, { trees: 8, minData: 3, rowShare: 0.5, objective: 'xendcg', seed });
    const [a, b, c] = await Promise.all([train1(1), train1(1), train1(2)]);
    expect(predict(a, train)).toEqual(predict(b, train));
    expect(predict(a, train)).not.toEqual(predict(c, train));
    const sums = new Set<number>();
    for (let tree = 0; tree < a.trees; tree++) sums.add(a.nodes(tree)[0].rows);
    expect(sums.size).toBeGreaterThan(1); // queries differ in size, so half of them do not always have as many rows
    expect(predict(lambdaMart.fromBuffer(a.toBuffer()), train)).toEqual(predict(a, train));
  });

  it('refuses what it cannot rank', async () => {
    const train = queryTable(3, 5);
    await expect(lambdaMart({ ...train, labels: train.labels.map(() => -1) })).rejects.toThrow(
      'labels must be grades in 0 … 31, got -1',
    );
    await expect(lambdaMart({ ...train, groups: Int32Array.of(1, 1) })).rejects.toThrow('rows together, got 2');
    await expect(lambdaMart(train, { objective: 'ndcg' as 'xendcg' })).rejects.toThrow(
      "objective must be one of 'lambdarank', 'xendcg'",
    );
    await expect(lambdaMart(train, { truncation: 0 })).rejects.toThrow('truncation must be a positive integer, got 0');
  });
});

describe('on searches of the built-in world, lambdaMart', () => {
  it('ranks better than popularity and than the best linear ranker of the same features', { timeout: 120_000 }, async () => {
    const [train, validation, test] = await searchQueries([[90, 140], [140, 145], [145, 181]], 4000); // prettier-ignore
    const model = await lambdaMart(train, { trees: 200, leaves: 15, validation });
    const own = queryNdcg(test, predict(model, test));
    const popularity = Float32Array.from({ length: test.rows }, (_, row) => test.features[row * test.columns]);
    for (const scores of [popularity, linearRanker(train)(test)]) {
      const other = queryNdcg(test, scores);
      expect(meanInterval(own.map((value, query) => value - other[query])).interval[0]).toBeGreaterThan(0);
    }
    expect(mean(own)).toBeGreaterThan(0.88);
  });
});
