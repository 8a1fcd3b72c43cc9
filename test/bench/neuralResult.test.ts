import { describe, expect, it } from 'vitest';
import { neuralTable, overBudgets, slowerSteps, unproven } from '../../bench/neuralResult';

const timed = (yardstick: number, median: number, best: number, budget?: number) => ({
  yardstick,
  rows: [{ name: 'a step', median, best, ...(budget && { budget }) }],
});

describe('overBudgets', () => {
  it('names what takes longer than it may', () => {
    expect(overBudgets(undefined, timed(1, 12, 9, 11))).toEqual(['a step: 12.0 ms of 11.0']);
    expect(overBudgets(undefined, timed(1, 11, 9, 11))).toEqual([]);
    expect(overBudgets(undefined, timed(1, 500, 500))).toEqual([]);
  });

  it('gives a slower machine more time in proportion, and a faster one no less', () => {
    expect(overBudgets({ yardstick: 1 }, timed(2, 21, 20, 11))).toEqual([]);
    expect(overBudgets({ yardstick: 1 }, timed(2, 23, 20, 11))).toEqual(['a step: 23.0 ms of 22.0']);
    expect(overBudgets({ yardstick: 1 }, timed(0.5, 10, 9, 11))).toEqual([]);
  });
});

describe('slowerSteps', () => {
  it('counts in yardsticks of the same run, by median and fastest alike', () => {
    expect(slowerSteps(timed(1, 10, 8), timed(2, 20, 16))).toEqual([]);
    expect(slowerSteps(timed(1, 10, 8), timed(1, 20, 16))).toEqual(['a step: 2.00 times as long as in the saved run']);
    expect(slowerSteps(timed(1, 10, 8), timed(1, 20, 9))).toEqual([]);
  });

  it('counts what was timed in browsers for itself, where both runs have it', () => {
    const run = (ms: number, place = 'Chromium, wasm') => ({
      yardstick: 1,
      rows: [{ name: 'a step', median: 10, best: 8, elsewhere: { [place]: { median: ms, best: ms } } }],
    });
    expect(slowerSteps(run(10), run(20))).toEqual(['a step in Chromium, wasm: 2.00 times as long as in the saved run']);
    expect(slowerSteps(run(10, 'Firefox, wasm'), run(20))).toEqual([]);
    expect(slowerSteps(timed(1, 10, 8), run(20))).toEqual([]);
  });
});

const quality = {
  ...{ split: 'a split', k: 10, users: 7, seed: 42 },
  models: [
    { name: 'popularity', ndcg: 0.1, interval: [0.09, 0.11] as [number, number], seconds: 0.1 },
    {
      ...{ name: 'mfTf', ndcg: 0.2, interval: [0.19, 0.21] as [number, number], seconds: 5 },
      over: { popularity: [0.05, 0.15] as [number, number], userKnn: [-0.001, 0.02] as [number, number] },
    },
  ],
};

describe('unproven', () => {
  it('names the simpler models that a neural one may not beat', () => {
    expect(unproven(quality)).toEqual(['mfTf: the interval of its gain over userKnn begins at -0.0010']);
  });
});

describe('neuralTable', () => {
  it('has a line for each step and each model', () => {
    const size = { users: 1, items: 1, rows: 1 };
    const table = neuralTable({
      machine: { cores: 2 },
      scheduling: 'ordinary',
      backend: 'wasm',
      size,
      quality,
      ...timed(1, 12, 9, 11),
    });
    expect(table).toContain('| a step | 12.0 ms | 9.0 ms | 11 ms |');
    const elsewhere = { 'Chromium, cpu': { median: 80, best: 70 } };
    const rows = [{ name: 'a step', median: 12, best: 9, elsewhere }];
    const wider = neuralTable({ machine: {}, scheduling: 'ordinary', backend: 'wasm', size, quality, yardstick: 1, rows });
    expect(wider).toContain('| training | median | fastest | budget | Chromium, cpu |');
    expect(wider).toContain('| a step | 12.0 ms | 9.0 ms |  | 80.0 ms |');
    expect(table).toContain('| popularity | 0.1000 | 0.0900 … 0.1100 |  |  | 0.1 |');
    expect(table).toContain('| mfTf | 0.2000 | 0.1900 … 0.2100 | +0.0500 … +0.1500 | -0.0010 … +0.0200 | 5.0 |');
  });
});
