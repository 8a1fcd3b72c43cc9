/** WARP: look for an item that is wrongly ahead, and step the harder the sooner one is found, since then the met item stands low. */
import { checkPositiveInteger } from '../math/check';
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { pairStep, prepare, scorePair, trainPairs, unmet } from './pairwise';
import type { Interactions } from '../types';
import type { StepSums } from '../simd/pairs';
import type { FactorArrays, FactorModel } from './factors';
import type { GradientOptions, PairTraining } from './pairwise';

export interface WarpOptions extends GradientOptions {
  /** Draws at most in search of an item that is wrongly ahead; 50 by default. */
  negatives?: number;
}

/** Σ_{r = 1 … n} 1/r for n = 0 … items: the price of standing at a place. */
export function harmonicNumbers(items: number): Float64Array {
  const sums = new Float64Array(items + 1);
  for (let r = 1; r <= items; r++) sums[r] = sums[r - 1] + 1 / r;
  return sums;
}

/** The force of WARP when the nth draw was the first to violate: L(⌊(items − 1) / n⌋), divided by L(items − 1) so that it is at most 1. */
export function warpForce(draws: number, harmonic: Float64Array): number {
  const most = harmonic.length - 2; // items − 1
  return harmonic[Math.floor(most / draws)] / harmonic[most];
}

/** The forces of a violation found at the 1st, 2nd … draw, `negatives` of them. */
export function warpForces(items: number, negatives: number): Float64Array {
  const harmonic = harmonicNumbers(items);
  const most = Math.max(items - 1, 1); // further draws say no more
  return Float64Array.from({ length: negatives }, (_, n) => warpForce(Math.min(n + 1, most), harmonic));
}

/** Some steps: draws until an item is wrongly ahead, and steps by that draw's force. Sums up the losses and the items drawn. */
export function warpSteps(training: PairTraining, forces: ArrayLike<number>, steps: number): StepSums {
  const { matrix, userOf, parameters, draw } = training;
  let loss = 0;
  let count = 0;
  for (let step = 0; step < steps; step++) {
    const entry = draw.int(userOf.length);
    const user = userOf[entry];
    const better = matrix.indices[entry];
    const score = scorePair(parameters, user, better);
    for (let n = 0; n < forces.length; n++) {
      const worse = unmet(matrix, user, draw);
      if (worse < 0) break;
      count++;
      const hinge = 1 - score + scorePair(parameters, user, worse);
      if (!(hinge > 0)) continue;
      pairStep(parameters, user, better, worse, forces[n], training);
      loss += forces[n] * hinge;
      break;
    }
  }
  return { loss, count };
}

/**
 * For a met item i, items j not met are drawn until one has score(u, j) > score(u, i) − 1, at most `negatives` times; then one step is made
 * down the hinge loss L(rank) · (1 − score(u, i) + score(u, j)), where the rank is estimated from the number of draws and L(r) = Σ_{s ≤ r} 1/s
 * makes the top of the list matter most. L is scaled to at most 1, so that learning rates are comparable between catalogues.
 *
 * `onProgress` tells the mean hinge loss and the mean number of draws: as the model learns, violations get harder to find.
 *
 * J. Weston, S. Bengio, N. Usunier: WSABIE: scaling up to large vocabulary image annotation. IJCAI 2011, algorithm 1.
 *
 * @throws RangeError if train is empty, an option is out of range, or training diverges
 */
export async function warp(train: Interactions, options: WarpOptions = {}): Promise<FactorModel> {
  const { factors = 32, epochs = 20, learningRate = 0.01, regularization = 0.01, negatives = 50, seed = 42 } = options;
  checkPositiveInteger('negatives', negatives);
  const matrix = prepare(train, { factors, epochs, learningRate, regularization });
  const forces = warpForces(matrix.columns, negatives);
  const { signal, onProgress } = options;
  return trainPairs(
    matrix,
    {
      kind: 'warp',
      simd: (kernel) => kernel.warp,
      plain: (training) => (steps) => warpSteps(training, forces, steps),
      chunk: 512,
      values: ({ loss, count }) => ({ loss, draws: count }),
    },
    { factors, epochs, learningRate, regularization, negatives, forces, seed, signal, onProgress },
  );
}

/** Reads the model back. */
warp.fromBuffer = (buffer: ArrayBuffer): FactorModel => factorModel(unpackModel<FactorArrays>(buffer, 'warp'));
