/** Logistic matrix factorisation: the probability that a user meets an item, learned from met items and drawn ones. */
import { checkPositiveInteger } from '../math/check';
import { sigmoid } from '../math/functions';
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { logisticLoss, prepare, scorePair, trainPairs } from './pairwise';
import type { Interactions } from '../types';
import type { StepSums } from '../simd/pairs';
import type { FactorArrays, FactorModel } from './factors';
import type { GradientOptions, PairParameters, PairTraining } from './pairwise';

export interface LogisticMfOptions extends GradientOptions {
  /** Items drawn for each met one; 5 by default. */
  negatives?: number;
}

/** One step down −ln σ(s) for a met item (label 1), −ln σ(−s) for another (0), with λ/2 of the squares; returns the loss before it. */
export function logisticStep(
  parameters: PairParameters,
  user: number,
  item: number,
  label: 0 | 1,
  { learningRate, regularization }: { learningRate: number; regularization: number },
): number {
  const { d, userFactors, itemFactors, itemBiases } = parameters;
  const score = scorePair(parameters, user, item);
  const force = label - sigmoid(score);
  for (let c = 0; c < d; c++) {
    const own = userFactors[user * d + c];
    const other = itemFactors[item * d + c];
    userFactors[user * d + c] = own + learningRate * (force * other - regularization * own);
    itemFactors[item * d + c] = other + learningRate * (force * own - regularization * other);
  }
  itemBiases[item] += learningRate * (force - regularization * itemBiases[item]);
  return logisticLoss(label === 1 ? score : -score);
}

/** Some times a met item with label 1 and `negatives` drawn ones with label 0. Sums up the losses. */
export function logisticSteps(training: PairTraining, negatives: number, steps: number): StepSums {
  const { matrix, userOf, parameters, draw } = training;
  let loss = 0;
  for (let step = 0; step < steps; step++) {
    const entry = draw.int(userOf.length);
    loss += logisticStep(parameters, userOf[entry], matrix.indices[entry], 1, training);
    for (let n = 0; n < negatives; n++) loss += logisticStep(parameters, userOf[entry], draw.int(matrix.columns), 0, training);
  }
  return { loss, count: 0 };
}

/**
 * Minimises the logistic loss of score(u, i) = b_i + p_u · q_i with met pairs as 1 and, for each, `negatives` uniformly drawn items as 0. A drawn
 * item may be one that the user met, as in the full sum over all pairs that the sample stands for.
 *
 * C. Johnson: Logistic matrix factorization for implicit feedback data. NIPS workshop 2014, equation 4; stochastic, with sampled zeros.
 *
 * @throws RangeError if train is empty, an option is out of range, or training diverges
 */
export async function logisticMf(train: Interactions, options: LogisticMfOptions = {}): Promise<FactorModel> {
  const { factors = 32, epochs = 20, learningRate = 0.05, regularization = 0.01, negatives = 5, seed = 42 } = options;
  checkPositiveInteger('negatives', negatives);
  const matrix = prepare(train, { factors, epochs, learningRate, regularization });
  const { signal, onProgress } = options;
  return trainPairs(
    matrix,
    {
      kind: 'logisticMf',
      simd: (kernel) => kernel.logistic,
      plain: (training) => (steps) => logisticSteps(training, negatives, steps),
      chunk: 512,
      values: ({ loss }) => ({ loss: loss / (1 + negatives) }),
    },
    { factors, epochs, learningRate, regularization, negatives, seed, signal, onProgress },
  );
}

/** Reads the model back. */
logisticMf.fromBuffer = (buffer: ArrayBuffer): FactorModel => factorModel(unpackModel<FactorArrays>(buffer, 'logisticMf'));
