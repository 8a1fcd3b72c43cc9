/** LambdaMART: boosted trees whose gradients are LambdaRank's, so that they learn an order and not a number. */
import { checkOneOf, checkPositive, checkPositiveInteger } from '../math/check';
import { lambdarank } from './objectives/lambdarank';
import { ndcgJudge } from './objectives/ndcg';
import { xendcg } from './objectives/xendcg';
import { groupOffsets } from './table';
import { boost } from './trees/boost';
import { treesFromBuffer, treesModel } from './trees/model';
import type { Gain } from '../metrics/dcg';
import type { Table } from './table';
import type { BoostOptions } from './trees/boost';
import type { Trees } from './trees/model';

export interface LambdaMartOptions extends BoostOptions {
  /** `lambdarank` (the default) or `xendcg`. */
  objective?: 'lambdarank' | 'xendcg';
  /** Whose nDCG `lambdarank` climbs: that of the first so many places; 30 by default. */
  truncation?: number;
  /** σ of `lambdarank`; 1 by default. */
  sigma?: number;
  /** Whether `lambdarank` holds back pairs far apart and queries of many pairs, as LightGBM does; no by default. */
  normalize?: boolean;
  /** What a grade is worth: `exponential` (2^grade − 1, the default) or `linear`. */
  gain?: Gain;
  /** The cutoff of the nDCG that is told and that stops training; 10 by default. */
  k?: number;
}

/**
 * Trains on queries: `train.groups` says which rows belong together, and only their order among themselves is learned. `onProgress` tells the
 * mean nDCG@k after each tree (`validationNdcg` beside it), over the queries in which something is relevant.
 *
 *     const model = await lambdaMart(train, { trees: 200, learningRate: 0.1, validation });
 *     const scores = model.predict(features, rows, columns);
 *
 * C. Burges: From RankNet to LambdaRank to LambdaMART: an overview. Microsoft Research MSR-TR-2010-82, 2010; for `xendcg`, S. Bruch: An
 * alternative cross entropy loss for learning-to-rank. The Web Conference 2021.
 *
 * @throws RangeError for a table that is not one, labels that are not grades, groups that do not fit, or an option out of range
 */
export async function lambdaMart(train: Table, options: LambdaMartOptions = {}): Promise<Trees> {
  const { objective = 'lambdarank', truncation = 30, sigma = 1, normalize = false, gain = 'exponential', k = 10 } = options;
  checkOneOf('objective', objective, ['lambdarank', 'xendcg']);
  checkOneOf('gain', gain, ['linear', 'exponential']);
  checkPositiveInteger('truncation', truncation);
  checkPositiveInteger('k', k);
  checkPositive('sigma', sigma);
  if (options.validation) groupOffsets(options.validation.rows, options.validation.groups);
  const ensemble = await boost(
    train,
    {
      objective: (table, seed) =>
        objective === 'xendcg' ? xendcg(table, seed) : lambdarank(table, { truncation, sigma, normalize, gain }),
      judge: ndcgJudge({ k, gain }),
    },
    options,
  );
  return treesModel('lambdaMart', ensemble);
}

/** Reads the model back. */
lambdaMart.fromBuffer = (buffer: ArrayBuffer): Trees => treesFromBuffer('lambdaMart', buffer);
