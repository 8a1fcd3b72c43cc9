import { describe, expect, it } from 'vitest';
import { readBoard } from '../../src/notebook/board';
import type { CellOutputs, Scalar } from '../../src/notebook/types';

const NAMES = ['model', 'ndcg', 'low', 'high', 'coverage', 'seconds', 'kilobytes'];
const table = (names: string[], rows: Scalar[][]): CellOutputs => ({
  outputs: [
    { kind: 'progress', label: 'model', done: 1, total: 1, history: [] },
    { kind: 'table', columns: names.map((name) => ({ name, type: 'number' })), rows, total: rows.length },
  ],
});

describe('readBoard', () => {
  it('reads the rows in any order of columns, and knows time that nobody measured', () => {
    const [row] = readBoard(table([...NAMES].reverse(), [[9, null, 0.5, 0.3, 0.1, 0.2, 'EASE']]));
    expect(row).toEqual({ model: 'EASE', ndcg: 0.2, low: 0.1, high: 0.3, coverage: 0.5, seconds: null, kilobytes: 9 });
  });

  it('refuses a cell without one table, a missing column, and a number that is none', () => {
    expect(() => readBoard({ outputs: [] })).toThrow('cell [board] must show one table, got 0');
    expect(() => readBoard(table(['model', 'ndcg'], []))).toThrow('must have the columns model, ndcg, low, high');
    const nan: Scalar[] = ['EASE', { special: 'NaN' }, 0.1, 0.3, 0.5, 1, 9];
    expect(() => readBoard(table(NAMES, [nan]))).toThrow('ndcg of "EASE" must be a number, got {"special":"NaN"}');
  });
});
