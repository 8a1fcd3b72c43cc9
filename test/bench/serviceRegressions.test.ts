import { describe, expect, it } from 'vitest';
import { slowerService } from '../../bench/serviceRegressions';

describe('slowerService', () => {
  const run = (p50: number, cpuMs: number, scheduling = 'ordinary') => ({
    machine: { cores: 2 },
    scheduling,
    steps: [{ name: 'steady', rate: 1000, p50, cpuMs }],
  });

  it('names a step in which both the median and the processor’s part have grown', () => {
    expect(slowerService(run(1, 0.5), run(1.5, 0.7))).toEqual([
      'steady: p50 1.5 ms, computed 0.70, was p50 1.0 ms, computed 0.50',
    ]);
    expect(slowerService(run(1, 0.5), run(3, 0.6))).toEqual([]);
    expect(slowerService(run(1, 0.5), run(1.2, 0.9))).toEqual([]);
  });

  it('compares runs of one kind only', () => {
    expect(slowerService(run(1, 0.5, 'real-time'), run(9, 9))).toEqual([]);
  });
});
