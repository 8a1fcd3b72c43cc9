/** Logistic loss, −y ln p − (1 − y) ln(1 − p) with p = σ(s): for a probability, such as that of a click. Scores are log-odds. */
import { exp, log, log1p, sigmoid } from '../../math/functions';
import type { Table } from '../table';
import type { Judge, Objective } from './objective';

/**
 * Starts from the log-odds of the mean.
 *
 * J. Friedman: Greedy function approximation: a gradient boosting machine. Annals of Statistics 29(5), 2001, section 4.5.
 *
 * @throws RangeError unless the labels lie in 0 … 1 and are not all 0 or all 1
 */
export function logistic({ labels }: Table): Objective {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    if (!(labels[row] >= 0 && labels[row] <= 1))
      throw new RangeError(`labels must lie in 0 … 1, got ${labels[row]} in row ${row}`);
    sum += labels[row];
  }
  const mean = sum / labels.length;
  if (mean === 0 || mean === 1) throw new RangeError(`labels must not all be ${mean}, got ${labels.length} such rows`);
  return {
    base: log(mean / (1 - mean)),
    gradients(scores, into) {
      for (let row = 0; row < scores.length; row++) {
        const p = sigmoid(scores[row]);
        into[2 * row] = p - labels[row];
        into[2 * row + 1] = p * (1 - p);
      }
    },
  };
}

/** The mean logistic loss. */
export const logLoss: Judge = {
  name: 'loss',
  rises: false,
  measure(scores, { labels }) {
    let sum = 0;
    for (let row = 0; row < scores.length; row++) {
      // ln(1 + eˢ) − y s, without overflow
      sum += Math.max(scores[row], 0) + log1p(exp(-Math.abs(scores[row]))) - labels[row] * scores[row];
    }
    return sum / scores.length;
  },
};
