import { describe, expect, it } from 'vitest';
import { bestCut, gainOf, leavesOf, lossOf } from '../../../src/components/figures/cuts';
import { columnSplits } from '../../../src/recsys/ltr/trees/columnSplits';

const points = [
  [1972, 4],
  [1977, 5],
  [1979, 4],
  [1999, 2],
  [2003, 1],
  [2008, 2],
].map(([x, y]) => ({ x, y }));

describe('bestCut', () => {
  it('is the library’s', () => {
    const years = points.map(({ x }) => x);
    const { best } = columnSplits(years, { gradients: points.map(({ y }) => 3 - y), minData: 1 });
    expect(bestCut(points, [])).toBeCloseTo(best!.threshold);
    expect(gainOf(points, [], best!.threshold)).toBeCloseTo(best!.gain);
  });

  it('ends when every point has a leaf of its own', () => {
    const cuts: number[] = [];
    for (let next = bestCut(points, cuts); next !== undefined; next = bestCut(points, cuts)) cuts.push(next);
    expect(lossOf(leavesOf(points, cuts))).toBeCloseTo(0);
    expect(cuts.length).toBeLessThan(points.length);
  });
});
