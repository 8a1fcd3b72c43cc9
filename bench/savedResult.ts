/** What `saved` measures and saves, its table, and what breaks first when more is saved. */
import { exponent } from './growth';
import { line } from './markdown';

/** A page with so many times its saved outputs. */
export interface SavedPage {
  times: number;
  /** Kilobytes of the outputs' markup. */
  savedKB: number;
  /** Kilobytes of the page, compressed. */
  pageKB: number;
  elements: number;
}

export interface SavedResult {
  chapter: string;
  pages: SavedPage[];
}

/** Kilobytes of a page that take a second on a slow network, of 1.6 Mbit/s. */
const LIMIT = 200;

/** With how many kilobytes of saved outputs a page reaches its limit, by the line through the two sizes around it or the last two: a page is its text, and what is saved. */
export function savedBreak(pages: SavedPage[]): number {
  const over = pages.findIndex(({ pageKB }) => pageKB > LIMIT);
  if (over === 0) return pages[0].savedKB;
  const [before, last] = over > 0 ? pages.slice(over - 1, over + 1) : pages.slice(-2);
  return before.savedKB + ((LIMIT - before.pageKB) * (last.savedKB - before.savedKB)) / (last.pageKB - before.pageKB);
}

/** The whole file: `bench/results/saved.md`. */
export function savedTable({ chapter, pages }: SavedResult): string {
  const power = (measure: 'pageKB' | 'elements') =>
    exponent(pages.slice(-3).map((page) => ({ size: page.savedKB, cost: page[measure] })))?.toFixed(2) ?? '–';
  return [
    '# How a page grows with what is saved of its cells',
    '',
    `Made by \`npm run bench -- saved\`: ${chapter}, the book’s longest chapter, with its saved outputs once and several times over, their decimals other ones.`,
    '',
    line(['saved outputs', 'page, gz', 'elements']),
    line(['---', '---', '---']),
    ...pages.map(({ savedKB, pageKB, elements }) =>
      line([`${savedKB.toFixed(0)} kB`, `${pageKB.toFixed(0)} kB`, String(elements)]),
    ),
    line(['grows with the power', power('pageKB'), power('elements')]),
    '',
    `What breaks first: the page takes more than a second on a slow network, ${LIMIT} kB of 1.6 Mbit/s, with about ${Number(savedBreak(pages).toPrecision(2))} kB of saved outputs. What to do`,
    'then: save less, a table that is summed up or a chart of fewer marks, or make two chapters of one.',
    '',
  ].join('\n');
}
