/** Boosted trees for a number or a probability: the pointwise ranker, and the click predictor. */
import { checkOneOf } from '../math/check';
import { l2, squaredError } from './objectives/l2';
import { logistic, logLoss } from './objectives/logistic';
import { boost } from './trees/boost';
import { treesFromBuffer, treesModel } from './trees/model';
import type { Table } from './table';
import type { BoostOptions, Goal } from './trees/boost';
import type { Trees } from './trees/model';

export interface GbdtOptions extends BoostOptions {
  /** `l2` (squared error, the default) or `logistic` (labels in 0 … 1; scores are log-odds). */
  objective?: 'l2' | 'logistic';
}

const goals: Record<'l2' | 'logistic', Goal> = {
  l2: { objective: l2, judge: squaredError },
  logistic: { objective: logistic, judge: logLoss },
};

/**
 * Trains histogram trees, grown leaf by leaf. `onProgress` tells the loss after each tree (`validationLoss` beside it).
 *
 *     const model = await gbdt(train, { objective: 'logistic', trees: 200, validation });
 *     const probabilities = model.predict(features, rows, columns).map(sigmoid);
 *
 * @throws RangeError for a table that is not one, labels that the objective cannot take, or an option out of range
 */
export async function gbdt(train: Table, options: GbdtOptions = {}): Promise<Trees> {
  const { objective = 'l2' } = options;
  checkOneOf('objective', objective, ['l2', 'logistic']);
  // Groups are for ranking: here every row stands for itself.
  return treesModel('gbdt', await boost({ ...train, groups: undefined }, goals[objective], options));
}

/** Reads the model back. */
gbdt.fromBuffer = (buffer: ArrayBuffer): Trees => treesFromBuffer('gbdt', buffer);
