import { describe, expect, it } from 'vitest';
import { slowerFirstRuns } from '../../bench/firstRunResult';
import { quantile, median } from '../../bench/median';
import { brokenBudgets } from '../../bench/runningResult';

describe('brokenBudgets', () => {
  const result = (longest: number, delayP98: number) => ({
    machine: {},
    scheduling: 'ordinary',
    slower: 4,
    loads: [{ name: 'logging', longTasks: 0, longest, inputs: 50, delayP98, delayMedian: 5 }],
  });

  it('names a budget that was kept and is kept no longer, and no other', () => {
    expect(brokenBudgets(result(0, 60), result(72, 80))).toEqual(['logging: longest 72 ms of 50, was 0']);
    expect(brokenBudgets(result(80, 120), result(90, 130))).toEqual([]);
    expect(brokenBudgets(result(0, 10), result(50, 100))).toEqual([]);
  });
});

describe('slowerFirstRuns', () => {
  const result = (bare: number, cold: number) => ({
    machine: {},
    scheduling: 'ordinary',
    rounds: 5,
    milliseconds: { bare, cold, hovered: 2 * bare, warm: bare },
  });

  it('counts in bare workers of the same run', () => {
    expect(slowerFirstRuns(result(10, 40), result(20, 80))).toEqual([]);
    expect(slowerFirstRuns(result(10, 40), result(10, 90))).toEqual(['cold: 9.0 bare workers, was 4.0']);
    expect(slowerFirstRuns(result(10, 4), result(10, 8))).toEqual([]);
  });
});

describe('median and quantile', () => {
  it('are of the sorted values', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect([quantile([5, 1, 4, 2, 3], 0.98), quantile([5, 1, 4, 2, 3], 0.5), quantile([1], 0)]).toEqual([5, 3, 1]);
  });
});
