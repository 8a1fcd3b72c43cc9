/** A trained two-stage recommender: it answers, tells how it came to the answer, and fits in one file. */
import { checkIndex, checkPositiveInteger } from '../../math/check';
import { userItemMatrix } from '../../math/sparse';
import { mergeCandidates, nameCandidates } from './candidates';
import { rankingFeatures } from './features';
import { packTwoStage, unpackTwoStage } from './file';
import { columnNames, featureRows } from './table';
import type { FeatureRanker } from '../../ltr/featureRanker';
import type { Interactions, ItemFacts, Ranking, Recommender, RecommendOptions } from '../../types';
import type { Artefact } from '../artefact';
import type { Candidates, FittedSource, SourceList } from './candidates';
import type { FeatureGroup } from './features';
import type { TwoStageParts } from './file';

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
  /** What it knows, and up to which moment: everything before it is in the log, and nothing after. */
  log: Interactions;
  now: number;
  /** By item index, if it was told. */
  items?: readonly ItemFacts[];
  /** How training went; empty after a round trip. */
  report: readonly StageTiming[];
  /** The candidates of the sources that are switched on. */
  candidates(user: number, options?: Pick<RecommendOptions, 'exclude'>): Candidates;
  /** What the ranker is told of each candidate: candidates × `names`, row-major. */
  features(user: number, candidates: Candidates): Float32Array;
  /** The ranker's score of each candidate. */
  rank(user: number, candidates: Candidates): Float32Array;
  /** An answer, and what each stage made of it and how long it took. Scores are the ranker's, in the order shown. */
  run(user: number, options?: RecommendOptions): TwoStageRun;
  /** The same pipeline with some stages off. Nothing is trained anew: the ranker sees a missing source as missing values. */
  without(...stages: string[]): TwoStage;
  /** The whole pipeline as an artefact, see `readArtefact`. */
  toBuffer(about: Pick<Artefact, 'version' | 'metrics'>): ArrayBuffer;
}

/** Candidates by falling score, ties in their old order. */
function byScore({ items }: Candidates, scores: Float32Array): Ranking {
  const order = Array.from(items.keys()).sort((a, b) => scores[b] - scores[a]);
  return { items: Int32Array.from(order, (at) => items[at]), scores: Float32Array.from(order, (at) => scores[at]) };
}

/** The first source's order, as scores: −1, −2, … */
const orderOf = ({ items }: Candidates) => Float32Array.from(items, (_, at) => -1 - at);

/** Times the stages of one run. */
interface Stopwatch {
  stages: StageTiming[];
  /** Runs a stage; `count` says of its result what came out. */
  time<T>(name: string, work: () => T, count: (result: T) => number): T;
}

function stopwatch(): Stopwatch {
  const stages: StageTiming[] = [];
  return {
    stages,
    time(name, work, count) {
      const start = performance.now();
      const result = work();
      stages.push({ name, ms: performance.now() - start, count: count(result) });
      return result;
    },
  };
}

/** A pipeline, what is computed from its log once, and which of its stages are off. */
interface Prepared {
  parts: TwoStageParts;
  rerank?: Rerank;
  report: readonly StageTiming[];
  groups: FeatureGroup[];
  names: string[];
  /** What each user met. */
  seen(user: number): Int32Array;
  off: ReadonlySet<string>;
}

/** The lists of the sources that are on. */
function listsOf(
  { parts, off }: Prepared,
  user: number,
  exclude: Int32Array,
  time: Stopwatch['time'],
): (SourceList | undefined)[] {
  return parts.sources.map((source) => {
    if (off.has(source.name)) return undefined;
    return time(source.name, () => nameCandidates(source, user, exclude), (list) => list.items.length); // prettier-ignore
  });
}

function featuresOf({ groups, names }: Prepared, user: number, candidates: Candidates): Float32Array {
  return featureRows(user, candidates, Int32Array.from(candidates.items.keys()), groups, names.length);
}

/** One answer, stage by stage. */
function answer(prepared: Prepared, user: number, options: RecommendOptions): TwoStageRun {
  const { parts, rerank, names, off } = prepared;
  const { k = 10, exclude = prepared.seen(user) } = options;
  checkIndex('user', user, parts.log.userIds.length);
  checkPositiveInteger('k', k);
  const { stages, time } = stopwatch();
  const lists = listsOf(prepared, user, exclude, time);
  const candidates = time('merge', () => mergeCandidates(lists), ({ items }) => items.length); // prettier-ignore
  let scores: Float32Array = orderOf(candidates);
  if (!off.has('ranker')) {
    const rows = candidates.items.length;
    const features = time('features', () => featuresOf(prepared, user, candidates), ({ length }) => length); // prettier-ignore
    scores = time('ranker', () => parts.ranker.predict(features, rows, names.length), ({ length }) => length); // prettier-ignore
  }
  const ranked = byScore(candidates, scores);
  let items = ranked.items.subarray(0, k);
  if (rerank && !off.has('rerank'))
    items = time(
      'rerank',
      () => rerank(ranked, k),
      ({ length }) => length,
    );
  const scoreOf = new Map(Array.from(ranked.items, (item, at) => [item, ranked.scores[at]]));
  return { items, scores: Float32Array.from(items, (item) => scoreOf.get(item)!), stages };
}

function assemble(prepared: Prepared): TwoStage {
  const { parts, rerank, report, names, off } = prepared;
  const { sources, ranker, log, now, items } = parts;
  const stages = [...sources.map(({ name }) => name), 'ranker', ...(rerank ? ['rerank'] : [])];
  return {
    ...{ stages, names, ranker, sources, log, now, report },
    ...(items && { items }),
    candidates: (user, { exclude = prepared.seen(user) } = {}) =>
      mergeCandidates(listsOf(prepared, user, exclude, stopwatch().time)),
    features: (user, candidates) => featuresOf(prepared, user, candidates),
    rank: (user, candidates) => ranker.predict(featuresOf(prepared, user, candidates), candidates.items.length, names.length),
    run: (user, options = {}) => answer(prepared, user, options),
    recommend(user, options = {}) {
      const { items, scores } = answer(prepared, user, options);
      return { items, scores };
    },
    without(...more) {
      for (const name of more) {
        if (!stages.includes(name)) throw new RangeError(`stages must be of ${stages.join(', ')}, got ${name}`);
      }
      const switched = new Set([...off, ...more]);
      if (sources.every(({ name }) => switched.has(name)))
        throw new RangeError('without must leave at least one source, got none');
      return assemble({ ...prepared, off: switched });
    },
    toBuffer: (about) => packTwoStage(parts, about),
  };
}

/** The pipeline of these parts. */
export function twoStageModel(
  parts: TwoStageParts,
  { rerank, report = [] }: Partial<Pick<Prepared, 'rerank' | 'report'>> = {},
): TwoStage {
  const { pointers, indices } = userItemMatrix(parts.log, 'binary');
  const groups = rankingFeatures(parts);
  const names = columnNames(parts.sources, groups);
  const seen = (user: number) => indices.subarray(pointers[user], pointers[user + 1]);
  return assemble({ parts, rerank, report, groups, names, seen, off: new Set() });
}

/**
 * Reads a pipeline back.
 *
 * @throws RangeError if the artefact is corrupt or of another kind, or holds a model that cannot be read
 */
export function twoStageFromBuffer(buffer: ArrayBuffer, { rerank }: { rerank?: Rerank } = {}): TwoStage {
  return twoStageModel(unpackTwoStage(buffer), { rerank });
}
