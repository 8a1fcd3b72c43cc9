import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreement,
  linearScale,
  logScale,
  shortlist,
  sizeText,
  sortedBy,
  standings,
  timeText,
} from '../../../src/components/Leaderboard/standings';
import type { BoardRow, ChapterBoard } from '../../../src/notebook/board';

const row = (model: string, ndcg: number, seconds: number | null = 1): BoardRow => ({
  model,
  ndcg,
  low: ndcg - 0.01,
  high: ndcg + 0.01,
  coverage: 0.5,
  seconds,
  kilobytes: 10,
});

const board = (number: number, world: BoardRow[], movielens: BoardRow[] = []): ChapterBoard => ({
  chapter: `theory/c${number}`,
  title: `C${number}`,
  number,
  world,
  movielens,
});

describe('standings', () => {
  it('give every model once, with the chapter that brought it and its rows on both data sets', () => {
    const all = standings([
      board(3, [row('popularity', 0.1)], [row('popularity', 0.3)]),
      board(8, [row('popularity', 0.1), row('EASE', 0.2)]),
    ]);
    expect(all.map(({ model, number }) => [model, number])).toEqual([
      ['popularity', 3],
      ['EASE', 8],
    ]);
    expect(all[0].on.movielens?.ndcg).toBe(0.3);
    expect(all[1].on.movielens).toBeUndefined();
  });

  it('are sorted with the best first, and what was not measured last', () => {
    const all = standings([board(1, [row('slow', 0.3, 9), row('unknown', 0.4, null), row('fast', 0.2, 1)])]);
    const order = (column: 'ndcg' | 'seconds') => sortedBy(all, 'world', column).map(({ model }) => model);
    expect(order('ndcg')).toEqual(['unknown', 'slow', 'fast']);
    expect(order('seconds')).toEqual(['fast', 'slow', 'unknown']);
  });
});

describe('shortlist', () => {
  const all = standings([
    board(1, [row('popularity', 0.05), ...Array.from({ length: 30 }, (_, i) => row(`m${i}`, 0.1 + i / 100))]),
    board(2, [row('own', 0.01)]),
  ]);
  const sorted = sortedBy(all, 'world', 'ndcg');

  it('keeps the chapter’s own models, the baseline, and the best of the others, in order', () => {
    expect(shortlist(sorted, 'theory/c2', 4).map(({ model }) => model)).toEqual(['m29', 'm28', 'popularity', 'own']);
  });

  it('never drops a chapter’s own models, and leaves a short list as it is', () => {
    expect(shortlist(sorted, 'theory/c1', 4).filter(({ number }) => number === 1)).toHaveLength(31);
    expect(shortlist(sorted, 'theory/c2', 99)).toEqual(sorted);
  });
});

describe('agreement', () => {
  it('is Kendall’s τ-b', () => {
    // scipy.stats.kendalltau([.1,.2,.3,.4], [.2,.1,.3,.3]).statistic
    const [world, people] = [
      [0.1, 0.2, 0.3, 0.4],
      [0.2, 0.1, 0.3, 0.3],
    ].map((values) => values.map((value, at) => row(`m${at}`, value)));
    expect(agreement(standings([board(1, world, people)]))?.tau).toBeCloseTo(0.547722557505166, 12);
    expect(agreement(standings([board(1, world, world)]))).toEqual({ models: 4, tau: 1 });
    expect(agreement(standings([board(1, world)]))).toBeUndefined();
  });
});

describe('scales', () => {
  it('hold every value, in few round steps from 0', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { top, ticks } = linearScale(values);
        expect(top).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-8));
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.at(-1)).toBeCloseTo(top, 6);
        const share = logScale(values);
        for (const value of values) expect(share(value)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(linearScale([]).ticks).toEqual([0, 1]);
    expect(logScale([0.01, 100])(1)).toBeCloseTo(0.5, 12);
    expect(logScale([0])(0)).toBe(0);
  });

  it('write time and size as a reader reads them', () => {
    expect([timeText(null), timeText(0.0123), timeText(2.44), timeText(43.7), timeText(600)]).toEqual([
      '–',
      '12 ms',
      '2.4 s',
      '44 s',
      '10 min',
    ]);
    expect([sizeText(0.9), sizeText(504.1), sizeText(1234)]).toEqual(['0.9 kB', '504 kB', '1.2 MB']);
  });
});
