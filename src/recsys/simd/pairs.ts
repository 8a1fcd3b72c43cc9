/** Stochastic gradients in the kernel: parameters, met pairs and random numbers in one memory; see `assembly/pairs`. */
import { Layout, gather, rowBytes, spread, startKernel } from './kernel';
import type { SparseRows } from './kernel';

/** What is trained: score(u, i) = b_i + p_u · q_i, rows of d numbers. */
export interface PairArrays {
  d: number;
  userFactors: Float32Array;
  itemFactors: Float32Array;
  itemBiases: Float32Array;
}

/** What the training fixes. */
export interface PairOptions {
  learningRate: number;
  regularization: number;
  /** Of the draws, as `random(seed)` makes them. */
  seed: number;
  /** Items drawn at most for a met one, in `warp` and `logistic`. */
  negatives?: number;
  /** WARP: the force when the first violation is the 1st, 2nd … draw. */
  forces?: ArrayLike<number>;
}

/** What some steps summed up. */
export interface StepSums {
  loss: number;
  /** Pairs in the right order (BPR), items drawn (WARP). */
  count: number;
}

/** Parameters in a kernel's memory, and the steps that move them. */
export interface PairKernel {
  bpr(steps: number): StepSums;
  warp(steps: number): StepSums;
  logistic(steps: number): StepSums;
  /** Copies the parameters back into the arrays that training started from. */
  finish(): void;
}

/** Numbers that `bprSteps` draws ahead, as in `assembly/pairs`. */
const DRAWS = 2 * 256;

/** Copies parameters and matrix into a kernel; undefined where there is none. */
export function startPairs(matrix: SparseRows, arrays: PairArrays, options: PairOptions): PairKernel | undefined {
  const { rows, columns, pointers, indices } = matrix;
  const { d, userFactors, itemFactors, itemBiases } = arrays;
  const { learningRate, regularization, negatives = 0, forces = [] } = options;
  const bytes = rowBytes(d, 4);
  const layout = new Layout();
  const at = {
    pointers: layout.take(4 * (rows + 1)),
    indices: layout.take(4 * indices.length),
    userOf: layout.take(4 * indices.length),
    users: layout.take(rows * bytes),
    items: layout.take(columns * bytes),
    biases: layout.take(4 * columns),
    room: layout.take(4 * Math.max(DRAWS, forces.length)),
  };
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const { buffer } = kernel;
  const width = bytes / 4;
  const users = new Float32Array(buffer, at.users, rows * width);
  const items = new Float32Array(buffer, at.items, columns * width);
  const biases = new Float32Array(buffer, at.biases, columns);
  new Int32Array(buffer, at.pointers, rows + 1).set(pointers);
  new Int32Array(buffer, at.indices, indices.length).set(indices);
  const userOf = new Int32Array(buffer, at.userOf, indices.length);
  for (let row = 0; row < rows; row++) userOf.fill(row, pointers[row], pointers[row + 1]);
  spread(userFactors, d, users, width);
  spread(itemFactors, d, items, width);
  biases.set(itemBiases);
  new Float32Array(buffer, at.room, forces.length).set(forces);
  kernel.seed(Math.trunc(options.seed) % 4294967296);

  const decay = 1 - learningRate * regularization;
  const parameters = [at.users, at.items, at.biases, bytes, learningRate, decay] as const;
  const sums = (): StepSums => ({ loss: kernel.lossOfSteps(), count: kernel.countOfSteps() });
  return {
    bpr(steps) {
      kernel.bprSteps(steps, at.pointers, at.indices, at.userOf, indices.length, columns, ...parameters, at.room);
      return sums();
    },
    warp(steps) {
      kernel.warpSteps(steps, at.pointers, at.indices, at.userOf, indices.length, columns, ...parameters, at.room, negatives);
      return sums();
    },
    logistic(steps) {
      kernel.logisticSteps(steps, at.indices, at.userOf, indices.length, columns, ...parameters, negatives);
      return sums();
    },
    finish() {
      gather(users, width, userFactors, d);
      gather(items, width, itemFactors, d);
      itemBiases.set(biases);
    },
  };
}
