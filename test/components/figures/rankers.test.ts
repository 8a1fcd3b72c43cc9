import { describe, expect, it } from 'vitest';
import { agreement, places, readDots, reasonOf } from '../../../src/components/figures/rankers';
import type { Output } from '../../../src/notebook/types';

describe('agreement', () => {
  it('counts pairs as the chapter does by hand: five of six alike give τ = 2/3', () => {
    const { tau, pairs, wrong } = agreement([0.05, 0.08, 0.09, 0.1], [1.2, 1.4, 1.9, 1.6]);
    expect([pairs, wrong]).toEqual([6, 1]);
    expect(tau).toBeCloseTo(4 / 6, 14);
  });

  it('is −1 for the reverse order, and a tie is neither right nor wrong', () => {
    expect(agreement([1, 2, 3], [3, 2, 1])).toEqual({ tau: -1, pairs: 3, wrong: 3 });
    expect(agreement([1, 1], [3, 2])).toEqual({ tau: 0, pairs: 1, wrong: 0 });
  });
});

describe('places', () => {
  it('gives 1 to the largest, and ties the same place', () => {
    expect(places([0.2, 0.9, 0.9, 0.1])).toEqual([3, 1, 1, 4]);
  });
});

describe('readDots', () => {
  it('takes the table that has ranker and truth, and every column between them as a test', () => {
    const table = (names: string[], rows: (string | number)[][]) =>
      ({ kind: 'table', columns: names.map((name) => ({ name })), rows }) as unknown as Output;
    const { dots, writers } = readDots([
      table(['test', 'tau'], [['log', 0.9]]),
      table(['ranker', 'the log', 'chance', 'truth'], [['EASE', 0.1, 0.05, 0.8]]),
    ]);
    expect(writers).toEqual(['the log', 'chance']);
    expect(dots).toEqual([{ ranker: 'EASE', offline: { 'the log': 0.1, chance: 0.05 }, truth: 0.8 }]);
  });

  it('refuses outputs without rankers', () => {
    expect(() => readDots([])).toThrow('outputs must hold a table with the columns ranker and truth');
  });
});

describe('reasonOf', () => {
  it('knows the one that saw the test from its honest twin', () => {
    expect(reasonOf('EASE that saw the test')).toMatch(/answers/);
    expect(reasonOf('EASE, λ = 300')).not.toMatch(/answers/);
  });
});
