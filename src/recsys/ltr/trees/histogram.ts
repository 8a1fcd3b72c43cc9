/**
 * The histogram of a node: for each column and bin, the sums of gradients and hessians of the node's rows, and their number. All that a split
 * needs to know of a million rows is in it.
 *
 * Number and hessian share one sum: a row adds h + unit, where the unit is a power of two larger than four times all hessians together. Dividing by
 * the unit and rounding gives the exact number, what is left gives the sum of hessians, to a relative 2⁻⁵⁰ · rows of the table's. A third
 * array for the counts would cost half the training time again.
 */
import { SLOTS } from './bins';
import type { Binned } from './bins';

/** Sums by column and slot: the gradient at `2 · (SLOTS · column + slot)`, hessian and number after it. */
export type Histogram = Float64Array;

/** Zeros for a table of so many words a row. */
export function emptyHistogram(stride: number): Histogram {
  return new Float64Array(2 * SLOTS * 4 * stride);
}

/** The unit in which rows are counted, for this sum of all hessians. */
export function countingUnit(hessians: number): number {
  let unit = 1;
  while (unit < 4 * hessians) unit *= 2;
  while (unit > 8 * hessians && unit > 1e-9) unit /= 2;
  return unit;
}

/**
 * Sums the rows `order[begin]` … `order[end − 1]` into a histogram, which is emptied first. This is where the time of training goes: one pass over
 * the node's rows, each read once from end to end.
 *
 * @param gradients gradient and hessian of row r at 2r and 2r + 1
 */
export function fillHistogram(
  sums: Histogram,
  unit: number,
  { words, stride }: Binned,
  gradients: Float32Array,
  order: Int32Array,
  begin: number,
  end: number,
): void {
  sums.fill(0);
  for (let i = begin; i < end; i++) {
    const row = order[i];
    const g = gradients[2 * row];
    const h = gradients[2 * row + 1] + unit;
    const first = row * stride;
    for (let w = 0; w < stride; w++) {
      const word = words[first + w];
      const slots = w * (8 * SLOTS);
      const a = slots + ((word << 1) & 510);
      const b = slots + 2 * SLOTS + ((word >>> 7) & 510);
      const c = slots + 4 * SLOTS + ((word >>> 15) & 510);
      const d = slots + 6 * SLOTS + ((word >>> 23) & 510);
      sums[a] += g;
      sums[a + 1] += h;
      sums[b] += g;
      sums[b + 1] += h;
      sums[c] += g;
      sums[c + 1] += h;
      sums[d] += g;
      sums[d + 1] += h;
    }
  }
}

/** Makes a parent's histogram that of one child, by taking away the other child’s: the larger child costs no pass over its rows. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i] -= child[i];
}
