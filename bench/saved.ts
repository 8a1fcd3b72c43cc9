/**
 * How a page grows with what is saved of its cells: `npm run bench -- saved`. Of the longest chapter, its saved outputs once and several times (their decimals
 * other ones) in the page that the server wrote. Nothing is timed: what such a page takes to come alive, `reading` tells of the real ones. Needs `npm run build` before.
 *
 * Saves bench/results/saved.json and .md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import { random } from '../src/recsys/math/random';
import { save } from './report';
import { savedTable } from './savedResult';
import type { SavedPage, SavedResult } from './savedResult';

const CHAPTER = 'theory/two-tower';
const TIMES = [1, 2, 4, 8, 16, 32];

/** Copies of an output, each with other decimals: what is saved twice would be compressed to nothing. */
function copies(once: string, times: number): string {
  const draw = random(1);
  const other = () => once.replace(/(?<=\.\d*)\d/g, () => String(draw.int(10)));
  return once + Array.from({ length: times - 1 }, other).join('');
}

/** The page with its saved outputs so many times. */
function pageWith(times: number): SavedPage {
  const { document } = parseHTML(readFileSync(join(import.meta.dirname, '../build', CHAPTER, 'index.html'), 'utf8'));
  let saved = 0;
  for (const outputs of document.querySelectorAll('[data-outputs]')) {
    outputs.innerHTML = copies(outputs.innerHTML, times);
    saved += outputs.innerHTML.length;
  }
  const page = gzipSync(document.toString()).length;
  return { times, savedKB: saved / 1000, pageKB: page / 1000, elements: document.querySelectorAll('*').length };
}

/** Measures and saves. */
export async function benchSaved(): Promise<void> {
  const fresh: SavedResult = { chapter: CHAPTER, pages: TIMES.map(pageWith) };
  save('saved', fresh, undefined, savedTable);
}
