import { describe, expect, it } from 'vitest';
import { worseScale } from '../../bench/scaleRegressions';
import type { ScaleResult } from '../../bench/scaleResult';

const middle = { users: 20, items: 4, interactions: 300, factors: 8 };
interface Run {
  times?: number[];
  power?: number;
  peak?: number;
  cpu?: string;
  model?: string;
}
const run = ({ times = [10, 100, 1000], power = 1, peak = 1e8, cpu = 'one', model = 'bpr' }: Run = {}): ScaleResult => ({
  machine: { cpu },
  middle,
  exponents: [{ model, axis: 'users', time: power }],
  ends: [],
  million: { ...middle, peaks: { [model]: peak } },
  points: times.map((milliseconds, at) => ({
    ...{ ...middle, users: 10 ** at },
    ...{ model, axis: 'users', milliseconds, peakBytes: 1, addedBytes: 1 },
  })),
});

describe('worseScale', () => {
  it('is of the middle point, so that one slow look is none', () => {
    expect(worseScale(run(), run({ times: [10, 100, 9000] }))).toEqual([]);
    expect(worseScale(run(), run({ times: [10, 130, 1300] }))).toEqual([
      'bpr: 1.30 times as long as in the saved run, the middle one of 3 points',
    ]);
  });

  it('passes over times of another machine and those that are too short to tell', () => {
    expect(worseScale(run({ cpu: 'two' }), run({ times: [20, 200, 2000] }))).toEqual([]);
    expect(worseScale(run({ times: [1, 1, 1000] }), run({ times: [9, 9, 1000] }))).toEqual([]);
  });

  it('names memory and powers on any machine', () => {
    expect(worseScale(run({ cpu: 'two' }), run({ peak: 1.2e8, power: 1.4 }))).toEqual([
      'bpr: a process of 120 MB for a million interactions, was 100',
      'bpr: time grows with the power 1.40 of users, was 1.00',
    ]);
    expect(worseScale(run(), run({ peak: 1.05e8, power: 1.2 }))).toEqual([]);
  });

  it('says nothing of a model that was not there', () => {
    expect(worseScale(run({ model: 'warp' }), run({ peak: 9e9, power: 3 }))).toEqual([]);
  });
});
