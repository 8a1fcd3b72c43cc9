/** The two-stage recommender as the API's model. What its features say of counts is brought up to date by the feature store. */
import { topk } from '../math/topk';
import { popularity } from '../models/popularity';
import { ONLINE_FEATURES } from './onlineFeatures';
import type { FactorModel } from '../models/factors';
import type { Ranking } from '../types';
import type { RankRequest, ServedModel } from './api/servedModel';
import type { Candidates } from './twoStage/candidates';
import type { TwoStage } from './twoStage/model';

/** What the first stage gives: a list, and what each source says of it. */
export interface TwoStageFound extends Ranking {
  merged: Candidates;
}

/** The columns of the ranker that are counts, and what of the store is as new: of the item, or of the user. */
const UP_TO_DATE: Record<string, (request: RankRequest, candidate: number) => number> = {
  'item.rows': ({ itemFeatures }, candidate) => itemFeatures[2 * candidate],
  'item.value': ({ itemFeatures }, candidate) => itemFeatures[2 * candidate + 1] / itemFeatures[2 * candidate],
  'user.rows': ({ userFeatures }) => userFeatures[0],
};

/**
 *     const model = serveTwoStage(await twoStage(split, options), { version: '1' });
 *     const app = recommendApi({ model, features });
 *
 * Where the store knows nothing, or does not answer, what the training log said stands.
 *
 * @throws RangeError if the pipeline was not told its items
 */
export function serveTwoStage(pipeline: TwoStage, { version }: { version: string }): ServedModel<TwoStageFound> {
  const { log, items, names, ranker } = pipeline;
  if (!items) throw new RangeError('pipeline must know its items, got none');
  const columns = Object.entries(UP_TO_DATE)
    .map(([name, read]) => ({ column: names.indexOf(name), read }))
    .filter(({ column }) => column >= 0);
  const vectors = vectorsOf(pipeline);
  return {
    version,
    items,
    userIds: log.userIds,
    userFeatures: ONLINE_FEATURES,
    itemFeatures: ONLINE_FEATURES,
    popular: topk(popularity(log).itemScores, items.length),
    candidates(user) {
      const merged = pipeline.candidates(user);
      return { items: merged.items, scores: Float32Array.from(merged.items, (_, at) => 1 / (1 + at)), merged };
    },
    rank(request) {
      const { merged } = request.candidates;
      const features = pipeline.features(request.user, merged);
      const rows = merged.items.length;
      for (const { column, read } of columns) {
        for (let row = 0; row < rows; row++) {
          const value = read(request, row);
          if (Number.isFinite(value)) features[row * names.length + column] = value;
        }
      }
      return ranker.predict(features, rows, names.length);
    },
    ...(vectors && {
      itemVector: (item: number) => vectors.itemFactors.subarray(item * vectors.factors, (item + 1) * vectors.factors),
    }),
  };
}

/** The first source that has a vector for each item. */
export function vectorsOf({ sources }: TwoStage): FactorModel | undefined {
  return sources.map(({ model }) => model).find((model): model is FactorModel => 'itemFactors' in model);
}
