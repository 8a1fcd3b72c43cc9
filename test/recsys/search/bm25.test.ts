import { describe, expect, it } from 'vitest';
import { bm25, inverseDocumentFrequency, saturation } from '../../../src/recsys/search/bm25';
import { invertedIndex } from '../../../src/recsys/search/invertedIndex';

const texts = [
  'the wolf and the moon',
  'a wolf hunts the wolf at night',
  'the night train',
  'moon river',
  'under the moon the river runs and runs',
  'a train to the river at night',
];

describe('bm25', () => {
  it('equals an example worked by hand', () => {
    // 4 documents, the word in 1 of them, twice; 6 words where the mean is 4; k1 = 1.2, b = .75.
    // f = 2 / (.25 + .75 · 6 / 4) = 2 / 1.375 = 1.4545…; f / (1.2 + f) = .547945…; idf = ln(1 + 3.5 / 1.5) = ln(10 / 3) = 1.203973
    const score = bm25({ count: 2, length: 6, average: 4, documents: 4, having: 1 });
    expect(score).toBeCloseTo((Math.log(10 / 3) * (16 / 11)) / (1.2 + 16 / 11), 12);
    expect(score).toBeCloseTo(0.6597, 4);
  });

  it('lets a word count less the more documents have it, and never against', () => {
    for (const variant of ['lucene', 'robertson'] as const) {
      let last = Infinity;
      for (let n = 1; n <= 10; n++) {
        const idf = inverseDocumentFrequency(n, 10, variant);
        expect(idf).toBeGreaterThan(0);
        expect(idf).toBeLessThanOrEqual(last);
        last = idf;
      }
    }
    expect(inverseDocumentFrequency(10, 10, 'robertson')).toBe(1e-6);
    expect(inverseDocumentFrequency(0, 10)).toBe(0);
  });

  it('counts further mentions less, at k1 = 0 not at all', () => {
    expect(saturation(1.2, 1.2)).toBe(0.5);
    expect(saturation(0, 0)).toBe(0);
    expect(saturation(5, 0)).toBe(1);
    expect(bm25({ count: 9, length: 5, average: 5, documents: 9, having: 2 }, { k1: 0 })).toBe(inverseDocumentFrequency(2, 9));
    expect(bm25({ count: 1, length: 50, average: 5, documents: 9, having: 2 }, { b: 0 })).toBe(
      bm25({ count: 1, length: 5, average: 5, documents: 9, having: 2 }),
    );
  });
});

describe('an index of one field', () => {
  // SQLite 3.40, python3: create virtual table t using fts5(text); select rowid − 1, −bm25(t) from t where t match 'a OR b' order by bm25(t), rowid.
  // FTS5 has k1 = 1.2, b = .75, Robertson's idf floored at 1e-6, and the factor k1 + 1.
  it.each([
    ['wolf', [1, 0], [0.7429116914, 0.6032096386]],
    ['wolf night', [1, 0, 2, 5], [0.742912578, 0.6032096386, 1.218e-6, 8.866e-7]],
    ['runs train wolf', [4, 1, 2, 0, 5], [1.5662589398, 0.7429116914, 0.7159200901, 0.6032096386, 0.5211609724]],
  ])('gives SQLite’s scores for %s', (query, documents, scores) => {
    const index = invertedIndex(
      texts.map((text) => ({ text })),
      { idf: 'robertson' },
    );
    const found = index.search(query);
    expect([...found.items]).toEqual(documents);
    scores.forEach((score, n) => expect(2.2 * found.scores[n]).toBeCloseTo(score, 7));
  });
});

describe('an index of several fields', () => {
  it('gives the scores of the formula in numpy', () => {
    // numpy: N = 4; for t of the query: n = documents with t in any field; idf = log(1 + (N − n + .5) / (n + .5));
    // f = Σ_field w · text.split().count(t) / (1 − b + b · len / mean(len)); score += idf · f / (1.2 + f); w = 3, 1; b = .5, .75
    const index = invertedIndex(
      [
        { title: 'the wolf', text: 'a wolf hunts at night' },
        { title: 'night train', text: 'the train to the moon' },
        { title: 'moon river', text: 'a river' },
        { title: 'wolf moon', text: 'the moon and the wolf and the moon' },
      ],
      { weights: { title: { weight: 3, b: 0.5 } } },
    );
    const expected: Record<string, number[]> = {
      'wolf moon': [0.53319014, 0.16212497, 0.25476782, 0.80299889],
      night: [0.3150669, 0.49510513, 0, 0],
      'the train': [0.25476782, 1.14905477, 0, 0.22574364],
    };
    for (const [query, scores] of Object.entries(expected)) {
      const found = index.search(query);
      expect(found.items.length).toBe(scores.filter((score) => score > 0).length);
      found.items.forEach((item, n) => expect(found.scores[n]).toBeCloseTo(scores[item], 6));
    }
  });
});
