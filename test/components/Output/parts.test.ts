import { describe, expect, it } from 'vitest';
import { curvesOf } from '../../../src/components/Output/curves';
import { sortRows } from '../../../src/components/Output/sortRows';
import { formatNumber, formatScalar } from '../../../src/notebook/format';

describe('sortRows', () => {
  it('sorts numbers by size and words by alphabet, and puts what is missing last either way', () => {
    const rows = [[10], [null], [9], [{ special: 'NaN' as const }], [{ special: 'Infinity' as const }]];
    expect(sortRows(rows, 0, false).map(([value]) => value)).toEqual([9, 10, { special: 'Infinity' }, null, { special: 'NaN' }]);
    expect(sortRows(rows, 0, true).map(([value]) => value)).toEqual([{ special: 'Infinity' }, 10, 9, null, { special: 'NaN' }]);
    expect(sortRows([['b'], ['a 10'], ['a 9']], 0, false)).toEqual([['a 9'], ['a 10'], ['b']]);
  });

  it('leaves the rows it was given as they are', () => {
    const rows = [[2], [1]];
    sortRows(rows, 0, false);
    expect(rows).toEqual([[2], [1]]);
  });
});

describe('curvesOf', () => {
  it('draws each name from its first to its last value inside the box', () => {
    const [curve] = curvesOf(
      [
        { at: 1, values: { loss: 4 } },
        { at: 2, values: { loss: 3 } },
        { at: 3, values: { loss: 2 } },
      ],
      100,
      50,
    );
    expect(curve).toEqual({ name: 'loss', path: 'M0,0L50,25L100,50', first: 4, last: 2, end: [100, 50] });
  });

  it('passes over what is not finite, and needs two points', () => {
    expect(
      curvesOf(
        [
          { at: 1, values: { loss: NaN } },
          { at: 2, values: { loss: 3 } },
        ],
        100,
        50,
      ),
    ).toEqual([]);
  });
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [135298, '135,298'],
    [1234, '1234'],
    [-0.5, '−0.5000'],
    [13.84826, '13.85'],
    [0.00001234, '1.234e−5'],
    [-0.00001234, '−1.234e−5'],
    [Infinity, '∞'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));
});

describe('formatScalar', () => {
  it('follows the format, and refuses one it does not know', () => {
    expect(formatScalar(0.37612, '.3')).toBe('0.376');
    expect(formatScalar(0.37612, 'percent.1')).toBe('37.6\u202f%');
    expect(formatScalar('als')).toBe('als');
    expect(() => formatScalar(1, 'roman')).toThrow('got roman');
    expect(() => formatScalar('als', '.3')).toThrow('no number');
  });
});
