import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/recsys/tf/backend';
import { embeddingBag } from '../../../src/recsys/tf/embeddingBag';
import { tf } from '../../../src/recsys/tf/tensorflow';
import type { BackendName } from '../../../src/recsys/tf/settings';

/** Three bags: rows 2 and 0; none; row 1 twice and row 2. */
const bags = { starts: Int32Array.of(0, 2, 2, 5), indices: Int32Array.of(2, 0, 1, 1, 2) };
const rows = [[1, 10], [2, 20], [4, 40], [8, 80]]; // prettier-ignore

for (const prefer of ['wasm', 'cpu'] as BackendName[]) {
  describe(`embeddingBag on ${prefer}`, () => {
    beforeAll(async () => {
      expect(await startBackend({ prefer })).toBe(prefer);
    });

    it('adds up the rows of each bag', async () => {
      const sums = tf.tidy(() => embeddingBag(tf.tensor2d(rows), bags));
      expect(await sums.array()).toEqual([[5, 50], [0, 0], [8, 80]]); // prettier-ignore
      sums.dispose();
    });

    it('has the gradient worked by hand: every row gets what its bags got, as often as it is in them', async () => {
      const weights = [[1, 2], [30, 40], [100, 200]]; // prettier-ignore
      const gradient = tf.tidy(() =>
        tf.grad((table: tf.Tensor) => embeddingBag(table as tf.Tensor2D, bags).mul(tf.tensor2d(weights)))(tf.tensor2d(rows)),
      );
      expect(await gradient.array()).toEqual([[1, 2], [200, 400], [101, 202], [0, 0]]); // prettier-ignore
      gradient.dispose();
    });

    it('equals gather and unsortedSegmentSum, forward and backward', async () => {
      const plain = (table: tf.Tensor) =>
        tf.unsortedSegmentSum(tf.gather(table, tf.tensor1d(bags.indices, 'int32')), tf.tensor1d([0, 0, 2, 2, 2], 'int32'), 3);
      const [ours, theirs] = [(table: tf.Tensor) => embeddingBag(table as tf.Tensor2D, bags), plain].map((sum) =>
        tf.tidy(() => tf.valueAndGrad((table: tf.Tensor) => sum(table).square())(tf.tensor2d(rows))),
      );
      expect(await ours.value.array()).toEqual(await theirs.value.array());
      expect(await ours.grad.array()).toEqual(await theirs.grad.array());
      tf.dispose([ours.value, ours.grad, theirs.value, theirs.grad]);
    });
  });
}
