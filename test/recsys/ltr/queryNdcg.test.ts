import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryNdcg } from '../../../src/recsys/ltr/queryNdcg';
import { ndcg } from '../../../src/recsys/metrics/ndcg';

/** A table of these grades. */
const tableOf = (labels: number[], groups = [labels.length]) => ({
  features: new Float32Array(labels.length),
  rows: labels.length,
  columns: 1,
  labels: Float32Array.from(labels),
  groups: Int32Array.from(groups),
});
const grades = (labels: number[]) => new Map(labels.map((label, i) => [i, label]));

describe('queryNdcg', () => {
  it('is ndcg of each query where no scores are equal', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 12 }),
        (scores, seed, k) => {
          const labels = scores.map((_, i) => (seed >> (2 * i)) & 3);
          const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
          const table = tableOf([...labels, ...labels], [scores.length, scores.length]);
          const [one, two] = queryNdcg(table, [...scores, ...scores], { k });
          expect(one).toBeCloseTo(ndcg(order, grades(labels), { k, gain: 'exponential' }), 12);
          expect(two).toBe(one);
        },
      ),
    );
  });

  it('is the mean over all orders of tied rows', () => {
    const labels = [0, 2, 1, 0];
    const orders = (rest: number[]): number[][] =>
      rest.length === 0 ? [[]] : rest.flatMap((i) => orders(rest.filter((j) => j !== i)).map((tail) => [i, ...tail]));
    const all = orders([1, 2, 3]).map((tied) => ndcg([0, ...tied], grades(labels), { k: 3 }));
    const own = queryNdcg(tableOf(labels), [9, 1, 1, 1], { k: 3, gain: 'linear' })[0];
    expect(own).toBeCloseTo(all.reduce((a, b) => a + b, 0) / all.length, 12);
  });

  it('says `empty` where nothing is relevant', () => {
    const table = tableOf([0, 2, 1, 0, 0], [3, 2]);
    expect([...queryNdcg(table, [0, 2, 1, 0, 0])]).toEqual([1, 0]);
    expect([...queryNdcg(table, [0, 2, 1, 0, 0], { empty: 1 })]).toEqual([1, 1]);
  });

  it('refuses what it cannot score', () => {
    const table = tableOf([0, 2, 1, 0, 0], [3, 2]);
    expect(() => queryNdcg(table, [1])).toThrow('scores must be as long as labels (5), got 1');
    expect(() => queryNdcg(table, [1, 2, NaN, 4, 5])).toThrow('scores must be numbers, got NaN in row 2');
    expect(() => queryNdcg({ ...table, groups: Int32Array.of(4) }, [1, 2, 3, 4, 5])).toThrow(
      'groups must have 5 rows together, got 4',
    );
  });
});
