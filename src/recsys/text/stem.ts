/**
 * Stems: the ends of words cut by rule, so that *hunts*, *hunted* and *hunting* are one term. Fast and small; a stem need not be a word.
 *
 * The rules are M. Porter's second set for English (Snowball's `english`, snowballstem.org). The package `wink-porter2-stemmer` applies them: of
 * 380,622 word forms it differs from Snowball's own program on 12, where `stemmer` and `@orama/stemmers` implement the first set of 1980, the
 * latter with 3,944 differences from Snowball's `porter`.
 */
import porter2 from 'wink-porter2-stemmer';

const known = new Map<string, string>();
const LIMIT = 50_000;

/** The stem of a folded English word. Words with other than the letters a to z stay as they are. */
export function stem(word: string): string {
  let root = known.get(word);
  if (root === undefined) {
    root = /^[a-z]+$/.test(word) ? porter2(word) : word;
    if (known.size >= LIMIT) known.clear();
    known.set(word, root);
  }
  return root;
}
