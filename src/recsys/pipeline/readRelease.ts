/** From an artefact to all that a service answers with. */
import { breathe } from '../math/breathe';
import { exactSearch } from '../serve/exactSearch';
import { hnsw } from '../serve/hnsw';
import { readArtefact } from './artefact';
import { dataHash } from './dataHash';
import { filmSearch } from './filmSearch';
import { onlineSeed } from './onlineFeatures';
import { serveTwoStage, vectorsOf } from './serveTwoStage';
import { twoStageFromBuffer } from './twoStage/model';
import type { Release } from './api/release';

/** From so many items on, the nearest are found by a graph: below, comparing with all is as fast, and exact. */
const MANY = 20_000;

/**
 * Reads an artefact of the kind `twoStage`, as `model.toBuffer({ version, metrics })` writes it, and makes the indexes that are not in it.
 *
 *     const release = await readRelease(file);
 *     recommendApi({ ...release, features, events });
 *
 * @throws RangeError if it is corrupt, of another kind, or does not fit the data that it names
 */
export async function readRelease(file: ArrayBuffer): Promise<Release> {
  const { kind, version, dataHash: hash, metrics } = readArtefact(file, { kind: 'twoStage' });
  const pipeline = twoStageFromBuffer(file);
  const { log, now } = pipeline;
  const actual = dataHash(log);
  if (actual !== hash) throw new RangeError(`artefact must hold the log of the hash ${hash}, got ${actual}`);
  // A service reads the next release while it answers with the last: between two pieces of work the requests get their turn.
  await breathe(0);
  const model = serveTwoStage(pipeline, { version });
  const search = filmSearch(model.items);
  await breathe(0);
  const vectors = vectorsOf(pipeline);
  const dimensions = vectors?.factors ?? 0;
  return {
    ...{ kind, version, dataHash: hash, scores: metrics },
    model: model as Release['model'],
    ...(vectors && {
      index:
        model.items.length > MANY
          ? await hnsw(vectors.itemFactors, { dimensions, ef: 200 })
          : exactSearch(vectors.itemFactors, { dimensions }),
    }),
    search,
    seed: () => onlineSeed(log, now, hash),
  };
}
