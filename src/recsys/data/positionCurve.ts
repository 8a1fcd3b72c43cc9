/** How often each place of a shelf is clicked: the position-bias curve of a log of impressions. */
import { checkSameLength, checkShare } from '../math/check';
import { normalQuantile } from '../math/distributions';

/** What was shown where, and whether it was clicked; the world's `impressions()` can be passed as they are. */
export interface ShownRows {
  /** Position of each row, from 0. */
  positions: ArrayLike<number>;
  /** 1 if clicked, else 0. */
  clicks: ArrayLike<number>;
}

/** One place of the shelf. */
export interface PositionRate {
  /** From 0. */
  position: number;
  /** How many items were shown there. */
  shown: number;
  clicked: number;
  /** Share clicked. */
  rate: number;
  /** Wilson's interval of the rate. */
  interval: [number, number];
  /** The rate as a share of that of the first place; NaN where that one was never clicked. */
  relative: number;
}

/**
 * Click rate by position, with Wilson's score interval (E. B. Wilson: Probable inference, the law of succession, and statistical inference, 1927). It
 * is the curve of what people examine only where what is shown does not depend on the position, as on a shelf filled at random; a ranker
 * puts better items higher and makes it steeper.
 *
 *     positionCurve(await world.impressions()).map(({ relative }) => relative) // 1, 0.64, 0.5 …
 *
 * @param level of the interval, strictly between 0 and 1; 0.95 by default
 * @throws RangeError if the columns differ in length or a position is not a whole number of at least 0
 */
export function positionCurve({ positions, clicks }: ShownRows, { level = 0.95 }: { level?: number } = {}): PositionRate[] {
  checkSameLength('clicks', clicks, 'positions', positions);
  checkShare('level', level);
  const shown: number[] = [];
  const clicked: number[] = [];
  for (let r = 0; r < positions.length; r++) {
    const position = positions[r];
    if (!(Number.isInteger(position) && position >= 0))
      throw new RangeError(`positions must be whole numbers of at least 0, got ${position} in row ${r}`);
    while (shown.length <= position) {
      shown.push(0);
      clicked.push(0);
    }
    shown[position]++;
    if (clicks[r] > 0) clicked[position]++;
  }
  const z = normalQuantile((1 + level) / 2);
  const first = clicked[0] / shown[0];
  return shown
    .map((n, position) => ({
      position,
      shown: n,
      clicked: clicked[position],
      rate: clicked[position] / n,
      interval: wilson(clicked[position], n, z),
      relative: clicked[position] / n / (first > 0 ? first : NaN),
    }))
    .filter((place) => place.shown > 0);
}

function wilson(successes: number, n: number, z: number): [number, number] {
  const centre = (successes + (z * z) / 2) / (n + z * z);
  const half = (z / (n + z * z)) * Math.sqrt((successes * (n - successes)) / n + (z * z) / 4);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
