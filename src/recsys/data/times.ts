/** Dates and times of data files, as seconds since 1970-01-01 UTC, without the platform's parser and its time zone. */

/** Days from 1970-01-01 to a date of the Gregorian calendar; month 1 … 12. */
export function daysFromCivil(year: number, month: number, day: number): number {
  // years start in March, so that the leap day ends them
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/**
 * Seconds of `2021-05-11` or `2021-05-11 20:15:00` (a `T` between, a `Z` or fractions at the end allowed) in the bytes from start to end;
 * NaN if they are nothing of the kind.
 */
export function parseTime(bytes: Uint8Array, start: number, end: number): number {
  const two = (at: number): number => {
    const tens = bytes[at] - 48;
    const ones = bytes[at + 1] - 48;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
  };
  if (end - start < 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return NaN;
  const year = two(start) * 100 + two(start + 2);
  const month = two(start + 5);
  const day = two(start + 8);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return NaN;
  const date = daysFromCivil(year, month, day) * 86400;
  if (end - start === 10) return date;
  const between = bytes[start + 10];
  if (end - start < 19 || (between !== 32 && between !== 84) || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return NaN;
  const time = two(start + 11) * 3600 + two(start + 14) * 60 + two(start + 17);
  if (!(two(start + 11) < 24 && two(start + 14) < 60 && two(start + 17) < 61)) return NaN;
  for (let at = start + 19; at < end; at++) {
    const byte = bytes[at];
    if (!(byte === 46 || (byte >= 48 && byte <= 57) || (byte === 90 && at === end - 1))) return NaN;
  }
  return date + time;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
