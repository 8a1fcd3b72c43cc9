/** A small release for tests of the service, in an artefact of its own kind. */
import { fromRows } from '../../src/recsys/data/fromRows';
import { random } from '../../src/recsys/math/random';
import { pureSvd } from '../../src/recsys/models/pureSvd';
import { readArtefact, writeArtefact } from '../../src/recsys/pipeline/artefact';
import { dataHash } from '../../src/recsys/pipeline/dataHash';
import { serveRecommender } from '../../src/recsys/pipeline/serveRecommender';
import { exactSearch } from '../../src/recsys/serve/exactSearch';
import { readConfig } from '../../src/service/config';
import { makeLog } from '../../src/service/log';
import type { Release } from '../../src/recsys/pipeline/api/release';
import type { Config } from '../../src/service/config';

const draw = random(3);
export const train = fromRows(
  Array.from({ length: 600 }, (_, r) => ({ user: `u${r % 40}`, item: `i${r < 60 ? r : Math.floor(60 * draw.beta(1, 3))}` })),
);
const factors = (await pureSvd(train, { factors: 4 })).toBuffer();

/** The bytes of an artefact of this version. */
export function artefact(
  version: string,
  { kind = 'test', part = factors }: { kind?: string; part?: ArrayBuffer } = {},
): Uint8Array {
  return new Uint8Array(
    writeArtefact({ kind, version, dataHash: dataHash(train), metrics: { ndcg: 0.1 }, parts: { factors: part } }),
  );
}

/** Reads one. Its ranker reads one feature of the user and one of each item. */
export async function load(file: ArrayBuffer): Promise<Release> {
  const { kind, version, dataHash: hash, metrics, parts } = readArtefact(file);
  const model = pureSvd.fromBuffer(parts.factors);
  return {
    ...{ kind, version, dataHash: hash, scores: metrics },
    model: serveRecommender(model, {
      train,
      version,
      items: train.itemIds.map((id) => ({ id, title: `Film ${id}`, genres: [] })),
      userFeatures: ['events'],
      itemFeatures: ['events'],
      rank: ({ candidates, itemFeatures }) => candidates.scores.map((score, at) => score + 10 * (itemFeatures[at] || 0)),
    }),
    index: exactSearch(model.itemFactors, { dimensions: model.factors }),
  };
}

export const config = (changes: Partial<Config> = {}): Config => ({
  ...readConfig({ PORT: '0', MODEL_POLL_MS: '20', LATENESS_S: '0', ITEM_FEATURES_S: '0.001', LOG: 'none' }),
  ...changes,
});

/** A log whose lines are kept. */
export function keptLog(level: Config['log'] = 'all') {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: makeLog(level, (line) => lines.push(JSON.parse(line) as Record<string, unknown>)) };
}
