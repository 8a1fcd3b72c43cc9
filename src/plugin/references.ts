/** The works that the book cites: read from one BibTeX file, written as a label in the prose and in full on the page of references. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from 'bibtex-parse';
import type { Entry } from 'bibtex-parse';

/** The one BibTeX file, from the repository's root. */
export const BIBLIOGRAPHY = 'docs/references.bib';

export interface Author {
  family: string;
  /** Given names as written; empty for an organisation. */
  given: string;
}

export interface Reference {
  key: string;
  authors: Author[];
  /** Whether the file's list of authors ends with `and others`. */
  more: boolean;
  title: string;
  /** Journal, conference, publisher, institution or archive. */
  venue: string;
  year: number;
  /** Where to read it. */
  link: string;
}

/** Where an entry's venue stands, by what is looked for first. */
const VENUES = ['JOURNAL', 'BOOKTITLE', 'PUBLISHER', 'INSTITUTION', 'HOWPUBLISHED'];

/**
 * Reads a BibTeX text.
 *
 * @throws RangeError naming the entry that lacks author, title, venue, a year of four digits or a link, or stands twice; and when the
 *   parser skipped an entry that it could not read
 */
export function parseReferences(source: string): Map<string, Reference> {
  const found = entries(source);
  const written = [...source.matchAll(/^\s*@(?!comment|string|preamble)\w+\s*\{\s*([^\s,]+)/gim)].map(([, key]) => key);
  const skipped = written.find((key) => !found.some((entry) => entry.key === key));
  if (skipped) throw new RangeError(`entry ${skipped} could not be read: look for a brace or a comma`);
  const references = new Map<string, Reference>();
  for (const entry of found) {
    if (references.has(entry.key)) throw new RangeError(`entry ${entry.key} stands twice`);
    references.set(entry.key, readEntry(entry));
  }
  return references;
}

function readEntry(entry: Entry): Reference {
  const need = (what: string, value: unknown): string => {
    const text = String(value ?? '').trim();
    if (text === '') throw new RangeError(`entry ${entry.key} must have ${what}`);
    return text;
  };
  const year = Number(need('a year', entry.YEAR));
  if (!(year >= 1600 && year < 2100)) throw new RangeError(`year of entry ${entry.key} must have four digits, got ${entry.YEAR}`);
  const names = need('an author', entry.AUTHOR).split(/\s+and\s+/);
  const venue = VENUES.find((field) => entry[field] !== undefined) ?? '';
  return {
    key: entry.key,
    authors: names.filter((name) => name !== 'others').map(readAuthor),
    more: names.includes('others'),
    title: need('a title', entry.TITLE),
    venue: need('a venue (journal, booktitle, publisher, institution or howpublished)', entry[venue]),
    year,
    link: need('a link (doi, eprint or url)', linkOf(entry)),
  };
}

function readAuthor(name: string): Author {
  const [family, given = ''] = name.split(/\s*,\s*/);
  return { family, given };
}

function linkOf({ DOI, EPRINT, URL: url }: Entry): string | undefined {
  if (DOI) return `https://doi.org/${DOI}`;
  return EPRINT ? `https://arxiv.org/abs/${EPRINT}` : (url as string | undefined);
}

/** Reads the book's own file. */
export function readReferences(root: string): Map<string, Reference> {
  try {
    return parseReferences(readFileSync(join(root, BIBLIOGRAPHY), 'utf8'));
  } catch (error) {
    throw new Error(`${BIBLIOGRAPHY}: ${(error as Error).message}`, { cause: error });
  }
}

/** As the prose names it: `Steck 2019`, `Ning and Karypis 2011`, `Rendle et al. 2022`. */
export function labelOf({ authors, more, year }: Reference): string {
  const [first, second] = authors;
  if (authors.length > 2 || more) return `${first.family} et al. ${year}`;
  return `${first.family}${second ? ` and ${second.family}` : ''} ${year}`;
}

/** `S. Rendle, W. Krichene, L. Zhang, Y. Koren`. */
export function authorsOf({ authors, more }: Reference): string {
  const names = authors.map(({ family, given }) => `${initials(given)}${family}`);
  return `${names.join(', ')}${more ? ' et al.' : ''}`;
}

/** `Jean-Sébastien` is `J.-S. `, `Harald` is `H. `. */
function initials(given: string): string {
  const words = given.split(/\s+/).filter(Boolean);
  return words.map((word) => `${word.replace(/(^|-)(\p{L})[^-]*/gu, '$1$2.')} `).join('');
}

/** Venue and year; a preprint's archive says both. */
export function placeOf({ venue, year }: Reference): string {
  return `${venue}, ${year}`;
}

/** The entry on one line of plain text. */
export function entryText(reference: Reference): string {
  return `${authorsOf(reference)}. ${reference.title}. ${placeOf(reference)}.`;
}

/** By first author, then year, then title. */
export function sortedReferences(references: Iterable<Reference>): Reference[] {
  const name = ({ authors }: Reference): string => authors.map(({ family }) => family).join(' ');
  const order = new Intl.Collator('en').compare;
  return [...references].sort((a, b) => order(name(a), name(b)) || a.year - b.year || order(a.title, b.title));
}

/** Keys to the pages of `docs` that cite them, as `theory/baseline`. */
export function citations(root: string): Map<string, string[]> {
  const cited = new Map<string, string[]>();
  for (const page of pagesOf(root)) {
    const text = readFileSync(join(root, 'docs', `${page}.mdx`), 'utf8');
    for (const key of new Set([...text.matchAll(/<Cite\s+id="([^"]+)"/g)].map(([, id]) => id)))
      cited.set(key, [...(cited.get(key) ?? []), page]);
  }
  return cited;
}

/** Every page of `docs`, in order. */
export function pagesOf(root: string): string[] {
  const entries = readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true });
  const start = join(root, 'docs').length + 1;
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mdx'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(start)
        .replaceAll('\\', '/')
        .replace(/\.mdx$/, ''),
    )
    .sort();
}
