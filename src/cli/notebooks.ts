/** The notebooks on disk. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseNotebook } from '../notebook/parse';
import type { Notebook } from '../notebook/types';

/** Addresses of all notebooks, in order: `theory/baseline`. */
export async function listNotebooks(root: string): Promise<string[]> {
  const entries = await readdir(join(root, 'notebooks'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => addressOf(file.slice(join(root, 'notebooks').length + 1)))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** `notebooks/theory/baseline.ts`, `theory/baseline.ts` and `theory/baseline` all name one notebook. */
export function addressOf(name: string): string {
  return name
    .replace(/\\/g, '/')
    .replace(/^(?:\.\/)?(?:notebooks\/)?/, '')
    .replace(/\.ts$/, '');
}

/** What the files of a notebook's run are called: those of one on a folder of the reader's are kept beside the built-in world's. */
export function runName(name: string, data?: string): string {
  return data === undefined ? name : `${name}.movielens`;
}

/**
 * Reads and parses a notebook of the book, or any other file of that form, such as one downloaded from a chapter; throws an Error that lists those
 * there are when it is neither.
 */
export async function readNotebook(root: string, name: string): Promise<Notebook> {
  const address = addressOf(name);
  const known = await listNotebooks(root);
  if (!known.includes(address)) {
    if (name.endsWith('.ts') && existsSync(name)) return parseNotebook(basename(name, '.ts'), await readFile(name, 'utf8'));
    throw new Error(
      `no notebook '${address}'; there ${known.length === 1 ? 'is' : 'are'}:\n${known.map((one) => `  ${one}`).join('\n')}`,
    );
  }
  return parseNotebook(address, await readFile(join(root, 'notebooks', `${address}.ts`), 'utf8'));
}
