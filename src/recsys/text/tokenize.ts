/** From a text to the terms that an index or a model counts. */
import { fold } from './fold';

export interface TokenizeOptions {
  /** Folded words that are left out, such as `stopWords`; none by default. */
  stopWords?: ReadonlySet<string>;
  /** What a folded word becomes: `stem`, the function that `lemmatizer()` gives, or your own; itself by default. */
  root?: (word: string) => string;
}

/** A word of a text, and what became of it. */
export interface Token {
  /** As written. */
  text: string;
  /** Where it stands: `source.slice(start, end)` is `text`. */
  start: number;
  end: number;
  /** What is counted; undefined for a stop word. */
  term?: string;
}

// Initials with full stops (E.T., J.J.), or letters and digits with apostrophes between them.
const WORD = /(?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{N}]))?|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’][\p{L}\p{N}\p{M}]+)*/gu;

/** The words of a text with their places, stop words too: for showing a reader what is kept of a sentence. Options as for `tokenize`. */
export function tokenSpans(text: string, { stopWords, root }: TokenizeOptions = {}): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (word === '') continue;
    const token: Token = { text: match[0], start: match.index, end: match.index + match[0].length };
    if (!stopWords?.has(word)) token.term = root ? root(word) : word;
    tokens.push(token);
  }
  return tokens;
}

/**
 * The terms of a text in order: words are runs of letters and digits of any script, folded (see `fold`), without stop words, each reduced to its
 * root. Hyphens part words; apostrophes and the full stops of initials do not. Scripts that write no spaces, such as Chinese or Thai, come out
 * as one term a phrase: part them before.
 *
 *     tokenize('The Wolves of Amélie’s E.T.', { stopWords, root: stem }) // ['wolv', 'ameli', 'et']
 */
export function tokenize(text: string, options: TokenizeOptions = {}): string[] {
  const terms: string[] = [];
  for (const { term } of tokenSpans(text, options)) if (term !== undefined) terms.push(term);
  return terms;
}
