import { describe, expect, it } from 'vitest';
import { readSynopses, synopsisMap } from '../../../src/components/figures/synopses';

const films = [
  { film: 'A', genre: 'x', synopsis: 'A killer haunts the cursed house.' },
  { film: 'B', genre: 'x', synopsis: 'The cursed house has a killer.' },
  { film: 'C', genre: 'y', synopsis: 'A wedding and a silly bet.' },
  { film: 'D', genre: 'y', synopsis: 'A silly groom at his wedding.' },
];
const map = synopsisMap(films);
const all = new Set<number>();
const wordsOf = (film: number) => map.words[film].map(({ text }) => text);

describe('synopsisMap', () => {
  it('lays films of like words near each other', () => {
    const between = (a: number, b: number) => Math.hypot(...[0, 1].map((c) => map.places[a][c] - map.places[b][c]));
    expect(between(0, 1)).toBeLessThan(between(0, 2));
    expect(between(2, 3)).toBeLessThan(between(1, 3));
  });

  it('puts a film with all its words in its own place, and leaves it out of its nearest', () => {
    const { place, nearest, weights } = map.without(0, all, 3);
    expect(place[0]).toBeCloseTo(map.places[0][0], 12);
    expect(place[1]).toBeCloseTo(map.places[0][1], 12);
    expect(nearest.map(({ film }) => film)).toEqual([1]);
    expect(weights.reduce((sum, { weight }) => sum + weight * weight, 0)).toBeCloseTo(1, 6);
    expect(weights[0].term).toBe('haunt');
  });

  it('moves a film from those whose word it loses, and to nowhere without any', () => {
    const gone = new Set(wordsOf(0).flatMap((word, n) => (word === 'haunts' ? [n] : [])));
    expect(map.without(0, gone, 1).nearest[0].cosine).toBeGreaterThan(map.without(0, all, 1).nearest[0].cosine);
    const none = map.without(0, new Set(map.words[0].keys()), 3);
    expect(none.nearest).toEqual([]);
    expect(none.weights).toEqual([]);
  });
});

describe('readSynopses', () => {
  it('refuses outputs that hold no synopses', () => {
    expect(() => readSynopses([])).toThrow('outputs must hold a table of films with their synopses');
  });
});
