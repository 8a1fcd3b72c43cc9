import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MEASURE, modelsTable, verdict } from '../../bench/modelsTable';
import type { ModelsResult } from '../../bench/modelsTable';

const folder = join(import.meta.dirname, '../../bench/results');
const row = (median: number, best: number, node: [number, number], chromium: [number, number]) => ({
  name: 'a task',
  size: { users: 1, items: 1, rows: 1 },
  medians: { [MEASURE]: median, Node: node[0], Chromium: chromium[0] },
  best: { [MEASURE]: best, Node: node[1], Chromium: chromium[1] },
  ratios: {},
});

describe('verdict', () => {
  it('is told only where both engines and both measures agree', () => {
    expect(verdict(row(10, 8, [10, 7], [9, 8]))).toBe('faster');
    expect(verdict(row(10, 8, [11, 9], [12, 9]))).toBe('slower');
    expect(verdict(row(10, 8, [9, 9], [9, 7]))).toBe('undecided');
    expect(verdict(row(10, 8, [9, 7], [11, 9]))).toBe('undecided');
  });
});

describe('bench/results/models.md', () => {
  it('is what the saved numbers say', () => {
    const saved = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as ModelsResult;
    expect(saved.rows.length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'models.md'), 'utf8')).toBe(modelsTable(saved));
  });
});
