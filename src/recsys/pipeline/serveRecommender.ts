/** Any recommender as the API's model: its first stage, with popularity to fall back on and, if given, a ranker behind it. */
import { topk } from '../math/topk';
import { popularity } from '../models/popularity';
import type { FactorModel } from '../models/factors';
import type { Interactions, ItemFacts, Recommender } from '../types';
import type { ServedModel } from './api/servedModel';

export interface ServeRecommenderOptions extends Pick<ServedModel, 'userFeatures' | 'itemFeatures' | 'rank'> {
  /** What the model was trained on: whose users and items it knows, and what was popular. */
  train: Interactions;
  /** By item index. */
  items: readonly ItemFacts[];
  /** Shown in every answer. */
  version: string;
}

/**
 *     const model = serveRecommender(await implicitAls(train), { train, items, version: '1' });
 *     const app = recommendApi({ model, index: exactSearch(als.itemFactors, { dimensions: als.factors }) });
 *
 * @throws RangeError if there are not as many items as in train, or train is empty
 */
export function serveRecommender(model: Recommender | FactorModel, options: ServeRecommenderOptions): ServedModel {
  const { train, items, version, ...ranker } = options;
  if (items.length !== train.itemIds.length) {
    throw new RangeError(`items must be as many as in train (${train.itemIds.length}), got ${items.length}`);
  }
  const vectors = 'itemFactors' in model ? model : undefined;
  return {
    ...ranker,
    version,
    items,
    userIds: train.userIds,
    popular: topk(popularity(train).itemScores, items.length),
    candidates: (user, { k }) => model.recommend(user, { k }),
    ...(vectors && {
      itemVector: (item: number) => vectors.itemFactors.subarray(item * vectors.factors, (item + 1) * vectors.factors),
    }),
  };
}
