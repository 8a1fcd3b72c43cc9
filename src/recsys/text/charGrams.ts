/** Overlapping pieces of words: what survives a slip of the finger. */
import { checkPositiveInteger } from '../math/check';

/**
 * The pieces of n characters of a phrase, words joined and framed by one space: *matrix* and *matrx* share three of their six. As terms of
 * `tfIdf` they make vectors in which misspelt words stay near.
 *
 *     charGrams(['the', 'fog'], { n: 3 }) // [' th', 'the', 'he ', 'e f', ' fo', 'fog', 'og ']
 */
export function charGrams(words: readonly string[], { n = 3 }: { n?: number } = {}): string[] {
  checkPositiveInteger('n', n);
  if (words.length === 0) return [];
  const characters = [...` ${words.join(' ')} `];
  const grams: string[] = [];
  for (let at = 0; at + n <= characters.length; at++) grams.push(characters.slice(at, at + n).join(''));
  return grams;
}
