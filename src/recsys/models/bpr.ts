/** BPR: of two items, the one the user met should score higher; learned from random pairs. */
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { bprForce, logisticLoss, pairStep, prepare, scorePair, trainPairs, unmet } from './pairwise';
import type { Interactions } from '../types';
import type { StepSums } from '../simd/pairs';
import type { FactorArrays, FactorModel } from './factors';
import type { GradientOptions, PairTraining } from './pairwise';

/** Some steps: draws a met item and one not met, and steps by σ(−lead). Sums up the losses and the leads above 0. */
export function bprSteps(training: PairTraining, steps: number): StepSums {
  const { matrix, userOf, parameters, draw } = training;
  let loss = 0;
  let count = 0;
  for (let step = 0; step < steps; step++) {
    const entry = draw.int(userOf.length);
    const user = userOf[entry];
    const better = matrix.indices[entry];
    const worse = unmet(matrix, user, draw);
    if (worse < 0) continue;
    const lead = scorePair(parameters, user, better) - scorePair(parameters, user, worse);
    pairStep(parameters, user, better, worse, bprForce(lead), training);
    loss += logisticLoss(lead);
    if (lead > 0) count++;
  }
  return { loss, count };
}

/**
 * Maximises Σ ln σ(score(u, i) − score(u, j)) − λ/2 ‖Θ‖² over pairs of a met item i and an item j not met, drawn uniformly: one step per
 * draw, as many draws per epoch as train has pairs. `onProgress` tells the mean −ln σ of the epoch's pairs, each before its step, and
 * the share that was ordered rightly.
 *
 *     const model = await bpr(train, { factors: 32, epochs: 20, seed: 42, onProgress: progress });
 *
 * S. Rendle et al.: BPR: Bayesian personalized ranking from implicit feedback. UAI 2009, section 4 (LearnBPR) with an item bias.
 *
 * @throws RangeError if train is empty, an option is out of range, or training diverges
 */
export async function bpr(train: Interactions, options: GradientOptions = {}): Promise<FactorModel> {
  const { factors = 32, epochs = 20, learningRate = 0.02, regularization = 0.01, seed = 42, signal, onProgress } = options;
  const matrix = prepare(train, { factors, epochs, learningRate, regularization });
  return trainPairs(
    matrix,
    {
      kind: 'bpr',
      simd: (kernel) => kernel.bpr,
      plain: (training) => (steps) => bprSteps(training, steps),
      chunk: 2048,
      values: ({ loss, count }) => ({ loss, right: count }),
    },
    { factors, epochs, learningRate, regularization, seed, signal, onProgress },
  );
}

/** Reads the model back. */
bpr.fromBuffer = (buffer: ArrayBuffer): FactorModel => factorModel(unpackModel<FactorArrays>(buffer, 'bpr'));
