/** The kernel's surroundings under Node: the built-in world from `static/data`, or a folder of the reader's. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KernelHost } from '../kernel/execute';
import type { DataSet } from '../recsys/types';
import { makeHost } from './host';

export interface NodeHostOptions {
  /** The repository's root; the working directory by default. */
  root?: string;
  /** A MovieLens folder or file to use instead of the built-in world. */
  data?: string;
}

export function nodeHost({ root = process.cwd(), data }: NodeHostOptions = {}): KernelHost {
  return makeHost(() => (data === undefined ? builtIn(root) : movieLens(data)));
}

async function builtIn(root: string): Promise<DataSet> {
  const { loadWorld } = await import('../recsys/data/world/readWorld');
  return loadWorld(async (name) => readFile(join(root, 'static/data', name)));
}

type ReadMovieLens = (files: Record<string, Uint8Array>) => DataSet | Promise<DataSet>;

const MOVIELENS_FILES = ['ratings.csv', 'movies.csv', 'u.data', 'u.item', 'u.user', 'ratings.dat', 'movies.dat', 'users.dat'];

async function movieLens(path: string): Promise<DataSet> {
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw new Error(`data must be a folder, got '${path}'`);
  const files: Record<string, Uint8Array> = {};
  for (const name of MOVIELENS_FILES) {
    const bytes = await readFile(join(path, name)).catch(() => undefined);
    if (bytes) files[name] = bytes;
  }
  if (Object.keys(files).length === 0) {
    throw new Error(`no file of MovieLens in '${path}': one of ${MOVIELENS_FILES.join(', ')} was looked for`);
  }
  const library = (await import('../recsys/index')) as { readMovieLens?: ReadMovieLens };
  if (!library.readMovieLens) throw new Error('this version of the library cannot read MovieLens');
  return library.readMovieLens(files);
}
