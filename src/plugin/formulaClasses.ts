/**
 * The classes of the book's formulas, found before any page is made: the style sheet that is kept for them goes with all pages. The text is looked
 * through, not parsed; a formula that was not seen and has other classes fails the build where its page is made.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markupOf } from './formulas';
import { pagesOf } from './references';
import type { Tex } from './formulas';

/** What has dollars that set no formula. */
const CODE = /^(`{3,}|~{3,})[^]*?^\1|(`+)[^`][^]*?\2|\\\$/gm;
const FORMULA = /\$\$([^]+?)\$\$|\$([^$]+?)\$/g;

/** What may be formulas of a page of docs; a pair of dollars that is none is among them. */
export function formulasIn(page: string): Tex[] {
  return [...page.replace(CODE, '').matchAll(FORMULA)].map(([, display, inline]) => ({
    source: (display ?? inline).trim(),
    isDisplay: display !== undefined,
  }));
}

/** The classes that stand together on some element of a formula in docs, sorted. */
export function formulaClasses(root: string): string[] {
  const formulas = pagesOf(root).flatMap((page) => formulasIn(readFileSync(join(root, 'docs', `${page}.mdx`), 'utf8')));
  return classesOf(formulas.flatMap((tex) => attempt(() => markupOf(tex)) ?? []));
}

/** The classes that stand together on some element of KaTeX's markup, and on those that it is put into. */
export function classesOf(markup: string[]): string[] {
  const found = new Set(['katex', 'katex-display']);
  for (const html of markup) for (const [, names] of html.matchAll(/ class="([^"]*)"/g)) found.add(names);
  return [...found].toSorted();
}

/** Throws if a formula of a page has classes that no style is kept for. */
export function checkClasses(list: Tex[], classes: string[]): void {
  const known = new Set(classes);
  for (const tex of list) {
    const unknown = classesOf([markupOf(tex)]).find((names) => !known.has(names));
    if (unknown)
      throw new Error(
        `formulas must be seen by formulaClasses.ts, which keeps their styles, got one with "${unknown}": ${tex.source}`,
      );
  }
}

/** What KaTeX refuses is no formula, or is told with its line where its page is made. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
