import { describe, expect, it } from 'vitest';
import { breaksAlong, holdingAt } from '../../bench/scaleBreaks';
import type { Point } from '../../bench/scaleResult';

const middle = { users: 100, items: 100, factors: 8 };
const point = (model: string, interactions: number, milliseconds: number, peakBytes = 1e8): Point => ({
  ...middle,
  ...{ axis: 'interactions', model, interactions, milliseconds, peakBytes, addedBytes: 0 },
});

const points = [
  ...[point('line', 1e3, 100), point('line', 1e4, 1000)],
  ...[point('square', 1e3, 400), point('square', 1e4, 40_000)],
  ...[point('large', 1e3, 10, 2e8), point('large', 1e4, 11, 1e9)],
  ...[point('flat', 1e3, 10), point('flat', 1e4, 10)],
];

describe('breaksAlong', () => {
  it('finds where time or memory reaches its limit, between two sizes or behind the last', () => {
    const found = breaksAlong('interactions', { points, ends: [] });
    expect(found.map(({ model, what }) => `${model} ${what}`)).toEqual([
      'square takes 10 s',
      'large holds 2000 MB',
      'line takes 10 s',
    ]);
    expect(found[0].size).toBeCloseTo(5000, 6);
    expect(found[2].size).toBeCloseTo(1e5, 6);
  });

  it('counts a refusal, but not a point that was left out', () => {
    const end = { model: 'flat', axis: 'interactions' as const, size: 2e4 };
    const found = (why: string) => breaksAlong('interactions', { points, ends: [{ ...end, why }] }).map(({ model }) => model);
    expect(found('flat must be small')).toContain('flat');
    expect(found('left out: by the points before it would take 190 s')).not.toContain('flat');
  });
});

describe('holdingAt', () => {
  it('is who keeps every limit at the end, the fastest first', () => {
    expect(holdingAt('interactions', { points })).toEqual(['flat', 'large', 'line']);
  });
});
