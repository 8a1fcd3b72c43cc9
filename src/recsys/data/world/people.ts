/** The audience: each person drawn from the world's seed and their number alone, so that the same person lives in a world of any size. */
import { exp } from '../../math/functions';
import { random } from '../../math/random';
import type { Random } from '../../math/random';
import type { UserFacts } from '../../types';
import { ARCHETYPES } from './archetypes';
import { GENRES, TONES } from './films';
import type { Films } from './films';

export const AGES = ['18-24', '25-34', '35-44', '45-54', '55-64', '65+'] as const;
export const INCOMES = ['low', 'middle', 'high'] as const;
const AGE_SHARES = [0.19, 0.28, 0.22, 0.15, 0.1, 0.06];
const MEAN_AGES = [21, 30, 39.5, 49.5, 59.5, 70];

/** Days between two knots of a person's drift. */
export const DRIFT_DAYS = 30;

/** A mood: what its owner wants while in it. */
export interface Mood {
  /** Index into `ARCHETYPES`. */
  archetype: number;
  /** How often, before hour and weekday; a person's weights sum to 1. */
  weight: number;
  /** Liking of each genre. */
  genres: Float64Array;
  /** Liking of each dimension of tone. */
  tones: Float64Array;
  /** Weight of a film's appeal. */
  mainstream: number;
}

/** A viewer, with what only the simulator knows. */
export interface Person {
  age: number;
  income: number;
  sex: 'F' | 'M';
  children: boolean;
  moods: Mood[];
  /** Tone shifts at day 0, 30, 60 … (knots × 8); between knots the shift is linear. */
  drift: Float64Array;
  /** The year whose films feel like home, and how far around it. */
  eraCentre: number;
  eraWidth: number;
  /** Extra liking of each director and each series; mostly 0. */
  directors: Float64Array;
  series: Float64Array;
  /** Sessions a day that the person would like; sleep and the films themselves allow the busiest about three. */
  activity: number;
  /** Days on which the person comes and goes, in days of the simulation. */
  joins: number;
  leaves: number;
  /** Share of sessions that begin with a search, of finished films that are rated, and the rater's mildness. */
  searches: number;
  rates: number;
  mildness: number;
}

/** Mixes a seed and a number into a seed. */
export function mixSeed(seed: number, n: number): number {
  let h = Math.imul((seed | 0) ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul((n | 0) + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** The person with this number. */
export function drawPerson(films: Films, user: number, { seed, days }: { seed: number; days: number }): Person {
  const r = random(mixSeed(seed, user));
  const age = r.weighted(AGE_SHARES);
  const sex = r.next() < 0.5 ? 'F' : 'M';
  const children = r.next() < [0.08, 0.4, 0.6, 0.35, 0.1, 0.06][age];
  const income = r.weighted([[0.6, 0.35, 0.05], [0.3, 0.5, 0.2], [0.2, 0.5, 0.3], [0.2, 0.5, 0.3], [0.3, 0.5, 0.2], [0.5, 0.4, 0.1]][age]); // prettier-ignore
  const frequencies = ARCHETYPES.map(
    (a) => a.sex[sex === 'F' ? 0 : 1] * a.ages[age] * (children ? a.children : a.name === 'with the children' ? 0.25 : 1),
  );
  const mainstream = Math.max(0.2, r.normal(1.9, 0.35));
  const quirks = GENRES.map(() => r.normal(0, 0.35));
  const leanings = TONES.map(() => r.normal(0, 0.4));
  const moods: Mood[] = [];
  const shares = r.next() < 0.4 ? [0.7, 0.3] : [0.55, 0.28, 0.17];
  for (const weight of shares) {
    const archetype = r.weighted(frequencies);
    frequencies[archetype] = 0;
    moods.push(drawMood(r, archetype, weight, mainstream, quirks, leanings));
  }
  const youth = 2011 - MEAN_AGES[age] + 20;
  const person: Person = {
    age,
    income,
    sex,
    children,
    moods,
    drift: drawDrift(r, days),
    eraCentre: Math.min(2007, Math.max(1958, 0.5 * youth + 0.5 * 2000 + r.normal(0, 7))) - (moods[0].archetype === 10 ? 20 : 0),
    eraWidth: 7 + 9 * r.next(),
    directors: new Float64Array(films.directors.length),
    series: new Float64Array(films.seriesNames.length),
    activity: 0,
    joins: 0,
    leaves: Infinity,
    searches: r.beta(2, 6),
    rates: r.beta(0.5, 3),
    mildness: r.normal(0, 0.35),
  };
  drawCalendar(r, person, days);
  drawFavourites(r, person, films);
  return person;
}

function drawMood(r: Random, archetype: number, weight: number, mainstream: number, quirks: number[], leanings: number[]): Mood {
  const kind = ARCHETYPES[archetype];
  return {
    archetype,
    weight,
    genres: Float64Array.from(GENRES, (genre, g) => 1.3 * (kind.genres[genre] ?? kind.other) + quirks[g] + r.normal(0, 0.15)),
    tones: Float64Array.from(kind.tones, (tone, t) => 0.6 * tone + leanings[t] + r.normal(0, 0.2)),
    mainstream: Math.max(0.05, mainstream + kind.mainstream),
  };
}

/** A random walk with memory: each knot keeps .9 of the last and adds a step of .15. */
function drawDrift(r: Random, days: number): Float64Array {
  const knots = Math.ceil(days / DRIFT_DAYS) + 2;
  const drift = new Float64Array(knots * TONES.length);
  for (let k = 1; k < knots; k++) {
    for (let t = 0; t < TONES.length; t++) drift[k * 8 + t] = 0.9 * drift[(k - 1) * 8 + t] + r.normal(0, 0.15);
  }
  return drift;
}

function drawCalendar(r: Random, person: Person, days: number): void {
  // log-normal, so wide that the busiest tenth watches half of everything; the median comes once in ten days
  person.activity = Math.min(6, exp(r.normal(-2.35, 1.8)) * (person.age < 2 ? 1.1 : 0.95));
  person.joins = r.next() < 0.68 ? 0 : Math.floor(r.next() * days * 0.9);
  if (r.next() < 0.3) person.leaves = person.joins + 3 + Math.floor(r.exponential() * 60);
}

/** Directors and series that the person has come to love: those of films that suit the first two moods. */
function drawFavourites(r: Random, person: Person, films: Films): void {
  const cumulative = new Float64Array(films.count);
  for (const mood of person.moods.slice(0, 2)) {
    const [t0, t1, t2, t3, t4, t5, t6, t7] = mood.tones;
    let total = 0;
    for (let i = 0, at = 0; i < films.count; i++, at += 8) {
      let liking = mood.genres[films.genre[i]] + mood.mainstream * films.appeal[i];
      if (films.second[i] >= 0) liking += mood.genres[films.second[i]];
      const tone = films.tones;
      liking += tone[at] * t0 + tone[at + 1] * t1 + tone[at + 2] * t2 + tone[at + 3] * t3;
      liking += tone[at + 4] * t4 + tone[at + 5] * t5 + tone[at + 6] * t6 + tone[at + 7] * t7;
      total += exp(liking);
      cumulative[i] = total;
    }
    for (let wanted = 4 + r.int(4); wanted > 0; wanted--) {
      const film = atLeast(cumulative, r.next() * total);
      if (films.director[film] >= 0) person.directors[films.director[film]] = 0.9 + 0.6 * r.next();
      if (films.series[film] >= 0) person.series[films.series[film]] = 0.7 + 0.6 * r.next();
    }
  }
}

/** The first index whose cumulative weight exceeds x. */
export function atLeast(cumulative: Float64Array, x: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What the service knows of the person. */
export function userFacts(person: Person, id: string): UserFacts {
  return {
    id,
    attributes: {
      age: AGES[person.age],
      income: INCOMES[person.income],
      sex: person.sex,
      children: person.children ? 'yes' : 'no',
    },
  };
}
