import { describe, expect, it } from 'vitest';
import { rankByPrior, readContenders } from '../../../src/components/figures/prior';

const films = [
  { film: 'seen by one', people: 1, mean: 1 },
  { film: 'seen by all', people: 1000, mean: 0.9 },
];

describe('rankByPrior', () => {
  it('puts the film of one person first without a prior, and last with one', () => {
    expect(rankByPrior(films, 0.5, 0).map(({ place }) => place)).toEqual([0, 1]);
    expect(rankByPrior(films, 0.5, 10).map(({ place }) => place)).toEqual([1, 0]);
  });

  it('scores (m·μ + n·mean) / (m + n)', () => {
    expect(rankByPrior(films, 0.5, 3)[0].score).toBeCloseTo((3 * 0.5 + 1) / 4);
  });
});

describe('readContenders', () => {
  it('refuses outputs that hold no films', () => {
    expect(() => readContenders([])).toThrow('outputs must hold a table of films');
  });
});
