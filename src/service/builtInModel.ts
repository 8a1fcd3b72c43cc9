/** The release of those who have none of their own: a small two-stage pipeline on the built-in world, trained in seconds and kept. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from '../recsys/data/crc32';
import { splitTwoLevel } from '../recsys/data/splitTwoLevel';
import { loadWorld } from '../recsys/data/world/readWorld';
import { evaluate } from '../recsys/metrics/evaluate';
import { implicitAls } from '../recsys/models/implicitAls';
import { itemKnn } from '../recsys/models/itemKnn';
import { recencyPopularity } from '../recsys/models/recencyPopularity';
import { ARTEFACT_SCHEMA, readArtefact } from '../recsys/pipeline/artefact';
import { twoStage } from '../recsys/pipeline/twoStage';
import { messageOf } from './log';
import type { ReadFile } from '../recsys/data/world/readWorld';
import type { CandidateSource } from '../recsys/pipeline/twoStage/candidates';
import type { DataSet, TrainOptions } from '../recsys/types';

const SOURCES: CandidateSource[] = [
  { name: 'als', k: 60, fit: (train, options) => implicitAls(train, { factors: 32, iterations: 8, ...options }) },
  { name: 'knn', k: 60, fit: (train, options) => itemKnn(train, { k: 50, ...options }) },
  { name: 'recent', k: 40, fit: (train) => recencyPopularity(train) },
];

/**
 * Trains it: some hundred candidates of three sources, put in order by a hundred trees, scored on the two weeks that it has not seen.
 *
 *     const file = await trainBuiltIn(await loadWorld(read), { version: '1' });
 */
export async function trainBuiltIn(
  { interactions, items, users }: Pick<DataSet, 'interactions' | 'items' | 'users'>,
  { version, ...options }: TrainOptions & { version: string },
): Promise<ArrayBuffer> {
  const split = splitTwoLevel(interactions, { rankingDays: 14, testDays: 14 });
  const model = await twoStage(split, { sources: SOURCES, items, users, ...options });
  const { ndcg, recall } = (await evaluate(model, { train: split.train, test: split.test, signal: options.signal })).mean;
  return model.toBuffer({ version, metrics: { ndcg, recall } });
}

export interface BuiltInModelOptions {
  /** Reads the files of the world. */
  read: ReadFile;
  /** Where it is kept, outside of git. */
  folder: string;
  /** Told in words what is done, as it takes a while. */
  tell: (words: string) => void;
}

/** The path of the artefact; trains it if there is none of this world and schema that can be read. */
export async function builtInModel({ read, folder, tell }: BuiltInModelOptions): Promise<string> {
  const name = await nameOf(read);
  const path = join(folder, `${name}.bin`);
  const fault = await faultOf(path);
  if (fault === undefined) return path;
  tell(`${fault}: training one on the built-in world, once; it takes some seconds …`);
  const start = performance.now();
  const file = await trainBuiltIn(await loadWorld(read), { version: name });
  await mkdir(folder, { recursive: true });
  // Beside it first, so that nobody finds half of it.
  await writeFile(`${path}.${process.pid}`, new Uint8Array(file));
  await rename(`${path}.${process.pid}`, path);
  const { dataHash, metrics } = readArtefact(file);
  const scores = Object.entries(metrics).map(([metric, value]) => `${metric}@10 ${value.toFixed(4)}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  tell(
    `trained in ${seconds} s and kept as ${path}: schema ${ARTEFACT_SCHEMA}, data ${dataHash}, ${scores.join(', ')} on the last two weeks`,
  );
  return path;
}

/** Changes with the world and the schema. */
async function nameOf(read: ReadFile): Promise<string> {
  const files = await Promise.all(['catalogue.csv', 'users.csv', 'watches.csv'].map(read));
  const sums = crc32(new Uint8Array(Uint32Array.from(files, (bytes) => crc32(bytes)).buffer));
  return `built-in-${ARTEFACT_SCHEMA}-${sums.toString(16).padStart(8, '0')}`;
}

/** Why the file cannot be served, if so. */
async function faultOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return 'there is no model yet';
  try {
    readArtefact(new Uint8Array(bytes).buffer, { kind: 'twoStage' });
    return undefined;
  } catch (error) {
    return `the model that was kept cannot be used (${messageOf(error)})`;
  }
}
