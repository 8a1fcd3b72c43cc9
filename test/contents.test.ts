/** The table of contents says what is true of the files beside it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapterNumber, chapters, findChapter, parts } from '../contents';
import type { Chapter } from '../contents';
import { depths, mapOf } from '../src/pages/_home/layout';
import { reading } from '../src/theme/reading';

const chapter = (id: string, needs: string[] = [], row?: number): Chapter => ({ id, title: id, part: 1, needs, row });

describe('contents', () => {
  it('name every chapter once, in the folder of its part', () => {
    expect(new Set(chapters.map(({ id }) => id)).size).toBe(chapters.length);
    for (const { id, part } of chapters) expect(id.split('/')[0]).toBe(parts[part - 1].folder);
  });

  it('need only chapters that stand before', () => {
    for (const { id, needs } of chapters) {
      for (const need of needs) expect(chapterNumber(need), `${id} needs ${need}`).toBeLessThan(chapterNumber(id));
    }
  });

  it('hold every page of a part that is not its opener', () => {
    const pages = parts.flatMap(({ folder }) =>
      readdirSync(join(import.meta.dirname, '../docs', folder)).map((name) => `${folder}/${name.replace(/\.mdx?$/, '')}`),
    );
    const unknown = pages.filter((id) => !id.endsWith('/index') && !findChapter(id));
    expect(unknown).toEqual([]);
  });

  it('refuse a number for a page that is no chapter', () => {
    expect(() => chapterNumber('about')).toThrow('id must be a chapter of contents.ts, got about');
  });
});

describe('the map', () => {
  it('puts every chapter to the right of what it needs', () => {
    const { stations, tracks } = mapOf(chapters);
    expect(stations.length).toBeGreaterThan(20);
    for (const { from, to } of tracks) expect(from.x).toBeLessThan(to.x);
    for (const { x, y } of stations) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0);
  });

  it('gives no two chapters one place', () => {
    const { stations } = mapOf(chapters);
    expect(new Set(stations.map(({ x, y }) => `${x} ${y}`)).size).toBe(stations.length);
  });

  it('counts the longest way', () => {
    const found = depths([chapter('a'), chapter('b', ['a']), chapter('c', ['a', 'b'])]);
    expect([...found]).toEqual([
      ...new Map([
        ['a', 0],
        ['b', 1],
        ['c', 2],
      ]),
    ]);
  });

  it('refuses a circle and an unknown need', () => {
    expect(() => depths([chapter('a', ['b']), chapter('b', ['a'])])).toThrow('a → b → a');
    expect(() => depths([chapter('a', ['z'])])).toThrow('needs must name chapters on the map, got z');
  });
});

describe('reading(markdown)', () => {
  it('counts prose, not code, imports or tags', () => {
    const prose = 'word '.repeat(600);
    const rest = '```ts\n' + 'code '.repeat(5000) + '\n```\nimport x from "y"\n<Cell id="a" title="b" />\n';
    expect(reading(prose + '\n' + rest)).toEqual({ read: 3, math: false });
  });

  it('sees a formula, and none in prices or code', () => {
    expect(reading('so $x_i$ grows').math).toBe(true);
    expect(reading('$$\nx\n$$').math).toBe(true);
    expect(reading('it cost $ 5 and `$a$`').math).toBe(false);
  });
});
