/** What follows a click: how much of the film is watched, for how long, and how it is rated. */
import { exp, log1p } from '../../math/functions';
import type { Random } from '../../math/random';
import type { Films } from './films';
import type { Person } from './people';
import { bounce } from './taste';

/** One sitting before one film. */
export interface Viewing {
  /** Seconds watched. */
  seconds: number;
  /** Whole percents of the film watched, 0 … 100. */
  percent: number;
  /** Stars from 0.5 to 5 by halves; 0 where not rated. */
  stars: number;
}

/** Draws what a person makes of a film that they have clicked. */
export function watch(films: Films, person: Person, item: number, utility: number, r: Random): Viewing {
  const length = films.minutes[item] * 60;
  const enjoyment = 0.45 * (utility - 3) + 0.7 * films.quality[item] + r.normal(0, 0.9);
  let share: number;
  if (r.next() < bounce(utility, films.quality[item])) share = 0.002 + 0.098 * r.next();
  else if (r.next() < 0.8 + 0.08 * Math.max(-3, Math.min(2, enjoyment))) share = 0.9 + 0.1 * r.beta(2, 1);
  else share = 0.1 + 0.8 * r.beta(1.1, 1.1);
  const percent = Math.min(100, Math.round(share * 100));
  const seconds = Math.max(5, Math.round(length * share * (1 + 0.02 * r.normal())));
  const rated = percent >= 30 && r.next() < person.rates;
  return { seconds, percent, stars: rated ? stars(enjoyment + person.mildness, r) : 0 };
}

/** Whole stars are given more readily than halves, as in MovieLens. */
function stars(enjoyment: number, r: Random): number {
  const felt = 2.8 + 0.68 * enjoyment + r.normal(0, 0.35);
  const rounded = r.next() < 0.55 ? Math.round(felt) : Math.round(felt * 2) / 2;
  return Math.max(0.5, Math.min(5, rounded));
}

/** Probability that the position (from 0) is examined; close to the published eye-tracking curves, 1/(position)^0.6. */
export function examination(position: number): number {
  return exp(-0.6 * log1p(position));
}
