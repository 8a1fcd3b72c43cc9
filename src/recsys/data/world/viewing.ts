/** What follows a click: how much of the film is watched, for how long, and how it is rated. */
import { normalCdf, normalPdf } from '../../math/distributions';
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
  const enjoyment = usualEnjoyment(utility, films.quality[item]) + r.normal(0, EVENING);
  let share: number;
  if (r.next() < bounce(utility, films.quality[item])) share = 0.002 + 0.098 * r.next();
  else if (r.next() < 0.8 + 0.08 * Math.max(-3, Math.min(2, enjoyment))) share = 0.9 + 0.1 * r.beta(2, 1);
  else share = 0.1 + 0.8 * r.beta(1.1, 1.1);
  const percent = Math.min(100, Math.round(share * 100));
  const seconds = Math.max(5, Math.round(length * share * (1 + 0.02 * r.normal())));
  const rated = percent >= 30 && r.next() < person.rates;
  return { seconds, percent, stars: rated ? stars(enjoyment + person.mildness, r) : 0 };
}

/** Standard deviations of what an evening adds to enjoyment, and of what the hand adds to the stars. */
const EVENING = 0.9;
const HAND = 0.35;

/** What a film of this quality is to those who want it so much, on an average evening. */
function usualEnjoyment(utility: number, quality: number): number {
  return 0.45 * (utility - 3) + 0.7 * quality;
}

/** Stars as they are felt, before they are rounded and held between 0.5 and 5. */
function felt(enjoyment: number): number {
  return 2.8 + 0.68 * enjoyment;
}

/**
 * Expected stars of a film, had it been watched and rated, by the mean of a normal variable that is held between 0.5 and 5; rounding moves it by a few
 * hundredths at the ends.
 */
export function expectedStars(utility: number, quality: number, mildness: number): number {
  const mean = felt(usualEnjoyment(utility, quality) + mildness);
  const deviation = Math.sqrt(0.68 * EVENING * (0.68 * EVENING) + HAND * HAND);
  const [low, high] = [(0.5 - mean) / deviation, (5 - mean) / deviation];
  const [below, above] = [normalCdf(low), 1 - normalCdf(high)];
  return 0.5 * below + 5 * above + mean * (1 - below - above) + deviation * (normalPdf(low) - normalPdf(high));
}

/** Whole stars are given more readily than halves, as in MovieLens. */
function stars(enjoyment: number, r: Random): number {
  const x = felt(enjoyment) + r.normal(0, HAND);
  const rounded = r.next() < 0.55 ? Math.round(x) : Math.round(x * 2) / 2;
  return Math.max(0.5, Math.min(5, rounded));
}

/** Probability that the position (from 0) is examined; close to the published eye-tracking curves, 1/(position)^0.6. */
export function examination(position: number): number {
  return exp(-0.6 * log1p(position));
}
