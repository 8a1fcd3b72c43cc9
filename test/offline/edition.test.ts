import { describe, expect, it } from 'vitest';
import { isLasting, namesakes, pathBelow } from '../../src/offline/edition';
import type { Edition } from '../../src/offline/edition';

const edition = (...paths: string[]): Edition => ({
  id: paths.join(),
  date: '2026-11-25',
  files: paths.map((path) => ({ path, hash: path, bytes: 2, sent: 1 })),
});

describe('isLasting(path)', () => {
  it.each([
    'assets/js/main.1cc4cb4d.js',
    'assets/fonts/serif-81be39b9f95dfa317ee4d2f89099a0bf.woff2',
    'search-index-4f98b85c.json',
  ])('takes %s for the same for ever', (path) => expect(isLasting(path)).toBe(true));
  it.each([
    '',
    'theory/metrics/',
    'data/watches.csv',
    'wasm/tfjs-backend-wasm-simd.wasm',
    'img/icon-192.png',
    'assets/js/main.js',
  ])('takes %s for what a deploy may change', (path) => expect(isLasting(path)).toBe(false));
});

describe('pathBelow(site, address)', () => {
  it('names a page as its address ends, whatever comes behind', () => {
    expect(pathBelow('https://a.b/book/', 'https://a.b/book/theory/als/?x=1#fit')).toBe('theory/als/');
    expect(pathBelow('https://a.b/book/', 'https://a.b/book/theory/als/index.html')).toBe('theory/als/');
    expect(pathBelow('https://a.b/book/', 'https://a.b/book/')).toBe('');
    expect(pathBelow('https://a.b/book/', 'https://a.b/book/index.html')).toBe('');
  });

  it('names nothing of another origin, nor of another site at the same', () => {
    expect(pathBelow('https://a.b/book/', 'https://a.c/book/x')).toBeUndefined();
    expect(pathBelow('https://a.b/book/', 'https://a.b/other/x')).toBeUndefined();
  });
});

describe('namesakes(old, kept, next)', () => {
  const old = edition('', 'a/', 'b/', 'js/a.11111111.js', 'js/b.22222222.js');
  const next = edition('', 'a/', 'b/', 'c/', 'js/a.33333333.js', 'js/b.22222222.js', 'js/c.44444444.js');
  const paths = (kept: string[]) => namesakes(old, new Set(kept), next).map(({ path }) => path);

  it('finds the new page and script of each that was kept, by the name without its hash', () => {
    expect(paths(['a/', 'js/a.11111111.js'])).toEqual(['a/', 'js/a.33333333.js']);
    expect(paths([])).toEqual([]);
  });

  it('takes all of the next edition where all of the last was kept', () => {
    expect(paths(['', 'a/', 'b/', 'js/a.11111111.js', 'js/b.22222222.js', 'edition.json'])).toEqual(
      next.files.map(({ path }) => path),
    );
  });
});
