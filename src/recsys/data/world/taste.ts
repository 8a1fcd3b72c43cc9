/** How much a person in a mood, on a day, wants a film: the utility that everything in the world follows from. */
import { exp, sigmoid } from '../../math/functions';
import type { Films } from './films';
import { DRIFT_DAYS } from './people';
import type { Mood, Person } from './people';

/** An examined film is clicked with probability σ(utility − CLICK_AT). */
export const CLICK_AT = 4.4;

const CHILDREN_MOOD = 4;
const TONE_WEIGHT = 0.9;

/**
 * Writes the utility of every film for a person in a mood on a day (fractions allowed) into `out`:
 *
 * u = mainstream · appeal + genres + tones · (mood + drift) + era + director + series + 0.25 · quality − age barrier
 */
export function utilities(films: Films, person: Person, mood: Mood, day: number, out: Float64Array): void {
  const tones = tonesOn(person, mood, day);
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tones;
  const eras = erasOf(person);
  const { genre, second, tones: film, appeal, quality, year, director, series, rating } = films;
  for (let i = 0, at = 0; i < films.count; i++, at += 8) {
    let u = mood.mainstream * appeal[i] + 0.25 * quality[i] + eras[year[i] - 1900];
    u += second[i] < 0 ? mood.genres[genre[i]] : 0.65 * (mood.genres[genre[i]] + mood.genres[second[i]]);
    u += film[at] * t0 + film[at + 1] * t1 + film[at + 2] * t2 + film[at + 3] * t3;
    u += film[at + 4] * t4 + film[at + 5] * t5 + film[at + 6] * t6 + film[at + 7] * t7;
    if (director[i] >= 0) u += person.directors[director[i]];
    if (series[i] >= 0) u += person.series[series[i]];
    if (mood.archetype === CHILDREN_MOOD && rating[i] > 1) u -= 2 * (rating[i] - 1);
    out[i] = u;
  }
}

/** The mood's tones on the day, drift included. */
function tonesOn(person: Person, mood: Mood, day: number): Float64Array {
  const knots = person.drift.length / 8;
  const at = Math.min(Math.max(0, day / DRIFT_DAYS), knots - 1.001);
  const knot = Math.floor(at);
  const share = at - knot;
  return mood.tones.map(
    (tone, t) => TONE_WEIGHT * (tone + (1 - share) * person.drift[knot * 8 + t] + share * person.drift[knot * 8 + 8 + t]),
  );
}

/** Liking of each year from 1900: a hill around the person's era, with a floor, and a little more for the new. */
function erasOf(person: Person): Float64Array {
  return Float64Array.from({ length: 120 }, (_, n) => {
    const distance = (1900 + n - person.eraCentre) / person.eraWidth;
    return Math.max(-2.2, -0.5 * distance * distance) + (n > 106 ? 0.3 : 0);
  });
}

/** How likely each mood is at an hour (0–24, may be fractional) on a weekday or not; sums to 1. */
export function moodShares(person: Person, hour: number, weekend: boolean): Float64Array {
  const shares = Float64Array.from(person.moods, (mood) => {
    const withChildren = mood.archetype === CHILDREN_MOOD;
    const early = hour >= 6 && hour < 19;
    if (withChildren) return mood.weight * (early ? 3 : 0.25) * (weekend ? 1.3 : 1);
    return mood.weight * (mood.archetype === 5 && early ? 0.4 : 1);
  });
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

/** Probability that an examined film is clicked. */
export function attraction(utility: number): number {
  return sigmoid(utility - CLICK_AT);
}

/** Probability that a clicked film is left within its first tenth. */
export function bounce(utility: number, quality: number): number {
  return 0.04 + 0.5 * sigmoid(1.4 - 0.8 * utility - 0.4 * quality);
}

/** eᵘ of each utility, for a choice by softmax at the temperature. */
export function softWeights(utility: Float64Array, temperature: number, out: Float64Array): void {
  for (let i = 0; i < utility.length; i++) out[i] = exp(utility[i] / temperature);
}
