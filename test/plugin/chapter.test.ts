import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chapterModule, outlineOf, readChapter, savedOf } from '../../src/plugin/chapter';

const root = process.cwd();
const file = `${root}/notebooks/theory/baseline.ts`;
const source = readFileSync(file, 'utf8');

describe('what a page loads of its chapter', () => {
  const chapter = readChapter(source, file, root);
  const { cells } = outlineOf(chapter, ['prior']);
  const withOutputs = cells.filter(({ outputs }) => outputs?.length).map(({ id }) => id);

  it('leaves out what the server writes into the page, but for outputs that figures draw or that hold inputs', () => {
    expect(withOutputs).toEqual(['by-hand', 'prior']);
    expect(chapter.cells.filter(({ outputs }) => outputs.length > 0).length).toBeGreaterThan(4);
    expect(cells.some((cell) => 'html' in cell)).toBe(false);
  });

  it('is the whole chapter together with the file of what is saved', () => {
    const saved = savedOf(chapter);
    expect(cells.map((cell) => ({ ...cell, ...saved[cell.id] }))).toEqual(chapter.cells);
    expect(JSON.parse(chapterModule(source, file, { root, query: '?cells&saved', isServer: false }))).toEqual(
      JSON.parse(JSON.stringify(saved)),
    );
  });

  it('is all of it at once for the server, and where a page asks for that', () => {
    const whole = chapterModule(source, file, { root, query: '?cells', isServer: true });
    expect(whole).toContain('tok-keyword');
    expect(chapterModule(source, file, { root, query: '?cells&whole', isServer: false })).toBe(whole);
    expect(chapterModule(source, file, { root, query: '?cells', isServer: false })).not.toContain('tok-keyword');
  });
});
