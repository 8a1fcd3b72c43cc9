/** Reads any model back from its buffer, which says itself what it is. */
import { modelKind } from '../math/buffer';
import { adaRank } from '../ltr/adaRank';
import { dcn } from '../ltr/dcn';
import { deepFm } from '../ltr/deepFm';
import { gbdt } from '../ltr/gbdt';
import { lambdaMart } from '../ltr/lambdaMart';
import { rankerTf } from '../ltr/rankerTf';
import { als } from '../models/als';
import { bayesianMean } from '../models/bayesianMean';
import { bpr } from '../models/bpr';
import { contentBased } from '../models/contentBased';
import { ease } from '../models/ease';
import { gru4rec } from '../models/gru4rec';
import { hybrid } from '../models/hybrid';
import { implicitAls } from '../models/implicitAls';
import { itemKnn } from '../models/itemKnn';
import { logisticMf } from '../models/logisticMf';
import { mfTf } from '../models/mfTf';
import { popularity } from '../models/popularity';
import { popularityBySegment } from '../models/popularityBySegment';
import { pureSvd } from '../models/pureSvd';
import { recencyPopularity } from '../models/recencyPopularity';
import { sar } from '../models/sar';
import { sasrec } from '../models/sasrec';
import { similarToLast } from '../models/similarToLast';
import { slim } from '../models/slim';
import { twoTower } from '../models/twoTower';
import { userKnn } from '../models/userKnn';
import { warp } from '../models/warp';
import type { FeatureRanker } from '../ltr/featureRanker';
import type { Recommender } from '../types';

type Readers<Model> = Record<string, { fromBuffer(buffer: ArrayBuffer): Model }>;

const recommenders: Readers<Recommender> = {
  ...{ als, bayesianMean, bpr, contentBased, ease, gru4rec, hybrid, implicitAls, itemKnn, logisticMf, mfTf, popularity },
  ...{ popularityBySegment, pureSvd, recencyPopularity, sar, sasrec, similarToLast, slim, twoTower, userKnn, warp },
};

const rankers: Readers<FeatureRanker> = { adaRank, dcn, deepFm, gbdt, lambdaMart, rankerTf };

function read<Model>(what: string, readers: Readers<Model>, buffer: ArrayBuffer): Model {
  const kind = modelKind(buffer);
  if (!Object.hasOwn(readers, kind)) {
    throw new RangeError(`buffer must hold a ${what} (${Object.keys(readers).join(', ')}), got ${kind}`);
  }
  return readers[kind].fromBuffer(buffer);
}

/**
 * A recommender of any kind.
 *
 *     readRecommender(model.toBuffer()).recommend(0)
 *
 * @throws RangeError if the buffer holds none
 */
export function readRecommender(buffer: ArrayBuffer): Recommender {
  return read('recommender', recommenders, buffer);
}

/** A ranker of documents by their features, of any kind; throws a RangeError if the buffer holds none. */
export function readFeatureRanker(buffer: ArrayBuffer): FeatureRanker {
  return read('ranker', rankers, buffer);
}
