import { describe, expect, it } from 'vitest';
import { userItemMatrix } from '../../../src/recsys/math/sparse';
import { bprSteps } from '../../../src/recsys/models/bpr';
import { logisticSteps } from '../../../src/recsys/models/logisticMf';
import { pairTraining } from '../../../src/recsys/models/pairwise';
import { warpForces, warpSteps } from '../../../src/recsys/models/warp';
import { startPairs } from '../../../src/recsys/simd/pairs';
import { tasteLog } from '../models/logs';
import type { PairTraining } from '../../../src/recsys/models/pairwise';
import type { PairKernel, StepSums } from '../../../src/recsys/simd/pairs';

// One user has met everything: there is nothing that they did not meet to be drawn.
const log = tasteLog({ users: 30, items: 24, rows: 300 });
const everything = {
  ...log,
  users: Int32Array.from([...log.users, ...log.itemIds.map(() => 30)]),
  userIds: [...log.userIds, 'all'],
};
const matrix = userItemMatrix({
  ...everything,
  items: Int32Array.from([...log.items, ...log.itemIds.map((_, i) => i)]),
  values: new Float32Array(everything.users.length).fill(1),
  times: new Float64Array(everything.users.length),
});
const negatives = 5;
const forces = warpForces(matrix.columns, negatives);

const kinds: Record<
  string,
  [plain: (t: PairTraining, steps: number) => StepSums, simd: (k: PairKernel, steps: number) => StepSums]
> = {
  bpr: [bprSteps, (kernel, steps) => kernel.bpr(steps)],
  warp: [(training, steps) => warpSteps(training, forces, steps), (kernel, steps) => kernel.warp(steps)],
  logistic: [(training, steps) => logisticSteps(training, negatives, steps), (kernel, steps) => kernel.logistic(steps)],
};

describe.each(Object.entries(kinds))('%s in the kernel', (name, [plain, simd]) => {
  it.each([1, 4, 8, 11, 32])('draws what the plain loop draws and makes its steps, %i factors', (factors) => {
    for (const seed of [1, -7, 2 ** 32 + 3]) {
      const settings = { factors, seed, learningRate: 0.1, regularization: 0.02 };
      const training = pairTraining(matrix, settings);
      const kernel = startPairs(matrix, { ...settings, deviation: 0.1, negatives, forces })!;
      expect(kernel.finish()).toEqual(training.parameters); // to the last bit
      for (const steps of [1, 2, 600]) {
        const expected = plain(training, steps);
        const sums = simd(kernel, steps);
        expect(sums.loss).toBeCloseTo(expected.loss, 2);
        if (name !== 'logistic') expect(sums.count).toBe(expected.count);
      }
      const own = kernel.finish();
      for (const array of ['userFactors', 'itemFactors', 'itemBiases'] as const) {
        own[array].forEach((value, at) => expect(Math.abs(value - training.parameters[array][at])).toBeLessThan(1e-4));
      }
    }
  });

  it('gives the same bits when its steps are asked for in other portions', () => {
    const settings = { factors: 5, seed: 1, learningRate: 0.1, regularization: 0.02 };
    const [one, two] = [[512], [256, 256]].map((portions) => {
      const kernel = startPairs(matrix, { ...settings, deviation: 0.1, negatives, forces })!;
      for (const steps of portions) simd(kernel, steps);
      return kernel.finish();
    });
    expect(one).toEqual(two);
  });

  it('draws the same where there are too many pairs for a bit each', () => {
    const [rows, columns] = [2 ** 14 + 1, 2 ** 14]; // a row more than have bits
    const pointers = Int32Array.from({ length: rows + 1 }, (_, row) => 2 * row);
    const indices = Int32Array.from({ length: 2 * rows }, (_, at) => (at % 2 ? columns / 2 + (at >> 2) : at >> 2));
    const wide = { rows, columns, pointers, indices, values: new Float32Array(2 * rows).fill(1) };
    const settings = { factors: 1, seed: 3, learningRate: 0.1, regularization: 0.02 };
    const training = pairTraining(wide, settings);
    const kernel = startPairs(wide, { ...settings, deviation: 0.1, negatives, forces })!;
    const expected = plain(training, 3000);
    const sums = simd(kernel, 3000);
    if (name !== 'logistic') expect(sums.count).toBe(expected.count);
    const own = kernel.finish();
    own.itemFactors.forEach((value, at) => expect(value).toBeCloseTo(training.parameters.itemFactors[at], 4));
  });
});
