import { describe, expect, it } from 'vitest';
import { heldBy, readLorenz } from '../../../src/components/figures/lorenz';

const curve = [
  { films: 0.25, share: 0.6 },
  { films: 0.5, share: 0.8 },
  { films: 1, share: 1 },
];

describe('heldBy', () => {
  it('goes through the points and straight between them, from nothing to everything', () => {
    expect([0, 0.125, 0.25, 0.5, 0.75, 1].map((films) => heldBy(curve, films))).toEqual([0, 0.3, 0.6, 0.8, 0.9, 1]);
  });
});

describe('readLorenz', () => {
  it('finds the table by its columns', () => {
    const table = (names: string[], rows: number[][]) => ({
      kind: 'table' as const,
      columns: names.map((name) => ({ name, type: 'number' as const })),
      rows,
      total: rows.length,
    });
    const rows = curve.map(({ films, share }) => [share, films]);
    expect(readLorenz([table(['gini'], [[1]]), table(['share', 'films'], rows)])).toEqual(curve);
    expect(() => readLorenz([])).toThrow('outputs must hold a table with the columns films and share');
  });
});
