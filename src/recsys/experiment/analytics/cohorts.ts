/** Cohorts: users grouped by when they came, followed over time; the retention triangle. */
import { checkPositive } from '../../math/check';
import type { Events } from './events';
import { activePeriods, checkEvents, DAY, firstMidnight, lastTime } from './events';

export interface CohortOptions {
  /** Length of a period in seconds, from midnight UTC of the first event; a week (604,800) by default. */
  period?: number;
}

export interface Cohort {
  /** 0-based period in which its users were first seen. */
  cohort: number;
  /** Start of that period in seconds since 1970-01-01 UTC. */
  start: number;
  /** Its users. */
  size: number;
  /** Users active p periods after their first, for every p inside the log; active[0] is size. */
  active: number[];
  /** active ÷ size. */
  shares: number[];
}

/**
 * One row per period, also where nobody came; the row is as long as the log allows, so together they form a triangle.
 *
 *     cohorts(interactions, { period: 7 * 86400 })[0].shares
 *
 * N. Ryder: The cohort as a concept in the study of social change. American Sociological Review 1965.
 *
 * @throws RangeError if columns differ in length, a time is not finite, or the period is not positive
 */
export function cohorts(events: Events, { period = 7 * DAY }: CohortOptions = {}): Cohort[] {
  checkEvents(events);
  checkPositive('period', period);
  if (events.times.length === 0) return [];
  const origin = firstMidnight(events.times);
  const count = Math.floor((lastTime(events.times) - origin) / period) + 1;
  const triangle = Array.from({ length: count }, (_, cohort) => new Array<number>(count - cohort).fill(0));
  for (const periods of activePeriods(events, period, origin).values()) {
    for (const p of periods) triangle[periods[0]][p - periods[0]]++;
  }
  return triangle.map((active, cohort) => {
    const size = active[0];
    return { cohort, start: origin + cohort * period, size, active, shares: active.map((users) => users / size) };
  });
}
