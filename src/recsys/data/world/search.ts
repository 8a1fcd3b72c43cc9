/** Searching in the world: what a person types who wants a film, and what the service's plain engine answers. */
import type { Random } from '../../math/random';
import type { ItemFacts } from '../../types';
import type { Films } from './films';
import type { Searches } from './log';

/** Words of a text, lower case, without accents and marks. */
export function words(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** What a query was meant as. */
export type QueryKind = 'title' | 'prefix' | 'typo' | 'director' | 'genre' | 'mixed';

/** What a person types who has a film in mind. */
export function typeQuery(films: Films, item: number, r: Random): { query: string; kind: QueryKind } {
  const film = films.facts[item];
  const title = words(film.title).join(' ');
  const genre = film.genres[film.genres.length - 1].toLowerCase();
  const director = words(film.director ?? '');
  const kinds: QueryKind[] = ['title', 'prefix', 'typo', 'director', 'genre', 'mixed'];
  const kind = kinds[r.weighted([30, 24, 20, director.length ? 12 : 0, 8, 6])];
  if (kind === 'title' || title.length < 4) return { query: title || film.title, kind: 'title' };
  if (kind === 'prefix') return { query: title.slice(0, 3 + r.int(Math.max(1, title.length - 3))).trim(), kind };
  if (kind === 'typo') return { query: misspell(title, r), kind };
  if (kind === 'director') return { query: r.next() < 0.5 ? director.join(' ') : director[director.length - 1], kind };
  if (kind === 'genre') return { query: genre, kind };
  const other = director.length && r.next() < 0.5 ? director[director.length - 1] : String(film.year ?? 'film');
  return { query: `${genre} ${other}`, kind };
}

/**
 * What a query for a film was meant as, told from the two alone, by the rules of `typeQuery`; a slip of the fingers is what none of the others
 * explains. It differs from what was meant in about one query of two hundred, as where a doubled space leaves a title as it was.
 */
export function queryKind(query: string, { title, director = '', genres }: ItemFacts): QueryKind {
  const whole = words(title).join(' ');
  const names = words(director);
  const genre = genres[genres.length - 1].toLowerCase();
  if (query === (whole || title)) return 'title';
  if (query.length >= 3 && whole.startsWith(query)) return 'prefix';
  if (names.length > 0 && (query === names.join(' ') || query === names[names.length - 1])) return 'director';
  if (query === genre) return 'genre';
  return query.startsWith(`${genre} `) ? 'mixed' : 'typo';
}

/** A query whose answer is known. */
export interface JudgedQuery {
  query: string;
  /** Truth: the film that was wanted. */
  wanted: number;
  kind: QueryKind;
  /** Seconds since 1970 of the first person who typed it for this film. */
  time: number;
  /** How many did. */
  count: number;
}

/**
 * The different questions of a search log: each query with each film it was typed for, once, in the order of their first time. Popular ones stand
 * thousands of times in the log, and would otherwise be trained and tested on at once.
 */
export function judgedQueries({ queries, wanted, times }: Searches, items: readonly ItemFacts[]): JudgedQuery[] {
  const order = Array.from(times.keys()).sort((a, b) => times[a] - times[b] || a - b);
  const found = new Map<string, JudgedQuery>();
  for (const row of order) {
    const key = `${wanted[row]} ${queries[row]}`;
    const known = found.get(key);
    if (known) known.count++;
    else {
      const kind = queryKind(queries[row], items[wanted[row]]);
      found.set(key, { query: queries[row], wanted: wanted[row], kind, time: times[row], count: 1 });
    }
  }
  return [...found.values()];
}

/** One slip of the fingers: a letter lost, doubled, swapped with its neighbour or replaced. */
function misspell(text: string, r: Random): string {
  const at = 1 + r.int(text.length - 2);
  const slip = r.int(4);
  if (slip === 0) return text.slice(0, at) + text.slice(at + 1);
  if (slip === 1) return text.slice(0, at) + text[at] + text.slice(at);
  if (slip === 2) return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
  return text.slice(0, at) + 'abcdefghijklmnopqrstuvwxyz'[r.int(26)] + text.slice(at + 1);
}

/** The service's engine: exact words and word beginnings in title, director and genres, ties by appeal. It does not correct typos. */
export function plainEngine(films: Films): (query: string, available: (item: number) => boolean, k: number) => number[] {
  const postings = new Map<string, number[]>();
  films.facts.forEach((film, item) => {
    const all = new Set([
      ...words(film.title),
      ...words(film.director ?? ''),
      ...film.genres.flatMap(words),
      String(film.year ?? ''),
    ]);
    for (const word of all) {
      for (let length = 1; length <= word.length; length++) {
        const start = word.slice(0, length);
        let list = postings.get(start);
        if (!list) postings.set(start, (list = []));
        if (list[list.length - 1] !== item) list.push(item);
      }
    }
  });
  const titles = films.facts.map((film) => words(film.title).join(' '));
  return (query, available, k) => {
    const asked = words(query);
    const scores = new Map<number, number>();
    for (const word of asked) {
      const list = postings.get(word) ?? [];
      const weight = 1 / (1 + list.length / 50);
      for (const item of list) scores.set(item, (scores.get(item) ?? 0) + 1 + weight);
    }
    const text = asked.join(' ');
    const score = (item: number) => scores.get(item)! + (titles[item].startsWith(text) ? 2 : 0) + 0.1 * films.appeal[item];
    const found = [...scores.keys()].filter(available).map((item) => ({ item, score: score(item) }));
    found.sort((a, b) => b.score - a.score || a.item - b.item);
    return found.slice(0, k).map(({ item }) => item);
  };
}
