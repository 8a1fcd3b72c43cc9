import { describe, expect, it } from 'vitest';
import { findRows, outputsOf, rowsWith } from '../../../src/components/figures/savedOutputs';
import type { Chapter } from '../../../src/notebook/chapter';
import type { Output } from '../../../src/notebook/types';

const table = (names: string[], rows: (string | number)[][]): Output => ({
  kind: 'table',
  columns: names.map((name) => ({ name, type: 'text' as const })),
  rows,
  total: rows.length,
});
const outputs = [
  { kind: 'text' as const, stream: 'log' as const, text: 'a' },
  table(['b'], [[0]]),
  table(['a', 'b', 'c'], [[1, 2, 3]]),
];

describe('findRows', () => {
  it('takes the first table that has all columns, in the order asked for', () => {
    expect(findRows(outputs, ['b'])).toEqual([[0]]);
    expect(findRows(outputs, ['c', 'a'])).toEqual([[3, 1]]);
    expect(findRows(outputs, ['a', 'd'])).toBeUndefined();
  });
});

describe('rowsWith', () => {
  it('names the columns that no table has', () => {
    expect(rowsWith(outputs, ['c'])).toEqual([[3]]);
    expect(() => rowsWith(outputs, ['a', 'd'])).toThrow(new RangeError('outputs must hold a table with the columns a, d'));
    expect(() => rowsWith(outputs, ['a', 'd'], 'a and d')).toThrow('the columns a and d');
  });
});

describe('outputsOf', () => {
  it('are those of the cell, or none', () => {
    const notebook = { cells: [{ id: 'x', outputs }, { id: 'y' }] } as unknown as Chapter;
    expect(outputsOf(notebook, 'x')).toBe(outputs);
    expect([outputsOf(notebook, 'y'), outputsOf(notebook, 'z')]).toEqual([[], []]);
  });
});
