import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/recsys/metrics/compare';
import { evaluateQueries } from '../../../src/recsys/search/evaluateQueries';
import { invertedIndex } from '../../../src/recsys/search/invertedIndex';
import { queryFeatures } from '../../../src/recsys/search/queryFeatures';

const titles = ['The Matrix', 'The Matrix Reloaded', 'Mad Max'];
const index = invertedIndex(
  titles.map((title, n) => ({ title, text: n === 2 ? 'a matrix of roads' : 'machines' })),
  { weights: { title: 3 } },
);
const features = queryFeatures(index, {
  titles,
  read: { prefix: true },
  documents: { popularity: [3, 2, NaN] },
  scores: { tenfold: (query) => (document) => 10 * document + query.length },
});
const named = (query: string, document: number) => {
  const row = features.rows(query, [document]);
  return Object.fromEntries(features.names.map((name, n) => [name, row[n]]));
};

describe('queryFeatures', () => {
  it('say how words, fields and title answer the query', () => {
    const first = named('The Matrix', 0);
    expect(first).toMatchObject({
      'bm25 text': 0,
      'words matched': 1,
      words: 2,
      'title is query': 1,
      'title begins with query': 1,
      'title near query': 1,
      'title begins near query': 1,
      'query length': 1,
      tenfold: 10,
      popularity: 3,
    });
    expect(first.bm25).toBeCloseTo(index.search('The Matrix', { prefix: true }).scores[0], 6);
    expect(first['bm25 title']).toBe(first.bm25);
    const second = named('the martix', 1);
    expect(second).toMatchObject({ 'title is query': 0, 'title begins with query': 0, 'words matched': 0.5, 'best word': 1 });
    expect(second['title begins near query']).toBeCloseTo(0.9, 6); // one slip in ten letters
    const third = named('matrix', 2);
    expect(third['bm25 title']).toBe(0);
    expect(third['bm25 text']).toBe(third.bm25);
    expect(third.popularity).toBeNaN();
    expect(named('!', 0)).toMatchObject({ bm25: 0, 'words matched': 0, 'best word': 0, words: 0 });
  });

  it('make a table for a ranker', () => {
    const table = features.table([
      { query: 'matrix', documents: [0, 1, 2], wanted: 1 },
      { query: 'max', documents: Int32Array.of(2), wanted: 0 },
      { query: 'none', documents: [], wanted: 0 },
    ]);
    expect(table).toMatchObject({ rows: 4, columns: features.columns, names: features.names });
    expect([...table.groups]).toEqual([3, 1, 0]);
    expect([...table.labels]).toEqual([0, 1, 0, 0]);
    expect(table.features.subarray(0, 3 * features.columns)).toEqual(features.rows('matrix', [0, 1, 2]));
  });

  it('refuse what does not fit', () => {
    expect(() => queryFeatures(index, { titles: [] })).toThrow('titles must be as many as documents (3), got 0');
    expect(() => queryFeatures(index, { titles, documents: { year: [1] } })).toThrow('year must be as long as titles (3), got 1');
    expect(() => features.rows('a', [3])).toThrow('documents must be an index in 0 … 2, got 3');
  });
});

describe('evaluateQueries', () => {
  const queries = [
    { query: 'a', wanted: 4, kind: 'title' },
    { query: 'b', wanted: 5, kind: 'typo' },
    { query: 'c', wanted: 6, kind: 'typo' },
  ];
  const answers: Record<string, number[]> = { a: [4, 1], b: [1, 5], c: [1, 2, 6] };
  const search = (query: string) => ({ items: Int32Array.from(answers[query]) });

  it('looks for the wanted item among the first k', async () => {
    const { all, byKind } = await evaluateQueries(search, queries, { k: 2 });
    expect([...all.perUser.reciprocalRank]).toEqual([1, 0.5, 0]);
    expect([...all.perUser.success]).toEqual([1, 0, 0]);
    expect([...all.perUser.recall]).toEqual([1, 1, 0]);
    [1, 1 / Math.log2(3), 0].forEach((value, n) => expect(all.perUser.ndcg[n]).toBeCloseTo(value, 12));
    expect(byKind.typo.mean.reciprocalRank).toBe(0.25);
    expect([...byKind.typo.users]).toEqual([1, 2]);
    expect(byKind.title.mean.success).toBe(1);
    expect(all.lists[2].length).toBe(2);
  });

  it('fits `compare`, waits for promises, and stops when told', async () => {
    const better = await evaluateQueries(async (query) => ({ items: Int32Array.of(queries.find((q) => q.query === query)!.wanted) }), queries); // prettier-ignore
    const plain = await evaluateQueries(search, queries);
    expect(compare(better.byKind.typo, plain.byKind.typo, { metric: 'reciprocalRank' }).difference).toBeCloseTo(1 - (1 / 2 + 1 / 3) / 2, 12); // prettier-ignore
    const stopped = await evaluateQueries(search, queries, { signal: AbortSignal.abort() });
    expect(stopped.all.users.length).toBe(0);
    expect((await evaluateQueries(search, [{ query: 'a', wanted: 4 }])).byKind.query.mean.ndcg).toBe(1);
    await expect(evaluateQueries(search, queries, { k: 0 })).rejects.toThrow('k must be a positive integer, got 0');
  });
});
