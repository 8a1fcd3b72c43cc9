import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { dense, denseForward, denseParameters, startDense } from '../../../src/recsys/tf/dense';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';

describe('dense layers', () => {
  beforeAll(async () => {
    await startBackend();
  });

  it('equal a network worked by hand', () => {
    // 2 → 2 → 1: ReLU(x W + b) = (ReLU(1 + 2·3 − 1), ReLU(−1 + 2 + 0)) = (6, 1), then 6·2 − 1·1 + ½
    const parameters = Float32Array.of(1, -1, 3, 1, -1, 0, 2, -1, 0.5);
    expect([...denseForward(Float32Array.of(1, 2), [2, 2, 1], parameters)]).toEqual([11.5]);
    // a negative sum is cut off between layers only
    expect([...denseForward(Float32Array.of(0, 0, -5, 0), [2, 2, 1], parameters)]).toEqual([0.5, -4.5]);
  });

  it('are the same on tensors and on plain numbers', async () => {
    const sizes = [5, 7, 3, 2];
    const variables = startDense(tf, sizes, random(3));
    for (const variable of variables) variable.assign(tf.tidy(() => variable.add(0.1)));
    const x = Float32Array.from({ length: 20 }, (_, i) => ((i * 7) % 11) / 5 - 1);
    const y = tf.tidy(() => dense(tf.tensor2d(x, [4, 5]), variables));
    const plain = denseForward(x, sizes, await denseParameters(variables));
    (await y.data()).forEach((value, at) => expect(plain[at]).toBeCloseTo(value, 5));
    expect(y.shape).toEqual([4, 2]);
    tf.dispose([variables, y]);
  });

  it('start with weights of variance 2 / inputs, 1 / inputs in the last, and biases 0', async () => {
    const variables = startDense(tf, [200, 100, 50], random(1));
    const spread = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0) / values.length;
    const [first, biases, last] = (await Promise.all(variables.map((variable) => variable.data()))) as Float32Array[];
    // 20,000 and 5,000 draws: the standard error of a variance v is v √(2 / n)
    expect(Math.abs(spread(first) - 2 / 200)).toBeLessThan(4 * 0.01 * 0.01);
    expect(Math.abs(spread(last) - 1 / 100)).toBeLessThan(4 * 0.01 * 0.02);
    expect(biases.every((bias) => bias === 0)).toBe(true);
    tf.dispose(variables);
  });
});
