import { describe, expect, it } from 'vitest';
import { MEASURE } from '../../bench/modelsTable';
import { regressions } from '../../bench/regressions';

const size = { users: 1, items: 1, rows: 10 };
/** A row in which C took 10 and 8 ms. */
const row = (node: [median: number, best: number], name = 'a task') => ({
  name,
  size,
  medians: { [MEASURE]: 10, Node: node[0] },
  best: { [MEASURE]: 8, Node: node[1] },
  ratios: {},
});

describe('regressions', () => {
  it('names a row that has become slower by both measures', () => {
    expect(regressions([row([10, 8])], [row([13, 11])])).toEqual([
      "a task (10 positives) in Node: 1.30 / 1.38 of C's time, was 1.00 / 1.00",
    ]);
  });

  it('is silent within noise, where only one measure grew, where C grew alike, and for rows that are new', () => {
    expect(regressions([row([10, 8])], [row([12, 9.6])])).toEqual([]);
    expect(regressions([row([10, 8])], [row([20, 9])])).toEqual([]);
    const slow = row([20, 16]);
    slow.medians[MEASURE] = 20;
    slow.best[MEASURE] = 16;
    expect(regressions([row([10, 8])], [slow])).toEqual([]);
    expect(regressions([row([10, 8])], [row([30, 30], 'another task')])).toEqual([]);
    expect(regressions([row([10, 8])], [{ ...row([30, 30]), size: { ...size, rows: 20 } }])).toEqual([]);
  });
});
