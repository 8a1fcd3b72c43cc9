import { describe, expect, it } from 'vitest';
import { adaRank } from '../../../src/recsys/ltr/adaRank';
import { queryNdcg } from '../../../src/recsys/ltr/queryNdcg';
import { madeQueries, mean } from './groups';
import type { Progress } from '../../../src/recsys/types';

const { exp, log, log2 } = Math;

describe('adaRank', () => {
  // Two queries of two documents, the first of each relevant. Column 0 is right for the first query only, column 1 for the second only.
  const table = {
    features: Float32Array.of(1, -1, -1, 1, -1, 1, 1, -1),
    rows: 4,
    columns: 2,
    labels: Float32Array.of(1, 0, 1, 0),
    groups: Int32Array.of(2, 2),
  };

  it('gives the weights of two rounds worked by hand', async () => {
    const wrong = 1 / log2(3); // nDCG with the relevant document second
    const told: Progress[] = [];
    const model = await adaRank(table, { rounds: 2, onProgress: (progress) => told.push(progress) });
    // round 1: every weak ranker is right once; the first is taken
    const first = (1 + wrong) / 2;
    // round 2: the query that column 0 gets wrong weighs e^−wrong against e^−1, and the ranker that is right there wins
    const share = exp(-wrong) / (exp(-wrong) + exp(-1));
    const second = share + (1 - share) * wrong;
    const alpha = (e: number) => 0.5 * log((1 + e) / (1 - e));
    // falling by column 0 ranks both queries as rising by column 1 does, and stands before it
    expect(model.weights[0]).toBeCloseTo(alpha(first) - alpha(second), 5);
    expect(model.weights[1]).toBe(0);
    expect(told[0].values!.ndcg).toBeCloseTo(first, 6);
  });

  it('ends at a perfect weak ranker, also one that counts downwards', async () => {
    const falling = { ...table, features: Float32Array.of(1, 9, 2, 4, 3, 7, 8, 5) };
    const told: Progress[] = [];
    const model = await adaRank(falling, { onProgress: (progress) => told.push(progress) });
    expect(told).toMatchObject([{ done: 1, values: { ndcg: 1 } }]);
    expect(model.weights[0]).toBeLessThan(0);
  });

  it('orders unseen queries better than any single feature', async () => {
    const train = madeQueries({ queries: 120, seed: 1 });
    const test = madeQueries({ queries: 80, seed: 2 });
    const model = await adaRank(train, { rounds: 30 });
    const quality = (scores: Float32Array) => mean(queryNdcg(test, scores));
    const alone = [0, 1, 2, 3].flatMap((column) =>
      [1, -1].map((sign) =>
        quality(Float32Array.from({ length: test.rows }, (_, row) => sign * test.features[4 * row + column])),
      ),
    );
    expect(quality(model.predict(test.features, test.rows, 4))).toBeGreaterThan(Math.max(...alone));
  });

  it('survives a round trip, stops when told, and names what is wrong', async () => {
    const train = madeQueries();
    const model = await adaRank(train);
    const predict = (by: typeof model) => by.predict(train.features, train.rows, 4);
    expect(predict(adaRank.fromBuffer(model.toBuffer()))).toEqual(predict(model));
    const stopped = await adaRank(train, { signal: AbortSignal.abort() });
    expect([...stopped.weights]).toEqual([0, 0, 0, 0]);
    await expect(adaRank(train, { rounds: 0 })).rejects.toThrow('rounds must be a positive integer, got 0');
    expect(() => model.predict(train.features, train.rows, 5)).toThrow('columns must be the 4 of training, got 5');
  });
});
