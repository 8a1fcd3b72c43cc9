/** Documents on a line of scores, pushed by a ranking loss: what the figure of learning to rank draws. */
import { gradientOf } from '../../recsys/ltr/losses';
import type { LossName } from '../../recsys/ltr/losses';

/** What each document is pushed by: minus the gradient of the loss. */
export function pushes(loss: LossName, scores: number[], labels: number[]): number[] {
  return Array.from(gradientOf(loss, scores, labels).gradient, (slope) => (slope === 0 ? 0 : -slope));
}

/** The scores after some steps of this length, each kept between −4 and 4. */
export function settle(
  loss: LossName,
  scores: number[],
  labels: number[],
  { steps, length }: { steps: number; length: number },
): number[] {
  let now = scores;
  for (let step = 0; step < steps; step++) {
    const by = pushes(loss, now, labels);
    now = now.map((score, at) => Math.max(-4, Math.min(4, score + length * by[at])));
  }
  return now;
}
