/** A hundred A/A tests as walks of their z, and the lines that are drawn against them: the arithmetic of the peeking figure. */
import { alwaysValidInterval } from '../../recsys/experiment/alwaysValidInterval';
import { cumulativeCrossing } from '../../recsys/experiment/crossing';
import { random } from '../../recsys/math/random';

/** The shape of the line: level (1.96, Pocock), high at first and falling (O'Brien and Fleming), or one that holds at any time. */
export type Shape = 'level' | 'falling' | 'any time';

/** Standard deviation of the expected effects, in final standard errors, of the line that holds at any time. */
const TAU = 2;

/** The z of `count` experiments without an effect after each of `days` days on which equally many new people came. */
export function walks(count: number, days: number, seed: number): Float64Array[] {
  const draw = random(seed);
  return Array.from({ length: count }, () => {
    let sum = 0;
    return Float64Array.from({ length: days }, (_, day) => (sum += draw.normal()) / Math.sqrt(day + 1));
  });
}

/** The days on which one looks, from 1: every so many days, always on the last. */
export function lookDays(days: number, every: number): number[] {
  return Array.from({ length: days }, (_, day) => day + 1).filter((day) => (days - day) % every === 0);
}

/** |z| from which one stops on a day; `height` is that of the last day, and is not used for `any time`. */
export function lineAt(shape: Shape, height: number, day: number, days: number): number {
  if (shape === 'level') return height;
  if (shape === 'falling') return height * Math.sqrt(days / day);
  const error = Math.sqrt(days / day);
  const { interval } = alwaysValidInterval({ estimate: 0, standardError: error, tau: TAU });
  return interval[1] / error;
}

/** For each walk the first day on which a look lay beyond the line, by `until`; 0 where there was none. */
export function firstCrossings(all: Float64Array[], looks: number[], line: (day: number) => number, until: number): number[] {
  return all.map((z) => looks.find((day) => day <= until && Math.abs(z[day - 1]) >= line(day)) ?? 0);
}

/** The chance that a test without an effect crosses by its last look. */
export function crossingRate(looks: number[], line: (day: number) => number, days: number): number {
  const times = looks.map((day) => day / days);
  const rates = cumulativeCrossing(times, looks.map(line), 2);
  return rates[rates.length - 1];
}

/** The height, to about a thousandth, at which a line of this shape lets 5 % cross: by halving. */
export function fairHeight(shape: 'level' | 'falling', looks: number[], days: number): number {
  let [low, high] = [1.5, 4];
  for (let step = 0; step < 11; step++) {
    const middle = (low + high) / 2;
    if (crossingRate(looks, (day) => lineAt(shape, middle, day, days), days) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}
