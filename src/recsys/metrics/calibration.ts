/** Whether a list has the proportions of the user's own history: three parts drama, one part western. */
import { checkPositiveInteger, checkShare } from '../math/check';
import { log } from '../math/functions';
import { depth } from './relevance';

/** The share of each class in the first `end` items; an item of several classes is divided among them. */
function shares(items: ArrayLike<number>, end: number, classesOf: ArrayLike<ArrayLike<number>>, classes: number): Float64Array {
  const result = new Float64Array(classes);
  let counted = 0;
  for (let i = 0; i < end; i++) {
    const own = classesOf[items[i]];
    if (own.length === 0) continue;
    counted++;
    for (let c = 0; c < own.length; c++) result[own[c]] += 1 / own.length;
  }
  for (let c = 0; c < classes; c++) result[c] /= counted;
  return result;
}

export interface CalibrationOptions {
  /** By item, the indices of its classes, such as genres. */
  classesOf: ArrayLike<ArrayLike<number>>;
  /** How many classes there are. */
  classes: number;
  /** Only the first k places count. */
  k?: number;
  /** α: how much of the history is mixed into the list, so that a missing class costs a finite amount; in (0, 1). */
  smoothing?: number;
}

/**
 * Miscalibration in nats: KL(p ‖ (1 − α) q + α p) of the history's class shares p and the list's q. 0 where they agree; larger is worse, up
 * to −ln α. Items without a class are left out.
 *
 * H. Steck: Calibrated recommendations. RecSys 2018, equations 2, 3, 5 and 6 (without weights).
 *
 * @param history the items that the user met
 * @returns NaN where the list or the history has no item with a class
 */
export function calibration(ranking: ArrayLike<number>, history: ArrayLike<number>, options: CalibrationOptions): number {
  const { classesOf, classes, k, smoothing = 0.01 } = options;
  checkPositiveInteger('classes', classes);
  checkShare('smoothing', smoothing);
  const p = shares(history, history.length, classesOf, classes);
  const q = shares(ranking, depth(ranking.length, k), classesOf, classes);
  let divergence = 0;
  for (let c = 0; c < classes; c++) {
    if (p[c] === 0) continue;
    divergence += p[c] * log(p[c] / ((1 - smoothing) * q[c] + smoothing * p[c]));
  }
  return divergence;
}
