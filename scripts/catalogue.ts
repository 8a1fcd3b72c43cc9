/**
 * Writes static/data/raw-films.csv (the film table's facts, faults included), catalogue.csv (cleaned, with simulated synopses) and
 * film-truth.csv (what the simulation knows of each film). Usage: npx tsx scripts/catalogue.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { csvLine } from '../src/recsys/data/csv';
import { drawTones } from '../src/recsys/data/world/films';
import { findSeries } from '../src/recsys/data/world/series';
import { synopsis } from '../src/recsys/data/world/synopsis';
import { log } from '../src/recsys/math/functions';
import { random } from '../src/recsys/math/random';
import { cleanFilms } from './catalogueRepairs';
import type { Film, RawFilm } from './catalogueRepairs';

const SEED = 2011;

/** A row with the columns that shape the simulation and are not shipped. */
interface Row extends RawFilm {
  'US Gross': number | null;
  'IMDB Rating': number | null;
  'IMDB Votes': number | null;
}

const facts = [
  'Title',
  'Release Date',
  'MPAA Rating',
  'Running Time min',
  'Source',
  'Major Genre',
  'Creative Type',
  'Director',
] as const;

/** Mean 0, deviation 1. */
function standardise(values: number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) * (b - mean), 0) / values.length);
  return values.map((value) => (value - mean) / deviation);
}

/**
 * Appeal from how many voted, quality from how they rated, each blurred so that the original cannot be read back. Remakes share one count of
 * votes in the table, which was joined by title: it is given to the film of larger takings, a quarter of it to the other.
 */
function latents(films: Film[], rows: Row[]): { appeal: number[]; quality: number[] } {
  const r = random(SEED);
  const best = new Map<string, number>();
  for (const film of films) {
    const gross = rows[Number(film.id) - 1]['US Gross'] ?? 0;
    best.set(film.title, Math.max(best.get(film.title) ?? 0, gross));
  }
  const votes = films.map((film) => {
    const row = rows[Number(film.id) - 1];
    const gross = row['US Gross'] ?? 0;
    const known = row['IMDB Votes'] ?? 300 + gross / 50_000;
    return log(known * (gross < best.get(film.title)! ? 0.25 : 1) + 50);
  });
  const appeal = standardise(votes).map((z) => z + 0.35 * r.normal());
  const quality = standardise(films.map((film) => rows[Number(film.id) - 1]['IMDB Rating'] ?? 5.8)).map(
    (z) => 0.85 * z + 0.4 * r.normal(),
  );
  return { appeal: standardise(appeal), quality: standardise(quality) };
}

/** Everything that the three files hold, as text. */
export function buildCatalogue(rows: Row[]) {
  const { films, report } = cleanFilms(rows);
  const series = findSeries(films);
  const { appeal, quality } = latents(films, rows);
  const r = random(SEED + 1);
  const catalogue = ['item_id,title,year,genres,director,minutes,age_rating,synopsis'];
  const truth = ['item_id,appeal,quality,series,part,arrives,tone_1,tone_2,tone_3,tone_4,tone_5,tone_6,tone_7,tone_8'];
  films.forEach((film, i) => {
    const tones = drawTones(film.genres, film.director, film.id, SEED);
    const item = { ...film, genres: film.genres };
    const text = synopsis(item, tones, SEED);
    catalogue.push(
      csvLine([
        film.id,
        film.title,
        film.year ?? '',
        film.genres.join('|'),
        film.director,
        film.minutes ?? '',
        film.ageRating,
        text,
      ]),
    );
    // one film in eight comes to the service later, of the newest one in two
    const late = r.next() < ((film.year ?? 0) >= 2010 ? 0.5 : 0.11);
    const arrives = late ? 1 + r.int(165) : 0;
    truth.push(
      csvLine([
        film.id,
        appeal[i].toFixed(2),
        quality[i].toFixed(2),
        series[i].series,
        series[i].part,
        arrives,
        ...tones.map((t) => t.toFixed(2)),
      ]),
    );
  });
  const raw = [csvLine(['row', ...facts]), ...rows.map((row, n) => csvLine([n + 1, ...facts.map((fact) => row[fact] ?? '')]))];
  const text = (lines: string[]) => lines.join('\n') + '\n';
  return { files: { 'raw-films.csv': text(raw), 'catalogue.csv': text(catalogue), 'film-truth.csv': text(truth) }, report };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('..', import.meta.url);
  const { files, report } = buildCatalogue(
    JSON.parse(readFileSync(new URL('node_modules/vega-datasets/data/movies.json', root), 'utf8')),
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(`static/data/${name}`, root), text);
  for (const { repair, rows, why } of report) console.log(`${String(rows).padStart(5)}  ${repair}: ${why}`);
}
