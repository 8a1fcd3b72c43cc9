/**
 * Query groups from the built-in world: what the service's plain search answered, and which film the person had in mind.
 *
 * Popularity is counted before the first query, so that no feature knows what came later. Only answers of four films and more that hold the wanted
 * one are taken: of others there is nothing to learn.
 */
import { DAY, START } from '../../../src/recsys/data/world/calendar';
import { words } from '../../../src/recsys/data/world/search';
import { world } from '../data/world/builtIn';
import type { Table } from '../../../src/recsys/ltr/table';

const names = [
  'popularity',
  'recent',
  'begins',
  'trigrams',
  'titleLength',
  'titleWords',
  'director',
  'genre',
  'year',
  'queryLength',
  'answers',
];

const trigrams = (text: string) => new Set(Array.from({ length: Math.max(1, text.length - 2) }, (_, i) => text.slice(i, i + 3)));

const common = (a: Set<string>, b: Set<string>) => [...a].filter((part) => b.has(part)).length;

/** Tables of the queries between pairs of days, of at most so many queries each. */
export async function searchQueries(
  windows: [from: number, to: number][],
  most: number,
): Promise<(Table & { groups: Int32Array })[]> {
  const searches = await world.searches();
  const { items: films, times } = world.interactions;
  const start = START + windows[0][0] * DAY;
  const [popularity, recent] = [0, 28].map((days) => {
    const counts = new Float64Array(world.items.length);
    films.forEach((film, row) => {
      if (times[row] < start && (days === 0 || times[row] >= start - days * DAY)) counts[film]++;
    });
    return counts;
  });
  const facts = world.items.map((item) => ({
    title: words(item.title).join(' '),
    director: new Set(words(item.director ?? '')),
    genres: new Set(item.genres.flatMap(words)),
    year: item.year ?? NaN,
  }));
  const row = (query: string, film: number, answers: number): number[] => {
    const { title, director, genres, year } = facts[film];
    const asked = words(query);
    const text = asked.join(' ');
    const own = new Set(asked);
    return [
      popularity[film],
      recent[film],
      title.startsWith(text) ? 1 : 0,
      common(trigrams(text), trigrams(title)),
      title.length,
      common(own, new Set(title.split(' '))),
      common(own, director),
      common(own, genres),
      year,
      text.length,
      answers,
    ];
  };
  return windows.map(([from, to]) => {
    const features: number[] = [];
    const labels: number[] = [];
    const groups: number[] = [];
    for (let q = 0; q < searches.queries.length && groups.length < most; q++) {
      const [time, results, wanted] = [searches.times[q], searches.results[q], searches.wanted[q]];
      if (!(time >= START + from * DAY && time < START + to * DAY) || results.length < 4 || !results.includes(wanted)) continue;
      // by film, not by rank: the order of the rows must not tell
      for (const film of [...results].sort((a, b) => a - b)) {
        features.push(...row(searches.queries[q], film, results.length));
        labels.push(film === wanted ? 1 : 0);
      }
      groups.push(results.length);
    }
    return {
      features: Float32Array.from(features),
      rows: labels.length,
      columns: names.length,
      labels: Float32Array.from(labels),
      groups: Int32Array.from(groups),
      names,
    };
  });
}
