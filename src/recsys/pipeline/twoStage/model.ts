/** A trained two-stage recommender: it answers, tells how it came to the answer, and fits in one file. */
import { packModel, unpackModel } from '../../math/buffer';
import { checkIndex, checkPositiveInteger } from '../../math/check';
import { userItemMatrix } from '../../math/sparse';
import { readArtefact, writeArtefact } from '../artefact';
import { dataHash } from '../dataHash';
import { readFeatureRanker, readRecommender } from '../readModel';
import { mergeCandidates, nameCandidates } from './candidates';
import { rankingFeatures } from './features';
import { columnNames, featureRows } from './table';
import type { FeatureRanker } from '../../ltr/featureRanker';
import type { Interactions, ItemFacts, Ranking, Recommender, RecommendOptions, UserFacts } from '../../types';
import type { Artefact } from '../artefact';
import type { Candidates, FittedSource, SourceList } from './candidates';
import type { FeatureGroup } from './features';

/** Takes the ranked candidates and the length of the list; returns the items to show. */
export type Rerank = (ranking: Ranking, k: number) => Int32Array;

/** How a stage went. */
export interface StageTiming {
  name: string;
  /** Milliseconds; differs from run to run. */
  ms: number;
  /** What came out of it: candidates of a source, candidates in all, rows of a table. */
  count: number;
}

/** An answer with its making. */
export interface TwoStageRun extends Ranking {
  /** Each source, `merge`, `features`, `ranker` and `rerank`, as far as they are there and switched on. */
  stages: StageTiming[];
}

/** A two-stage recommender. */
export interface TwoStage extends Pick<Recommender, 'recommend'> {
  /** What can be switched off: the sources by name, `ranker`, and `rerank` where there is one. */
  stages: string[];
  /** The names of the ranker's columns. */
  names: string[];
  ranker: FeatureRanker;
  sources: readonly FittedSource[];
  /** How training went; empty after a round trip. */
  report: readonly StageTiming[];
  /** The candidates of the sources that are switched on. */
  candidates(user: number, options?: Pick<RecommendOptions, 'exclude'>): Candidates;
  /** The ranker's score of each candidate. */
  rank(user: number, candidates: Candidates): Float32Array;
  /** An answer, and what each stage made of it and how long it took. Scores are the ranker's, in the order shown. */
  run(user: number, options?: RecommendOptions): TwoStageRun;
  /** The same pipeline with some stages off. Nothing is trained anew: the ranker sees a missing source as missing values. */
  without(...stages: string[]): TwoStage;
  /** The whole pipeline as an artefact, see `readArtefact`. */
  toBuffer(about: Pick<Artefact, 'version' | 'metrics'>): ArrayBuffer;
}

/** What a trained pipeline consists of. */
export interface TwoStageParts {
  sources: readonly FittedSource[];
  ranker: FeatureRanker;
  rerank?: Rerank;
  /** What the sources and features know. */
  log: Interactions;
  /** The moment at which the log ends. */
  now: number;
  items?: readonly ItemFacts[];
  users?: readonly UserFacts[];
  report: readonly StageTiming[];
}

/** Candidates by falling score, ties in their old order. */
function byScore({ items }: Candidates, scores: Float32Array): Ranking {
  const order = Array.from(items.keys()).sort((a, b) => scores[b] - scores[a]);
  return { items: Int32Array.from(order, (at) => items[at]), scores: Float32Array.from(order, (at) => scores[at]) };
}

/** The first source's order, as scores: −1, −2, … */
const orderOf = ({ items }: Candidates) => Float32Array.from(items, (_, at) => -1 - at);

/** Times the stages of one run. */
function stopwatch() {
  const stages: StageTiming[] = [];
  return {
    stages,
    time<T>(name: string, work: () => T, count: (result: T) => number): T {
      const start = performance.now();
      const result = work();
      stages.push({ name, ms: performance.now() - start, count: count(result) });
      return result;
    },
  };
}

/** The pipeline of these parts, with some stages off. */
export function twoStageModel(parts: TwoStageParts): TwoStage {
  const { pointers, indices } = userItemMatrix(parts.log, 'binary');
  const groups = rankingFeatures(parts);
  return assemble(parts, { groups, seen: (user) => indices.subarray(pointers[user], pointers[user + 1]) }, new Set());
}

/** What is computed from the log once, however many stages are on. */
interface Prepared {
  groups: FeatureGroup[];
  seen(user: number): Int32Array;
}

function assemble(parts: TwoStageParts, prepared: Prepared, off: ReadonlySet<string>): TwoStage {
  const { sources, ranker, rerank, log, report } = parts;
  const names = columnNames(sources, prepared.groups);
  const stages = [...sources.map(({ name }) => name), 'ranker', ...(rerank ? ['rerank'] : [])];
  const run = (user: number, { k = 10, exclude = prepared.seen(user) }: RecommendOptions): TwoStageRun => {
    checkIndex('user', user, log.userIds.length);
    checkPositiveInteger('k', k);
    const watch = stopwatch();
    const lists = sources.map((source): SourceList | undefined => {
      if (off.has(source.name)) return undefined;
      return watch.time(source.name, () => nameCandidates(source, user, exclude), ({ items }) => items.length); // prettier-ignore
    });
    const candidates = watch.time(
      'merge',
      () => mergeCandidates(lists),
      ({ items }) => items.length,
    );
    let scores: Float32Array = orderOf(candidates);
    if (!off.has('ranker')) {
      const rows = Int32Array.from(candidates.items.keys());
      const features = watch.time('features', () => featureRows(user, candidates, rows, prepared.groups, names.length), ({ length }) => length); // prettier-ignore
      scores = watch.time(
        'ranker',
        () => ranker.predict(features, rows.length, names.length),
        ({ length }) => length,
      );
    }
    const ranked = byScore(candidates, scores);
    const list =
      rerank && !off.has('rerank')
        ? watch.time('rerank', () => rerank(ranked, k), ({ length }) => length) // prettier-ignore
        : ranked.items.subarray(0, k);
    const scoreOf = new Map(Array.from(ranked.items, (item, at) => [item, ranked.scores[at]]));
    return { items: list, scores: Float32Array.from(list, (item) => scoreOf.get(item)!), stages: watch.stages };
  };
  return {
    stages,
    names,
    ranker,
    sources,
    report,
    candidates(user, { exclude = prepared.seen(user) } = {}) {
      return mergeCandidates(sources.map((source) => (off.has(source.name) ? undefined : nameCandidates(source, user, exclude))));
    },
    rank(user, candidates) {
      const rows = Int32Array.from(candidates.items.keys());
      return ranker.predict(featureRows(user, candidates, rows, prepared.groups, names.length), rows.length, names.length);
    },
    run: (user, options = {}) => run(user, options),
    recommend(user, options = {}) {
      const { items, scores } = run(user, options);
      return { items, scores };
    },
    without(...more) {
      for (const name of more) {
        if (!stages.includes(name)) throw new RangeError(`stages must be of ${stages.join(', ')}, got ${name}`);
      }
      const switched = new Set([...off, ...more]);
      if (sources.every(({ name }) => switched.has(name)))
        throw new RangeError('without must leave at least one source, got none');
      return assemble(parts, prepared, switched);
    },
    toBuffer: (about) => writeArtefact({ kind: 'twoStage', ...about, dataHash: dataHash(log), parts: packParts(parts) }),
  };
}

const jsonPart = (value: unknown): ArrayBuffer => new TextEncoder().encode(JSON.stringify(value)).buffer as ArrayBuffer;
const fromJson = (part: ArrayBuffer): unknown => JSON.parse(new TextDecoder().decode(part));

/** What the parts of the artefact hold that is no array. */
interface About extends Pick<TwoStageParts, 'now' | 'items' | 'users'>, Pick<Interactions, 'userIds' | 'itemIds'> {
  sources: { name: string; k: number }[];
}

function packParts({ sources, ranker, log, now, items, users }: TwoStageParts): Artefact['parts'] {
  const { users: rows, items: met, values, times, userIds, itemIds } = log;
  const about: About = { sources: sources.map(({ name, k }) => ({ name, k })), now, items, users, userIds, itemIds };
  return {
    about: jsonPart(about),
    log: packModel({ kind: 'log', settings: {}, arrays: { users: rows, items: met, values, times } }),
    ranker: ranker.toBuffer(),
    ...Object.fromEntries(sources.map(({ name, model }) => [`source:${name}`, model.toBuffer()])),
  };
}

/**
 * Reads a pipeline back.
 *
 * @throws RangeError if the artefact is corrupt or of another kind, or holds a model that cannot be read
 */
export function twoStageFromBuffer(buffer: ArrayBuffer, { rerank }: Pick<TwoStageParts, 'rerank'> = {}): TwoStage {
  const { parts } = readArtefact(buffer, { kind: 'twoStage' });
  const { sources, now, items, users, userIds, itemIds } = fromJson(parts.about) as About;
  type Columns = Pick<Interactions, 'users' | 'items' | 'values' | 'times'>;
  const { arrays } = unpackModel<Columns>(parts.log, 'log');
  return twoStageModel({
    sources: sources.map(({ name, k }) => ({ name, k, model: readRecommender(parts[`source:${name}`]) })),
    ranker: readFeatureRanker(parts.ranker),
    rerank,
    log: { ...arrays, userIds, itemIds },
    now,
    items,
    users,
    report: [],
  });
}
