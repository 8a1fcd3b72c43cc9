import { describe, expect, it } from 'vitest';
import { breaksAt, buildsTable, overBudget, slowerBuilds, withSaved } from '../../bench/buildsResult';
import type { BuildResult } from '../../bench/buildsResult';

const build = (chapters: number, more: Partial<BuildResult> = {}): BuildResult => ({
  ...{ chapters, cold: chapters, coldCpu: 2 * chapters, warm: 10, warmCpu: 12 },
  ...{ peakMB: 1000, siteMB: 10 * chapters, mainKB: 100, indexKB: chapters ** 2 / 2.5 },
  ...more,
});
const run = (builds: BuildResult[], cpu = 'one') => ({ machine: { cpu }, scheduling: 'ordinary', book: 24, builds });

describe('breaksAt', () => {
  it('goes on from the largest book by the power law', () => {
    const builds = [build(10), build(40)];
    expect(breaksAt(builds, 'cold')).toBe(120);
    expect(breaksAt(builds, 'siteMB')).toBe(100);
    expect(breaksAt(builds, 'indexKB')).toBe(70); // 2000 = 70.7² / 2.5
  });

  it('is between the books around the limit where there are such, and never for what does not grow', () => {
    expect(breaksAt([build(10), build(40), build(160)], 'cold')).toBeCloseTo(120, -0.5);
    expect(breaksAt([build(10, { cold: 300 }), build(40)], 'cold')).toBe(10);
    expect(breaksAt([build(10), build(40)], 'warm')).toBe(Infinity);
    expect(breaksAt([], 'warm')).toBe(Infinity);
    expect(breaksAt([build(10), build(40, { warm: 10.5 })], 'warm')).toBe(Infinity); // by the power 0.04
  });
});

describe('overBudget', () => {
  it('holds the book itself to its budgets, and no other size', () => {
    expect(overBudget(run([build(24, { cold: 130, warm: 46 }), build(160)]))).toEqual([
      '24 chapters, from nothing: 130 s of 120',
      '24 chapters, one chapter changed: 46 s of 45',
    ]);
    expect(overBudget(run([build(24), build(160, { cold: 900 })]))).toEqual([]);
  });
});

describe('slowerBuilds', () => {
  it('names what has grown beyond noise on the same machine', () => {
    expect(slowerBuilds(run([build(10)]), run([build(10, { cold: 13, coldCpu: 26, mainKB: 126 })]))).toEqual([
      '10 chapters, from nothing: 13 s, was 10',
      '10 chapters, scripts of every page, gz: 126 kB, was 100',
    ]);
    expect(slowerBuilds(run([build(10)]), run([build(10, { cold: 99, warmCpu: 99 })]))).toEqual([]); // others were at work
    expect(slowerBuilds(run([build(10)], 'two'), run([build(10, { mainKB: 999 })]))).toEqual([]);
    expect(slowerBuilds(run([build(40)]), run([build(10, { cold: 99 })]))).toEqual([]);
  });
});

describe('withSaved', () => {
  it('keeps the sizes that were not built anew, of the same book on the same machine', () => {
    const sizes = (saved: ReturnType<typeof run>) => withSaved(saved, run([build(40)])).builds.map(({ chapters }) => chapters);
    expect(sizes(run([build(160), build(40, { cold: 1 }), build(10)]))).toEqual([10, 40, 160]);
    expect(sizes(run([build(10)], 'two'))).toEqual([40]);
    expect(sizes({ ...run([build(10)]), book: 23 })).toEqual([40]);
    expect(withSaved(run([build(40, { cold: 1 })]), run([build(40)])).builds[0].cold).toBe(40);
  });
});

describe('buildsTable', () => {
  it('says what breaks first', () => {
    const table = buildsTable(run([build(10), build(40)]));
    expect(table).toContain('| 40 | 40 s | 80 s | 10 s | 12 s | 1000 MB | 400 MB | 100 kB | 640 kB |');
    expect(table).toContain(
      'What breaks first, by these powers: index of the search, gz (2000 kB) at about 70 chapters; the site',
    );
  });
});
