import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { als } from '../../../src/recsys/models/als';
import { bayesianMean } from '../../../src/recsys/models/bayesianMean';
import { bpr } from '../../../src/recsys/models/bpr';
import { contentBased } from '../../../src/recsys/models/contentBased';
import { ease } from '../../../src/recsys/models/ease';
import { namedFeatures } from '../../../src/recsys/models/features';
import { hybrid } from '../../../src/recsys/models/hybrid';
import { implicitAls } from '../../../src/recsys/models/implicitAls';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { logisticMf } from '../../../src/recsys/models/logisticMf';
import { popularity } from '../../../src/recsys/models/popularity';
import { popularityBySegment } from '../../../src/recsys/models/popularityBySegment';
import { pureSvd } from '../../../src/recsys/models/pureSvd';
import { recencyPopularity } from '../../../src/recsys/models/recencyPopularity';
import { sar } from '../../../src/recsys/models/sar';
import { similarToLast } from '../../../src/recsys/models/similarToLast';
import { slim } from '../../../src/recsys/models/slim';
import { userKnn } from '../../../src/recsys/models/userKnn';
import { warp } from '../../../src/recsys/models/warp';
import { dense, tasteLog } from './logs';
import type { Interactions, Progress, Recommender } from '../../../src/recsys/types';

interface Kind {
  train: (
    x: Interactions,
    o?: { signal?: AbortSignal; onProgress?: (p: Progress) => void; seed?: number },
  ) => Recommender | Promise<Recommender>;
  fromBuffer: (buffer: ArrayBuffer) => Recommender;
  /** Learns by a loop that can be cut short. */
  loops?: true;
}

const kinds: Record<string, Kind> = {
  popularity: { train: popularity, fromBuffer: popularity.fromBuffer },
  recencyPopularity: { train: (x) => recencyPopularity(x), fromBuffer: recencyPopularity.fromBuffer },
  bayesianMean: { train: (x) => bayesianMean(x), fromBuffer: bayesianMean.fromBuffer },
  popularityBySegment: {
    train: (x) => popularityBySegment(x, { segments: x.userIds.map((_, u) => (u % 3 ? `s${u % 3}` : '')) }),
    fromBuffer: popularityBySegment.fromBuffer,
  },
  itemKnn: { train: (x, o) => itemKnn(x, { k: 5, ...o }), fromBuffer: itemKnn.fromBuffer },
  'itemKnn pearson': { train: (x, o) => itemKnn(x, { similarity: 'pearson', ...o }), fromBuffer: itemKnn.fromBuffer },
  userKnn: { train: (x, o) => userKnn(x, { k: 5, ...o }), fromBuffer: userKnn.fromBuffer },
  'userKnn pearson': { train: (x, o) => userKnn(x, { similarity: 'pearson', ...o }), fromBuffer: userKnn.fromBuffer },
  sar: { train: sar, fromBuffer: sar.fromBuffer },
  similarToLast: { train: similarToLast, fromBuffer: similarToLast.fromBuffer },
  slim: { train: slim, fromBuffer: slim.fromBuffer },
  'ease by items': { train: (x, o) => ease(x, { side: 'items', ...o }), fromBuffer: ease.fromBuffer },
  'ease by users': { train: (x, o) => ease(x, { side: 'users', ...o }), fromBuffer: ease.fromBuffer },
  'contentBased sparse': {
    train: (x) =>
      contentBased(x, {
        vectors: namedFeatures(
          x.itemIds,
          x.itemIds.map((_, i) => [`g${i % 4}`]),
          true,
        ).matrix,
      }),
    fromBuffer: contentBased.fromBuffer,
  },
  'contentBased dense': {
    train: (x) =>
      contentBased(x, { vectors: Float32Array.from(x.itemIds.flatMap((_, i) => [1, i % 4, i])), dimensions: 3, center: true }),
    fromBuffer: contentBased.fromBuffer,
  },
  pureSvd: { train: (x, o) => pureSvd(x, { factors: 1, ...o }), fromBuffer: pureSvd.fromBuffer, loops: true },
  als: { train: (x, o) => als(x, { factors: 3, iterations: 3, ...o }), fromBuffer: als.fromBuffer, loops: true },
  implicitAls: {
    train: (x, o) => implicitAls(x, { factors: 3, iterations: 3, ...o }),
    fromBuffer: implicitAls.fromBuffer,
    loops: true,
  },
  'implicitAls cg': {
    train: (x, o) => implicitAls(x, { factors: 3, iterations: 3, solver: 'cg', ...o }),
    fromBuffer: implicitAls.fromBuffer,
    loops: true,
  },
  'implicitAls Hu': {
    train: (x, o) => implicitAls(x, { factors: 3, iterations: 3, alpha: 2, ...o }),
    fromBuffer: implicitAls.fromBuffer,
    loops: true,
  },
  bpr: { train: (x, o) => bpr(x, { factors: 3, epochs: 3, ...o }), fromBuffer: bpr.fromBuffer, loops: true },
  warp: { train: (x, o) => warp(x, { factors: 3, epochs: 3, ...o }), fromBuffer: warp.fromBuffer, loops: true },
  logisticMf: { train: (x, o) => logisticMf(x, { factors: 3, epochs: 3, ...o }), fromBuffer: logisticMf.fromBuffer, loops: true },
  ...Object.fromEntries(
    (['bpr', 'warp', 'kos-warp'] as const).map((loss) => [
      `hybrid ${loss}`,
      {
        train: (x, o) => hybrid(x, { factors: 3, epochs: 3, loss, itemFeatures: x.itemIds.map((_, i) => [`g${i % 4}`]), ...o }),
        fromBuffer: hybrid.fromBuffer,
        loops: true,
      } satisfies Kind,
    ]),
  ),
};

const log = tasteLog();
const met = dense(log);

describe.each(Object.entries(kinds))('%s', (name, { train, fromBuffer, loops }) => {
  it('gives one finite score per item and a falling list without seen items', async () => {
    const model = await train(log);
    for (let user = 0; user < log.userIds.length; user++) {
      const scores = model.scores(user);
      expect(scores.length).toBe(log.itemIds.length);
      expect(scores.every(Number.isFinite)).toBe(true);
      const list = model.recommend(user, { k: 100 });
      const unseen = met[user].filter((x) => x === 0).length;
      expect(list.items.length).toBe(unseen); // k beyond the catalogue: all there is
      list.items.forEach((item, place) => {
        expect(met[user][item]).toBe(0);
        expect(list.scores[place]).toBe(scores[item]);
        if (place > 0) expect(list.scores[place]).toBeLessThanOrEqual(list.scores[place - 1]);
      });
    }
  });

  it('leaves out exactly what `exclude` says', async () => {
    const model = await train(log);
    expect(model.recommend(0, { k: 100, exclude: new Int32Array(0) }).items.length).toBe(log.itemIds.length);
    const items = model.recommend(0, { k: 100, exclude: Int32Array.of(3) }).items;
    expect(items.length).toBe(log.itemIds.length - 1);
    expect(items.includes(3)).toBe(false);
  });

  it('survives a round trip through a buffer exactly', async () => {
    const model = await train(log);
    const buffer = model.toBuffer();
    const back = fromBuffer(buffer);
    for (let user = 0; user < log.userIds.length; user++) {
      expect(back.scores(user)).toEqual(model.scores(user));
      expect(back.recommend(user)).toEqual(model.recommend(user));
    }
    expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(buffer));
    expect(() => fromBuffer(new ArrayBuffer(4))).toThrow('buffer must hold a model');
    expect(() => fromBuffer(buffer.slice(0, buffer.byteLength - 8))).toThrow('buffer must be whole');
  });

  it('is the same for the same seed', async () => {
    const one = await train(log, { seed: 7 });
    const two = await train(log, { seed: 7 });
    expect(new Uint8Array(one.toBuffer())).toEqual(new Uint8Array(two.toBuffer()));
  });

  it('refuses an empty log, bad users, bad k and bad exclusions', async () => {
    await expect((async () => train(fromRows([])))()).rejects.toThrow('train must have at least one row, got 0');
    const model = await train(log);
    expect(() => model.scores(-1)).toThrow('user must be an index in 0 … 29, got -1');
    expect(() => model.scores(30)).toThrow(RangeError);
    expect(() => model.scores(NaN)).toThrow(RangeError);
    expect(() => model.recommend(0, { k: 0 })).toThrow('k must be a positive integer, got 0');
    expect(() => model.recommend(0, { exclude: Int32Array.of(99) })).toThrow('exclude must be an index in 0 … 19, got 99');
  });

  it('takes one user with one item, and an item that nobody met', async () => {
    const one = fromRows([{ user: 'u', item: 'i', time: 0 }]);
    const model = await train({ ...one, itemIds: ['i', 'new'], userIds: ['u', 'silent'] });
    for (const user of [0, 1]) expect(model.scores(user).every(Number.isFinite)).toBe(true);
    expect([...model.recommend(0).items]).toEqual([1]);
  });

  if (loops) {
    it('stops within an epoch too, and makes a model even when it was stopped before it began', async () => {
      const model = await train(log, { signal: AbortSignal.abort() });
      expect(model.scores(0).every(Number.isFinite)).toBe(true);
    });

    it('keeps what it learned when stopped, and tells its progress', async () => {
      const controller = new AbortController();
      const heard: Progress[] = [];
      const onProgress = (p: Progress) => {
        heard.push(p);
        controller.abort();
      };
      const model = await train(log, { signal: controller.signal, onProgress });
      expect(heard.length).toBe(1);
      expect(heard[0].done).toBe(1);
      expect(Object.values(heard[0].values!).every(Number.isFinite)).toBe(true);
      expect(model.scores(0).every(Number.isFinite)).toBe(true);
    });
  }
});

it('a buffer of one kind is refused by another', async () => {
  expect(() => bpr.fromBuffer(popularity(log).toBuffer())).toThrow('buffer must hold a model of kind bpr, got popularity');
});
