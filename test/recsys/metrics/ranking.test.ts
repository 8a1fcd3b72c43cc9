import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../../../src/recsys/metrics/auc';
import { averagePrecision } from '../../../src/recsys/metrics/averagePrecision';
import { dcg } from '../../../src/recsys/metrics/dcg';
import { hitRate } from '../../../src/recsys/metrics/hitRate';
import { ndcg } from '../../../src/recsys/metrics/ndcg';
import { precision } from '../../../src/recsys/metrics/precision';
import { recall } from '../../../src/recsys/metrics/recall';
import { reciprocalRank } from '../../../src/recsys/metrics/reciprocalRank';
import { random } from '../../../src/recsys/math/random';

/** A ranking without repeats and grades for some items, ranked or not. */
const cases = fc.record({
  ranking: fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 15 }),
  grades: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 4 })), {
    maxLength: 12,
    selector: ([item]) => item,
  }),
  k: fc.integer({ min: 1, max: 20 }),
});

// Independent implementations, straight from the definitions: Math.log2 and ** are fine in a test.
const oracleDcg = (grades: number[], exponential: boolean) =>
  grades.reduce((sum, g, i) => sum + (exponential ? 2 ** g - 1 : g) / Math.log2(i + 2), 0);
const head = (ranking: number[], grades: Map<number, number>, k: number) =>
  ranking.slice(0, k).map((item) => grades.get(item) ?? 0);

describe('dcg and ndcg', () => {
  it('give 13.848 and 0.949 for the relevances 3, 2, 3, 0, 1, 2 with exponential gain', () => {
    // 7/1 + 3/1.585 + 7/2 + 0 + 1/2.585 + 3/2.807; ideal order 3, 3, 2, 2, 1, 0
    expect(dcg([3, 2, 3, 0, 1, 2], { k: 6, gain: 'exponential' })).toBeCloseTo(13.848, 3);
    const relevant = new Map([3, 2, 3, 0, 1, 2].map((g, i) => [i, g]));
    expect(ndcg([0, 1, 2, 3, 4, 5], relevant, { k: 6, gain: 'exponential' })).toBeCloseTo(0.949, 3);
  });

  it('equal the definition for graded relevance, either gain and any k', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ ranking, grades, k }, exponential) => {
        const relevant = new Map(grades);
        const gain = exponential ? 'exponential' : 'linear';
        const own = oracleDcg(head(ranking, relevant, k), exponential);
        const ideal = oracleDcg([...relevant.values()].sort((a, b) => b - a).slice(0, k), exponential);
        expect(dcg(head(ranking, relevant, k), { gain })).toBeCloseTo(own, 10);
        expect(ndcg(ranking, relevant, { k, gain })).toBeCloseTo(ideal > 0 ? own / ideal : 0, 10);
      }),
    );
  });

  it('ndcg stays in 0 … 1 and is 1 for the ideal order', () => {
    fc.assert(
      fc.property(cases, ({ ranking, grades, k }) => {
        const relevant = new Map(grades);
        const value = ndcg(ranking, relevant, { k });
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        const ideal = [...relevant].sort((a, b) => b[1] - a[1]).map(([item]) => item);
        expect(ndcg(ideal, relevant, { k, empty: 1 })).toBeCloseTo(1, 12);
      }),
    );
  });

  it('ndcg(ranking, relevant) ignores items below the cutoff', () => {
    expect(ndcg([1, 2, 3], new Set([3]), { k: 2 })).toBe(0);
    expect(ndcg([1, 2, 3], new Set([3]), { k: 3 })).toBeCloseTo(0.5, 12);
  });

  it('ndcg counts relevant items that the ranking misses in the ideal', () => {
    expect(ndcg([1], new Set([1, 2]), { k: 2 })).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 12);
  });

  it('refuse a bad k, an unknown gain and negative grades', () => {
    expect(() => ndcg([1], new Set([1]), { k: 0 })).toThrow('k must be a positive integer, got 0');
    expect(() => ndcg([1], new Set([1]), { k: NaN })).toThrow(RangeError);
    expect(() => dcg([1], { gain: 'cubic' as 'linear' })).toThrow("gain must be one of 'linear', 'exponential', got 'cubic'");
    expect(() => dcg([-1])).toThrow('relevances must be at least 0, got -1 at place 0');
  });
});

describe('the metrics of hits', () => {
  it('equal their definitions on any ranking, set and k', () => {
    fc.assert(
      fc.property(cases, ({ ranking, grades, k }) => {
        const relevant = new Set(grades.filter(([, g]) => g > 0).map(([item]) => item));
        const found = ranking.map((item) => relevant.has(item));
        const hits = found.slice(0, k).filter(Boolean).length;
        const n = relevant.size;
        expect(precision(ranking, relevant, { k })).toBeCloseTo(hits / k, 12);
        expect(recall(ranking, relevant, { k })).toBeCloseTo(n ? hits / n : 0, 12);
        expect(recall(ranking, relevant, { k, of: 'attainable' })).toBeCloseTo(n ? hits / Math.min(n, k) : 0, 12);
        expect(hitRate(ranking, relevant, { k })).toBe(hits > 0 ? 1 : 0);
        const first = found.indexOf(true);
        expect(reciprocalRank(ranking, relevant, { k })).toBeCloseTo(first >= 0 && first < k ? 1 / (first + 1) : 0, 12);
        let sum = 0;
        for (let i = 0; i < Math.min(k, ranking.length); i++) {
          if (found[i]) sum += found.slice(0, i + 1).filter(Boolean).length / (i + 1);
        }
        expect(averagePrecision(ranking, relevant, { k })).toBeCloseTo(n ? sum / Math.min(n, k) : 0, 12);
        expect(averagePrecision(ranking, relevant, { k, of: 'relevant' })).toBeCloseTo(n ? sum / n : 0, 12);
      }),
    );
  });

  it('treat a map of grades as the set of its positive ones', () => {
    fc.assert(
      fc.property(cases, ({ ranking, grades, k }) => {
        const map = new Map(grades);
        const set = new Set(grades.filter(([, g]) => g > 0).map(([item]) => item));
        for (const metric of [precision, recall, hitRate, reciprocalRank, averagePrecision]) {
          expect(metric(ranking, map, { k })).toBe(metric(ranking, set, { k }));
        }
      }),
    );
  });

  it('say what `empty` says where nothing is relevant, 0 by default', () => {
    for (const metric of [ndcg, recall, hitRate, reciprocalRank, averagePrecision]) {
      expect(metric([1, 2], new Set<number>(), { k: 2 })).toBe(0);
      expect(metric([1, 2], new Set<number>(), { k: 2, empty: 1 })).toBe(1);
    }
    expect(precision([1, 2], new Set(), { k: 2 })).toBe(0);
  });

  it('do not change when items are renamed', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 1000 }), ({ ranking, grades, k }, shift) => {
        const renamed = ranking.map((item) => item + shift);
        for (const metric of [ndcg, recall, averagePrecision]) {
          expect(metric(renamed, new Map(grades.map(([i, g]) => [i + shift, g])), { k })).toBe(
            metric(ranking, new Map(grades), { k }),
          );
        }
      }),
    );
  });

  it('never fall when a relevant item moves up', () => {
    fc.assert(
      fc.property(cases, fc.nat(20), ({ ranking, grades, k }, place) => {
        const relevant = new Set(grades.map(([item]) => item));
        if (place < 1 || place >= ranking.length || !relevant.has(ranking[place]) || relevant.has(ranking[place - 1])) return;
        const better = ranking.slice();
        [better[place - 1], better[place]] = [better[place], better[place - 1]];
        for (const metric of [ndcg, precision, recall, averagePrecision, reciprocalRank, hitRate]) {
          expect(metric(better, relevant, { k })).toBeGreaterThanOrEqual(metric(ranking, relevant, { k }) - 1e-12);
        }
      }),
    );
  });
});

describe('auc', () => {
  it('is the share of pairs in the right order, ties counting one half', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(scored, (rows) => {
        let wins = 0;
        let pairs = 0;
        for (const [a, positive] of rows) {
          for (const [b, other] of rows) {
            if (!positive || other) continue;
            pairs++;
            wins += a > b ? 1 : a === b ? 0.5 : 0;
          }
        }
        const value = auc(
          rows.map(([score]) => score),
          rows.map(([, label]) => label),
        );
        if (pairs === 0) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(wins / pairs, 12);
      }),
    );
  });

  it('is near one half for scores that know nothing', () => {
    const draw = random(1);
    const scores = Array.from({ length: 20000 }, () => draw.next());
    const value = auc(
      scores,
      scores.map(() => draw.next() < 0.1),
    );
    expect(Math.abs(value - 0.5)).toBeLessThan(0.02);
  });

  it('refuses scores that are NaN and labels of another length', () => {
    expect(() => auc([NaN, 1], [1, 0])).toThrow('scores must be numbers, got NaN at 0');
    expect(() => auc([1], [1, 0])).toThrow('labels must be as long as scores (1), got 2');
  });
});
