import { describe, expect, it } from 'vitest';
import { readRun, readSettings, settingOf, timeOf } from '../../../src/components/figures/pipeline';
import type { Output } from '../../../src/notebook/types';

const table = (columns: string[], rows: (string | number)[][]): Output => ({
  kind: 'table',
  columns: columns.map((name) => ({ name, type: 'text' as const })),
  rows,
  total: rows.length,
});
const run = readRun([
  table(
    ['stage', 'comes out', 'ms'],
    [
      ['als', 100, 2],
      ['recent', 50, 0.5],
      ['merge', 120, 0.25],
      ['features', 2400, 1],
      ['ranker', 120, 4],
    ],
  ),
]);
const settings = readSettings([
  table(['stage'], []),
  table(
    ['on', 'ndcg', 'difference', 'low', 'high'],
    [
      ['als + recent + ranker', 0.13, 0, 0, 0],
      ['als', 0.12, -0.01, -0.02, 0],
    ],
  ),
]);

describe('timeOf', () => {
  it('adds the stages that are on; without the ranker no feature is computed', () => {
    expect(timeOf(run, ['als', 'recent', 'ranker'])).toBe(7.75);
    expect(timeOf(run, ['als', 'recent'])).toBe(2.75);
    expect(timeOf(run, ['recent'])).toBe(0.75);
  });
});

describe('settingOf', () => {
  it('finds the stages in any order, and nothing that was not measured', () => {
    expect(settingOf(settings, ['ranker', 'recent', 'als'])!.ndcg).toBe(0.13);
    expect(settingOf(settings, ['als'])!.difference).toBe(-0.01);
    expect(settingOf(settings, ['recent'])).toBeUndefined();
  });
});

describe('readRun', () => {
  it('refuses outputs without the table', () => {
    expect(() => readRun([])).toThrow('outputs must hold a table with the columns stage, comes out, ms');
  });
});
