/** The built-in world from its files, read once for the tests. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFilms } from '../../../../src/recsys/data/world/readFilms';
import { loadWorld } from '../../../../src/recsys/data/world/readWorld';

export const folder = join(import.meta.dirname, '../../../../static/data');
export const read = async (name: string): Promise<Uint8Array> => readFile(join(folder, name));
export const world = await loadWorld(read);
export const films = readFilms(await read('catalogue.csv'), await read('film-truth.csv'));
