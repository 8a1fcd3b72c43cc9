import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { bayesianMean } from '../../../src/recsys/models/bayesianMean';
import { popularity } from '../../../src/recsys/models/popularity';
import { popularityBySegment } from '../../../src/recsys/models/popularityBySegment';
import { recencyPopularity } from '../../../src/recsys/models/recencyPopularity';

const day = 86400;
const x = fromRows([
  { user: 'u', item: 'a', value: 5, time: 0 },
  { user: 'u', item: 'a', value: 3, time: 10 * day },
  { user: 'v', item: 'b', value: 2, time: 10 * day },
  { user: 'w', item: 'b', value: 4, time: 0 },
]);

describe('popularity', () => {
  it('counts users, not rows', () => expect([...popularity(x).itemScores]).toEqual([1, 2]));
});

describe('recencyPopularity', () => {
  it('halves a row’s weight with every half-life', () => {
    expect([...recencyPopularity(x, { halfLifeDays: 10 }).itemScores]).toEqual([1.5, 1.5]);
    expect([...recencyPopularity(x, { halfLifeDays: 5, now: 20 * day }).itemScores]).toEqual([0.0625 + 0.25, 0.25 + 0.0625]);
  });

  it('refuses unknown times and half-lives that are not positive', () => {
    expect(() => recencyPopularity(fromRows([{ user: 'a', item: 'b' }]))).toThrow('times must be known in every row');
    expect(() => recencyPopularity(x, { halfLifeDays: 0 })).toThrow('halfLifeDays must be a finite number greater than 0, got 0');
  });
});

describe('bayesianMean', () => {
  it('mixes the prior with the last value of each user', () => {
    // a: one value 3; b: 2 and 4; overall mean 3
    const model = bayesianMean(x, { priorWeight: 2, priorMean: 6 });
    expect(model.itemScores[0]).toBeCloseTo((2 * 6 + 3) / 3, 6);
    expect(model.itemScores[1]).toBeCloseTo((2 * 6 + 6) / 4, 6);
    expect([...bayesianMean(x, { priorWeight: 0 }).itemScores]).toEqual([3, 3]);
  });

  it('refuses negative weights and values that are not finite', () => {
    expect(() => bayesianMean(x, { priorWeight: -1 })).toThrow('priorWeight must be a finite number of at least 0, got -1');
    expect(() => bayesianMean({ ...x, values: Float32Array.of(1, 2, NaN, 3) })).toThrow('values must be finite');
  });
});

describe('popularityBySegment', () => {
  it('mixes the segment’s shares with everyone’s; the unknown get everyone’s', () => {
    // pairs: u–a, v–b, w–b; shares a 1/3, b 2/3
    const model = popularityBySegment(x, { segments: ['young', 'old', ''], priorWeight: 3 });
    expect(model.scores(0)[0]).toBeCloseTo((1 + 1) / 4, 6);
    expect(model.scores(0)[1]).toBeCloseTo((0 + 2) / 4, 6);
    expect(model.scores(1)[1]).toBeCloseTo((1 + 2) / 4, 6);
    expect(model.scores(2)[1]).toBeCloseTo(2 / 3, 6);
    const numbers = popularityBySegment(x, { segments: Int32Array.of(7, 2, -1), priorWeight: 3 });
    for (const user of [0, 1, 2]) expect(numbers.scores(user)).toEqual(model.scores(user));
  });

  it('wants a segment for each user', () => {
    expect(() => popularityBySegment(x, { segments: ['a'] })).toThrow('segments must be as long as train.userIds (3), got 1');
  });
});
