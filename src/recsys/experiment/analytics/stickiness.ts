/** Stickiness: daily users among monthly ones. */
import { checkPositiveInteger } from '../../math/check';
import type { Events } from './events';
import { activePeriods, checkEvents, DAY, firstMidnight, lastTime } from './events';

export interface StickinessOptions {
  /** Days in the long window; 28 by default, so that every window has the same weekdays. */
  window?: number;
}

export interface StickinessDay {
  /** 0-based day from the first event's, UTC. */
  day: number;
  /** Users active on the day (DAU). */
  daily: number;
  /** Users active on any of the window's days that end with it (MAU); NaN before the first whole window. */
  windowed: number;
  /** Mean of `daily` over the window ÷ windowed: the share of the window's days on which its average user is active; NaN before the first whole window. */
  stickiness: number;
}

/**
 * The mean of the daily users is taken over the window, so that a Sunday does not look like a change in habits.
 *
 *     stickiness(interactions).at(-1)
 *
 * @throws RangeError if columns differ in length, a time is not finite, or the window is not a positive integer
 */
export function stickiness(events: Events, { window = 28 }: StickinessOptions = {}): StickinessDay[] {
  checkEvents(events);
  checkPositiveInteger('window', window);
  if (events.times.length === 0) return [];
  const origin = firstMidnight(events.times);
  const count = Math.floor((lastTime(events.times) - origin) / DAY) + 1;
  const daily = new Float64Array(count);
  // changes in the number of users whose last `window` days hold an active one
  const changes = new Float64Array(count + 1);
  for (const days of activePeriods(events, DAY, origin).values()) {
    days.forEach((day, i) => {
      daily[day]++;
      if (i === 0 || day >= days[i - 1] + window) changes[day]++;
      const leaves = day + window;
      if (leaves < count && !(days[i + 1] < leaves)) changes[leaves]--;
    });
  }
  let windowed = 0;
  let sum = 0;
  return Array.from(daily, (users, day) => {
    windowed += changes[day];
    sum += users - (day >= window ? daily[day - window] : 0);
    const whole = day >= window - 1;
    return { day, daily: users, windowed: whole ? windowed : NaN, stickiness: whole ? sum / window / windowed : NaN };
  });
}
