import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { padWindows, sequencesOf, windowsOf } from '../../../src/recsys/models/sequences';
import { exclusions } from '../../../src/recsys/models/sequenceStep';

const log = fromRows([
  { user: 'a', item: 'x', time: 3 },
  { user: 'b', item: 'y', time: 1 },
  { user: 'a', item: 'y', time: 1 },
  { user: 'a', item: 'z', time: 3 },
  { user: 'a', item: 'w', time: 2 },
  { user: 'c', item: 'x', time: 9 },
  { user: 'c', item: 'z', time: 8 },
]);
const [x, y, z, w] = ['x', 'y', 'z', 'w'].map((id) => log.itemIds.indexOf(id));

describe('sequencesOf', () => {
  it('orders each user’s rows by time, ties by place in the log', () => {
    const { starts, items } = sequencesOf(log);
    expect([...starts]).toEqual([0, 4, 5, 7]);
    expect([...items]).toEqual([y, w, x, z, y, z, x]);
  });

  it('names a time that is unknown', () => {
    expect(() => sequencesOf(fromRows([{ user: 'a', item: 'x' }]))).toThrow('times must be known in every row, got NaN in row 0');
  });
});

describe('windowsOf', () => {
  it('cuts from the end, and pads behind', () => {
    const sequences = sequencesOf(log);
    const windows = windowsOf(sequences, 2);
    expect([...windows.users]).toEqual([0, 0, 2]);
    expect([...windows.from]).toEqual([1, 0, 5]);
    expect([...windows.lengths]).toEqual([2, 1, 1]);
    const { length, lengths, inputs, places, targets, users } = padWindows(sequences, windows, Int32Array.of(2, 0));
    expect(length).toBe(2);
    expect([...lengths]).toEqual([1, 2]);
    expect([...users]).toEqual([2, 0, 0]);
    expect([...inputs]).toEqual([z, 0, w, x]);
    expect([...places]).toEqual([0, 2, 3]);
    expect([...targets]).toEqual([x, x, z]);
  });

  it('expects every item but a user’s first exactly once, whatever the length', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 }), (counts, length) => {
        const starts = Int32Array.of(0, ...counts);
        for (let u = 0; u < counts.length; u++) starts[u + 1] += starts[u];
        const expected: number[] = [];
        const { from, lengths } = windowsOf({ starts, items: new Int32Array(starts.at(-1)!) }, length);
        from.forEach((start, window) => {
          expect(lengths[window]).toBeLessThanOrEqual(length);
          for (let place = 1; place <= lengths[window]; place++) expected.push(start + place);
        });
        const wanted = counts.flatMap((count, u) => Array.from({ length: Math.max(0, count - 1) }, (_, i) => starts[u] + 1 + i));
        expect(expected.sort((a, b) => a - b)).toEqual(wanted);
      }),
    );
  });
});

describe('exclusions', () => {
  const sequences = sequencesOf(log); // a met y, w, x, z; b met y; c met z, x
  const rows = { targets: Int32Array.of(w, x, x), users: Int32Array.of(0, 0, 2) };
  const columns = Int32Array.of(z, y, w, y);

  it('are the target and all that its user met', () => {
    const found = exclusions(rows, columns, { met: sequences, own: 'excluded' });
    expect([...found]).toEqual([-1e9, -1e9, -1e9, -1e9, -1e9, -1e9, -1e9, -1e9, -1e9, 0, 0, 0]);
    const catalogue = exclusions(rows, Int32Array.of(x, y, z, w), { met: sequences, own: 'kept' });
    expect([...catalogue]).toEqual([-1e9, -1e9, -1e9, 0, 0, -1e9, -1e9, -1e9, 0, 0, -1e9, 0]);
  });

  it('are the target alone where items may come again', () => {
    expect([...exclusions(rows, columns, { own: 'excluded' })]).toEqual([0, 0, -1e9, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
