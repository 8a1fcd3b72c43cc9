import { describe, expect, it } from 'vitest';
import { bell, endings } from '../../../src/components/figures/endings';
import { power } from '../../../src/recsys/experiment/power';

describe('endings', () => {
  it('finds an effect as often as the library plans', () => {
    for (const [effect, perArm] of [
      [0.1, 1570],
      [0.2, 300],
      [0.05, 5000],
    ]) {
      const planned = power({ baseline: 0, deviation: 1, mde: effect, perGroup: perArm });
      expect(endings({ effect, perArm, alpha: 0.05 }).power).toBeCloseTo(planned, 2);
    }
  });

  it('raises only false alarms where there is no effect, half of them in each direction', () => {
    const { power: alarms, wrongSign } = endings({ effect: 0, perArm: 500, alpha: 0.1 });
    expect(alarms).toBeCloseTo(0.1);
    expect(wrongSign).toBeCloseTo(0.05);
  });
});

describe('bell', () => {
  it('is a density', () => {
    const points = bell(0.1, 0.05, -0.4, 0.6, 2000);
    expect(points.reduce((sum, [, y]) => sum + (y * 1) / 2000, 0)).toBeCloseTo(1, 3);
  });
});
