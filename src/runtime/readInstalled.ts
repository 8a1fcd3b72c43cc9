/** Reads a data set that was installed with the site. */
import { readDataSet } from '../recsys/data/dataset';
import type { DataSet } from '../recsys/types';
import type { ChosenData } from './site';
import { MAX_INTERACTIONS, named } from './takeIn';

export async function readInstalled(
  { folder, files }: Extract<ChosenData, { kind: 'installed' }>,
  fetchFile: (name: string) => Promise<Uint8Array>,
): Promise<DataSet> {
  const read = await Promise.all(files.map(async (name) => ({ name, bytes: await fetchFile(`${folder}/${name}`) })));
  return named(await readDataSet(read, { maxInteractions: MAX_INTERACTIONS }));
}
