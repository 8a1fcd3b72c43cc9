/**
 * How many slips of the finger lie between two words: a letter lost, added, replaced, or swapped with its neighbour.
 *
 * F. Damerau: A technique for computer detection and correction of spelling errors. CACM 1964 (four of five misspellings are one such slip). This is the
 * restricted distance, or optimal string alignment: no piece is edited twice, so that *ca* → *abc* takes 3 and not 2.
 */

/**
 * The distance of two strings, by UTF-16 units, or `max + 1` as soon as it is known to be above `max`: O(length · (2 max + 1)).
 *
 *     damerauLevenshtein('matrix', 'martix') // 1
 */
export function damerauLevenshtein(a: string, b: string, { max = Infinity }: { max?: number } = {}): number {
  const [n, m] = [a.length, b.length];
  if (Math.abs(n - m) > max) return max + 1;
  let before = new Int32Array(m + 1); // row i − 2
  let above = Int32Array.from({ length: m + 1 }, (_, j) => j); // row i − 1
  let row = new Int32Array(m + 1);
  for (let i = 1; i <= n; i++) {
    const from = Math.max(1, i - max);
    const to = Math.min(m, i + max);
    row[0] = i;
    if (from > 1) row[from - 1] = max + 1;
    let least = from > 1 ? max + 1 : i;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let distance = above[j - 1] + (same ? 0 : 1);
      if (j < i + max) distance = Math.min(distance, above[j] + 1);
      distance = Math.min(distance, row[j - 1] + 1);
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) {
        distance = Math.min(distance, before[j - 2] + 1);
      }
      row[j] = distance;
      if (distance < least) least = distance;
    }
    // A swap reaches two rows back, but the row before had at least `max` everywhere, and a swap adds 1.
    if (least > max) return max + 1;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[m], max + 1);
}

/**
 * The distance of `typed` to the nearest beginning of `text`: what a person who has not finished typing has got wrong so far.
 *
 *     prefixDistance('the matr', 'the matrix') // 0
 */
export function prefixDistance(typed: string, text: string): number {
  const m = Math.min(text.length, 2 * typed.length + 1);
  let before = new Int32Array(m + 1);
  let above = Int32Array.from({ length: m + 1 }, (_, j) => j);
  let row = new Int32Array(m + 1);
  for (let i = 1; i <= typed.length; i++) {
    row[0] = i;
    for (let j = 1; j <= m; j++) {
      const same = typed.charCodeAt(i - 1) === text.charCodeAt(j - 1);
      let distance = Math.min(above[j - 1] + (same ? 0 : 1), above[j] + 1, row[j - 1] + 1);
      const swapped =
        i > 1 &&
        j > 1 &&
        typed.charCodeAt(i - 1) === text.charCodeAt(j - 2) &&
        typed.charCodeAt(i - 2) === text.charCodeAt(j - 1);
      if (swapped) distance = Math.min(distance, before[j - 2] + 1);
      row[j] = distance;
    }
    [before, above, row] = [above, row, before];
  }
  return above.reduce((least, distance) => Math.min(least, distance), Infinity);
}
