/**
 * Reads KION, the log of a streaming service that MTS published (`interactions.csv`, `items.csv`, `users.csv`; the English tables
 * `items_en.csv` and `users_en.csv` are taken first), as files or as a zip.
 */
import type { DataSet, Interactions, ItemFacts, UserFacts } from '../types';
import { cut } from './csv';
import type { CsvReader } from './csv';
import { columnOf, findColumn, nextRow, openTable } from './header';
import type { OpenTable } from './header';
import { baseName, gather } from './movielens';
import { readLog } from './readLog';
import type { ReadOptions } from './readLog';
import { dropRepeats, sampleUsers } from './thin';
import type { DataFile, ZipLimits } from './zip';

export interface KionOptions extends ReadOptions, ZipLimits {
  /** Watches of a smaller share of the item are left out, 0 … 1; 0.1 by default. */
  minShare?: number;
}

const NAMES = new Set(['interactions.csv', 'items.csv', 'items_en.csv', 'users.csv', 'users_en.csv']);

/**
 * Reads KION. `values` are shares watched, at most 1; rows without a share, and those below `minShare`, are left out. Times are
 * dates, as published.
 *
 * @throws RangeError that names file, line, column and value if a file is not what its name says
 */
export async function readKion(files: DataFile[], options: KionOptions = {}): Promise<DataSet> {
  const { minShare = 0.1, maxInteractions = Infinity, seed } = options;
  if (!(minShare >= 0 && minShare <= 1)) throw new RangeError(`minShare must be in 0 … 1, got ${minShare}`);
  const found = await gather(files, (base) => NAMES.has(base), options);
  const log = found.get('interactions.csv');
  if (!log) throw new RangeError(`files must hold interactions.csv, got ${cut([...found.keys()].join(', ')) || 'none'}`);
  const { interactions: whole, dropped } = dropRepeats(await readWatches(log, minShare, options));
  const interactions = sampleUsers(whole, { maxInteractions, seed });
  const itemsFile = found.get('items_en.csv') ?? found.get('items.csv');
  const usersFile = found.get('users_en.csv') ?? found.get('users.csv');
  const facts = itemsFile ? readItems(itemsFile) : new Map<string, ItemFacts>();
  const people = usersFile ? readPeople(usersFile) : new Map<string, Record<string, string>>();
  const thinned = interactions === whole ? '' : ` A sample: ${interactions.userIds.length} of ${whole.userIds.length} users.`;
  const repeats = dropped === 0 ? '' : ` ${dropped} repeated rows were dropped, the latest kept.`;
  return {
    name: 'KION',
    notice: `KION, published by MTS, under its publisher's terms. Watches of less than ${minShare} of an item are left out.${thinned}${repeats}`,
    interactions,
    items: interactions.itemIds.map((id) => facts.get(id) ?? { id, title: `item ${id}`, genres: [] }),
    users: interactions.userIds.map((id): UserFacts => ({ id, attributes: people.get(id) ?? {} })),
    has: ['times', ...(itemsFile ? (['genres', 'synopses'] as const) : []), ...(usersFile ? (['attributes'] as const) : [])],
  };
}

async function readWatches(file: DataFile, minShare: number, options: ReadOptions): Promise<Interactions> {
  const table = openTable(file.bytes, { file: baseName(file.name) }, () => false);
  const names = { user: 'user_id', item: 'item_id', value: 'watched_pct', time: 'last_watch_dt' };
  const layout = {
    user: columnOf(table, names.user),
    item: columnOf(table, names.item),
    value: columnOf(table, names.value),
    time: columnOf(table, names.time),
    names,
    fields: table.fields,
    wholeIds: true,
    readValue: (reader: CsvReader, field: number, name: string): number => {
      if (reader.start(field) === reader.end(field)) return NaN;
      const percent = reader.number(field, name);
      if (!(percent >= 0)) throw reader.error(`${name} must be at least 0, got "${cut(reader.text(field))}"`);
      const share = Math.min(1, percent / 100);
      return share >= minShare ? share : NaN;
    },
  };
  return readLog(table.reader, layout, options);
}

/** Reads texts by column name, empty where the table has no such column or the field is blank. */
function texts<N extends string>(table: OpenTable, names: readonly N[]): (name: N) => string {
  const at = new Map(names.map((name) => [name, findColumn(table, name)]));
  return (name) => {
    const field = at.get(name)!;
    return field < 0 ? '' : table.reader.text(field).trim();
  };
}

function readItems(file: DataFile): Map<string, ItemFacts> {
  const table = openTable(file.bytes, { file: baseName(file.name), maxField: 1_000_000 }, () => false);
  const id = columnOf(table, 'item_id');
  const text = texts(table, ['title', 'release_year', 'genres', 'directors', 'age_rating', 'description']);
  const items = new Map<string, ItemFacts>();
  while (nextRow(table)) {
    const key = table.reader.text(id).trim();
    const year = Math.trunc(Number(text('release_year')));
    const director = text('directors');
    const ageRating = text('age_rating');
    const synopsis = text('description');
    items.set(key, {
      id: key,
      title: text('title') || `item ${key}`,
      ...(year > 1800 && year < 2200 ? { year } : {}),
      genres: text('genres').split(/,\s*/).filter(Boolean),
      ...(director ? { director } : {}),
      ...(ageRating ? { ageRating: String(Number(ageRating) >= 0 ? Number(ageRating) : ageRating) } : {}),
      ...(synopsis ? { synopsis } : {}),
    });
  }
  return items;
}

/** Attributes by the names that the built-in world gives them. */
const ATTRIBUTES = [['age', 'age'], ['income', 'income'], ['sex', 'sex'], ['children', 'kids_flg']] as const; // prettier-ignore

function readPeople(file: DataFile): Map<string, Record<string, string>> {
  const table = openTable(file.bytes, { file: baseName(file.name) }, () => false);
  const id = columnOf(table, 'user_id');
  const text = texts(
    table,
    ATTRIBUTES.map(([, from]) => from),
  );
  const people = new Map<string, Record<string, string>>();
  while (nextRow(table)) {
    const attributes: Record<string, string> = {};
    for (const [name, from] of ATTRIBUTES) {
      const value = text(from);
      if (value) attributes[name] = value;
    }
    people.set(table.reader.text(id).trim(), attributes);
  }
  return people;
}
