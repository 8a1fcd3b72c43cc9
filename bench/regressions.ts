/** Whether the library has become slower beside C since the last saved run. */
import { isDeepStrictEqual } from 'node:util';
import { MEASURE, OWN, ratiosOf } from './modelsTable';
import type { RowResult } from './models';

/** Ratios differ by so much between runs on a machine that does other things too. */
const NOISE = 1.25;

/**
 * Rows whose time over C's has grown beyond noise, by the median and by the fastest turn, as sentences; rows that only one run has are passed
 * over.
 */
export function regressions(saved: RowResult[], fresh: RowResult[]): string[] {
  return fresh.flatMap((row) => {
    const before = saved.find(({ name, size }) => name === row.name && isDeepStrictEqual(size, row.size));
    return OWN.flatMap((engine) => {
      if (!before || ![before, row].every(({ medians }) => engine in medians && MEASURE in medians)) return [];
      const [then, now] = [ratiosOf(before, engine), ratiosOf(row, engine)];
      if (!now.every((ratio, i) => ratio > NOISE * then[i])) return [];
      const words = (ratios: number[]) => ratios.map((ratio) => ratio.toFixed(2)).join(' / ');
      return [`${row.name} (${row.size.rows} positives) in ${engine}: ${words(now)} of C's time, was ${words(then)}`];
    });
  });
}
