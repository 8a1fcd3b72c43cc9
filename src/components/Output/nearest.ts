/** Which row of a chart's data a pointer means. */

/** Pixels: so near, the nearest row is meant whatever stands above or below it; up to the second, one in the same column or line. */
const CLOSE = 14;
const REACH = 40;

/**
 * The row nearest to a point, in the chart's pixels.
 *
 * @param at x and y of each row, one after the other
 */
export function nearest(at: readonly number[], x: number, y: number): number | undefined {
  let best: number | undefined;
  let least = CLOSE * CLOSE;
  let along: number | undefined;
  let leastAlong = REACH * REACH;
  for (let row = 0; 2 * row < at.length; row++) {
    const [dx, dy] = [at[2 * row] - x, at[2 * row + 1] - y];
    const square = dx * dx + dy * dy;
    if (square < least) [best, least] = [row, square];
    const flat = Math.min(dx * dx + 0.02 * dy * dy, 0.02 * dx * dx + dy * dy);
    if (flat < leastAlong) [along, leastAlong] = [row, flat];
  }
  return best ?? along;
}
