import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exponent } from '../../bench/growth';
import { scaleTable } from '../../bench/scaleTable';
import type { ScaleResult } from '../../bench/scaleResult';

const folder = join(import.meta.dirname, '../../bench/results');
const saved = JSON.parse(readFileSync(join(folder, 'scale.json'), 'utf8')) as ScaleResult;

describe('bench/results/scale', () => {
  it('has in its table what the saved numbers say', () => {
    expect(readFileSync(join(folder, 'scale.md'), 'utf8')).toBe(scaleTable(saved));
  });

  it('has the exponents of its points', () => {
    expect(saved.exponents.length).toBeGreaterThan(50);
    for (const { model, axis, time } of saved.exponents) {
      const own = saved.points.filter((point) => point.model === model && point.axis === axis).slice(-3);
      const costs = own.map((point) => ({ size: point[axis], cost: point.milliseconds })).filter(({ cost }) => cost >= 2);
      expect(time ?? NaN).toBeCloseTo(exponent(costs) ?? NaN, 2);
    }
  });

  it('trained every model with factors on a million interactions × 64 factors in under 400 MB, as the README says', () => {
    expect(saved.million).toMatchObject({ interactions: 1_000_000, factors: 64 });
    const peaks = Object.values(saved.million.peaks);
    expect(peaks.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...peaks)).toBeLessThan(400e6);
  });
});
