import { describe, expect, it } from 'vitest';
import { positionCurve } from '../../../src/recsys/data/positionCurve';
import { random } from '../../../src/recsys/math/random';

describe('positionCurve', () => {
  it('counts what was shown and clicked at each place', () => {
    const curve = positionCurve({ positions: [0, 1, 0, 1, 3, 0], clicks: [1, 0, 0, 1, 0, 1] });
    expect(curve.map(({ position, shown, clicked }) => [position, shown, clicked])).toEqual([
      [0, 3, 2],
      [1, 2, 1],
      [3, 1, 0],
    ]);
    expect(curve.map(({ relative }) => relative)).toEqual([1, 0.75, 0]);
  });

  // python3 -c "from scipy.stats import binomtest; print(binomtest(3, 10).proportion_ci(0.95, 'wilson'))", and so on
  it.each([
    [3, 10, 0.95, 0.10779126740630102, 0.6032218525388546],
    [3, 10, 0.8, 0.15379917807596727, 0.502628294760249],
    [0, 5, 0.95, 0, 0.43448246478317476],
    [7, 7, 0.8, 0.8099625940446662, 1],
  ])('has scipy’s interval of %i of %i at %f', (clicked, shown, level, low, high) => {
    const clicks = Array.from({ length: shown }, (_, r) => (r < clicked ? 1 : 0));
    const [{ interval }] = positionCurve({ positions: clicks.map(() => 0), clicks }, { level });
    expect(interval[0]).toBeCloseTo(low, 9);
    expect(interval[1]).toBeCloseTo(high, 9);
  });

  it('has intervals that hold the true rate about as often as they say', () => {
    const r = random(5);
    let held = 0;
    for (let run = 0; run < 1000; run++) {
      const clicks = Array.from({ length: 200 }, () => (r.next() < 0.1 ? 1 : 0));
      const [{ interval }] = positionCurve({ positions: clicks.map(() => 0), clicks });
      if (interval[0] <= 0.1 && interval[1] >= 0.1) held++;
    }
    // 4 standard errors of .95 at 1,000 runs are .028
    expect(held / 1000).toBeGreaterThan(0.922);
    expect(held / 1000).toBeLessThan(0.978);
  });

  it('is NaN beside a first place that was never clicked, and refuses what is no position', () => {
    expect(positionCurve({ positions: [0, 1], clicks: [0, 1] })[1].relative).toBeNaN();
    expect(positionCurve({ positions: [], clicks: [] })).toEqual([]);
    expect(() => positionCurve({ positions: [0.5], clicks: [0] })).toThrow(
      'positions must be whole numbers of at least 0, got 0.5 in row 0',
    );
    expect(() => positionCurve({ positions: [0], clicks: [] })).toThrow('clicks must be as long as positions (1), got 0');
  });
});
