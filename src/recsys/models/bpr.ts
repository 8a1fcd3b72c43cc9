/** BPR: of two items, the one the user met should score higher; learned from random pairs. */
import { startPairs } from '../simd/pairs';
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { bprForce, logisticLoss, pairModel, pairStep, pairTraining, prepare, scorePair, trainEpochs, unmet } from './pairwise';
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
  const training = pairTraining(matrix, { factors, seed, learningRate, regularization });
  const kernel = startPairs(matrix, training.parameters, { learningRate, regularization, seed });
  const run = kernel?.bpr ?? ((steps: number) => bprSteps(training, steps));
  const entries = matrix.indices.length;
  await trainEpochs(run, { entries, chunk: 2048, epochs, signal, onProgress }, ({ loss, count }) => ({ loss, right: count }));
  kernel?.finish();
  return pairModel('bpr', matrix, training.parameters);
}

/** Reads the model back. */
bpr.fromBuffer = (buffer: ArrayBuffer): FactorModel => factorModel(unpackModel<FactorArrays>(buffer, 'bpr'));
