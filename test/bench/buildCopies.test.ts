import { describe, expect, it } from 'vitest';
import { turns, written } from '../../bench/buildCopies';

describe('turns', () => {
  it('takes each chapter as often as the others, and names each turn', () => {
    const names = turns(['a', 'b', 'c'], 7).map(({ id }) => id);
    expect(names).toEqual(['a', 'a-2', 'a-3', 'b', 'b-2', 'c', 'c-2']);
  });

  it('spreads a few over the whole book', () => {
    expect(turns(['a', 'b', 'c', 'd'], 2)).toEqual([
      { of: 'a', id: 'a' },
      { of: 'c', id: 'c' },
    ]);
  });

  it('clashes with no chapter of the book', () => {
    const names = turns(written, 160).map(({ id }) => id);
    expect(new Set(names).size).toBe(160);
    expect(written.every((id) => names.includes(id))).toBe(true);
  });
});
