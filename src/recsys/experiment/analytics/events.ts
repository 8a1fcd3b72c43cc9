/** What product analytics reads: who did something, when, and what. */
import { checkSameLength } from '../../math/check';

/** A log of events as columns of one length. `Interactions` can be passed as it is. */
export interface Events {
  /** The user of each event: any number or string. */
  users: ArrayLike<number | string>;
  /** Seconds since 1970-01-01 UTC of each event, in any order. */
  times: ArrayLike<number>;
}

export const DAY = 86400;

/** Checks the columns; every time must be finite. */
export function checkEvents({ users, times }: Events): void {
  checkSameLength('times', times, 'users', users);
  for (let i = 0; i < times.length; i++) {
    if (!Number.isFinite(times[i])) throw new RangeError(`times must hold finite numbers, got ${times[i]} at ${i}`);
  }
}

/** The periods in which each user was active, rising without repeats. Period p covers [origin + p·length, origin + (p + 1)·length) seconds. */
export function activePeriods({ users, times }: Events, length: number, origin: number): Map<number | string, number[]> {
  const seen = new Map<number | string, Set<number>>();
  for (let i = 0; i < users.length; i++) {
    let periods = seen.get(users[i]);
    if (!periods) seen.set(users[i], (periods = new Set()));
    periods.add(Math.floor((times[i] - origin) / length));
  }
  return new Map([...seen].map(([user, periods]) => [user, [...periods].sort((a, b) => a - b)]));
}

/** Midnight UTC before the first event, so that periods are calendar days; 0 without events. */
export function firstMidnight(times: ArrayLike<number>): number {
  let first = Infinity;
  for (let i = 0; i < times.length; i++) first = Math.min(first, times[i]);
  return first === Infinity ? 0 : Math.floor(first / DAY) * DAY;
}

/** Time of the last event; −Infinity without events. */
export function lastTime(times: ArrayLike<number>): number {
  let last = -Infinity;
  for (let i = 0; i < times.length; i++) last = Math.max(last, times[i]);
  return last;
}
