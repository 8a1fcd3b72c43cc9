/** How much the most popular items hold: the arithmetic of the figure of the long tail. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** A point of the curve: the most popular share of the items, and the share of the log that they hold. */
export interface LorenzPoint {
  films: number;
  share: number;
}

/**
 * Reads the curve from a cell's saved outputs: the first table with the columns films and share.
 *
 * @throws RangeError if there is none
 */
export function readLorenz(outputs: Output[]): LorenzPoint[] {
  const rows = rowsWith(outputs, ['films', 'share'], 'films and share');
  return rows.map(([films, share]) => ({ films: Number(films), share: Number(share) }));
}

/** The share of the log that the most popular `films` of the items hold, by the straight line between two points; the curve begins at 0, 0. */
export function heldBy(curve: LorenzPoint[], films: number): number {
  let before = { films: 0, share: 0 };
  for (const point of curve) {
    if (films <= point.films) {
      const part = (films - before.films) / (point.films - before.films);
      return before.share + part * (point.share - before.share);
    }
    before = point;
  }
  return before.share;
}
