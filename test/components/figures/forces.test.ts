import { describe, expect, it } from 'vitest';
import { pushes, settle } from '../../../src/components/figures/forces';

const labels = [3, 2, 1, 1, 0];
const backwards = [-1, 0.4, 1.1, -0.3, 1.6];

describe('pushes', () => {
  it('lift what is wanted and lower what is not, and take from one what they give another', () => {
    for (const loss of ['rankNet', 'lambdaRank', 'softmaxCrossEntropy', 'listMle'] as const) {
      const push = pushes(loss, backwards, labels);
      expect(push[0]).toBeGreaterThan(0);
      expect(push[4]).toBeLessThan(0);
      expect(push.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
    }
  });
});

describe('settle', () => {
  it('comes to the right order', () => {
    const after = settle('rankNet', backwards, labels, { steps: 100, length: 0.2 });
    expect(after[0]).toBeGreaterThan(after[1]);
    expect(after[1]).toBeGreaterThan(Math.max(after[2], after[3]));
    expect(Math.min(after[2], after[3])).toBeGreaterThan(after[4]);
  });

  it('keeps scores on the line', () => {
    const after = settle('rankNet', backwards, labels, { steps: 1000, length: 1 });
    expect(Math.max(...after.map(Math.abs))).toBeLessThanOrEqual(4);
  });
});
