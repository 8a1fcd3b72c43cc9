import { beforeAll, describe, expect, it } from 'vitest';
import { bprMax, top1Max } from '../../../src/recsys/models/sequenceLosses';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';

const { exp, log } = Math;
const sigmoid = (x: number) => 1 / (1 + exp(-x));

describe('bprMax and top1Max', () => {
  beforeAll(async () => {
    await startBackend();
  });

  it('have the values worked by hand', () => {
    // r_i = 1 and 0; r_j = (0, log 3) both times: s = ¼, ¾
    const [own, others] = [tf.tensor2d([[1], [0]]), tf.tensor2d([[0, log(3)], [0, log(3)]])]; // prettier-ignore
    const lengths = (3 / 4) * log(3) ** 2;
    const bpr = (r: number) => -log(sigmoid(r) / 4 + (3 / 4) * sigmoid(r - log(3))) + lengths;
    const top = (r: number) => (sigmoid(-r) + 1 / 2) / 4 + (3 / 4) * (sigmoid(log(3) - r) + sigmoid(log(3) ** 2));
    const values = tf.tidy(() => [bprMax, top1Max].map((loss) => loss(tf, own, others).dataSync()[0]));
    expect(values[0]).toBeCloseTo((bpr(1) + bpr(0)) / 2, 5);
    expect(values[1]).toBeCloseTo((top(1) + top(0)) / 2, 5);
    tf.dispose([own, others]);
  });

  it('do not see an item that must not count, nor does their gradient', () => {
    for (const loss of [bprMax, top1Max]) {
      const found = [[0.5, -1], [0.5, -1, -1e9]].map((scores) =>
        tf.tidy(() => {
          const others = tf.tensor2d([scores]);
          const { value, grad } = tf.valueAndGrad((s: unknown) => loss(tf, tf.tensor2d([[0.2]]), s as typeof others))(others);
          return [...value.dataSync(), ...grad.dataSync()];
        }),
      ); // prettier-ignore
      expect(found[1].at(-1)).toBeCloseTo(0, 6);
      found[0].forEach((value, at) => expect(found[1][at]).toBeCloseTo(value, 5));
    }
  });

  it('have gradients equal to finite differences', () => {
    for (const loss of [bprMax, top1Max]) {
      const scores = [0.3, -0.7, 1.1];
      const f = (values: number[]) => tf.tidy(() => loss(tf, tf.tensor2d([[0.4]]), tf.tensor2d([values])).dataSync()[0]);
      const gradient = tf.tidy(() => {
        const value = (s: unknown) => loss(tf, tf.tensor2d([[0.4]]), s as ReturnType<typeof tf.tensor2d>);
        return [
          ...tf
            .grad(value)(tf.tensor2d([scores]))
            .dataSync(),
        ];
      });
      scores.forEach((_, at) => {
        const moved = (change: number) => f(scores.map((score, j) => (j === at ? score + change : score)));
        expect(gradient[at]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 3);
      });
    }
  });
});
