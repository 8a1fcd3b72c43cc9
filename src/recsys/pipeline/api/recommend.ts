/**
 * The path of one request: what the user has done since training, candidates, features, re-ranking, business rules. A stage that fails or is
 * late is left out, and the answer says so: without the ranker the first stage's order stands, without candidates the popular.
 */
import { ageRule, diversityRule, seenRule } from './rules';
import { stages } from './stages';
import type { EventLog } from '../../serve/eventLog';
import type { FeatureStore } from '../../serve/featureStore';
import type { Ranking } from '../../types';
import type { AgeRating, Rule, Scored } from './rules';
import type { Ids, ServedModel } from './servedModel';
import type { StageReport, Stages } from './stages';

/** Milliseconds that each stage may take. */
export interface Budgets {
  seen: number;
  candidates: number;
  features: number;
  rank: number;
  search: number;
  similar: number;
}

/** What a request is answered with. */
export interface RecommendParts {
  model: ServedModel;
  ids: Ids;
  features?: FeatureStore;
  events?: EventLog;
  budgets: Budgets;
  /** How many candidates are re-ranked. */
  candidates: number;
  /** How many films of one director the list begins with at most. */
  perDirector: number;
}

export interface RecommendRequest {
  userId: string;
  /** How many items from the top are wanted. */
  count: number;
  /** The highest age rating allowed; any by default. */
  maxRating?: AgeRating;
}

/** Where the order of the items comes from. */
export type Source = 'ranker' | 'candidates' | 'popularity';

export interface Recommendation {
  items: Scored[];
  source: Source;
  /** Whether the model knows the user; strangers get what is popular. */
  knownUser: boolean;
  stages: StageReport[];
}

export async function recommend(parts: RecommendParts, request: RecommendRequest): Promise<Recommendation> {
  const run = stages();
  const { model, ids, budgets } = parts;
  const user = ids.user(request.userId);
  const seen = await seenItems(parts, request.userId, run);
  const found =
    user === undefined
      ? undefined
      : await run.run('candidates', budgets.candidates, () => model.candidates(user, { k: parts.candidates }));
  const ranked = found && user !== undefined ? await reRank(parts, { userId: request.userId, user, found }, run) : undefined;
  const ordered = ranked ?? (found ? scoredOf(found) : []);
  const items = await run.run('rules', Infinity, () => {
    const apply = rulesOf(parts, request, seen);
    const list = apply(ordered);
    // Too short, or nothing to begin with: the popular fill it up.
    if (list.length >= request.count) return list.slice(0, request.count);
    const had = new Set(list.map(({ item }) => item));
    const more = apply(scoredOf(model.popular)).filter(({ item }) => !had.has(item));
    return [...list, ...more].slice(0, request.count);
  });
  // The rules are not a stage to go on without: better no list than one that a child must not see.
  if (!items) throw run.reports.at(-1)!.error;
  return {
    items,
    source: ranked ? 'ranker' : found ? 'candidates' : 'popularity',
    knownUser: user !== undefined,
    stages: run.reports,
  };
}

/** What the user has met since the model was trained. */
async function seenItems({ events, ids, budgets }: RecommendParts, userId: string, run: Stages): Promise<Set<number>> {
  const met = events && (await run.run('seen', budgets.seen, () => events.itemsOf(userId)));
  return new Set((met ?? []).map((id) => ids.item(id)).filter((item) => item !== undefined));
}

/** The candidates in the ranker's order, or nothing if there is none or it fails. It can do without features that are late: they are NaN. */
async function reRank(
  { model, features, budgets }: RecommendParts,
  { userId, user, found }: { userId: string; user: number; found: Ranking },
  run: Stages,
): Promise<Scored[] | undefined> {
  const { rank, userFeatures = [], itemFeatures = [] } = model;
  if (!rank) return undefined;
  const known =
    features &&
    userFeatures.length + itemFeatures.length > 0 &&
    (await run.run('features', budgets.features, () =>
      Promise.all([
        features.latest([`user:${userId}`], userFeatures),
        features.latest(
          Array.from(found.items, (item) => `item:${model.items[item].id}`),
          itemFeatures,
        ),
      ]),
    ));
  const [ofUser, ofItems] = known || [nothing(userFeatures.length), nothing(found.items.length * itemFeatures.length)];
  const scores = await run.run('rank', budgets.rank, () => {
    const given = rank.call(model, { user, candidates: found, userFeatures: ofUser, itemFeatures: ofItems });
    return given instanceof Promise ? given.then((late) => checkScores(late, found)) : checkScores(given, found);
  });
  if (!scores) return undefined;
  return scoredOf({ items: found.items, scores }).sort((a, b) => b.score - a.score || a.item - b.item);
}

/** A ranker that answers nonsense has failed. */
function checkScores(scores: Float32Array, { items }: Ranking): Float32Array {
  if (scores.length !== items.length) throw new RangeError(`rank must give ${items.length} scores, got ${scores.length}`);
  for (const score of scores) if (!Number.isFinite(score)) throw new RangeError(`rank must give finite scores, got ${score}`);
  return scores;
}

function rulesOf({ model, perDirector }: RecommendParts, { maxRating }: RecommendRequest, seen: ReadonlySet<number>): Rule {
  const rules = [
    seenRule(seen),
    ...(maxRating ? [ageRule(model.items, maxRating)] : []),
    diversityRule((item) => model.items[item].director, { most: perDirector }),
  ];
  return (ranked) => rules.reduce<Scored[]>((list, rule) => rule(list), [...ranked]);
}

function scoredOf({ items, scores }: Ranking): Scored[] {
  return Array.from(items, (item, rank) => ({ item, score: scores[rank] }));
}

const nothing = (length: number) => new Float64Array(length).fill(NaN);
