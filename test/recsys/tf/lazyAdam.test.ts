import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/recsys/tf/backend';
import { lazyAdam } from '../../../src/recsys/tf/lazyAdam';
import { tf } from '../../../src/recsys/tf/tensorflow';
import type { BackendName } from '../../../src/recsys/tf/settings';

const variable = (values: number[][]) => tf.tidy(() => tf.variable(tf.tensor2d(values)));

for (const prefer of ['wasm', 'cpu'] as BackendName[]) {
  describe(`lazyAdam on ${prefer}`, () => {
    beforeAll(async () => {
      expect(await startBackend({ prefer })).toBe(prefer);
    });

    it('takes the steps of TensorFlow.js’s own Adam where every row has a gradient', async () => {
      const start = [[1, -2], [0.5, 3], [-1, 0.1]]; // prettier-ignore
      const [ours, theirs] = [variable(start), variable(start)];
      const weights = tf.tensor2d([[1, 2], [3, 0.1], [0.01, 5]]); // prettier-ignore
      const optimizers = [lazyAdam(0.1), tf.train.adam(0.1)];
      for (let step = 0; step < 20; step++) {
        [ours, theirs].forEach((x, n) =>
          optimizers[n].minimize(() => x.sub(1).square().mul(weights).sum().asScalar(), false, [x]),
        );
      }
      const [found, wanted] = await Promise.all([ours.data(), theirs.data()]);
      wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 4)); // theirs keeps βᵗ in 32 bits
      tf.dispose([ours, theirs, weights]);
      optimizers.forEach((optimizer) => optimizer.dispose());
    });

    it('leaves a row without gradient as it is, and gives one that is seldom seen the same first steps', async () => {
      const table = variable([[1], [1], [1]]);
      const optimizer = lazyAdam(0.1);
      const seen = [[0], [0], [0, 2]];
      for (const rows of seen) {
        optimizer.minimize(() => tf.gather(table, tf.tensor1d(rows, 'int32')).sum().asScalar(), false, [table]);
      }
      const [often, never, once] = await table.data();
      expect(never).toBe(1);
      // with a gradient of 1 each of Adam's steps is the learning rate
      expect(often).toBeCloseTo(1 - 3 * 0.1, 5);
      expect(once).toBeCloseTo(1 - 0.1, 5);
      table.dispose();
      optimizer.dispose();
    });

    it('follows a schedule', async () => {
      const x = variable([[0]]);
      const optimizer = lazyAdam((step) => 1 / (step + 1));
      for (let step = 0; step < 3; step++) optimizer.minimize(() => x.sum().neg().asScalar(), false, [x]);
      expect((await x.data())[0]).toBeCloseTo(1 + 1 / 2 + 1 / 3, 5);
      x.dispose();
      optimizer.dispose();
    });

    it('gives a variable new memory, so that copies stay and matrices that were multiplied are not stale', async () => {
      const weights = variable([[1], [2]]);
      const before = weights.clone();
      const ones = tf.ones([1, 2]) as tf.Tensor2D;
      const product = () => tf.tidy(() => tf.matMul(ones, weights as unknown as tf.Tensor2D).dataSync()[0]);
      expect(product()).toBe(3);
      const optimizer = lazyAdam(0.5);
      optimizer.minimize(
        () =>
          tf
            .matMul(ones, weights as unknown as tf.Tensor2D)
            .sum()
            .asScalar(),
        false,
        [weights],
      );
      expect(product()).toBeCloseTo(2, 5);
      expect([...(await before.data())]).toEqual([1, 2]);
      tf.dispose([weights, before, ones]);
      optimizer.dispose();
    });

    it('leaves no tensor behind in 100 runs', () => {
      const { numTensors, numDataBuffers } = tf.memory();
      for (let run = 0; run < 100; run++) {
        const table = variable([[1, 2], [3, 4]]); // prettier-ignore
        const optimizer = lazyAdam(0.1);
        for (let step = 0; step < 3; step++) optimizer.minimize(() => table.square().sum().asScalar(), false, [table]);
        optimizer.dispose();
        table.dispose();
      }
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    });

    it('names a learning rate that is none', () => {
      expect(() => lazyAdam(0)).toThrow('learningRate must be a finite number greater than 0, got 0');
    });
  });
}
