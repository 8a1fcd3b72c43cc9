/** The book's terms: one data file, shown as pop-ups in the prose and as a page of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The one data file, from the repository's root. */
export const GLOSSARY = 'docs/glossary.json';

export interface Term {
  /** As the glossary names it. */
  term: string;
  /** One or two sentences. */
  definition: string;
  /** The chapter that explains it, such as `theory/metrics`. */
  chapter: string;
}

/** Terms by id. */
export function readGlossary(root: string): Map<string, Term> {
  return new Map(Object.entries(JSON.parse(readFileSync(join(root, GLOSSARY), 'utf8')) as Record<string, Term>));
}

/** In the order of the alphabet. */
export function sortedTerms(glossary: Map<string, Term>): [id: string, term: Term][] {
  const order = new Intl.Collator('en').compare;
  return [...glossary].sort(([, a], [, b]) => order(a.term, b.term));
}
