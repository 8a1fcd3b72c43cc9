/** The kernel's surroundings under Node: the built-in world from `static/data`, or a folder of the reader's. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { KernelHost } from '../kernel/execute';
import type { InteractionColumns } from '../recsys/data/readInteractions';
import type { DataSet } from '../recsys/types';
import { makeHost } from './host';

export interface NodeHostOptions {
  /** The repository's root; the working directory by default. */
  root?: string;
  /** To use instead of the built-in world: a folder of MovieLens or KION, the publisher's zip, or the folder of another world. */
  data?: string;
  /** Which column of `data`, then a table of any kind, is what. */
  columns?: InteractionColumns;
}

export function nodeHost({ root = process.cwd(), data, columns }: NodeHostOptions = {}): KernelHost {
  return makeHost(() => (data === undefined ? builtIn(root) : readOwn(data, columns)));
}

async function builtIn(root: string): Promise<DataSet> {
  return readWorld(join(root, 'static/data'));
}

async function readWorld(folder: string): Promise<DataSet> {
  const { loadWorld } = await import('../recsys/data/world/readWorld');
  return loadWorld(async (name) => readFile(join(folder, name)));
}

/** Rows of which live cells are given at most so many: the design's limit for a log of the reader's. */
const MAX_INTERACTIONS = 300_000;

/** Reads a folder of a data set's files, or one file such as the publisher's zip. */
async function readOwn(path: string, columns?: InteractionColumns): Promise<DataSet> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`data must be a folder or a file, got '${path}'`);
  const all = found.isDirectory() ? await readdir(path) : [basename(path)];
  if (all.includes('world.json')) return readWorld(path);
  const names = found.isDirectory() ? all.filter((name) => /\.(csv|dat|data|item|user|zip)$/.test(name)) : all;
  const folder = found.isDirectory() ? path : dirname(path);
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
  );
  const { readDataSet } = await import('../recsys/data/dataset');
  return readDataSet(files, { maxInteractions: MAX_INTERACTIONS, columns });
}
