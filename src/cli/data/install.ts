/** Looks into a publisher's archive, and puts it where the site and the command line find it. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseName, gather, readMovieLens } from '../../recsys/data/movielens';
import type { DataFile } from '../../recsys/data/zip';
import type { PublishedSet, Range } from './published';

/** One entry of `static/data/sets.json`: a data set that the site can offer beside the built-in world. */
export interface InstalledSet {
  id: string;
  name: string;
  /** Below `static/data`, without a slash at the end. */
  folder: string;
  /** What a reader of data is to be given, by name in the folder. */
  files: string[];
  /** Both are to be shown wherever the set is offered or used. */
  licence: string;
  acknowledgement: string;
}

/**
 * The wanted files of an archive, once its size, its files, their columns and the number of rows are what they must be.
 *
 * @throws RangeError that names what is not
 */
export async function verify(set: PublishedSet, archive: DataFile): Promise<DataFile[]> {
  const within = (what: string, value: number, [least, most]: Range) => {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    if (!(value >= least && value <= most)) throw new RangeError(`${archive.name}: must have ${wanted} ${what}, got ${value}`);
  };
  within('bytes', archive.bytes.length, set.bytes);
  const found = await gather([archive], (base) => set.files.includes(base));
  for (const name of set.files) if (!found.has(name)) throw new RangeError(`${archive.name}: must hold ${name}`);
  const { interactions, users, items } = await readMovieLens(set.files.slice(0, -1).map((name) => found.get(name)!));
  within('ratings', interactions.users.length, set.ratings);
  within('users', users.length, set.users);
  within('rated films', items.length, set.items);
  return [...found.values()].map(({ name, bytes }) => ({ name: baseName(name), bytes }));
}

/** Writes the files into the set's folder below `data` and names it in `sets.json`; a set of the same id is replaced as a whole. */
export async function install(set: PublishedSet, files: DataFile[], data: string): Promise<void> {
  if (set.notRepublished) throw new RangeError(`${set.name} must not be put on the site: ${set.notRepublished}`);
  const folder = join(data, set.id);
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const { name, bytes } of files) await writeFile(join(fresh, name), bytes);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  const { id, name, licence, acknowledgement } = set;
  const entry: InstalledSet = { id, name, folder: id, files: set.files.slice(0, -1), licence, acknowledgement };
  await writeSets(data, [...(await readSets(data)).filter((other) => other.id !== id), entry]);
}

/** Takes a set away again; false if it was not there. */
export async function uninstall(id: string, data: string): Promise<boolean> {
  const sets = await readSets(data);
  const set = sets.find((each) => each.id === id);
  if (!set) return false;
  await rm(join(data, set.folder), { recursive: true, force: true });
  await writeSets(
    data,
    sets.filter((each) => each !== set),
  );
  return true;
}

/** The sets that are installed: those of `sets.json` whose folder is there. */
export async function readSets(data: string): Promise<InstalledSet[]> {
  const text = await readFile(join(data, 'sets.json'), 'utf8').catch(() => '[]');
  let sets: InstalledSet[];
  try {
    sets = JSON.parse(text) as InstalledSet[];
  } catch {
    throw new Error(`${join(data, 'sets.json')}: is not JSON, delete it and install the sets again`);
  }
  const there = await Promise.all(sets.map(({ folder }) => stat(join(data, folder)).catch(() => undefined)));
  return sets.filter((_, n) => there[n]?.isDirectory());
}

async function writeSets(data: string, sets: InstalledSet[]): Promise<void> {
  const sorted = [...sets].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (sorted.length === 0) await rm(join(data, 'sets.json'), { force: true });
  else await writeFile(join(data, 'sets.json'), JSON.stringify(sorted, null, 2) + '\n');
}
