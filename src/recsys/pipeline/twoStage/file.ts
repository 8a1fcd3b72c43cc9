/** A trained pipeline as an artefact's parts, and back. */
import { packModel, unpackModel } from '../../math/buffer';
import { readArtefact, writeArtefact } from '../artefact';
import { dataHash } from '../dataHash';
import { readFeatureRanker, readRecommender } from '../readModel';
import type { FeatureRanker } from '../../ltr/featureRanker';
import type { Interactions, ItemFacts, UserFacts } from '../../types';
import type { Artefact } from '../artefact';
import type { FittedSource } from './candidates';

/** What a trained pipeline consists of, without what is code. */
export interface TwoStageParts {
  sources: readonly FittedSource[];
  ranker: FeatureRanker;
  /** What the sources and features know. */
  log: Interactions;
  /** The moment at which the log ends, in seconds since 1970-01-01 UTC. */
  now: number;
  items?: readonly ItemFacts[];
  users?: readonly UserFacts[];
}

/** What of it is no array. */
interface About extends Pick<TwoStageParts, 'now' | 'items' | 'users'>, Pick<Interactions, 'userIds' | 'itemIds'> {
  sources: { name: string; k: number }[];
}

type Columns = Pick<Interactions, 'users' | 'items' | 'values' | 'times'>;

/** The parts `about` (JSON), `log`, `ranker` and, for each source, `source:` and its name. */
export function packTwoStage(parts: TwoStageParts, about: Pick<Artefact, 'version' | 'metrics'>): ArrayBuffer {
  const { sources, ranker, log, now, items, users } = parts;
  const { users: rows, items: met, values, times, userIds, itemIds } = log;
  const facts: About = { sources: sources.map(({ name, k }) => ({ name, k })), now, items, users, userIds, itemIds };
  return writeArtefact({
    kind: 'twoStage',
    ...about,
    dataHash: dataHash(log),
    parts: {
      about: new TextEncoder().encode(JSON.stringify(facts)).buffer as ArrayBuffer,
      log: packModel({ kind: 'log', settings: {}, arrays: { users: rows, items: met, values, times } }),
      ranker: ranker.toBuffer(),
      ...Object.fromEntries(sources.map(({ name, model }) => [`source:${name}`, model.toBuffer()])),
    },
  });
}

/**
 * The parts of a pipeline.
 *
 * @throws RangeError if the artefact is corrupt or of another kind, or holds a model that cannot be read
 */
export function unpackTwoStage(buffer: ArrayBuffer): TwoStageParts {
  const { parts } = readArtefact(buffer, { kind: 'twoStage' });
  const { sources, now, items, users, userIds, itemIds } = JSON.parse(new TextDecoder().decode(parts.about)) as About;
  return {
    sources: sources.map(({ name, k }) => ({ name, k, model: readRecommender(parts[`source:${name}`]) })),
    ranker: readFeatureRanker(parts.ranker),
    log: { ...unpackModel<Columns>(parts.log, 'log').arrays, userIds, itemIds },
    now,
    items,
    users,
  };
}
