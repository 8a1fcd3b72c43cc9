/** Reads the built-in world from its files: catalogue, users and watches at once, the rest when asked. */
import type { DataSet, Interactions, ItemFacts, UserFacts } from '../../types';
import { CsvReader, readTable } from '../csv';
import { parseTime } from '../times';
import { filmColumns } from './films';
import type { Impressions, Ratings, Searches, Sessions, Watches } from './log';
import { readCatalogue, readFilmTruth } from './readFilms';
import { worldTruth } from './truth';
import type { Truth } from './truth';

/** The size and seed of the built-in world. */
export const BUILT_IN = { users: 3400, days: 180, seed: 42, impressionsFrom: 152, impressionShare: 0.3 } as const;

/** Below this share a watch was a look: it is in `watches()` but not in `interactions`. */
export const LOOK = 0.1;

/** Reads one of the files of static/data. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/**
 * The built-in world. `interactions` holds one row per user and film of which at least a tenth was watched; its value is the share watched, 0.1 … 1;
 * rows are by user, then time. Every film of the catalogue and every user has an index, also those without a row.
 */
export interface World extends DataSet {
  /** Every watch, too short ones included: KION's columns. */
  watches(): Promise<Watches>;
  /** Visits. */
  sessions(): Promise<Sessions>;
  /** What the shelves showed, in the built-in world in three visits of ten of the last four weeks, with the policy's propensities. */
  impressions(): Promise<Impressions>;
  /** Queries, their results and clicks. */
  searches(): Promise<Searches>;
  /** Stars, for the few films that were rated. */
  ratings(): Promise<Ratings>;
  /** The film table as its publisher ships it, faults included: one record a row, its texts by column name. Cleaned, it is `items`. */
  rawFilms(): Promise<Record<string, string>[]>;
  /** What only the simulator knows. */
  truth(): Promise<Truth>;
}

/** Whether a data set is the built-in world, with its further files and its truth. */
export function isWorld(data: DataSet): data is World {
  return 'truth' in data;
}

/** How a world was made: `world.json` beside its files. */
export interface WorldRecipe {
  users: number;
  days: number;
  seed: number;
  /** First day whose impressions were kept, and the share of the visits. */
  impressionsFrom: number;
  impressionShare: number;
}

/** Loads the built-in world, or another that `scripts/world.ts` wrote. */
export async function loadWorld(read: ReadFile): Promise<World> {
  const [recipe, catalogue, usersBytes, watchesBytes] = await Promise.all([
    read('world.json').then(readRecipe),
    read('catalogue.csv'),
    read('users.csv'),
    read('watches.csv'),
  ]);
  const items = readCatalogue(catalogue);
  const users = readUsers(usersBytes);
  const index = indices(users, items);
  const watches = readWatches(watchesBytes, index);
  const once = <T>(load: () => Promise<T>) => {
    let known: Promise<T> | undefined;
    return () => (known ??= load());
  };
  const sessions = once(async () => readSessions(await read('sessions.csv'), index));
  return {
    name: nameOf(recipe),
    notice:
      'A real catalogue (facts from the film table of vega-datasets, cleaned) with a simulated audience and simulated synopses: no person ' +
      'watched any of this. Watches of less than a tenth of a film are left out of the interactions.',
    interactions: interactionsOf(watches, users, items),
    items,
    users,
    has: ['times', 'genres', 'attributes', 'ratings', 'impressions', 'propensities', 'searches', 'truth', 'synopses', 'rawFilms'],
    watches: async () => watches,
    sessions,
    impressions: once(async () => readImpressions(await read('impressions.csv'), index)),
    searches: once(async () => readSearches(await read('searches.csv'), index)),
    ratings: once(async () => readRatings(await read('ratings.csv'), index)),
    rawFilms: once(async () => {
      const { header, rows } = readTable(await read('raw-films.csv'), { file: 'raw-films.csv' });
      return rows.map((row) => Object.fromEntries(row.map((text, n) => [header[n], text])));
    }),
    truth: once(async () => worldTruth(filmColumns(items, readFilmTruth(await read('film-truth.csv'))), recipe)),
  };
}

function readRecipe(bytes: Uint8Array): WorldRecipe {
  const recipe = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Record<string, unknown>>;
  for (const name of Object.keys(BUILT_IN)) {
    if (!Number.isFinite(recipe[name])) throw new RangeError(`world.json: ${name} must be a number, got ${String(recipe[name])}`);
  }
  return recipe as unknown as WorldRecipe;
}

function nameOf({ users, days, seed }: WorldRecipe): string {
  const builtIn = users === BUILT_IN.users && days === BUILT_IN.days && seed === BUILT_IN.seed;
  return builtIn ? 'built-in world' : `simulated world of ${users} people, ${days} days, seed ${seed}`;
}

interface Index {
  user(reader: CsvReader, field: number): number;
  item(reader: CsvReader, field: number): number;
  itemOf(id: string): number;
}

/** Ids are whole numbers in the world's files, so an array finds their index. */
function indices(users: UserFacts[], items: ItemFacts[]): Index {
  const table = (ids: { id: string }[], column: string) => {
    const at = new Int32Array(Math.max(0, ...ids.map(({ id }) => Number(id))) + 1).fill(-1);
    ids.forEach(({ id }, n) => (at[Number(id)] = n));
    return (reader: CsvReader, field: number) => {
      const found = at[reader.number(field, column)] ?? -1;
      if (found < 0) throw reader.error(`${column} must be known, got "${reader.text(field)}"`);
      return found;
    };
  };
  const itemOf = new Map(items.map(({ id }, n) => [id, n]));
  return { user: table(users, 'user_id'), item: table(items, 'item_id'), itemOf: (id) => itemOf.get(id) ?? -1 };
}

function readUsers(bytes: Uint8Array): UserFacts[] {
  const { header, rows } = readTable(bytes, { file: 'users.csv' });
  return rows.map(([id, ...values]) => ({
    id,
    attributes: Object.fromEntries(values.map((value, n) => [header[n + 1], value])),
  }));
}

/** A reader past its header. */
function rowsOf(bytes: Uint8Array, file: string): CsvReader {
  const reader = new CsvReader(bytes, { file });
  reader.next();
  return reader;
}

function time(reader: CsvReader, field: number, column: string): number {
  const seconds = parseTime(reader.bytes, reader.start(field), reader.end(field));
  if (!(seconds === seconds))
    throw reader.error(`${column} must be a time such as 2011-01-07 20:15:00, got "${reader.text(field)}"`);
  return seconds;
}

function readWatches(bytes: Uint8Array, index: Index): Watches {
  const watches: Watches = { users: [], items: [], times: [], seconds: [], percents: [] };
  const reader = rowsOf(bytes, 'watches.csv');
  while (reader.next()) {
    watches.users.push(index.user(reader, 0));
    watches.items.push(index.item(reader, 1));
    watches.times.push(time(reader, 2, 'last_watch_dt'));
    watches.seconds.push(reader.number(3, 'total_dur'));
    watches.percents.push(reader.number(4, 'watched_pct'));
  }
  return watches;
}

function interactionsOf(watches: Watches, users: UserFacts[], items: ItemFacts[]): Interactions {
  const rows: number[] = [];
  watches.percents.forEach((percent, row) => percent >= 100 * LOOK && rows.push(row));
  return {
    users: Int32Array.from(rows, (row) => watches.users[row]),
    items: Int32Array.from(rows, (row) => watches.items[row]),
    values: Float32Array.from(rows, (row) => watches.percents[row] / 100),
    times: Float64Array.from(rows, (row) => watches.times[row]),
    userIds: users.map(({ id }) => id),
    itemIds: items.map(({ id }) => id),
  };
}

function readSessions(bytes: Uint8Array, index: Index): Sessions {
  const sessions: Sessions = { users: [], starts: [], ends: [], clicks: [], seconds: [] };
  const reader = rowsOf(bytes, 'sessions.csv');
  while (reader.next()) {
    sessions.users.push(index.user(reader, 1));
    const start = time(reader, 2, 'start_dt');
    sessions.starts.push(start);
    sessions.ends.push(start + reader.number(3, 'duration'));
    sessions.clicks.push(reader.number(4, 'clicks'));
    sessions.seconds.push(reader.number(5, 'watched_seconds'));
  }
  return sessions;
}

function readImpressions(bytes: Uint8Array, index: Index): Impressions {
  const shown: Impressions = { sessions: [], positions: [], items: [], propensities: [], clicks: [] };
  const reader = rowsOf(bytes, 'impressions.csv');
  while (reader.next()) {
    shown.sessions.push(reader.number(0, 'session_id'));
    shown.positions.push(reader.number(1, 'position'));
    shown.items.push(index.item(reader, 2));
    shown.propensities.push(reader.number(3, 'propensity'));
    shown.clicks.push(reader.number(4, 'clicked'));
  }
  return shown;
}

function readSearches(bytes: Uint8Array, index: Index): Searches {
  const searches: Searches = { sessions: [], users: [], times: [], queries: [], results: [], clicks: [], wanted: [] };
  const reader = rowsOf(bytes, 'searches.csv');
  while (reader.next()) {
    searches.sessions.push(reader.number(0, 'session_id'));
    searches.users.push(index.user(reader, 1));
    searches.times.push(time(reader, 2, 'dt'));
    searches.queries.push(reader.text(3));
    searches.results.push(reader.text(4) === '' ? [] : reader.text(4).split(' ').map(index.itemOf)); // prettier-ignore
    searches.clicks.push(index.itemOf(reader.text(5)));
    searches.wanted.push(index.itemOf(reader.text(6)));
  }
  return searches;
}

function readRatings(bytes: Uint8Array, index: Index): Ratings {
  const ratings: Ratings = { users: [], items: [], stars: [], times: [] };
  const reader = rowsOf(bytes, 'ratings.csv');
  while (reader.next()) {
    ratings.users.push(index.user(reader, 0));
    ratings.items.push(index.item(reader, 1));
    ratings.stars.push(reader.number(2, 'rating'));
    ratings.times.push(reader.number(3, 'timestamp'));
  }
  return ratings;
}
