import { describe, expect, it } from 'vitest';
import { readingRegressions } from '../../bench/readingRegressions';
import { readingTable } from '../../bench/readingTable';
import type { ReadingResult } from '../../bench/readingRegressions';

type Page = ReadingResult['pages'][number];
const page: Page = {
  path: 'theory/data/',
  performance: 96,
  accessibility: 100,
  'best-practices': 100,
  seo: 100,
  firstPaint: 1800,
  largestPaint: 2500,
  blocking: 200,
  shift: 0.001,
  elements: 3000,
  scriptKB: 200,
  overPlainKB: 50,
};
const result = (...pages: Partial<Page>[]): ReadingResult => ({
  machine: { cores: 2 },
  scheduling: 'ordinary',
  visits: 3,
  plainKB: 150,
  pages: pages.map((each) => ({ ...page, ...each })),
});

describe('readingRegressions', () => {
  it('names what has grown beyond noise', () => {
    expect(readingRegressions(result({}), result({ scriptKB: 220 }))).toEqual(['/theory/data/: scriptKB 220, was 200']);
    expect(readingRegressions(result({}), result({ shift: 0.02, seo: 92 }))).toEqual([
      '/theory/data/: seo 92, was 100',
      '/theory/data/: shift 0.02, was 0.001',
    ]);
    expect(readingRegressions(result({}), result({ blocking: 320 }))).toHaveLength(1);
  });

  it('is silent within noise, for pages that are new, and where something became better', () => {
    expect(readingRegressions(result({}), result({ blocking: 280, largestPaint: 3000, performance: 93 }))).toEqual([]);
    expect(readingRegressions(result({ blocking: 20 }), result({ blocking: 100 }))).toEqual([]);
    expect(readingRegressions(result({}), result({ path: 'new/', blocking: 900 }))).toEqual([]);
    expect(readingRegressions(result({}), result({ scriptKB: 100, shift: 0, performance: 100 }))).toEqual([]);
  });
});

describe('readingTable', () => {
  it('tells a page in a line, and the machine below', () => {
    const text = readingTable(result({}));
    expect(text).toContain('| /theory/data/ | 96 / 100 / 100 / 100 | 1.8 s | 2.5 s | 200 ms | 0.0010 | 3000 | 200 kB | 50 kB |');
    expect(text).toContain('Machine: cores 2, ordinary scheduling.');
  });
});
