/** Mends a query word by word, the gaps between words too, and tells what else was thought of. */
import type { Spelling, SpellingCandidate } from './spelling';

/** One step of a correction. */
export interface CorrectedWord {
  /** What was typed: one word, or two that belong together. */
  typed: string;
  /** What it is taken for: usually one word; two where a space was missing. */
  words: string[];
  /** All that it could be, the one taken first. Where words were parted or joined, `term` holds the spaces. Empty where nothing is near. */
  candidates: SpellingCandidate[];
}

/** A corrected query. */
export interface CorrectedQuery {
  /** The words to search for. */
  words: string[];
  /** Whether anything was changed. */
  changed: boolean;
  steps: CorrectedWord[];
}

const order = (a: SpellingCandidate, b: SpellingCandidate) => a.distance - b.distance || b.frequency - a.frequency;

/** Two words stand as often as the rarer of them; 0 unless both are known. */
function pair(left: string, right: string, { frequency }: Spelling): SpellingCandidate | undefined {
  const least = left && right ? Math.min(frequency(left), frequency(right)) : 0;
  return least > 0 ? { term: `${left} ${right}`, distance: 1, frequency: least } : undefined;
}

/** Pairs of known words that are one slip away: a space missing, or a letter struck in its place. */
function partings(word: string, dictionary: Spelling): SpellingCandidate[] {
  const found: SpellingCandidate[] = [];
  for (let at = 1; at < word.length; at++) {
    for (const skip of [0, 1]) {
      const parted = pair(word.slice(0, at), word.slice(at + skip), dictionary);
      if (parted && !found.some(({ term }) => term === parted.term)) found.push(parted);
    }
  }
  return found;
}

/** What two neighbours may be that are not both words: one word with a space too many, or two with the space a letter too early or late. */
function joinings(left: string, right: string, dictionary: Spelling): SpellingCandidate[] {
  const whole = dictionary.frequency(left + right);
  const joined = whole > 0 ? [{ term: left + right, distance: 1, frequency: whole }] : [];
  const shifted = [
    pair(left.slice(0, -1), left.slice(-1) + right, dictionary),
    pair(left + right.slice(0, 1), right.slice(1), dictionary),
  ];
  return [...joined, ...shifted.filter((found) => found !== undefined)];
}

/**
 * Takes each unknown word for the nearest known one, the most frequent of equals. A word in the dictionary is never changed, nor the last one if it
 * begins a known word and `prefix` says that it may be unfinished.
 *
 *     correctQuery(['thematrx', 'reloaded'], dictionary).words
 *
 * @param begins whether a known word begins so, such as an index's `hasPrefix`
 */
export function correctQuery(
  query: readonly string[],
  dictionary: Spelling,
  { begins }: { begins?: (prefix: string) => boolean } = {},
): CorrectedQuery {
  const steps: CorrectedWord[] = [];
  for (let at = 0; at < query.length; at++) {
    const typed = query[at];
    const next = query[at + 1];
    const known = dictionary.frequency(typed) > 0;
    if (next !== undefined && !(known && dictionary.frequency(next) > 0)) {
      const joined = joinings(typed, next, dictionary).sort(order);
      // A parted pair is mended together only where its halves cannot be mended as cheaply alone.
      if (joined.length > 0 && !(known && dictionary.candidates(next, { maxDistance: 1 }).length > 0)) {
        steps.push({ typed: `${typed} ${next}`, words: joined[0].term.split(' '), candidates: joined });
        at++;
        continue;
      }
    }
    const unfinished = at === query.length - 1 && begins?.(typed);
    if (known || unfinished) {
      steps.push({ typed, words: [typed], candidates: dictionary.candidates(typed) });
      continue;
    }
    const candidates = [...dictionary.candidates(typed), ...partings(typed, dictionary)].sort(order);
    steps.push({ typed, words: candidates.length > 0 ? candidates[0].term.split(' ') : [typed], candidates });
  }
  const words = steps.flatMap((step) => step.words);
  return { words, changed: words.join(' ') !== query.join(' '), steps };
}
