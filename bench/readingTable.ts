/** The table of `reading` in words: `bench/results/reading.md`, made of the saved numbers. */
import { line, machineLine } from './markdown';
import type { ReadingResult } from './readingRegressions';

/** The whole file. */
export function readingTable({ machine, scheduling, visits, plainKB, pages }: ReadingResult): string {
  const heads = ['page', 'scores', 'first paint', 'largest paint', 'blocking', 'shift', 'elements', 'JavaScript', 'over plain'];
  const rows = pages.map((page) =>
    line([
      `/${page.path}`,
      [page.performance, page.accessibility, page['best-practices'], page.seo].map((score) => score.toFixed(0)).join(' / '),
      `${(page.firstPaint / 1000).toFixed(1)} s`,
      `${(page.largestPaint / 1000).toFixed(1)} s`,
      `${page.blocking.toFixed(0)} ms`,
      page.shift.toFixed(4),
      page.elements.toFixed(0),
      `${page.scriptKB.toFixed(0)} kB`,
      `${page.overPlainKB.toFixed(0)} kB`,
    ]),
  );
  return [
    '# What a page costs its reader',
    '',
    `Made by \`npm run bench -- reading\`: Lighthouse as a phone on a slow network, the built site on this machine, medians of ${visits} visits. The scores are performance,`,
    `accessibility, best practices and search, of 100. JavaScript is what is loaded before anybody has done anything, compressed; a plain page of Docusaurus has ${plainKB} kB.`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows,
    '',
    machineLine(machine, scheduling),
    '',
  ].join('\n');
}
