import { describe, expect, it } from 'vitest';
import { loadDanfo } from '../../src/runtime/danfo';
import { frameFormatter } from '../../src/runtime/frames';

const { DataFrame, Series, merge, concat } = (await loadDanfo()) as unknown as typeof import('danfojs');
const frame = () => new DataFrame({ genre: ['a', 'b', 'a'], watches: [1, NaN, 3] });

describe('frameFormatter', () => {
  it('shows a frame as a table', () => {
    expect(frameFormatter(frame())).toEqual({
      kind: 'table',
      columns: [
        { name: 'genre', type: 'text' },
        { name: 'watches', type: 'number' },
      ],
      rows: [
        ['a', 1],
        ['b', { special: 'NaN' }],
        ['a', 3],
      ],
      total: 3,
    });
  });

  it('shows a series, and an index of names as its first column', () => {
    expect(frameFormatter(frame().column('genre').valueCounts())).toMatchObject({
      columns: [{ name: '', type: 'text' }, { type: 'number' }],
      rows: [
        ['a', 2],
        ['b', 1],
      ],
    });
  });

  it('keeps a thousand rows and says how many there were', () => {
    const long = new Series(Array.from({ length: 2500 }, (_, i) => i));
    const table = frameFormatter(long) as { rows: unknown[]; total: number };
    expect(table.rows).toHaveLength(1000);
    expect(table.total).toBe(2500);
  });

  it('leaves other values alone', () => {
    for (const value of [null, 1, {}, [frame()], { values: [1], columns: ['a'] }]) expect(frameFormatter(value)).toBeUndefined();
  });
});

describe('danfojs as the façade describes it', () => {
  it('groups, sorts and joins', () => {
    const sums = frame().dropNa().groupby(['genre']).col(['watches']).sum();
    expect([sums.columns, sums.values]).toEqual([['genre', 'watches_sum'], [['a', 4]]]);
    expect(frame().sortValues('watches', { ascending: false }).index).toHaveLength(3);
    const names = new DataFrame({ genre: ['a', 'c'], name: ['Action', 'Comedy'] });
    expect(merge({ left: frame(), right: names, on: ['genre'], how: 'inner' }).shape).toEqual([2, 3]);
    expect(merge({ left: frame(), right: names, on: ['genre'], how: 'outer' }).shape[0]).toBe(4);
    expect(concat({ dfList: [frame(), frame()], axis: 0 }).index).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('leaves missing values out of a mean, and finds them', () => {
    expect(frame().column('watches').mean()).toBe(2);
    expect(frame().column('watches').isNa().values).toEqual([false, true, false]);
    expect(frame().query(frame().column('genre').eq('a')).shape).toEqual([2, 2]);
  });

  it('adds frames of numbers without being told to start a backend', () => {
    const numbers = new DataFrame({ x: [1, 2], y: [3, 4] });
    expect(numbers.add(numbers).values).toEqual([
      [2, 6],
      [4, 8],
    ]);
  });

  it('draws a sample by a seed, without replacement', async () => {
    const rows = (await frame().sample(3, { seed: 5 })).index;
    expect([...rows].sort()).toEqual([0, 1, 2]);
    expect((await frame().sample(3, { seed: 5 })).index).toEqual(rows);
    await expect(frame().sample(4)).rejects.toThrow('size must be an integer in 1 … 3, got 4');
  });
});
