import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { diversity, jaccardDistance } from '../../../src/recsys/metrics/diversity';
import { cosineSimilarity } from '../../../src/recsys/rerank/candidates';
import { dpp } from '../../../src/recsys/rerank/dpp';
import { mmr } from '../../../src/recsys/rerank/mmr';
import type { Ranking } from '../../../src/recsys/types';

const genres = [['war'], ['war'], ['war', 'love'], ['love'], ['dance'], ['war']];
const jaccard = (a: number, b: number) => 1 - jaccardDistance(genres[a], genres[b]);
const ranking = (scores: number[]): Ranking => ({ items: Int32Array.from(scores.keys()), scores: Float32Array.from(scores) });
const films = ranking([1, 0.9, 0.8, 0.5, 0.2, 0]);

/** Candidates with random vectors. */
function drawn(seed: number, n = 8, d = 3) {
  const draw = random(seed);
  const vectors = Float32Array.from({ length: n * d }, () => draw.normal());
  return { candidates: ranking(Array.from({ length: n }, () => draw.next())), similarity: cosineSimilarity(vectors, d) };
}

/** log det by elimination. */
function logDet(matrix: number[][]): number {
  const a = matrix.map((row) => [...row]);
  let sum = 0;
  for (let p = 0; p < a.length; p++) {
    sum += Math.log(a[p][p]);
    for (let r = p + 1; r < a.length; r++) {
      const factor = a[r][p] / a[p][p];
      for (let c = p; c < a.length; c++) a[r][c] -= factor * a[p][c];
    }
  }
  return sum;
}

describe.each([
  [
    'mmr',
    (candidates: Ranking, similarity: typeof jaccard, weight: number, k = 10) =>
      mmr(candidates, { similarity, lambda: weight, k }),
  ],
  [
    'dpp',
    (candidates: Ranking, similarity: typeof jaccard, weight: number, k = 10) =>
      dpp(candidates, { similarity, theta: weight, k }),
  ],
])('%s', (_, rerank) => {
  it('keeps the order of the scores where only they count', () => {
    expect([...rerank(films, jaccard, 1, 4)]).toEqual([0, 1, 2, 3]);
  });

  it('begins with the best, and lists each candidate at most once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.05, max: 1, noNaN: true }), fc.integer({ min: 1, max: 12 }), (seed, weight, k) => {
        const { candidates, similarity } = drawn(seed);
        const list = rerank(candidates, similarity, weight, k);
        expect(list.length).toBe(Math.min(k, 8));
        expect(new Set(list).size).toBe(list.length);
        expect(candidates.scores[list[0]]).toBe(Math.max(...candidates.scores));
      }),
    );
  });

  it('makes lists more diverse the less the scores count, on average', () => {
    const mean = (weight: number) => {
      let sum = 0;
      for (let seed = 0; seed < 50; seed++) {
        const { candidates, similarity } = drawn(seed, 20);
        sum += diversity(rerank(candidates, similarity, weight, 5), { distance: (a, b) => 1 - similarity(a, b) });
      }
      return sum / 50;
    };
    const [little, some, much] = [mean(0.95), mean(0.6), mean(0.2)];
    expect(some).toBeGreaterThan(little);
    expect(much).toBeGreaterThan(some);
  });

  it('does not care on which scale the scores are', () => {
    const { candidates, similarity } = drawn(3);
    const scaled = { ...candidates, scores: candidates.scores.map((score) => 1000 * score - 7) };
    expect(rerank(scaled, similarity, 0.5)).toEqual(rerank(candidates, similarity, 0.5));
  });

  it('takes few candidates, or none', () => {
    expect([...rerank(ranking([]), jaccard, 0.5)]).toEqual([]);
    expect([...rerank(ranking([2, 2]), jaccard, 0.5)]).toEqual([0, 1]);
  });

  it('refuses what has no meaning', () => {
    expect(() => rerank(films, jaccard, 1.5)).toThrow(/(lambda|theta) must lie in 0 … 1, got 1.5/);
    expect(() => rerank(films, jaccard, NaN)).toThrow(/must lie in 0 … 1, got NaN/);
    expect(() => rerank(films, jaccard, 0.5, 0)).toThrow('k must be a positive integer, got 0');
    expect(() => rerank(ranking([1, NaN]), jaccard, 0.5)).toThrow('scores must be finite, got NaN of item 1');
  });
});

describe('mmr', () => {
  it('chooses as worked by hand', () => {
    // λ = ½. First 0. Then 1: .45 − .5 = −.05; 2: .4 − .25 = .15; 3: .25 − 0 = .25; 4: .1; 5: 0 − .5. So 3.
    // Then 1: −.05; 2, like 0 and 3 by a half: .15; 4: .1; 5: −.5. So 2. Then 1: −.05; 4: .1. So 4.
    expect([...mmr(films, { similarity: jaccard, lambda: 0.5, k: 4 })]).toEqual([0, 3, 2, 4]);
  });
});

describe('dpp', () => {
  it('adds at each step what raises θ Σ r + (1 − θ) log det S most, by determinants', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { candidates, similarity } = drawn(seed, 9, 6);
      const low = Math.min(...candidates.scores);
      const range = Math.max(...candidates.scores) - low;
      const value = (set: number[]) =>
        0.4 * set.reduce((sum, i) => sum + (candidates.scores[i] - low) / range, 0) +
        0.6 * logDet(set.map((a) => set.map((b) => similarity(a, b))));
      const chosen: number[] = [];
      while (chosen.length < 5) {
        const rest = [...candidates.items].filter((i) => !chosen.includes(i));
        chosen.push(rest.reduce((best, i) => (value([...chosen, i]) > value([...chosen, best]) ? i : best)));
      }
      expect([...dpp(candidates, { similarity, theta: 0.4, k: 5 })]).toEqual(chosen);
    }
  });

  it('leaves copies of chosen items to the end, and goes on when everything is spanned', () => {
    const vectors = Float32Array.of(1, 0, 1, 0, 0, 1, 1, 0);
    const list = dpp(ranking([1, 0.9, 0.1, 0.95]), { similarity: cosineSimilarity(vectors, 2), theta: 0.5, k: 4 });
    expect([...list]).toEqual([0, 2, 3, 1]);
  });
});

describe('cosineSimilarity', () => {
  it('is the cosine, 1 of an item with itself and 0 beside zeros', () => {
    const similarity = cosineSimilarity(Float32Array.of(3, 4, 4, 3, 0, 0), 2);
    expect(similarity(0, 1)).toBeCloseTo(24 / 25, 12);
    expect(similarity(2, 2)).toBe(1);
    expect(similarity(0, 2)).toBe(0);
  });
});
