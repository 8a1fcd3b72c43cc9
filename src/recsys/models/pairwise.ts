/** What BPR, WARP and logistic MF share: parameters that stochastic gradients move, one pair of items at a time. */
import { breathe } from '../math/breathe';
import { checkAtLeast, checkPositive, checkPositiveInteger } from '../math/check';
import { log1p, exp, sigmoid } from '../math/functions';
import { dot } from '../math/linalg';
import { random } from '../math/random';
import { userItemMatrix } from '../math/sparse';
import { startPairs } from '../simd/pairs';
import { factorModel, normalFactors } from './factors';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { Random } from '../math/random';
import type { Csr } from '../math/sparse';
import type { PairArrays, PairKernel, PairOptions, StepSums } from '../simd/pairs';
import type { FactorModel } from './factors';

export interface GradientOptions extends TrainOptions {
  /** 32 by default. */
  factors?: number;
  /** Passes over as many pairs as train has; 20 by default. */
  epochs?: number;
  /** η, the length of a step; 0.02 by default in `bpr`, 0.01 in `warp`, 0.05 in `logisticMf`. */
  learningRate?: number;
  /** λ: half the price of a squared parameter at each step that touches it; 0.01 by default. */
  regularization?: number;
}

/** The parameters: score(u, i) = b_i + p_u · q_i. */
export type PairParameters = PairArrays;

const DEVIATION = 0.1;

/** Small random vectors, biases 0. */
export function startParameters(users: number, items: number, d: number, seed: number): PairParameters {
  return {
    d,
    userFactors: normalFactors(users, d, DEVIATION, seed),
    itemFactors: normalFactors(items, d, DEVIATION, seed + 1),
    itemBiases: new Float32Array(items),
  };
}

/** b_i + p_u · q_i. */
export function scorePair({ d, userFactors, itemFactors, itemBiases }: PairParameters, user: number, item: number): number {
  return itemBiases[item] + dot(userFactors, user * d, itemFactors, item * d, d);
}

/** ln(1 + e^−x) without overflow: the loss of BPR where the better item leads by x. */
export function logisticLoss(x: number): number {
  return x > 0 ? log1p(exp(-x)) : log1p(exp(x)) - x;
}

/** What BPR's step is scaled by: −∂ ln σ(x) / ∂x = σ(−x). */
export function bprForce(lead: number): number {
  return sigmoid(-lead);
}

/**
 * One step against the gradient of −force · (score(u, i) − score(u, j)) + λ/2 (‖p_u‖² + ‖q_i‖² + ‖q_j‖² + b_i² + b_j²), with the force held
 * fixed: the gradient of any loss of the lead whose derivative there is −force.
 */
export function pairStep(
  { d, userFactors, itemFactors, itemBiases }: PairParameters,
  user: number,
  better: number,
  worse: number,
  force: number,
  { learningRate, regularization }: { learningRate: number; regularization: number },
): void {
  const p = user * d;
  const i = better * d;
  const j = worse * d;
  for (let c = 0; c < d; c++) {
    const own = userFactors[p + c];
    const up = itemFactors[i + c];
    const down = itemFactors[j + c];
    userFactors[p + c] = own + learningRate * (force * (up - down) - regularization * own);
    itemFactors[i + c] = up + learningRate * (force * own - regularization * up);
    itemFactors[j + c] = down + learningRate * (-force * own - regularization * down);
  }
  itemBiases[better] += learningRate * (force - regularization * itemBiases[better]);
  itemBiases[worse] += learningRate * (-force - regularization * itemBiases[worse]);
}

/** Membership of a sorted row, by bisection. */
export function has({ pointers, indices }: Pick<Csr, 'pointers' | 'indices'>, row: number, column: number): boolean {
  let from = pointers[row];
  let to = pointers[row + 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (indices[middle] < column) from = middle + 1;
    else to = middle;
  }
  return from < pointers[row + 1] && indices[from] === column;
}

/** The row of each entry of a sparse matrix. */
export function rowsOfEntries({ pointers, rows, indices }: Csr): Int32Array {
  const result = new Int32Array(indices.length);
  for (let row = 0; row < rows; row++) result.fill(row, pointers[row], pointers[row + 1]);
  return result;
}

/** An item that the user did not meet, uniformly; −1 where the user met them all. */
export function unmet(matrix: Csr, user: number, draw: Random): number {
  if (matrix.pointers[user + 1] - matrix.pointers[user] >= matrix.columns) return -1;
  for (;;) {
    const item = draw.int(matrix.columns);
    if (!has(matrix, user, item)) return item;
  }
}

/** Checks what all of them take, and makes the binary matrix. */
export function prepare(
  train: Interactions,
  { factors, epochs, learningRate, regularization }: Required<Omit<GradientOptions, keyof TrainOptions>>,
): Csr {
  checkPositiveInteger('factors', factors);
  checkPositiveInteger('epochs', epochs);
  checkPositive('learningRate', learningRate);
  checkAtLeast('regularization', regularization, 0);
  return userItemMatrix(checkTrain(train), 'binary');
}

/** What every step needs to know. */
type StepOptions = Pick<PairOptions, 'factors' | 'seed' | 'learningRate' | 'regularization'>;

/** What the plain loops work on. The kernel draws the same numbers and makes the same steps, in single precision. */
export interface PairTraining {
  matrix: Csr;
  /** The user of each entry of the matrix. */
  userOf: Int32Array;
  parameters: PairParameters;
  draw: Random;
  learningRate: number;
  regularization: number;
}

/** The start of a training. */
export function pairTraining(matrix: Csr, { factors, seed, learningRate, regularization }: StepOptions): PairTraining {
  return {
    matrix,
    userOf: rowsOfEntries(matrix),
    parameters: startParameters(matrix.rows, matrix.columns, factors, seed),
    draw: random(seed),
    learningRate,
    regularization,
  };
}

/** Makes some steps. */
type Steps = (steps: number) => StepSums;

/** What a model's training is made of. */
interface PairMethod {
  kind: string;
  /** Its steps in the kernel, and in plain TypeScript. */
  simd: (kernel: PairKernel) => Steps;
  plain: (training: PairTraining) => Steps;
  /** Steps between two turns of the event loop. */
  chunk: number;
  /** What is told after an epoch, from the means per step. */
  values: (mean: StepSums) => Record<string, number>;
}

/** Trains by stochastic gradients, as many steps an epoch as the matrix has entries: in the kernel where there is one. */
export async function trainPairs(
  matrix: Csr,
  method: PairMethod,
  options: StepOptions & Pick<PairOptions, 'negatives' | 'forces'> & { epochs: number } & TrainOptions,
): Promise<FactorModel> {
  const { epochs, signal, onProgress } = options;
  const entries = matrix.indices.length;
  const kernel = startPairs(matrix, { ...options, deviation: DEVIATION });
  const training = kernel ? undefined : pairTraining(matrix, options);
  const run = kernel ? method.simd(kernel) : method.plain(training!);
  for (let epoch = 1; epoch <= epochs && !signal?.aborted; epoch++) {
    const sums = { loss: 0, count: 0 };
    for (let step = 0; step < entries && !signal?.aborted; step += method.chunk) {
      const { loss, count } = run(Math.min(method.chunk, entries - step));
      sums.loss += loss;
      sums.count += count;
      await breathe();
    }
    if (signal?.aborted) break;
    const values = method.values({ loss: sums.loss / entries, count: sums.count / entries });
    onProgress?.({ done: epoch, total: epochs, label: 'epoch', values });
  }
  return pairModel(method.kind, matrix, kernel ? kernel.finish() : training!.parameters);
}

/** The fitted model of these parameters. */
function pairModel(kind: string, matrix: Csr, { d, userFactors, itemFactors, itemBiases }: PairParameters): FactorModel {
  let sum = 0;
  for (const array of [userFactors, itemFactors, itemBiases]) for (let at = 0; at < array.length; at++) sum += 0 * array[at];
  if (sum !== 0) {
    throw new RangeError('learningRate must be small enough for training to stay finite, got parameters that are not');
  }
  return factorModel({
    kind,
    settings: { items: matrix.columns, factors: d },
    arrays: { seenPointers: matrix.pointers, seenItems: matrix.indices, userFactors, itemFactors, itemBiases },
  });
}
