/**
 * Which known words a word may have been meant as: SymSpell. Two words within d edits of each other have a common string within d deletions of
 * both, so that all deletions of the known words, made once, turn the search for near words into a few look-ups (W. Garbe, 2012: SymSpell,
 * github.com/wolfgarbe/SymSpell). Only the first letters are cut, as there, and every candidate's true distance is computed.
 */
import { packModel, unpackModel } from '../math/buffer';
import { checkIndex, checkPositiveInteger } from '../math/check';
import { decodeStrings, encodeStrings } from '../math/strings';
import { damerauLevenshtein } from './damerauLevenshtein';
import type { ModelParts } from '../math/buffer';

export interface SpellingOptions {
  /** Largest distance that can be asked for, 1 … 3; 2 by default. */
  maxDistance?: number;
  /** So many first letters of a word are cut; longer is fewer candidates and more memory; 7 by default. */
  prefixLength?: number;
}

/** A word that may have been meant. */
export interface SpellingCandidate {
  term: string;
  /** Damerau–Levenshtein distance (restricted) from what was typed. */
  distance: number;
  /** The known word's frequency. */
  frequency: number;
}

/** A dictionary that finds near words. */
export interface Spelling {
  maxDistance: number;
  /** How often the word stands in the collection; 0 for an unknown one. */
  frequency(word: string): number;
  /** The known words within a distance (`tolerance(word)` by default), nearest first, then the most frequent. A known word is its own first candidate. */
  candidates(word: string, options?: { maxDistance?: number }): SpellingCandidate[];
  /** The dictionary in one transferable buffer. */
  toBuffer(): ArrayBuffer;
}

/** Edits to allow a word of this length: none up to 2 letters, 1 up to 5, then 2; as in a short word every other is near. */
export function tolerance(word: string): number {
  return word.length < 3 ? 0 : word.length < 6 ? 1 : 2;
}

interface Arrays {
  terms: Uint8Array;
  frequencies: Int32Array;
  /** Bucket b holds the words `words[starts[b]]` … `words[starts[b + 1] − 1]`. */
  starts: Int32Array;
  words: Int32Array;
}

/** Calls with every different string that at most `distance` deletions leave of the word's first letters, these themselves among them. */
function deletions(word: string, distance: number, prefixLength: number, call: (left: string) => void): void {
  const seen = new Set([word.slice(0, prefixLength)]);
  let last = [...seen];
  for (let d = 0; d < distance; d++) {
    const next: string[] = [];
    for (const text of last) {
      for (let at = 0; at < text.length; at++) {
        const left = text.slice(0, at) + text.slice(at + 1);
        if (seen.has(left)) continue;
        seen.add(left);
        next.push(left);
      }
    }
    last = next;
  }
  seen.forEach(call);
}

/** FNV-1a over UTF-16 units, folded into the number of buckets, a power of 2. */
function bucketOf(text: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (buckets - 1);
}

function build(parts: ModelParts<Arrays>): Spelling {
  const { frequencies, starts, words } = parts.arrays;
  const { maxDistance, prefixLength } = parts.settings as { maxDistance: number; prefixLength: number };
  const terms = decodeStrings(parts.arrays.terms);
  const index = new Map(terms.map((term, n) => [term, n]));
  const buckets = starts.length - 1;
  return {
    maxDistance,
    frequency: (word) => frequencies[index.get(word) ?? -1] ?? 0,
    candidates(word, { maxDistance: max = Math.min(tolerance(word), maxDistance) } = {}) {
      checkIndex('maxDistance', max, maxDistance + 1);
      const tried = new Set<number>();
      const found: SpellingCandidate[] = [];
      deletions(word, max, prefixLength, (left) => {
        const bucket = bucketOf(left, buckets);
        for (let at = starts[bucket]; at < starts[bucket + 1]; at++) {
          const n = words[at];
          if (tried.has(n)) continue;
          tried.add(n);
          const distance = damerauLevenshtein(word, terms[n], { max });
          if (distance <= max) found.push({ term: terms[n], distance, frequency: frequencies[n] });
        }
      });
      return found.sort((a, b) => a.distance - b.distance || b.frequency - a.frequency || (a.term < b.term ? -1 : 1));
    },
    toBuffer: () => packModel({ ...parts, arrays: { ...parts.arrays } }),
  };
}

/**
 * A dictionary of words with their frequencies: documents, or better, people who meant them.
 *
 *     const dictionary = spelling(new Map([['matrix', 4], ['matrices', 1]]));
 *     dictionary.candidates('martix') // [{ term: 'matrix', distance: 1, frequency: 4 }]
 *
 * @throws RangeError if there is no word or an option is out of range
 */
export function spelling(dictionary: ReadonlyMap<string, number>, options: SpellingOptions = {}): Spelling {
  const { maxDistance = 2, prefixLength = 7 } = options;
  checkPositiveInteger('maxDistance', maxDistance);
  checkPositiveInteger('prefixLength', prefixLength);
  if (maxDistance > 3) throw new RangeError(`maxDistance must be at most 3, got ${maxDistance}`);
  if (prefixLength <= maxDistance)
    throw new RangeError(`prefixLength must be more than maxDistance = ${maxDistance}, got ${prefixLength}`);
  const terms = [...dictionary.keys()];
  if (terms.length === 0) throw new RangeError('dictionary must have at least one word, got 0');
  let entries = 0;
  for (const term of terms) deletions(term, maxDistance, prefixLength, () => entries++);
  let buckets = 16;
  while (buckets < entries) buckets *= 2;
  const starts = new Int32Array(buckets + 1);
  for (const term of terms) deletions(term, maxDistance, prefixLength, (left) => starts[bucketOf(left, buckets) + 1]++);
  for (let b = 0; b < buckets; b++) starts[b + 1] += starts[b];
  const next = starts.slice(0, buckets);
  const words = new Int32Array(entries);
  terms.forEach((term, n) =>
    deletions(term, maxDistance, prefixLength, (left) => {
      words[next[bucketOf(left, buckets)]++] = n;
    }),
  );
  return build({
    kind: 'spelling',
    settings: { maxDistance, prefixLength },
    arrays: { terms: encodeStrings(terms), frequencies: Int32Array.from(dictionary.values()), starts, words },
  });
}

/** Reads the dictionary back. */
spelling.fromBuffer = (buffer: ArrayBuffer): Spelling => build(unpackModel<Arrays>(buffer, 'spelling'));
