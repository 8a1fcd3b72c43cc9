/** Squared error, ½ (s − y)²: for a number. */
import type { Table } from '../table';
import type { Judge, Objective } from './objective';

/** Starts from the mean, which is the best constant. */
export function l2({ labels }: Table): Objective {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += labels[row];
  return {
    base: sum / labels.length,
    gradients(scores, into) {
      for (let row = 0; row < scores.length; row++) {
        into[2 * row] = scores[row] - labels[row];
        into[2 * row + 1] = 1;
      }
    },
  };
}

/** The mean of (s − y)². */
export const squaredError: Judge = {
  name: 'loss',
  rises: false,
  measure(scores, { labels }) {
    let sum = 0;
    for (let row = 0; row < scores.length; row++) sum += (scores[row] - labels[row]) * (scores[row] - labels[row]);
    return sum / scores.length;
  },
};
