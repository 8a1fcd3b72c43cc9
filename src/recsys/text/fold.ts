/** One spelling for words that differ in case, accents and width alone: what a person types without thinking of them. */

// Letters that Unicode does not take apart into a base letter and a mark.
const LETTERS: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'n', ς: 'σ',
}; // prettier-ignore

/**
 * Lower case, without accents, apostrophes and full stops; ligatures and full-width letters taken apart (Unicode's NFKD, then NFC of what is left).
 * Only the combining marks of Latin, Greek and Cyrillic are dropped (U+0300 … U+036F): the marks of other scripts are vowels.
 *
 *     fold('Amélie') // 'amelie'
 *     fold('Schindler’s') // 'schindlers'
 */
export function fold(text: string): string {
  if (/^[a-z0-9 ]*$/i.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’ʼ.]/g, '')
    .replace(/[ßæœøđðþłħıŋς]/g, (letter) => LETTERS[letter])
    .normalize('NFC');
}
