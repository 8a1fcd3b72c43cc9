import { describe, expect, it } from 'vitest';
import { splitByTime } from '../../../src/recsys/data/splitByTime';
import { coverage } from '../../../src/recsys/metrics/coverage';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { leaderboard } from '../../../src/recsys/metrics/leaderboard';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { popularity } from '../../../src/recsys/models/popularity';
import { tasteLog } from '../models/logs';

const { train, test } = splitByTime(tasteLog(), { testShare: 0.1 });
const models = { popularity: popularity(train), 'item kNN': await itemKnn(train) };

describe('leaderboard(models, options)', () => {
  it('gives what evaluate and coverage give, a row a model in the order given', async () => {
    const rows = await leaderboard(models, { train, test, k: 5 });
    expect(rows.map(({ model }) => model)).toEqual(['popularity', 'item kNN']);
    for (const row of rows) {
      const model = models[row.model as keyof typeof models];
      const { mean, interval, lists } = await evaluate(model, { train, test, k: 5 });
      expect([row.ndcg, row.low, row.high]).toEqual([mean.ndcg, ...interval.ndcg]);
      expect(row.coverage).toBe(coverage(lists, { items: train.itemIds.length }));
      expect(row.kilobytes).toBe(model.toBuffer().byteLength / 1000);
      expect(row.seconds).toBeNull();
    }
  });

  it('takes the seconds as measured, marks and all', async () => {
    const marked = Object(1.5) as number; // as `volatile` marks a number
    const [row] = await leaderboard(models, { train, test, seconds: { popularity: marked } });
    expect(row.seconds).toBe(marked);
  });

  it('refuses seconds of a model that is not there, or that are no length of time', async () => {
    await expect(leaderboard(models, { train, test, seconds: { knn: 1 } })).rejects.toThrow(
      "seconds must name models of the board (popularity, item kNN), got 'knn'",
    );
    await expect(leaderboard(models, { train, test, seconds: { popularity: NaN } })).rejects.toThrow('got NaN');
  });

  it('tells of each model, and keeps no row of a model that was cut short', async () => {
    const controller = new AbortController();
    const told: number[] = [];
    const rows = await leaderboard(models, {
      train,
      test,
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        told.push(done, total);
        controller.abort();
      },
    });
    expect(told).toEqual([1, 2]);
    expect(rows).toHaveLength(1);
  });
});
