/**
 * Reads MovieLens as GroupLens publishes it: latest-small and its larger kin (`ratings.csv`, `movies.csv`, `tags.csv`), 100K (`u.data`, `u.item`,
 * `u.user`), 1M and 10M (`ratings.dat`, `movies.dat`, `users.dat`), as files or as the publisher's zip.
 */
import type { DataSet, Interactions, ItemFacts, UserFacts } from '../types';
import { cut } from './csv';
import type { CsvOptions, CsvReader } from './csv';
import { columnOf, isWhole, nextRow, openTable } from './header';
import type { OpenTable } from './header';
import { readLog } from './readLog';
import type { ReadOptions } from './readLog';
import { dropRepeats, sampleUsers } from './thin';
import { isZip, readZip } from './zip';
import type { DataFile, ZipLimits } from './zip';

/** A tag that a user gave a film. */
export interface Tag {
  user: string;
  /** Item index. */
  item: number;
  tag: string;
}

/** MovieLens: `values` are stars from 0.5 to 5. */
export interface MovieLens extends DataSet {
  /** Empty where no `tags.csv` was given. */
  tags: Tag[];
}

interface Format {
  ratings: string;
  movies: string;
  users: string;
  csv: CsvOptions;
  /** Columns where there is no header, and fields of a row of ratings. */
  fields: number;
}

const FORMATS: Format[] = [
  { ratings: 'ratings.csv', movies: 'movies.csv', users: '', csv: {}, fields: 4 },
  { ratings: 'u.data', movies: 'u.item', users: 'u.user', csv: { delimiter: '\t', quotes: false }, fields: 4 },
  { ratings: 'ratings.dat', movies: 'movies.dat', users: 'users.dat', csv: { delimiter: '::', quotes: false }, fields: 4 },
];

const NAMES = new Set(FORMATS.flatMap(({ ratings, movies, users }) => [ratings, movies, users]).concat('tags.csv'));

/** The part of a name after its folders. */
export function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

/** Files by base name, zips unpacked; two of one name are an error. */
export async function gather(
  files: DataFile[],
  wanted: (base: string) => boolean,
  limits?: ZipLimits,
): Promise<Map<string, DataFile>> {
  const found = new Map<string, DataFile>();
  for (const file of files) {
    const inside = isZip(file.bytes)
      ? await readZip(file, (name) => !/(^|\/)(__MACOSX|\.)/.test(name) && wanted(baseName(name)), limits)
      : [file];
    for (const each of inside) {
      const base = baseName(each.name);
      if (!wanted(base)) continue;
      if (found.has(base)) throw new RangeError(`files must have different names, got ${base} twice`);
      found.set(base, each);
    }
  }
  return found;
}

/**
 * Reads a MovieLens data set. Items are the rated films in the order of their first rating, users likewise; of a pair rated twice the latest
 * rating stays.
 *
 * @throws RangeError that names file, line, column and value if a file is not what its name says
 */
export async function readMovieLens(files: DataFile[], options: ReadOptions & ZipLimits = {}): Promise<MovieLens> {
  const found = await gather(files, (base) => NAMES.has(base), options);
  const formats = FORMATS.filter(({ ratings }) => found.has(ratings));
  if (formats.length !== 1) {
    const names = files.map(({ name }) => baseName(name)).join(', ');
    throw new RangeError(`files must hold one of ratings.csv, u.data and ratings.dat, got ${cut(names) || 'none'}`);
  }
  const [format] = formats;
  const movies = found.get(format.movies);
  if (!movies)
    throw new RangeError(`files must hold ${format.movies} beside ${format.ratings}, got ${[...found.keys()].join(', ')}`);
  const all = await readRatings(found.get(format.ratings)!, format, options);
  const { interactions: whole, dropped } = dropRepeats(all);
  const interactions = sampleUsers(whole, { maxInteractions: options.maxInteractions ?? Infinity, seed: options.seed });
  const items = itemFacts(interactions, readMovies(movies, format), movies.name);
  const people = found.get(format.users);
  const attributes = people ? readUsers(people, format) : undefined;
  const users = interactions.userIds.map((id): UserFacts => ({ id, attributes: attributes?.get(id) ?? {} }));
  const tags = found.get('tags.csv');
  return {
    name: nameOf(whole, format),
    notice: noticeOf(whole, interactions, dropped),
    interactions,
    items,
    users,
    has: ['times', 'genres', 'ratings', ...(attributes ? (['attributes'] as const) : [])],
    tags: tags ? readTags(tags, interactions) : [],
  };
}

async function readRatings(file: DataFile, { csv, fields }: Format, options: ReadOptions): Promise<Interactions> {
  const table = openTable(
    file.bytes,
    { ...csv, file: baseName(file.name) },
    ([first]) => isWhole(first) || /^-?\d/.test(first ?? ''),
  );
  const at = (name: string, place: number) => (table.header ? columnOf(table, name) : place);
  const layout = {
    user: at('userId', 0),
    item: at('movieId', 1),
    value: at('rating', 2),
    time: at('timestamp', 3),
    names: { user: 'userId', item: 'movieId', value: 'rating', time: 'timestamp' },
    fields: table.header ? table.fields : fields,
    wholeIds: true,
    readValue: readStars,
  };
  return readLog(table.reader, layout, options);
}

function readStars(reader: CsvReader, field: number, name: string): number {
  const stars = reader.number(field, name);
  if (!(stars >= 0.5 && stars <= 5)) throw reader.error(`${name} must be in 0.5 … 5, got "${cut(reader.text(field))}"`);
  return stars;
}

/** Genres of 100K's flags, in the order of `u.genre`; the first is `unknown`. */
const FLAGS = [
  '', 'Action', 'Adventure', 'Animation', "Children's", 'Comedy', 'Crime', 'Documentary', 'Drama', 'Fantasy', 'Film-Noir', 'Horror', 'Musical',
  'Mystery', 'Romance', 'Sci-Fi', 'Thriller', 'War', 'Western',
]; // prettier-ignore

function readMovies(file: DataFile, format: Format): Map<string, ItemFacts> {
  const flags = format.movies === 'u.item';
  const csv = flags ? { delimiter: '|', quotes: false } : format.csv;
  const { reader } = openTable(file.bytes, { ...csv, file: baseName(file.name) }, ([first]) => isWhole(first));
  const fields = flags ? 5 + FLAGS.length : 3;
  const movies = new Map<string, ItemFacts>();
  while (reader.next()) {
    if (reader.fields !== fields) throw reader.error(`must have ${fields} fields, got ${reader.fields}`);
    const id = reader.text(0).trim();
    if (!isWhole(id)) throw reader.error(`movieId must be a whole number of at least 0, got "${cut(id)}"`);
    const genres = flags
      ? FLAGS.filter((genre, g) => genre && reader.text(5 + g).trim() === '1')
      : reader.text(2).trim().split('|');
    movies.set(id, {
      id,
      ...splitTitle(reader.text(1)),
      genres: genres.filter((genre) => genre && genre !== '(no genres listed)'),
    });
  }
  return movies;
}

/** `Matrix, The (1999)` as `The Matrix` of 1999. */
export function splitTitle(text: string): { title: string; year?: number } {
  const [, name, year] = /^(.*?)\s*(?:\((\d{4})(?:[-–]\d{0,4})?\))?\s*$/s.exec(text)!;
  const title = name
    .trim()
    .replace(/^(.*), (The|A|An|Les|La|Le|L'|Il|Das|Der|Die|El|Los|Las)( \(.*\))?$/, (_, rest, article, more = '') =>
      article.endsWith("'") ? `${article}${rest}${more}` : `${article} ${rest}${more}`,
    );
  return year ? { title, year: Number(year) } : { title };
}

function itemFacts({ itemIds }: Interactions, movies: Map<string, ItemFacts>, name: string): ItemFacts[] {
  return itemIds.map((id) => {
    const facts = movies.get(id);
    if (!facts) throw new RangeError(`${baseName(name)}: must list every rated film, got none with id ${id}`);
    return facts;
  });
}

function readUsers(file: DataFile, format: Format): Map<string, Record<string, string>> {
  const old = format.users === 'u.user';
  const csv = old ? { delimiter: '|', quotes: false } : format.csv;
  const { reader } = openTable(file.bytes, { ...csv, file: baseName(file.name) }, () => true);
  const users = new Map<string, Record<string, string>>();
  while (reader.next()) {
    if (reader.fields !== 5) throw reader.error(`must have 5 fields, got ${reader.fields}`);
    const [id, a, b, occupation] = [0, 1, 2, 3].map((field) => reader.text(field).trim());
    users.set(id, { age: old ? a : b, sex: old ? b : a, occupation });
  }
  return users;
}

function readTags(file: DataFile, { itemIds }: Interactions): Tag[] {
  const table: OpenTable = openTable(file.bytes, { file: baseName(file.name) }, ([first]) => isWhole(first));
  const at = (name: string, place: number) => (table.header ? columnOf(table, name) : place);
  const [user, movie, tag] = [at('userId', 0), at('movieId', 1), at('tag', 2)];
  const index = new Map(itemIds.map((id, n) => [id, n]));
  const tags: Tag[] = [];
  while (nextRow(table)) {
    const item = index.get(table.reader.text(movie).trim());
    if (item !== undefined) tags.push({ user: table.reader.text(user), item, tag: table.reader.text(tag) });
  }
  return tags;
}

function nameOf(x: Interactions, { ratings }: Format): string {
  if (ratings === 'u.data') return 'MovieLens 100K';
  if (ratings === 'ratings.dat') return x.users.length > 2_000_000 ? 'MovieLens 10M' : 'MovieLens 1M';
  return x.userIds.length < 2000 ? 'MovieLens latest-small' : 'MovieLens';
}

function noticeOf(whole: Interactions, used: Interactions, dropped: number): string {
  const thinned =
    used === whole
      ? ''
      : ` A sample: ${used.userIds.length} of ${whole.userIds.length} users, ${used.users.length} of ${whole.users.length} ratings.`;
  const repeats =
    dropped === 0 ? '' : ` ${dropped} repeated ${dropped === 1 ? 'row was' : 'rows were'} dropped, the latest kept.`;
  return (
    'MovieLens, by GroupLens Research at the University of Minnesota, under its own terms of use; F. M. Harper and J. A. Konstan: The ' +
    `MovieLens Datasets: History and Context. ACM TiiS 5(4), 2015. Nothing is simulated.${thinned}${repeats}`
  );
}
