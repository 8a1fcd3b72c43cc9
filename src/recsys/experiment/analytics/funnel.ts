/** Funnels: how many users get from one step to the next. */
import { checkPositive, checkSameLength } from '../../math/check';
import { normalQuantile } from '../../math/distributions';
import { wilsonInterval } from '../zTestProportions';
import type { Events } from './events';
import { checkEvents } from './events';

export interface FunnelEvents extends Events {
  /** What happened in each event. */
  names: ArrayLike<string>;
}

export interface FunnelOptions {
  /** Names of the steps, in order; at least one. */
  steps: string[];
  /** Seconds from a user's entry within which the steps must be done; no limit by default. */
  within?: number;
}

export interface FunnelStep {
  step: string;
  /** Users who did this step after those before it. */
  users: number;
  /** Of those who did the step before; 1 for the first. */
  conversion: number;
  /** Wilson's 95 % interval of the conversion. */
  interval: [low: number, high: number];
  /** Of those who did the first step. */
  overall: number;
}

/**
 * Counts users who did the steps in order; other events between them do not matter, and events at the same second may follow each other
 * in the order of the log. With `within`, any of a user's entries may start the clock, and the furthest attempt counts.
 *
 *     funnel({ users, times, names }, { steps: ['shown', 'clicked', 'watched'], within: 86400 })
 *
 * E. Wilson: Probable inference, the law of succession, and statistical inference. JASA 1927 (the interval).
 *
 * @throws RangeError if columns differ in length, a time is not finite, there is no step, or a step is named twice
 */
export function funnel(events: FunnelEvents, { steps, within = Infinity }: FunnelOptions): FunnelStep[] {
  checkEvents(events);
  checkSameLength('names', events.names, 'users', events.users);
  if (steps.length === 0) throw new RangeError('steps must name at least one step, got none');
  if (new Set(steps).size < steps.length) throw new RangeError(`steps must not repeat, got ${steps.join(', ')}`);
  if (within !== Infinity) checkPositive('within', within);
  const stepOf = new Map(steps.map((step, i) => [step, i]));
  const order = Uint32Array.from({ length: events.users.length }, (_, i) => i).sort(
    (i, j) => events.times[i] - events.times[j] || i - j,
  );
  // For each user and step, the latest entry of an attempt that got this far: the latest leaves most time for the rest.
  const entries = new Map<number | string, Float64Array>();
  for (const at of order) {
    const step = stepOf.get(events.names[at]);
    if (step === undefined) continue;
    const user = events.users[at];
    let reached = entries.get(user);
    if (!reached) entries.set(user, (reached = new Float64Array(steps.length).fill(-Infinity)));
    const time = events.times[at];
    if (step === 0) reached[0] = time;
    else if (time - reached[step - 1] <= within && reached[step - 1] > -Infinity)
      reached[step] = Math.max(reached[step], reached[step - 1]);
  }
  const counts = steps.map((_, step) => [...entries.values()].filter((reached) => reached[step] > -Infinity).length);
  const z = normalQuantile(0.975);
  return steps.map((step, i) => {
    const before = i === 0 ? counts[0] : counts[i - 1];
    return {
      step,
      users: counts[i],
      conversion: counts[i] / before,
      interval: before > 0 ? wilsonInterval({ successes: counts[i], trials: before }, z) : [0, 1],
      overall: counts[i] / counts[0],
    };
  });
}
