import { describe, expect, it } from 'vitest';
import { crossingRate, fairHeight, firstCrossings, lineAt, lookDays, walks } from '../../../src/components/figures/walks';
import { groupSequential } from '../../../src/recsys/experiment/groupSequential';
import { peekingInflation } from '../../../src/recsys/experiment/peekingInflation';

describe('lookDays', () => {
  it('looks every so many days, always on the last', () => {
    expect(lookDays(28, 7)).toEqual([7, 14, 21, 28]);
    expect(lookDays(28, 28)).toEqual([28]);
    expect(lookDays(28, 1)).toHaveLength(28);
  });
});

describe('crossingRate', () => {
  it('is what peeking at 1.96 does, by the library', () => {
    expect(crossingRate(lookDays(28, 7), () => 1.959964, 28)).toBeCloseTo(peekingInflation({ looks: 4 }).estimate, 6);
  });

  it('is at most 5 % under a fair line, which is the library’s to two digits', () => {
    for (const shape of ['level', 'falling'] as const)
      for (const every of [4, 7, 28]) {
        const looks = lookDays(28, every);
        const { boundaries } = groupSequential({
          looks: looks.length,
          method: 'classic',
          boundary: shape === 'level' ? 'pocock' : 'obrien-fleming',
        });
        const height = fairHeight(shape, looks, 28);
        expect(Math.abs(height - boundaries[looks.length - 1])).toBeLessThan(0.002);
        expect(crossingRate(looks, (day) => lineAt(shape, height, day, 28), 28)).toBeLessThanOrEqual(0.05);
      }
  });

  it('stays below 5 % under the line that holds at any time', () => {
    expect(crossingRate(lookDays(28, 1), (day) => lineAt('any time', 0, day, 28), 28)).toBeLessThan(0.05);
  });

  it('is met by many walks', () => {
    const looks = lookDays(28, 1);
    const line = () => 1.96;
    const crossed = firstCrossings(walks(4000, 28, 3), looks, line, 28).filter((day) => day > 0).length / 4000;
    // 4,000 walks: three standard errors are 0.021
    expect(Math.abs(crossed - crossingRate(looks, line, 28))).toBeLessThan(0.021);
  });
});

describe('firstCrossings', () => {
  it('counts only looks, and only until the day', () => {
    const all = [Float64Array.of(3, 0, 0, 0), Float64Array.of(0, -2.5, 0, 1)];
    expect(firstCrossings(all, [2, 4], () => 2, 4)).toEqual([0, 2]);
    expect(firstCrossings(all, [1, 2, 3, 4], () => 2, 1)).toEqual([1, 0]);
  });
});
