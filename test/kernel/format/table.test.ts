import { describe, expect, it } from 'vitest';
import { MAX_ROWS, toCell, toTable } from '../../../src/kernel/format/table';
import { isVolatile, volatile } from '../../../src/kernel/format/volatile';

const wide = (columns: number) => Object.fromEntries(Array.from({ length: columns }, (_, i) => [`c${i}`, i]));

describe('toTable(value)', () => {
  it('is a table of the records’ keys, in the order of first appearance', () => {
    const bare = Object.assign(Object.create(null) as object, { c: 'z' });
    expect(toTable([{ a: 1, b: 'x' }, { c: null, a: undefined }, bare])).toEqual({
      kind: 'table',
      columns: [
        { name: 'a', type: 'number' },
        { name: 'b', type: 'text' },
        { name: 'c', type: 'text' },
      ],
      rows: [
        [1, 'x', null],
        [null, null, null],
        [null, null, 'z'],
      ],
      total: 3,
    });
  });

  it('calls a column a number only if all that it holds are', () => {
    const types = (...values: unknown[]) => toTable(values.map((a) => ({ a })))!.columns[0].type;
    expect(types(1, null, 2)).toBe('number');
    expect(types(1, 'x')).toBe('text');
    expect(types('x', 1)).toBe('text');
    expect(types(null, undefined)).toBe('text');
    expect(types(true)).toBe('text');
  });

  it('marks a column of which a value may differ', () => {
    const table = toTable([
      { seconds: volatile(1.5), name: 'a' },
      { seconds: 2, name: volatile('b') },
    ])!;
    expect(table.columns).toEqual([
      { name: 'seconds', type: 'number', volatile: true },
      { name: 'name', type: 'text', volatile: true },
    ]);
    expect(table.rows).toEqual([
      [1.5, 'a'],
      [2, 'b'],
    ]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a record', { a: 1 }],
    ['a text', 'rows'],
    ['no rows', []],
    ['numbers', [1, 2]],
    ['a row that is null', [{ a: 1 }, null]],
    ['a row that is text', [{ a: 1 }, 'x']],
    ['lists', [[1], [2]]],
    ['things of a class', [new Date(0)]],
    ['empty records', [{}, {}]],
    ['more than a hundred columns', [wide(101)]],
    ['more than a hundred columns together', [wide(100), { more: 1 }]],
  ])('is none for %s', (_, value) => {
    expect(toTable(value)).toBeUndefined();
  });

  it('has a hundred columns and a thousand rows at most, and says how many rows there were', () => {
    expect(toTable([wide(100)])!.columns).toHaveLength(100);
    const rows = Array.from({ length: MAX_ROWS + 5 }, (_, a) => (a < MAX_ROWS ? { a } : { a: 'late' }));
    const table = toTable(rows)!;
    expect(table.rows).toHaveLength(1000);
    expect(table.total).toBe(1005);
    expect(table.columns).toEqual([{ name: 'a', type: 'number' }]);
  });
});

describe('toCell(value)', () => {
  it.each<[unknown, unknown]>([
    [undefined, null],
    [null, null],
    [1.5, 1.5],
    [-0, 0],
    [NaN, { special: 'NaN' }],
    [false, false],
    ['x'.repeat(1000), 'x'.repeat(1000)],
    ['x'.repeat(1001), `${'x'.repeat(1000)}… (1001 characters)`],
    [{ a: [1] }, '{ a: [ 1 ] }'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('of %o is %o', (value, cell) => {
    expect(toCell(value)).toEqual(cell);
  });
});

describe('volatile(value)', () => {
  it('computes and prints as its value, and is marked once', () => {
    const seconds = volatile(2);
    expect(seconds * 3).toBe(6);
    expect(`${volatile('a')}b`).toBe('ab');
    expect(isVolatile(seconds)).toBe(true);
    expect(volatile(seconds)).toBe(seconds);
    expect([isVolatile(2), isVolatile('a'), isVolatile(Object(2))]).toEqual([false, false, false]);
  });

  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, 'object'],
    [true, 'boolean'],
  ])('refuses %o', (value, name) => {
    expect(() => volatile(value as unknown as number)).toThrow(new TypeError(`volatile takes a number or a string, got ${name}`));
  });
});
