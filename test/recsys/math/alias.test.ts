import { describe, expect, it } from 'vitest';
import { aliasSampler } from '../../../src/recsys/math/alias';
import { random } from '../../../src/recsys/math/random';

describe('aliasSampler', () => {
  it('draws each index in proportion to its weight', () => {
    const weights = [3, 0, 1, 6, 0.5];
    const sample = aliasSampler(weights);
    const draw = random(1);
    const n = 100_000;
    const counts = new Float64Array(5);
    for (let i = 0; i < n; i++) counts[sample(draw)]++;
    weights.forEach((weight, i) => {
      const p = weight / 10.5;
      expect(Math.abs(counts[i] / n - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / n));
    });
  });

  it('takes a single outcome and refuses weights that are none', () => {
    expect(aliasSampler([0.1])(random(1))).toBe(0);
    expect(() => aliasSampler([])).toThrow('weights must have a positive finite sum, got 0');
    expect(() => aliasSampler([1, -1])).toThrow('weights must be at least 0, got -1');
    expect(() => aliasSampler([NaN])).toThrow('weights must be at least 0, got NaN');
  });
});
