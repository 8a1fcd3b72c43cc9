import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { selectRows } from '../../../src/recsys/data/interactions';
import { splitByTime } from '../../../src/recsys/data/splitByTime';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluate } from '../../../src/recsys/metrics/evaluate';
import { contentBased } from '../../../src/recsys/models/contentBased';
import { popularity } from '../../../src/recsys/models/popularity';
import { stem } from '../../../src/recsys/text/stem';
import { stopWords } from '../../../src/recsys/text/stopWords';
import { tfIdf } from '../../../src/recsys/text/tfIdf';
import { tokenize } from '../../../src/recsys/text/tokenize';
import { world } from '../data/world/builtIn';
import type { Ranked } from '../../../src/recsys/metrics/evaluate';

describe('contentBased', () => {
  const log = {
    ...fromRows([
      { user: 'a', item: 'x', value: 1 },
      { user: 'a', item: 'y', value: 3 },
    ]),
    itemIds: ['x', 'y', 'z', 'empty'],
  };
  const vectors = Float32Array.of(2, 0, 0, 5, 3, 4, 0, 0);

  it('scores by the cosine with the weighted mean of what was met', () => {
    // p = 1 · (1, 0) + 3 · (0, 1); cos with (1, 0) is 1 / √10, with (0, 1) 3 / √10, with (.6, .8) (0.6 + 2.4) / √10
    const scores = contentBased(log, { vectors, dimensions: 2 }).scores(0);
    [1, 3, 3, 0].forEach((value, item) => expect(scores[item]).toBeCloseTo(value / Math.sqrt(10), 6));
    const alike = contentBased(log, { vectors, dimensions: 2, weights: 'binary' });
    expect(alike.scores(0)[2]).toBeCloseTo(1.4 / Math.sqrt(2), 6);
    expect(alike.scoresFor([0, 1])).toEqual(alike.scores(0));
    expect([...alike.neighbours(0, { k: 2 }).items]).toEqual([2, 1]);
  });

  it('gives the same from sparse rows as from dense ones', () => {
    const sparse = {
      rows: 4,
      columns: 2,
      pointers: Int32Array.of(0, 1, 2, 4, 4),
      indices: Int32Array.of(0, 1, 0, 1),
      values: Float32Array.of(2, 5, 3, 4),
    };
    expect(contentBased(log, { vectors: sparse }).scores(0)).toEqual(contentBased(log, { vectors, dimensions: 2 }).scores(0));
  });

  it('takes off what all vectors share when asked', () => {
    const shifted = vectors.map((value, at) => value + (at % 2 === 0 ? 100 : -7));
    const one = contentBased(log, { vectors, dimensions: 2, center: true }).scores(0);
    const two = contentBased(log, { vectors: shifted, dimensions: 2, center: true }).scores(0);
    one.forEach((score, item) => expect(two[item]).toBeCloseTo(score, 4));
  });

  it('adds a bias to what it scores, not to what it calls alike, and keeps it in the buffer', () => {
    const plain = contentBased(log, { vectors, dimensions: 2 });
    const model = contentBased(log, { vectors, dimensions: 2, bias: [0, 1, 2, 3] });
    for (const one of [model, contentBased.fromBuffer(model.toBuffer())]) {
      one.scores(0).forEach((score, item) => expect(score).toBeCloseTo(plain.scores(0)[item] + item, 6));
      expect(one.scoresFor([0])[3]).toBe(3);
      expect(one.neighbours(0)).toEqual(plain.neighbours(0));
    }
    expect(() => contentBased(log, { vectors, dimensions: 2, bias: [1] })).toThrow(
      'bias must be a number for each of the 4 items, got 1',
    );
    expect(() => contentBased(log, { vectors, dimensions: 2, bias: [0, NaN, 0, 0] })).toThrow('bias must be finite, got NaN');
  });

  it('refuses vectors that do not fit', () => {
    expect(() => contentBased(log, { vectors: new Float32Array(7), dimensions: 2 })).toThrow(
      'vectors must be items × dimensions = 8 numbers, got 7',
    );
    expect(() => contentBased(log, { vectors })).toThrow('dimensions must be a positive integer, got 0');
    expect(() => contentBased(log, { vectors: tfIdf([['a']]).matrix })).toThrow(
      'vectors must have a row for each of the 4 items, got 1',
    );
    expect(() => contentBased({ ...log, values: Float32Array.of(-1, 1) }, { vectors, dimensions: 2 })).toThrow(
      'values must be at least 0, got -1',
    );
  });
});

describe('contentBased on the world', () => {
  const { train, test } = splitByTime(world.interactions, { testShare: 0.1 });
  const texts = world.items.map(({ synopsis }) => tokenize(synopsis!, { stopWords, root: stem }));
  const content = contentBased(train, { vectors: tfIdf(texts).matrix });
  const popular = popularity(train);

  it('is behind popularity over all films, and far before it among those that nobody has met', async () => {
    const all = { train, test, k: 10, metrics: ['ndcg'] as const };
    const overall = compare(await evaluate(popular, all), await evaluate(content, all));
    expect(overall.interval[0]).toBeGreaterThan(0);

    const met = new Set(train.items);
    const warm = [...met];
    const coldRows = Array.from(test.items.keys()).filter((row) => !met.has(test.items[row]));
    const onlyCold = (model: Ranked): Ranked => ({
      recommend: (user, options) => model.recommend(user, { ...options, exclude: Int32Array.from(warm) }),
    });
    const cold = { ...all, test: selectRows(test, coldRows) };
    const [byText, byCount] = [await evaluate(onlyCold(content), cold), await evaluate(onlyCold(popular), cold)];
    expect(compare(byText, byCount).interval[0]).toBeGreaterThan(0);
    expect(byText.mean.ndcg).toBeGreaterThan(3 * byCount.mean.ndcg);
  });
});
