import { describe, expect, it } from 'vitest';
import { pairForces, pairStep } from '../../../src/components/figures/pair';
import type { Pair } from '../../../src/components/figures/pair';

const pair: Pair = { viewer: [1, 0], watched: [0.5, 0.2], passed: [0.8, -0.1] };

describe('pairForces', () => {
  it('knows the lead and the force of the chapter’s example', () => {
    const { lead, force } = pairForces(pair);
    expect(lead).toBeCloseTo(-0.3);
    expect(force).toBeCloseTo(0.5744, 4);
  });

  it('is the gradient of ln σ(lead)', () => {
    const value = (at: Pair) => -Math.log1p(Math.exp(-pairForces(at).lead));
    for (const who of ['viewer', 'watched', 'passed'] as const) {
      for (const axis of [0, 1]) {
        const nudged = (by: number) => ({ ...pair, [who]: pair[who].with(axis, pair[who][axis] + by) }) as Pair;
        const slope = (value(nudged(1e-5)) - value(nudged(-1e-5))) / 2e-5;
        expect(pairForces(pair)[who][axis]).toBeCloseTo(slope, 6);
      }
    }
  });
});

describe('pairStep', () => {
  it('raises the lead, and pushes less the larger it is', () => {
    const once = pairStep(pair, 0.5);
    expect(pairForces(once).lead).toBeCloseTo(0.2766, 4);
    expect(pairForces(once).force).toBeLessThan(pairForces(pair).force);
  });
});
