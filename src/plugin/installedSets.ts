/** The data sets that were installed to be offered beside the built-in world: `static/data/sets.json`, where there is one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @throws if the list is damaged, or a file of a set is not there */
export function installedSets(root: string): { id: string; name: string; folder: string; files: string[] }[] {
  const data = join(root, 'static/data');
  const list = join(data, 'sets.json');
  if (!existsSync(list)) return [];
  const sets = JSON.parse(readFileSync(list, 'utf8')) as ReturnType<typeof installedSets>;
  for (const { name, folder, files } of sets)
    for (const file of files)
      if (!existsSync(join(data, folder, file)))
        throw new Error(`static/data/${folder}/${file} of ${name} is missing: install the set again`);
  return sets;
}
