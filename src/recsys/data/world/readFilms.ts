/** Reads the world's catalogue and what is known of its films. */
import type { ItemFacts } from '../../types';
import { readTable } from '../csv';
import { filmColumns } from './films';
import type { FilmTruth, Films } from './films';

/** The films of `catalogue.csv`. */
export function readCatalogue(bytes: Uint8Array): ItemFacts[] {
  return readTable(bytes, { file: 'catalogue.csv' }).rows.map(
    ([id, title, year, genres, director, minutes, ageRating, synopsis]) => ({
      id,
      title,
      ...(year === '' ? {} : { year: Number(year) }),
      genres: genres.split('|'),
      ...(director === '' ? {} : { director }),
      ...(minutes === '' ? {} : { minutes: Number(minutes) }),
      ageRating,
      synopsis,
    }),
  );
}

/** The rows of `film-truth.csv`. */
export function readFilmTruth(bytes: Uint8Array): FilmTruth[] {
  return readTable(bytes, { file: 'film-truth.csv' }).rows.map(([id, appeal, quality, series, part, arrives, ...tones]) => ({
    id,
    appeal: Number(appeal),
    quality: Number(quality),
    series,
    part: Number(part),
    arrives: Number(arrives),
    tones: tones.map(Number),
  }));
}

/** Both, as the simulator wants them. */
export function readFilms(catalogue: Uint8Array, truth: Uint8Array): Films {
  return filmColumns(readCatalogue(catalogue), readFilmTruth(truth));
}
