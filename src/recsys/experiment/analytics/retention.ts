/** Retention: of those who came, who came back. */
import { checkOneOf, checkPositive, checkPositiveInteger } from '../../math/check';
import { normalQuantile } from '../../math/distributions';
import { wilsonInterval } from '../zTestProportions';
import type { Events } from './events';
import { activePeriods, checkEvents, DAY, firstMidnight, lastTime } from './events';

export interface RetentionOptions {
  /**
   * `n-day`: active on day n itself. `unbounded`: on day n or later. `bracket`: on any day of a range. `n-day` by default.
   */
  kind?: 'n-day' | 'unbounded' | 'bracket';
  /** Last day to report, for the first two kinds; 30 by default. */
  days?: number;
  /** First and last day of each bracket, both included; [[1, 1], [2, 7], [8, 14], [15, 30]] by default. */
  brackets?: [first: number, last: number][];
  /** Seconds after which the log ends; the last event by default. It decides who could have been seen. */
  until?: number;
  /** Length of a "day" in seconds, counted from midnight UTC; 86,400 by default (604,800 gives weeks). */
  day?: number;
}

export interface RetentionPoint {
  /** First day of the point; day 0 is that of a user's first event. */
  from: number;
  /** Last day; Infinity for unbounded. */
  to: number;
  /** Users whose whole range lies inside the log: only they could be seen. */
  eligible: number;
  /** Those of them who were active in the range. */
  retained: number;
  /** retained ÷ eligible; NaN if nobody is eligible. */
  share: number;
  /** Wilson's 95 % interval. */
  interval: [low: number, high: number];
}

/**
 * Users who joined too late for day n to be over are left out of that point, not counted as gone. For `unbounded`, which asks whether they ever return, users are
 * eligible once day n is over: those near the end of the log have had less time to return, so its last points fall.
 *
 *     retention(interactions, { kind: 'n-day', days: 7 })
 *
 * @throws RangeError if columns differ in length, a time is not finite, or an option is out of range
 */
export function retention(events: Events, options: RetentionOptions = {}): RetentionPoint[] {
  const {
    kind = 'n-day',
    days = 30,
    day = DAY,
    brackets = [
      [1, 1],
      [2, 7],
      [8, 14],
      [15, 30],
    ],
  } = options;
  checkEvents(events);
  checkOneOf('kind', kind, ['n-day', 'unbounded', 'bracket']);
  checkPositiveInteger('days', days);
  checkPositive('day', day);
  for (const [first, last] of brackets) {
    if (!(Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last >= first)) {
      throw new RangeError(`brackets must be ranges of whole days, got [${first}, ${last}]`);
    }
  }
  const origin = firstMidnight(events.times);
  const until = options.until ?? lastTime(events.times);
  // a stated end says which days are over; without one the last event's own day is taken as over
  const end = options.until === undefined ? Math.floor((until - origin) / day) : Math.floor((until - origin) / day) - 1;
  const users = [...activePeriods(events, day, origin).values()].map((periods) => {
    return { joined: periods[0], days: periods.map((period) => period - periods[0]) };
  });
  const points: [number, number][] =
    kind === 'bracket' ? brackets : Array.from({ length: days + 1 }, (_, n) => [n, kind === 'unbounded' ? Infinity : n]);
  const z = normalQuantile(0.975);
  return points.map(([from, to]) => {
    let eligible = 0;
    let retained = 0;
    for (const { joined, days: active } of users) {
      if (joined + (to === Infinity ? from : to) > end) continue;
      eligible++;
      if (active.some((n) => n >= from && n <= to)) retained++;
    }
    const interval = eligible > 0 ? wilsonInterval({ successes: retained, trials: eligible }, z) : ([0, 1] as [number, number]);
    return { from, to, eligible, retained, share: retained / eligible, interval };
  });
}
