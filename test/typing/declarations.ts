/** The declarations as the site has them; made if need be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeAssets } from '../../src/plugin/typeAssets';

export const root = join(import.meta.dirname, '../..');

/** Texts by path, by pack. */
export async function readPacks(): Promise<Record<string, Record<string, string>>> {
  const { files } = await typeAssets(root);
  const packs = files.filter(({ to }) => /^types\/\w+-\w+\.json$/.test(to));
  return Object.fromEntries(
    packs.map(({ from, to }) => [/(\w+)-/.exec(to)![1], JSON.parse(readFileSync(from, 'utf8')) as Record<string, string>]),
  );
}
