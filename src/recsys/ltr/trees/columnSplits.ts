/** One column at one node, laid open: its histogram, and what every cut of it would gain. For looking at, not for training. */
import { checkPositiveInteger, checkSameLength } from '../../math/check';
import { binOf, boundsOf, MISSING } from './bins';
import { countingUnit, emptyHistogram } from './histogram';
import { SplitSearch, totalsOf } from './split';
import type { LeafLimits, Split, Totals } from './split';

export interface ColumnSplitsOptions extends Partial<LeafLimits> {
  /** Of each row, the gradient of the loss. */
  gradients: ArrayLike<number>;
  /** Of each row, the second derivative; 1 by default. */
  hessians?: ArrayLike<number>;
  /** Intervals at most; 255 by default. */
  bins?: number;
}

/** The histogram of a column, and its cuts. */
export interface ColumnSplits {
  /** Upper bounds of all intervals but the last. */
  bounds: Float64Array;
  /** Sums of each interval. */
  bins: Totals[];
  /** Sums of the rows without a value. */
  missing: Totals;
  /** Sums of all rows. */
  node: Totals;
  /**
   * What a cut after each interval would gain, with the missing values on their better side; −Infinity where there may be none. The last is the cut
   * between all rows with a value and those without.
   */
  gains: Float64Array;
  /** The best of them. */
  best?: Split & { threshold: number; right: Totals };
}

/**
 * The histogram and the gain of every cut.
 *
 *     const { bounds, gains, best } = columnSplits(years, { gradients: predictions.map((p, r) => p - labels[r]), minData: 5 });
 *
 * @param values the column, NaN where a value is missing
 * @throws RangeError if lengths differ or `bins` is not a positive integer
 */
export function columnSplits(values: ArrayLike<number>, options: ColumnSplitsOptions): ColumnSplits {
  const { gradients, hessians = new Float64Array(values.length).fill(1), bins = MISSING } = options;
  const { minData = 1, minHessian = 1e-3, l2 = 0 } = options;
  checkPositiveInteger('bins', bins);
  checkSameLength('gradients', gradients, 'values', values);
  checkSameLength('hessians', hessians, 'values', values);
  const bounds = boundsOf(Float64Array.from(Array.from(values).filter((value) => value === value)).sort(), bins);
  const node: Totals = { gradient: 0, hessian: 0, rows: values.length };
  for (let row = 0; row < values.length; row++) {
    node.gradient += gradients[row];
    node.hessian += hessians[row];
  }
  const unit = countingUnit(node.hessian);
  const sums = emptyHistogram(1);
  for (let row = 0; row < values.length; row++) {
    const slot = binOf(values[row], bounds);
    sums[2 * slot] += gradients[row];
    sums[2 * slot + 1] += hessians[row] + unit;
  }
  const totals = (slot: number) => totalsOf(sums[2 * slot], sums[2 * slot + 1], unit);
  const search = new SplitSearch(sums, unit, node, { minData, minHessian, l2 });
  search.gains = new Float64Array(bounds.length + 1);
  search.search(0, bounds.length + 1);
  const best = search.best();
  return {
    bounds,
    bins: Array.from({ length: bounds.length + 1 }, (_, bin) => totals(bin)),
    missing: totals(MISSING),
    node,
    gains: search.gains,
    ...(best && { best: { ...best, threshold: bounds[best.bin] ?? Infinity, right: without(node, best.left) } }),
  };
}

function without(node: Totals, part: Totals): Totals {
  return { gradient: node.gradient - part.gradient, hessian: node.hessian - part.hessian, rows: node.rows - part.rows };
}
