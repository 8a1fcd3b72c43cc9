import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { savedBreak, savedTable } from '../../bench/savedResult';
import type { SavedResult } from '../../bench/savedResult';

const folder = join(import.meta.dirname, '../../bench/results');

describe('savedBreak', () => {
  it('is where a line reaches the limit', () => {
    const pages = (text: number) =>
      [1, 2, 4].map((times) => ({ times, savedKB: 50 * times, pageKB: 10 * times + text, elements: 7 }));
    expect(savedBreak(pages(40))).toBeCloseTo(800, 6);
    expect(savedBreak(pages(175))).toBeCloseTo(125, 6);
    expect(savedBreak(pages(300))).toBe(50);
  });
});

describe('bench/results/saved', () => {
  it('has in its table what the saved numbers say', () => {
    const saved = JSON.parse(readFileSync(join(folder, 'saved.json'), 'utf8')) as SavedResult;
    expect(readFileSync(join(folder, 'saved.md'), 'utf8')).toBe(savedTable(saved));
  });
});
