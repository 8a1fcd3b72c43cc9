/** Time in the world: day 0 begins at `START`; when people watch, by hour, weekday and season. */

/** Friday, 2011-01-07 00:00:00 UTC, in seconds: the catalogue's newest films are of 2010. */
export const START = 1294358400;
export const DAY = 86400;

const WEEKDAY_HOURS = [4, 2, 1, 0.5, 0.3, 0.3, 1, 2, 2, 1.5, 1.5, 2, 2.5, 2.5, 2.5, 3, 4, 6, 9, 13, 16, 16, 12, 7];
const WEEKEND_HOURS = [7, 4, 2, 1, 0.5, 0.3, 0.7, 2, 4, 6, 7, 7, 7, 8, 9, 9, 9, 9, 11, 13, 15, 15, 12, 9];

/** 0 for Sunday … 6 for Saturday. */
export function weekday(day: number): number {
  return (Math.floor(day) + 5) % 7;
}

export function isWeekend(day: number): boolean {
  return weekday(day) === 0 || weekday(day) === 6;
}

/** How busy each hour is, unnormalised. */
export function hours(day: number): readonly number[] {
  return isWeekend(day) ? WEEKEND_HOURS : WEEKDAY_HOURS;
}

/** How many more sessions than usual a day sees: the week's shape, and the slope from winter to summer. */
export function season(day: number): number {
  const week = [1.3, 0.85, 0.8, 0.85, 0.9, 1.15, 1.35][weekday(day)];
  return week * (1.1 - 0.0012 * Math.min(day, 180));
}

/** `2011-01-07 20:15:00` of a number of seconds since 1970. */
export function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
