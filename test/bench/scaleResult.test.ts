import { describe, expect, it } from 'vitest';
import { merged } from '../../bench/scaleResult';
import type { ScaleResult } from '../../bench/scaleResult';

const middle = { users: 1, items: 1, interactions: 1, factors: 1 };
const result = (models: string[], milliseconds: number, cpu = 'one'): ScaleResult => ({
  machine: { cpu },
  middle,
  exponents: models.map((model) => ({ model, axis: 'users', time: milliseconds })),
  ends: models.map((model) => ({ model, axis: 'users', size: 1, why: String(milliseconds) })),
  million: { ...middle, peaks: Object.fromEntries(models.map((model) => [model, milliseconds])) },
  points: models.map((model) => ({ ...middle, model, axis: 'users', milliseconds, peakBytes: 1, addedBytes: 1 })),
});
const times = ({ points, exponents, ends }: ScaleResult) => [points, exponents, ends].map((all) => all.map(({ model }) => model));

describe('merged', () => {
  it('takes anew what was measured and keeps the rest, in the order of the models', () => {
    const both = merged(result(['a', 'b', 'c'], 1), result(['b'], 2), ['a', 'b', 'c']);
    expect(times(both)).toEqual(Array.from({ length: 3 }, () => ['a', 'b', 'c']));
    expect(both.points.map(({ milliseconds }) => milliseconds)).toEqual([1, 2, 1]);
    expect(both.ends.map(({ why }) => why)).toEqual(['1', '2', '1']);
    expect(both.million.peaks).toEqual({ a: 1, b: 2, c: 1 });
  });

  it('keeps nothing of another machine, of other places, or where nothing is saved', () => {
    const fresh = result(['b'], 2);
    expect(merged(undefined, fresh, ['a', 'b'])).toBe(fresh);
    expect(merged(result(['a'], 1, 'other'), fresh, ['a', 'b'])).toBe(fresh);
    expect(merged({ ...result(['a'], 1), middle: { ...middle, users: 2 } }, fresh, ['a', 'b'])).toBe(fresh);
  });
});
