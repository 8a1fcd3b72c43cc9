import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { cross, crossForward, startCross } from '../../../src/recsys/tf/cross';
import { denseParameters } from '../../../src/recsys/tf/dense';
import { pairProducts, pairProductsForward } from '../../../src/recsys/tf/pairProducts';
import { logisticLoss, startBackend, tf } from '../../../src/recsys/tf/tensorflow';

const draw = random(2);
const numbers = (length: number) => Float32Array.from({ length }, () => draw.normal());

beforeAll(async () => {
  await startBackend();
});

describe('pairProducts', () => {
  it('is the sum of the inner products of all pairs, written out, on tensors and on plain numbers', () => {
    const [rows, vectors, width] = [3, 5, 4];
    const x = numbers(rows * vectors * width);
    const plain = pairProductsForward(x, rows, width);
    const found = tf.tidy(() => pairProducts(tf.tensor2d(x, [rows, vectors * width]), width).dataSync());
    for (let row = 0; row < rows; row++) {
      let wanted = 0;
      for (let i = 0; i < vectors; i++) {
        for (let j = i + 1; j < vectors; j++) {
          for (let f = 0; f < width; f++) wanted += x[(row * vectors + i) * width + f] * x[(row * vectors + j) * width + f];
        }
      }
      expect(plain[row]).toBeCloseTo(wanted, 4);
      expect(found[row]).toBeCloseTo(wanted, 4);
    }
  });

  it('equals an example worked by hand: (1, 2) · (3, −1) + (1, 2) · (0, 4) + (3, −1) · (0, 4)', () => {
    expect([...pairProductsForward(Float32Array.of(1, 2, 3, -1, 0, 4), 1, 2)]).toEqual([1 + 8 - 4]);
  });
});

describe('cross', () => {
  it('equals two layers worked by hand, of width 2', () => {
    // x₀ = (1, 2); W = (1 0 / 1 1), b = (1, 0): x₀ W + b = (4, 2), x₁ = (1 · 4 + 1, 2 · 2 + 2) = (5, 6)
    // again: x₁ W + b = (12, 6), x₂ = (1 · 12 + 5, 2 · 6 + 6) = (17, 18)
    const layer = [1, 0, 1, 1, 1, 0];
    expect([...crossForward(Float32Array.of(1, 2), 2, Float32Array.of(...layer))]).toEqual([5, 6]);
    expect([...crossForward(Float32Array.of(1, 2), 2, Float32Array.of(...layer, ...layer))]).toEqual([17, 18]);
  });

  it('is the same on tensors and on plain numbers', async () => {
    const variables = startCross(tf, 5, 3, draw);
    tf.tidy(() => variables.forEach((one) => one.assign(tf.tensor(numbers(one.size), one.shape))));
    const x = numbers(4 * 5);
    const found = tf.tidy(() => cross(tf.tensor2d(x, [4, 5]), variables).dataSync());
    const plain = crossForward(x, 5, await denseParameters(variables));
    found.forEach((value, at) => expect(Math.abs(value - plain[at])).toBeLessThan(1e-4 * Math.max(1, Math.abs(plain[at]))));
    tf.dispose(variables);
  });

  it('has gradients equal to finite differences', () => {
    const variables = startCross(tf, 3, 2, draw);
    tf.tidy(() => variables.forEach((one) => one.assign(tf.tensor(numbers(one.size), one.shape).mul(0.5))));
    const x = tf.tensor2d(numbers(6), [2, 3]);
    const f = () => cross(x, variables).square().sum().asScalar();
    const { value, grads } = tf.variableGrads(f, variables);
    for (const variable of variables) {
      const values = variable.dataSync().slice();
      const gradient = grads[variable.name].dataSync();
      values.forEach((_, at) => {
        const moved = (change: number) => {
          const other = values.slice();
          other[at] += change;
          tf.tidy(() => variable.assign(tf.tensor(other, variable.shape)));
          return tf.tidy(() => f().dataSync()[0]);
        };
        const wanted = (moved(0.005) - moved(-0.005)) / 0.01;
        expect(Math.abs(gradient[at] - wanted)).toBeLessThan(0.02 * Math.max(1, Math.abs(wanted)));
      });
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
    }
    tf.dispose([variables, x, value, grads]);
  });
});

describe('logisticLoss', () => {
  it('has the value and gradient worked by hand, and stays finite far out', () => {
    // σ(log 3) = ¾: −log ¾ for a click, −log ¼ for none
    const { value, grad } = tf.tidy(() =>
      tf.valueAndGrad((z: ReturnType<typeof tf.tensor>) =>
        logisticLoss(z as ReturnType<typeof tf.tensor2d>, Float32Array.of(1, 0)),
      )(tf.tensor2d([[Math.log(3)], [Math.log(3)]])),
    );
    expect(value.dataSync()[0]).toBeCloseTo(-(Math.log(3 / 4) + Math.log(1 / 4)) / 2, 6);
    expect(grad.dataSync()[0]).toBeCloseTo(-1 / 8, 6);
    expect(grad.dataSync()[1]).toBeCloseTo(3 / 8, 6);
    const far = tf.tidy(() => logisticLoss(tf.tensor2d([[400], [-400]]), Float32Array.of(0, 1)).dataSync()[0]);
    expect(far).toBeCloseTo(400, 3);
    tf.dispose([value, grad]);
  });
});
