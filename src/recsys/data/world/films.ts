/**
 * What the world knows of its films and no viewer is told: how widely each appeals, how good it is, its tone on eight dimensions, its series,
 * and the day it comes to the service.
 */
import { random } from '../../math/random';
import type { ItemFacts } from '../../types';

/** The eight dimensions of tone; −: first word, +: second. Synopses are written from the same numbers. */
export const TONES = ['light/dark', 'slow/fast', 'plain/strange', 'cold/warm', 'intimate/epic', 'earnest/playful', 'thoughtful/thrilling', 'tame/brutal'] as const; // prettier-ignore

/** The genres of the catalogue, in the order of the world's columns. */
export const GENRES = [
  'Drama', 'Comedy', 'Action', 'Adventure', 'Thriller', 'Horror', 'Romantic Comedy', 'Musical', 'Documentary', 'Western', 'Black Comedy', 'Concert',
  'Science Fiction', 'Fantasy', 'Super Hero', 'Children', 'Historical', 'True Story',
] as const; // prettier-ignore

// Mean tone of each genre, in the order of TONES.
const GENRE_TONES: Record<string, number[]> = {
  Drama: [0.4, -0.9, -0.2, 0.3, -0.7, -0.8, -0.8, -0.2],
  Comedy: [-1, 0.3, 0, 0.4, -0.5, 1.2, -0.2, -0.5],
  Action: [0.2, 1.3, -0.2, -0.5, 0.7, 0, 1.1, 0.9],
  Adventure: [-0.4, 0.7, 0.4, 0.2, 1.1, 0.2, 0.6, -0.1],
  Thriller: [1, 0.4, 0.1, -0.9, -0.2, -0.6, 0.9, 0.6],
  Horror: [1.4, 0.3, 0.8, -0.9, -0.4, -0.2, 0.7, 1.5],
  'Romantic Comedy': [-1.2, -0.1, -0.4, 1.4, -0.9, 0.8, -0.5, -1],
  Musical: [-1, 0.2, 0.4, 0.9, 0.3, 0.7, -0.4, -0.8],
  Documentary: [0, -1, -0.3, -0.2, -0.3, -0.9, -1.3, -0.4],
  Western: [0.3, -0.2, -0.3, -0.3, 0.8, -0.6, 0.3, 0.6],
  'Black Comedy': [0.5, 0.1, 0.9, -0.8, -0.5, 1.1, -0.3, 0.4],
  Concert: [-0.5, 0.5, 0.2, 0.3, 0, 0.3, -0.4, -0.7],
  'Science Fiction': [0.3, 0.4, 0.9, -0.6, 0.8, -0.2, 0.3, 0.1],
  Fantasy: [-0.1, 0.2, 1, 0.3, 0.8, 0.3, 0, -0.1],
  'Super Hero': [0, 0.8, 0.4, -0.1, 0.9, 0.4, 0.7, 0.3],
  Children: [-1.2, 0.4, 0.3, 0.9, 0.1, 0.9, -0.2, -1.1],
  Historical: [0.3, -0.6, -0.3, 0, 0.8, -0.8, -0.3, 0.2],
  'True Story': [0.3, -0.5, -0.6, 0.2, -0.1, -0.9, -0.5, -0.1],
};

/** One film's hidden side; the rows of `film-truth.csv`. */
export interface FilmTruth {
  id: string;
  /** How widely the film is wanted, about standard normal. */
  appeal: number;
  /** How much those who see it enjoy it, about standard normal. */
  quality: number;
  /** Name of the series it belongs to, or empty. */
  series: string;
  /** Place in the series by year, from 1; 0 outside. */
  part: number;
  /** Day of the simulation on which it comes to the service; 0 when it was there before. */
  arrives: number;
  /** One number per dimension of `TONES`, about standard normal. */
  tones: number[];
}

/** The catalogue as columns, by item index. */
export interface Films {
  count: number;
  facts: ItemFacts[];
  /** Index into `GENRES` of the first and the second genre; −1 for none. */
  genre: Int8Array;
  second: Int8Array;
  /** Year of release; 1999, the catalogue's median, where unknown. */
  year: Int16Array;
  /** Minutes; 105 where unknown. */
  minutes: Int16Array;
  /** Index of the director, −1 where unknown. */
  director: Int16Array;
  directors: string[];
  /** Index of the series, −1 outside. */
  series: Int16Array;
  seriesNames: string[];
  part: Int8Array;
  /** 0 for all, 1 with parents, 2 from 13, 3 for adults. */
  rating: Int8Array;
  appeal: Float64Array;
  quality: Float64Array;
  arrives: Int16Array;
  /** (films × 8), row by film. */
  tones: Float64Array;
}

/** The mean tone of a film's genres, its director's hand and its own, from the seed and the film's id. */
export function drawTones(genres: readonly string[], director: string, id: string, seed: number): number[] {
  const own = random(seed + hash(id));
  const hand = random(seed + hash(director));
  return TONES.map((_, t) => {
    const mean = genres.reduce((sum, genre) => sum + (GENRE_TONES[genre]?.[t] ?? 0), 0) / Math.max(1, genres.length);
    return 0.7 * mean + (director === '' ? 0.45 * own.normal() : 0.45 * hand.normal()) + 0.7 * own.normal();
  });
}

/** A 31-bit number from a text (FNV-1a). */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 1;
}

const RATINGS: Record<string, number> = { G: 0, PG: 1, 'PG-13': 2, R: 3, 'NC-17': 3 };

/** Lays facts and truth of the same films, in the same order, into columns. */
export function filmColumns(facts: ItemFacts[], truths: FilmTruth[]): Films {
  const count = facts.length;
  const index = indexOf();
  const seriesIndex = indexOf();
  const films: Films = {
    count,
    facts,
    genre: new Int8Array(count),
    second: new Int8Array(count),
    year: new Int16Array(count),
    minutes: new Int16Array(count),
    director: new Int16Array(count),
    directors: index.names,
    series: new Int16Array(count),
    seriesNames: seriesIndex.names,
    part: new Int8Array(count),
    rating: new Int8Array(count),
    appeal: new Float64Array(count),
    quality: new Float64Array(count),
    arrives: new Int16Array(count),
    tones: new Float64Array(count * TONES.length),
  };
  facts.forEach((film, i) => {
    const truth = truths[i];
    if (truth?.id !== film.id) throw new RangeError(`truths must follow the catalogue, got ${truth?.id} beside ${film.id}`);
    films.genre[i] = GENRES.indexOf(film.genres[0] as (typeof GENRES)[number]);
    films.second[i] = film.genres.length > 1 ? GENRES.indexOf(film.genres[1] as (typeof GENRES)[number]) : -1;
    films.year[i] = film.year ?? 1999;
    films.minutes[i] = film.minutes ?? 105;
    films.director[i] = film.director ? index.of(film.director) : -1;
    films.series[i] = truth.series === '' ? -1 : seriesIndex.of(truth.series);
    films.part[i] = truth.part;
    // an unrated film is taken for what its genres say
    films.rating[i] =
      RATINGS[film.ageRating ?? ''] ?? (film.genres.includes('Children') ? 0 : film.genres.includes('Horror') ? 3 : 2);
    films.appeal[i] = truth.appeal;
    films.quality[i] = truth.quality;
    films.arrives[i] = truth.arrives;
    films.tones.set(truth.tones, i * TONES.length);
  });
  return films;
}

function indexOf(): { names: string[]; of(name: string): number } {
  const names: string[] = [];
  const known = new Map<string, number>();
  return {
    names,
    of: (name) => {
      let at = known.get(name);
      if (at === undefined) known.set(name, (at = names.push(name) - 1));
      return at;
    },
  };
}
