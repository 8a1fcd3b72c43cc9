/** Pearson's χ² test of a table of counts. */
import { checkShare } from '../math/check';
import { chiSquareCdf, chiSquareTail, invert } from '../math/distributions';
import type { TestResult } from './result';

export interface ChiSquareOptions {
  /** Coverage of the interval of Cramér's V; 0.95 by default. */
  confidence?: number;
}

/**
 * Whether the rows of a table have the same distribution over its columns (arms by outcome). The estimate is Cramér's V, from 0
 * (no association) to 1; its interval inverts the noncentral χ². No continuity correction.
 *
 *     chiSquare([[30, 70], [45, 55]]).pValue
 *
 * K. Pearson, 1900. H. Cramér, 1946. M. Smithson: Confidence intervals. 2003, section 4 (the interval).
 *
 * @throws RangeError if the table is not rectangular with at least 2 rows and columns, or holds a negative or non-finite count
 */
export function chiSquare(table: number[][], { confidence = 0.95 }: ChiSquareOptions = {}): TestResult {
  checkShare('confidence', confidence);
  const { rows, columns, total } = margins(table);
  let statistic = 0;
  let least = Infinity;
  const seenRows = rows.filter((sum) => sum > 0).length;
  const seenColumns = columns.filter((sum) => sum > 0).length;
  table.forEach((row, r) =>
    row.forEach((count, c) => {
      const expected = (rows[r] * columns[c]) / total;
      if (!(expected > 0)) return; // a row or column nobody is in says nothing
      least = Math.min(least, expected);
      statistic += ((count - expected) * (count - expected)) / expected;
    }),
  );
  const df = (seenRows - 1) * (seenColumns - 1);
  const warnings: string[] = [];
  if (seenRows < rows.length || seenColumns < columns.length) warnings.push('rows or columns without a count were left out');
  if (least < 5) warnings.push(`an expected count is ${least.toFixed(1)}; below 5 the χ² distribution is coarse`);
  const scale = total * (Math.min(seenRows, seenColumns) - 1);
  const v = (noncentrality: number) => Math.min(1, Math.sqrt(noncentrality / scale));
  const limits = df > 0 ? noncentralities(statistic, df, confidence) : [0, Infinity];
  return {
    estimate: df > 0 ? v(statistic) : NaN,
    interval: df > 0 ? [v(limits[0]), v(limits[1])] : [0, 1],
    standardError: NaN,
    pValue: df > 0 ? chiSquareTail(statistic, df) : 1,
    statistic,
    df,
    assumptions: 'Counts are of independent units, each in one cell, and expected counts are at least 5.',
    warnings,
  };
}

function margins(table: number[][]): { rows: number[]; columns: number[]; total: number } {
  const width = table[0]?.length ?? 0;
  if (table.length < 2 || width < 2)
    throw new RangeError(`table must have at least 2 rows and 2 columns, got ${table.length} and ${width}`);
  const columns = new Array<number>(width).fill(0);
  const rows = table.map((row, r) => {
    if (row.length !== width) throw new RangeError(`row ${r} of table must have ${width} counts, got ${row.length}`);
    return row.reduce((sum, count, c) => {
      if (!(count >= 0 && count < Infinity))
        throw new RangeError(`table must hold counts of at least 0, got ${count} in row ${r}, column ${c}`);
      columns[c] += count;
      return sum + count;
    }, 0);
  });
  const total = rows.reduce((sum, row) => sum + row, 0);
  if (!(total > 0)) throw new RangeError('table must have at least one count above 0, got none');
  return { rows, columns, total };
}

/** The noncentralities at which the statistic stands at either end of the middle `confidence`. */
function noncentralities(statistic: number, df: number, confidence: number): [number, number] {
  const at = (share: number) => {
    if (chiSquareCdf(statistic, df) <= share) return 0;
    return invert((noncentrality) => share - chiSquareCdf(statistic, df, noncentrality), 0, Infinity, statistic + 1);
  };
  return [at((1 + confidence) / 2), at((1 - confidence) / 2)];
}
