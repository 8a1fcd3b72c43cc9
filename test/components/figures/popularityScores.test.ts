import { describe, expect, it } from 'vitest';
import { addBack, readScores, slopeOn } from '../../../src/components/figures/popularityScores';
import type { ScoredFilm } from '../../../src/components/figures/popularityScores';
import type { Output } from '../../../src/notebook/types';

// the three films of the chapter: P = 1/2, 1/4, 1/4 and Q = 1/2, 1/3, 1/6; with the correction the scores are ln P, without ln (P / Q)
const share = [1 / 2, 1 / 4, 1 / 4];
const films: ScoredFilm[] = [1 / 2, 1 / 3, 1 / 6].map((q, i) => ({
  film: ['the hit', 'the second', 'the rarity'][i],
  people: 60 * q,
  logQ: Math.log(q),
  scores: { 'with logQ': Math.log(share[i]), 'without logQ': Math.log(share[i] / q) },
}));

describe('addBack', () => {
  it('puts the rarity first without the correction, and the hit with it', () => {
    expect(addBack(films, 'without logQ', 0).map(({ place }) => place)).toEqual([2, 3, 1]);
    expect(addBack(films, 'with logQ', 0)[0].place).toBe(1);
  });

  it('makes the one model of the other when all of log Q is given back', () => {
    const given = addBack(films, 'without logQ', 1);
    addBack(films, 'with logQ', 0).forEach(({ score }, i) => expect(given[i].score).toBeCloseTo(score, 12));
  });

  it('centres the scores and keeps the order of the films', () => {
    const placed = addBack(films, 'with logQ', 0.5);
    expect(placed.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(0, 12);
    expect(placed.map(({ film }) => film)).toEqual(films.map(({ film }) => film));
  });
});

describe('slopeOn', () => {
  it('grows by β when β log Q is added', () => {
    const plain = slopeOn(addBack(films, 'without logQ', 0));
    expect(slopeOn(addBack(films, 'without logQ', 0.75))).toBeCloseTo(plain + 0.75, 12);
  });

  it('is that of a line', () => {
    expect(slopeOn([1, 2, 5].map((logQ) => ({ logQ, score: 3 - 2 * logQ })))).toBeCloseTo(-2, 12);
  });
});

describe('readScores', () => {
  it('finds its columns by name', () => {
    const columns = ['people', 'film', 'log Q', 'without logQ', 'with logQ'].map((name) => ({ name }));
    const table = { kind: 'table', columns, rows: [[7, 'Alien', -3, 0.5, 2]] } as unknown as Output;
    expect(readScores([table])).toEqual([
      { film: 'Alien', people: 7, logQ: -3, scores: { 'with logQ': 2, 'without logQ': 0.5 } },
    ]);
  });

  it('refuses outputs without such a table', () => {
    expect(() => readScores([])).toThrow('outputs must hold a table with the columns film, people');
  });
});
