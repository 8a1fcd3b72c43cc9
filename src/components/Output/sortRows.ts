/** Orders a table's rows by one column: numbers by size, words by alphabet, what is missing last. Equal rows keep their order. */
import type { Scalar } from '../../notebook/types';

export function sortRows(rows: readonly Scalar[][], column: number, isFalling: boolean): Scalar[][] {
  const sign = isFalling ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [rank(a[column]), rank(b[column])];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === 'number' && typeof y === 'number') return sign * (x === y ? 0 : x < y ? -1 : 1);
    return sign * String(x).localeCompare(String(y), 'en', { numeric: true });
  });
}

/** What a leaf is compared by; nothing for what is missing. */
function rank(value: Scalar): number | string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object') return typeof value === 'boolean' ? Number(value) : value;
  return value.special === 'NaN' ? undefined : value.special === 'Infinity' ? Infinity : -Infinity;
}
