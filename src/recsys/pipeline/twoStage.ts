/**
 * The two-stage recommender: sources name a few hundred candidates of the whole catalogue, a ranker that may look closely at each puts them in
 * order, and rules may have the last word.
 *
 * P. Covington, J. Adams, E. Sargin: Deep neural networks for YouTube recommendations. RecSys 2016, section 2.
 */
import { breathe } from '../math/breathe';
import { checkPositiveInteger } from '../math/check';
import { lambdaMart } from '../ltr/lambdaMart';
import { itemsByUser, columnNames, featureRows, TableBuilder } from './twoStage/table';
import { mergeCandidates, nameCandidates } from './twoStage/candidates';
import { rankingFeatures } from './twoStage/features';
import { twoStageFromBuffer, twoStageModel } from './twoStage/model';
import type { FeatureRanker } from '../ltr/featureRanker';
import type { Table } from '../ltr/table';
import type { TwoLevelSplit } from '../data/splitTwoLevel';
import type { Interactions, ItemFacts, TrainOptions, UserFacts } from '../types';
import type { CandidateSource, FittedSource } from './twoStage/candidates';
import type { Rerank, StageTiming, TwoStage } from './twoStage/model';

export interface TwoStageOptions extends TrainOptions {
  /** What names candidates; the first is the main one, whose order stands when there is no ranker. */
  sources: readonly CandidateSource[];
  /** By item index. */
  items?: readonly ItemFacts[];
  /** By user index. */
  users?: readonly UserFacts[];
  /** Trains the ranker; LambdaMART by default, of 100 small trees. `rankerTf` fits here too. */
  ranker?: (train: Table, options: { validation?: Table; seed: number; signal?: AbortSignal }) => Promise<FeatureRanker>;
  /** Of the candidates that a user did not meet, so many are drawn into the ranker's table; 40 by default. */
  negatives?: number;
  /** Share of the users kept from the ranker's table and given to it as `validation`, 0 … 1; 0, and no such table, by default. */
  validationShare?: number;
  /** The last word: takes the ranked candidates and the length of the list, such as `(ranking, k) => mmr(ranking, { similarity, k })`. */
  rerank?: Rerank;
}

const boostedTrees: NonNullable<TwoStageOptions['ranker']> = (train, options) =>
  lambdaMart(train, { trees: 100, leaves: 7, learningRate: 0.05, minData: 100, ...options });

/** Runs a stage of the training and reports it. */
type Stage = <T>(name: string, work: () => T | Promise<T>, count: (result: T) => number) => Promise<T>;

async function fitSources(log: Interactions, sources: readonly CandidateSource[], signal?: AbortSignal): Promise<FittedSource[]> {
  const fitted: FittedSource[] = [];
  for (const { name, k = 100, fit } of sources) fitted.push({ name, k, model: await fit(log, { signal }) });
  return fitted;
}

/** The ranker's table: candidates by what the log said before the window, labels by what happened in it. */
async function rankingTable(
  { retrieval, ranking, at }: TwoLevelSplit,
  sources: readonly FittedSource[],
  options: Required<Pick<TwoStageOptions, 'negatives' | 'seed'>> & Pick<TwoStageOptions, 'items' | 'users' | 'signal'>,
): Promise<{ builder: TableBuilder; names: string[] }> {
  const groups = rankingFeatures({ log: retrieval, now: at[0], items: options.items, users: options.users });
  const names = columnNames(sources, groups);
  const builder = new TableBuilder(options);
  const known = itemsByUser(retrieval);
  const met = itemsByUser(ranking);
  for (let user = 0; user < met.length && !options.signal?.aborted; user++) {
    const fresh = new Set([...met[user]].filter((item) => !known[user].has(item)));
    if (fresh.size === 0) continue;
    const exclude = [...known[user]];
    const candidates = mergeCandidates(sources.map((source) => nameCandidates(source, user, exclude)));
    builder.add(candidates, fresh, (rows) => featureRows(user, candidates, rows, groups, names.length));
    await breathe();
  }
  return { builder, names };
}

function checkSources(sources: readonly CandidateSource[]): void {
  if (sources.length === 0) throw new RangeError('sources must be at least one, got 0');
  const names = sources.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new RangeError(`sources must have names of their own, got ${names.join(', ')}`);
  for (const { name, k = 100 } of sources) {
    checkPositiveInteger(`${name}.k`, k);
    if (name === 'ranker' || name === 'rerank') throw new RangeError(`sources must not be called ranker or rerank, got ${name}`);
  }
}

/**
 * Trains all of it: the sources on `split.retrieval`; the ranker on their candidates for the ranking window, labelled by what users met in it; then
 * the sources again, on `split.train`. What the ranker learns is thus how much to trust each source on rows that the source has not seen, and
 * every feature is computed from the log before the window alone.
 *
 *     const split = splitTwoLevel(interactions, { rankingDays: 14, testDays: 14 });
 *     const model = await twoStage(split, { sources: [{ name: 'als', fit: (train) => implicitAls(train) }, …], items, users });
 *     const alone = await evaluate(model.without('ranker'), { train: split.train, test: split.test });
 *     compare(await evaluate(model, { train: split.train, test: split.test }), alone);
 *
 * @throws RangeError if there is no source, two have one name, an option is out of range, or no candidate was met in the ranking window; the
 * signal's reason if it is aborted, as half a pipeline is no model
 */
export async function twoStage(split: TwoLevelSplit, options: TwoStageOptions): Promise<TwoStage> {
  const { sources, items, users, ranker: trainRanker = boostedTrees, rerank } = options;
  const { negatives = 40, validationShare = 0, seed = 42, signal, onProgress } = options;
  checkSources(sources);
  checkPositiveInteger('negatives', negatives);
  if (!(validationShare >= 0 && validationShare < 1))
    throw new RangeError(`validationShare must lie in 0 … 1, 1 left out, got ${validationShare}`);
  const report: StageTiming[] = [];
  const stage: Stage = async (name, work, count) => {
    signal?.throwIfAborted();
    const start = performance.now();
    const result = await work();
    report.push({ name, ms: performance.now() - start, count: count(result) });
    onProgress?.({ done: report.length, total: 5, label: 'stage' });
    return result;
  };
  const rowsOf = (log: Interactions) => () => log.users.length;
  const first = await stage('fit on the past', () => fitSources(split.retrieval, sources, signal), rowsOf(split.retrieval));
  const { builder, names } = await stage(
    'candidates and features',
    () => rankingTable(split, first, { negatives, seed, items, users, signal }),
    (made) => made.builder.rows,
  );
  if (builder.rows === 0) throw new RangeError('split.ranking must hold items that the sources name, got none');
  const { train, validation } = builder.divide(names, validationShare);
  const ranker = await stage('train the ranker', () => trainRanker(train, { validation, seed, signal }), () => train.rows); // prettier-ignore
  const fitted = await stage('fit on all', () => fitSources(split.train, sources, signal), rowsOf(split.train));
  const parts = { sources: fitted, ranker, log: split.train, now: split.at[1], items, users };
  return stage('features of all', () => twoStageModel(parts, { rerank, report }), (model) => model.names.length); // prettier-ignore
}

/** Reads a pipeline back; its `rerank`, which is code, is given again. */
twoStage.fromBuffer = twoStageFromBuffer;
