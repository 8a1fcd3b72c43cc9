/** What a person may be about to type: the known texts that begin so, the most wanted first. */
import { checkPositiveInteger, checkSameLength } from '../math/check';
import { tokenize } from '../text/tokenize';

/** A text that goes on from what was typed. */
export interface Completion {
  /** Index of the text. */
  index: number;
  text: string;
  weight: number;
  /** Whether the text itself begins so, or a later word of it. */
  at: 'start' | 'word';
}

/** Finds completions. */
export interface Completer {
  /** The k of largest weight among the texts that begin with `typed`, then among those of which a later word does; ties by the lower index. */
  complete(typed: string, options?: { k?: number }): Completion[];
}

/**
 * Sorts every text's beginnings at a word, so that those of one prefix lie together and are found by bisection.
 *
 *     completions(items.map(({ title }) => title), { weights: popularity(train).itemScores }).complete('the ma')
 *
 * @param weights how much each text is wanted: clicks, watches; all alike by default
 */
export function completions(texts: readonly string[], { weights }: { weights?: ArrayLike<number> } = {}): Completer {
  if (weights) checkSameLength('weights', weights, 'texts', texts);
  const entries: { key: string; index: number; first: boolean }[] = [];
  texts.forEach((text, index) => {
    const words = tokenize(text);
    words.forEach((_, at) => entries.push({ key: words.slice(at).join(' '), index, first: at === 0 }));
  });
  entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  const lowest = (prefix: string) => {
    let [from, to] = [0, entries.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (entries[middle].key < prefix) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  return {
    complete(typed, { k = 10 } = {}) {
      checkPositiveInteger('k', k);
      const words = tokenize(typed);
      const prefix = words.join(' ') + (words.length > 0 && /[\s-]$/.test(typed) ? ' ' : '');
      if (prefix === '') return [];
      const found = new Map<number, Completion>();
      for (let at = lowest(prefix); at < entries.length && entries[at].key.startsWith(prefix); at++) {
        const { index, first } = entries[at];
        if (first || !found.has(index)) {
          found.set(index, { index, text: texts[index], weight: weights?.[index] ?? 1, at: first ? 'start' : 'word' });
        }
      }
      const rank = ({ at }: Completion) => (at === 'start' ? 0 : 1);
      return [...found.values()].sort((a, b) => rank(a) - rank(b) || b.weight - a.weight || a.index - b.index).slice(0, k);
    },
  };
}
