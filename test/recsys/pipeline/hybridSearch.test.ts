import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../src/recsys/data/interactions';
import { judgedQueries } from '../../../src/recsys/data/world/search';
import { lambdaMart } from '../../../src/recsys/ltr/lambdaMart';
import { log1p } from '../../../src/recsys/math/functions';
import { compare } from '../../../src/recsys/metrics/compare';
import { popularity } from '../../../src/recsys/models/popularity';
import { hybridSearch } from '../../../src/recsys/pipeline/hybridSearch';
import { correctQuery } from '../../../src/recsys/search/correctQuery';
import { evaluateQueries } from '../../../src/recsys/search/evaluateQueries';
import { scoreFusion } from '../../../src/recsys/search/fusion';
import { invertedIndex } from '../../../src/recsys/search/invertedIndex';
import { learnFusion } from '../../../src/recsys/search/learnFusion';
import { queryFeatures } from '../../../src/recsys/search/queryFeatures';
import { spelling } from '../../../src/recsys/search/spelling';
import { charGrams } from '../../../src/recsys/text/charGrams';
import { tfIdf } from '../../../src/recsys/text/tfIdf';
import { tokenize } from '../../../src/recsys/text/tokenize';
import { world } from '../data/world/builtIn';
import type { Ranking } from '../../../src/recsys/types';

const ranking = (...items: number[]): Ranking => ({
  items: Int32Array.from(items),
  scores: Float32Array.from(items, (_, n) => 9 - n),
});

describe('hybridSearch', () => {
  const one = () => ranking(4, 2, 7);
  const two = () => ranking(7, 4);

  it('is its retriever where there is nothing else', () => {
    const answer = hybridSearch({ retrievers: { one } }).search('Any', { k: 2 });
    expect([...answer.items]).toEqual([4, 2]);
    expect([...answer.scores]).toEqual([9, 8]);
    expect(answer.query).toBe('Any');
    expect(answer.correction).toBeUndefined();
    expect(answer.stages.map(({ stage, found }) => [stage, found])).toEqual([['one', 3]]);
  });

  it('mends, retrieves, fuses and re-ranks, and tells of each stage', () => {
    const heard: [string, number][] = [];
    const { search } = hybridSearch({
      correct: () => ({ words: ['the', 'matrix'], changed: true, steps: [] }),
      retrievers: {
        one: (query, { k }) => {
          heard.push([query, k]);
          return one();
        },
        two,
      },
      candidates: 30,
      rerank: {
        features: { columns: 1, rows: (query, documents) => Float32Array.from(documents, (document) => document + query.length) },
        ranker: { predict: (features) => features.map((value) => -value) },
      },
    });
    const answer = search('teh matrix', { k: 2 });
    expect(heard).toEqual([['the matrix', 30]]);
    expect([...answer.fused.items]).toEqual([4, 7, 2]);
    expect([...answer.items]).toEqual([2, 4]);
    expect([...answer.scores]).toEqual([-12, -14]); // the re-ranker saw the ten letters as typed
    expect(answer.query).toBe('the matrix');
    expect(answer.retrieved.two).toEqual(two());
    expect(answer.stages.map(({ stage, found }) => [stage, found])).toEqual([
      ['correct', 2],
      ['one', 3],
      ['two', 2],
      ['fuse', 3],
      ['rerank', 3],
    ]);
    for (const { milliseconds } of answer.stages) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });

  it('has no answer where nothing is found', () => {
    const rerank = { features: { columns: 2, rows: () => new Float32Array(0) }, ranker: { predict: () => new Float32Array(0) } };
    expect(hybridSearch({ retrievers: { none: () => ranking() }, rerank }).search('').items.length).toBe(0);
  });

  it('refuses what makes no sense', () => {
    expect(() => hybridSearch({ retrievers: {} })).toThrow('retrievers must be at least one, got 0');
    expect(() => hybridSearch({ retrievers: { one }, candidates: 0 })).toThrow('candidates must be a positive integer, got 0');
    expect(() => hybridSearch({ retrievers: { one } }).search('a', { k: 0 })).toThrow('k must be a positive integer, got 0');
    const rerank = { features: { columns: 1, rows: () => new Float32Array(3) }, ranker: { predict: () => new Float32Array(2) } };
    expect(() => hybridSearch({ retrievers: { one }, rerank }).search('a')).toThrow(
      'predict must give a score for each of the 3 rows, got 2',
    );
  });
});

describe('on the searches of the world', async () => {
  // The earlier half of the questions to learn from, of the later half every fourth to be asked.
  const questions = judgedQueries(await world.searches(), world.items);
  const half = questions.length >> 1;
  const lessons = questions.slice(0, half).filter((_, n) => n % 12 === 0);
  const asked = questions.slice(half).filter((_, n) => n % 4 === 0);
  const known = Array.from(world.interactions.times.keys()).filter((row) => world.interactions.times[row] < questions[half].time);
  const counts = popularity(selectRows(world.interactions, known)).itemScores.map(log1p);

  const index = invertedIndex(
    world.items.map(({ title, director = '', genres, year }) => ({ title, director, facts: [...genres, year ?? ''].join(' ') })),
    { weights: { title: 4, director: 3, facts: 2 } },
  );
  const dictionary = spelling(index.dictionary());
  const grams = tfIdf(world.items.map(({ title }) => charGrams(tokenize(title))));
  const correct = (query: string) => correctQuery(tokenize(query), dictionary, { begins: index.hasPrefix });
  const retrievers = {
    words: (query: string, { k }: { k: number }) => index.search(query, { k, prefix: true }),
    letters: (query: string, { k }: { k: number }) => grams.nearest(grams.vector(charGrams(tokenize(query))), { k }),
  };
  const stages = { correct, retrievers, candidates: 50 };
  const byRank = hybridSearch(stages);
  const answers = lessons.map(({ query, wanted }) => ({ query, wanted, answer: byRank.search(query) }));
  const { weights } = learnFusion(answers.map(({ wanted, answer }) => ({ wanted, rankings: Object.values(answer.retrieved) })));
  const learned = hybridSearch({ ...stages, fuse: (lists, { k }) => scoreFusion(lists, { k, weights }) });
  const features = queryFeatures(index, {
    titles: world.items.map(({ title }) => title),
    read: { prefix: true, spelling: dictionary },
    documents: { popularity: counts },
  });
  const table = features.table(answers.map(({ query, wanted, answer }) => ({ query, wanted, documents: answer.fused.items })));
  const ranker = await lambdaMart(table, { trees: 40, seed: 42 });
  const full = hybridSearch({ ...stages, rerank: { features, ranker } });

  const [words, ranks, scores, all] = [
    await evaluateQueries((query) => index.search(query), asked),
    await evaluateQueries(byRank.search, asked),
    await evaluateQueries(learned.search, asked),
    await evaluateQueries(full.search, asked),
  ];
  const lift = (a: typeof all, b: typeof all, kind: string) =>
    compare(a.byKind[kind], b.byKind[kind], { metric: 'reciprocalRank' });

  it('every hybrid finds misspelt and unfinished titles better than BM25 alone', () => {
    for (const hybrid of [ranks, scores, all]) {
      for (const kind of ['typo', 'prefix']) expect(lift(hybrid, words, kind).interval[0]).toBeGreaterThan(0.2);
    }
    expect(words.byKind.typo.mean.reciprocalRank).toBeLessThan(0.7);
    expect(all.byKind.typo.mean.reciprocalRank).toBeGreaterThan(0.95);
  });

  it('fusion by places alone hurts where one list knows nothing, and learned weights mend it', () => {
    for (const kind of ['director', 'mixed']) {
      expect(lift(ranks, words, kind).interval[1]).toBeLessThan(0);
      expect(lift(scores, ranks, kind).interval[0]).toBeGreaterThan(0);
    }
  });

  it('re-ranking is better than either fusion over all questions', () => {
    for (const fused of [ranks, scores]) {
      expect(compare(all.all, fused.all, { metric: 'reciprocalRank' }).interval[0]).toBeGreaterThan(0);
    }
  });
});
