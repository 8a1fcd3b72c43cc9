import { describe, expect, it } from 'vitest';
import { isOnLine, readTriangle, shareOnLine } from '../../../src/components/figures/triangle';
import type { Output } from '../../../src/notebook/types';

// 10 came in week 0, 20 in week 1, 5 in week 2
const rows = [
  { cohort: 0, active: [10, 5, 4] },
  { cohort: 1, active: [20, 8] },
  { cohort: 2, active: [5] },
];

describe('isOnLine', () => {
  it('joins cells of one calendar week along a diagonal', () => {
    expect(isOnLine('calendar', [0, 2], [1, 1])).toBe(true);
    expect(isOnLine('calendar', [0, 1], [1, 1])).toBe(false);
    expect(isOnLine('age', [0, 1], [1, 1])).toBe(true);
    expect(isOnLine('cohort', [0, 1], [0, 2])).toBe(true);
  });
});

describe('shareOnLine', () => {
  it('divides by the people who came, and leaves their first week out', () => {
    expect(shareOnLine(rows, 'calendar', [1, 1])).toEqual({ active: 12, people: 30, share: 12 / 30 });
    expect(shareOnLine(rows, 'age', [0, 1]).share).toBeCloseTo(13 / 30);
    expect(shareOnLine(rows, 'cohort', [0, 1]).share).toBeCloseTo(9 / 20);
  });
});

describe('readTriangle', () => {
  it('reads counts from text', () => {
    const table = {
      kind: 'table',
      columns: [{ name: 'cohort' }, { name: 'active, week by week' }],
      rows: [[3, '9 4 2']],
    } as unknown as Output;
    expect(readTriangle([table])).toEqual([{ cohort: 3, active: [9, 4, 2] }]);
  });

  it('refuses outputs without cohorts', () => {
    expect(() => readTriangle([])).toThrow('outputs must hold a table with the columns cohort');
  });
});
