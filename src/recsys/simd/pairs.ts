/** Stochastic gradients in the kernel: parameters, met pairs and random numbers in one memory; see `assembly/pairs`. */
import { Layout, gather, rowBytes, seedWord, startKernel } from './kernel';
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
  factors: number;
  learningRate: number;
  regularization: number;
  /** Of the draws, and of the users' first vectors; that of the items' is one more. */
  seed: number;
  /** The deviation of the first vectors. */
  deviation: number;
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
  /** A copy of the parameters. */
  finish(): PairArrays;
}

/** Numbers that `bprSteps` draws ahead, and uniform numbers made at once, as in `assembly`. */
const DRAWS = 3 * 256;
const UNIFORMS = 512;

/** Pairs of user and item, at most, that are told by a bit each, 32 MB of them, whether they met; where there are more they are looked for. */
const BITS = 268_435_456;

/** Copies the matrix into a kernel and makes the first vectors there; undefined where there is none. */
export function startPairs(matrix: SparseRows, options: PairOptions): PairKernel | undefined {
  const { rows, columns, pointers, indices } = matrix;
  const { factors: d, learningRate, regularization, seed, deviation, negatives = 0, forces = [] } = options;
  const bytes = rowBytes(d, 4);
  const bitBytes = rows * columns > BITS ? 0 : Math.ceil((rows * columns) / 8);
  const layout = new Layout();
  const at = {
    pointers: layout.take(4 * (rows + 1)),
    indices: layout.take(4 * indices.length),
    bits: bitBytes && layout.take(bitBytes),
    pairs: layout.take(8 * indices.length),
    users: layout.take(rows * bytes),
    items: layout.take(columns * bytes),
    biases: layout.take(4 * columns),
    uniforms: layout.take(8 * UNIFORMS),
    draws: layout.take(4 * DRAWS),
    forces: layout.take(4 * forces.length),
  };
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const { buffer } = kernel;
  new Int32Array(buffer, at.pointers, rows + 1).set(pointers);
  new Int32Array(buffer, at.indices, indices.length).set(indices);
  const bits = bitBytes > 0 ? new Uint8Array(buffer, at.bits, bitBytes) : undefined;
  writePairs(matrix, new Int32Array(buffer, at.pairs, 2 * indices.length), bits);
  new Float32Array(buffer, at.forces, forces.length).set(forces);
  kernel.normalRows(seedWord(seed), rows, d, bytes, deviation, at.users);
  kernel.normalRows(seedWord(seed + 1), columns, d, bytes, deviation, at.items);
  kernel.seed(seedWord(seed));

  const decay = 1 - learningRate * regularization;
  const parameters = [at.users, at.items, at.biases, bytes, learningRate, decay, at.uniforms] as const;
  const sums = (): StepSums => ({ loss: kernel.lossOfSteps(), count: kernel.countOfSteps() });
  return {
    bpr(steps) {
      kernel.bprSteps(steps, at.pointers, at.indices, at.bits, at.pairs, indices.length, columns, ...parameters, at.draws);
      return sums();
    },
    warp(steps) {
      kernel.warpSteps(
        steps,
        at.pointers,
        at.indices,
        at.bits,
        at.pairs,
        indices.length,
        columns,
        ...parameters,
        at.forces,
        negatives,
      );
      return sums();
    },
    logistic(steps) {
      kernel.logisticSteps(steps, at.pairs, indices.length, columns, ...parameters, negatives);
      return sums();
    },
    finish() {
      const read = (address: number, count: number) => {
        const into = new Float32Array(count * d);
        gather(new Float32Array(buffer, address, (count * bytes) / 4), bytes / 4, into, d);
        return into;
      };
      const itemBiases = new Float32Array(buffer, at.biases, columns).slice();
      return { d, userFactors: read(at.users, rows), itemFactors: read(at.items, columns), itemBiases };
    },
  };
}

/** Writes the row and the column of each entry one after the other, and sets the bit row · columns + column. */
function writePairs({ rows, columns, pointers, indices }: SparseRows, pairs: Int32Array, bits?: Uint8Array): void {
  for (let row = 0; row < rows; row++) {
    for (let at = pointers[row]; at < pointers[row + 1]; at++) {
      const bit = row * columns + indices[at];
      pairs[2 * at] = row;
      pairs[2 * at + 1] = indices[at];
      if (bits) bits[bit >> 3] |= 1 << (bit & 7);
    }
  }
}
