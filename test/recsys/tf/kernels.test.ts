import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unsortedSegmentSum } from '../../../src/recsys/tf/kernels';
import { startBackend } from '../../../src/recsys/tf/backend';
import type { BackendName } from '../../../src/recsys/tf/settings';

describe('unsortedSegmentSum', () => {
  it('adds each row to its segment, and leaves out ids outside the range', () => {
    const into = new Float32Array(6).fill(9);
    // rows (5, 2); segment 0 gets rows 1 and 3, segment 2 gets row 0, segment 1 none; −1 and 3 are outside
    unsortedSegmentSum(new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), new Int32Array([2, 0, -1, 0, 3]), 3, into);
    expect([...into]).toEqual([10, 12, 0, 0, 1, 2]);
  });

  it('gives zeros for no rows', () => {
    const into = new Float32Array(4).fill(1);
    unsortedSegmentSum(new Float32Array(0), new Int32Array(0), 2, into);
    expect([...into]).toEqual([0, 0, 0, 0]);
  });
});

for (const prefer of ['wasm', 'cpu'] as BackendName[]) {
  describe(`on ${prefer}`, () => {
    beforeAll(async () => {
      expect(await startBackend({ prefer })).toBe(prefer);
    });
    afterAll(() => expect(tf.getBackend()).toBe(prefer));

    it('tf.unsortedSegmentSum equals a hand-worked example, of floats and of integers', async () => {
      const ids = tf.tensor1d([2, 0, -1, 0, 3], 'int32');
      const rows = [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]; // prettier-ignore
      for (const dtype of ['float32', 'int32'] as const) {
        const sums = tf.unsortedSegmentSum(tf.tensor2d(rows, [5, 2], dtype), ids, 3);
        expect(sums.dtype).toBe(dtype);
        expect(await sums.array()).toEqual([[10, 12], [0, 0], [1, 2]]); // prettier-ignore
      }
      const planes = tf.unsortedSegmentSum(tf.range(0, 12).reshape([3, 2, 2]), tf.tensor1d([1, 1, 0], 'int32'), 2);
      expect(await planes.array()).toEqual([[[8, 9], [10, 11]], [[4, 6], [8, 10]]]); // prettier-ignore
    });

    it('a gather of repeated rows has the gradient worked by hand', async () => {
      // f = Σ wᵣ · x[iᵣ]², i = (1, 1, 0): ∂f/∂x₀ = 2·5·x₀, ∂f/∂x₁ = 2·(2 + 3)·x₁, ∂f/∂x₂ = 0
      const weights = tf.tensor2d([[2], [3], [5]]);
      const f = (x: tf.Tensor) =>
        tf
          .gather(x, tf.tensor1d([1, 1, 0], 'int32'))
          .square()
          .mul(weights)
          .sum()
          .asScalar();
      const gradient = tf.grad(f)(tf.tensor2d([[1], [-2], [4]]));
      expect(await gradient.array()).toEqual([[10], [-20], [0]]);
    });

    it('gradients of gathers equal finite differences on every axis, with repeated indices', async () => {
      for (const axis of [0, 1, 2]) {
        const values = Float32Array.from({ length: 24 }, (_, i) => ((i * 7) % 11) / 5 - 1);
        const indices = tf.tensor1d([1, 0, 1, 1], 'int32');
        const weights = tf.range(1, 9).reshape([8, 1]);
        const f = (x: tf.Tensor) => {
          const rows = tf.gather(x, indices, axis).reshape([8, -1]);
          return rows.mul(weights).sigmoid().sum().asScalar();
        };
        const shape = [2, 3, 4];
        const gradient = await tf.grad(f)(tf.tensor(values, shape)).data();
        for (let i = 0; i < values.length; i++) {
          const at = (change: number) => {
            const moved = values.slice();
            moved[i] += change;
            return f(tf.tensor(moved, shape)).dataSync()[0];
          };
          expect(gradient[i]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 2);
        }
      }
    });

    it('a table trains through gather and Adam to the values it is shown', async () => {
      const table = tf.variable(tf.zeros([4, 1]));
      const optimizer = tf.train.adam(0.05);
      for (let step = 0; step < 300; step++) {
        optimizer.minimize(() => {
          const rows = tf.gather(table as tf.Tensor2D, tf.tensor1d([3, 1, 3, 0], 'int32'));
          return tf.losses.meanSquaredError(tf.tensor2d([[2], [-1], [4], [0.5]]), rows as tf.Tensor2D) as tf.Scalar;
        });
      }
      const [a, b, c, d] = await table.data();
      expect(a).toBeCloseTo(0.5, 2);
      expect(b).toBeCloseTo(-1, 2);
      expect(c).toBe(0); // never gathered
      expect(d).toBeCloseTo(3, 2); // the mean of 2 and 4
    });

    it('refuses segment ids of another length', () => {
      const bad = () => tf.engine().runKernel('UnsortedSegmentSum', { x: tf.zeros([3, 2]), segmentIds: tf.tensor1d([0, 1], 'int32') }, { numSegments: 2 }); // prettier-ignore
      expect(bad).toThrow('segmentIds must have the shape (3), got (2)');
    });
  });
}
