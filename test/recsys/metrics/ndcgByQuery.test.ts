import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndcg } from '../../../src/recsys/metrics/ndcg';
import { ndcgByQuery } from '../../../src/recsys/metrics/ndcgByQuery';

describe('ndcgByQuery', () => {
  it('is ndcg of each query where no scores are equal', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 12 }),
        (scores, seed, k) => {
          const labels = scores.map((_, i) => (seed >> (2 * i)) & 3);
          const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
          const expected = ndcg(order, new Map(labels.map((label, i) => [i, label])), { k, gain: 'exponential' });
          const [one, two] = ndcgByQuery([...scores, ...scores], [...labels, ...labels], [scores.length, scores.length], {
            k,
            gain: 'exponential',
          });
          expect(one).toBeCloseTo(expected, 12);
          expect(two).toBe(one);
        },
      ),
    );
  });

  it('is the mean over all orders of tied rows', () => {
    const labels = [0, 2, 1, 0];
    const orders = (rest: number[]): number[][] =>
      rest.length === 0 ? [[]] : rest.flatMap((i) => orders(rest.filter((j) => j !== i)).map((tail) => [i, ...tail]));
    const all = orders([1, 2, 3]).map((tied) => ndcg([0, ...tied], new Map(labels.map((label, i) => [i, label])), { k: 3 }));
    expect(ndcgByQuery([9, 1, 1, 1], labels, [4], { k: 3 })[0]).toBeCloseTo(all.reduce((a, b) => a + b, 0) / all.length, 12);
  });

  it('says `empty` where nothing is relevant, and refuses groups that do not fit', () => {
    expect([...ndcgByQuery([1, 2, 3], [0, 0, 1], [2, 1], { empty: NaN })]).toEqual([NaN, 1]);
    expect(() => ndcgByQuery([1, 2], [0, 1], [3])).toThrow('groups must have 2 rows together, got 3');
  });
});
