import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { attention, attentionLast, startAttention } from '../../../src/recsys/tf/attention';
import { denseParameters } from '../../../src/recsys/tf/dense';
import { gru, gruLast, startGru } from '../../../src/recsys/tf/gru';
import { softmaxLoss } from '../../../src/recsys/tf/softmaxLoss';
import type * as Tf from '@tensorflow/tfjs-core';
import * as tensors from '../../../src/recsys/tf/tensorflow';

const { startBackend, tf } = tensors;
const WIDTH = 6;
const draw = random(5);
const sequence = (length: number) => Float32Array.from({ length: length * WIDTH }, () => draw.normal());
const { log, exp, tanh } = Math;

/** Adds noise, so that gains and offsets are not what they start with. */
function shake(variables: Tf.Variable[]): void {
  for (const variable of variables) {
    const noise = Float32Array.from({ length: variable.size }, () => draw.normal(0, 0.2));
    tf.tidy(() => variable.assign(variable.add(tf.tensor(noise, variable.shape))));
  }
}

beforeAll(async () => {
  await startBackend();
});

describe.each([
  ['attention', (blocks: number) => startAttention(tf, WIDTH, blocks, draw), attention, attentionLast],
  ['gru', () => startGru(tf, WIDTH, draw), gru, (x: Float32Array, d: number, _: number, p: Float32Array) => gruLast(x, d, p)],
] as const)('%s', (_, start, encode, last) => {
  it('is the same on tensors and on plain numbers, at every place', async () => {
    for (const blocks of [1, 2]) {
      const variables = start(blocks);
      shake(variables);
      const parameters = await denseParameters(variables);
      const x = sequence(5);
      const states = tf.tidy(() => encode(tensors, tf.tensor3d(x, [1, 5, WIDTH]), variables));
      const [found] = await states.array();
      for (let place = 0; place < 5; place++) {
        const plain = last(x.subarray(0, (place + 1) * WIDTH), WIDTH, blocks, parameters);
        found[place].forEach((value, c) => expect(plain[c]).toBeCloseTo(value, 4));
      }
      tf.dispose([variables, states]);
    }
  });

  it('sees nothing of what comes later, nor of other sequences', async () => {
    const variables = start(2);
    const [a, b] = [sequence(4), sequence(4)];
    const states = (x: Float32Array) => tf.tidy(() => encode(tensors, tf.tensor3d(x, [2, 4, WIDTH]), variables).arraySync());
    const before = states(Float32Array.of(...a, ...b));
    const changed = a.slice();
    changed.set(sequence(2), 2 * WIDTH);
    const after = states(Float32Array.of(...changed, ...b));
    for (const place of [0, 1]) expect(after[0][place]).toEqual(before[0][place]);
    for (const place of [2, 3]) expect(after[0][place]).not.toEqual(before[0][place]);
    expect(after[1]).toEqual(before[1]);
    tf.dispose(variables);
  });

  it('is the same, with the same gradients, where it is told how long sequences are', () => {
    const variables = start(2);
    shake(variables);
    const [x, weights] = [sequence(8), sequence(8)];
    weights.fill(0, 2 * WIDTH, 4 * WIDTH); // of what stands behind the end of the first sequence nothing is asked
    const [padded, told] = [undefined, Int32Array.of(2, 4)].map((lengths) => {
      const loss = () => encode(tensors, tf.tensor3d(x, [2, 4, WIDTH]), variables, lengths).mul(tf.tensor3d(weights, [2, 4, WIDTH])).sum().asScalar(); // prettier-ignore
      const { value, grads } = tf.variableGrads(loss, variables as Tf.Variable[]);
      return [value, ...variables.map(({ name }) => grads[name])];
    });
    padded.forEach((gradient, at) => {
      const other = told[at].dataSync();
      gradient.dataSync().forEach((number, n) => expect(other[n]).toBeCloseTo(number, 4));
    });
    tf.dispose([variables, padded, told]);
  });

  it('has gradients equal to finite differences', async () => {
    const variables = start(1);
    shake(variables);
    const x = tf.tensor3d(sequence(3), [1, 3, WIDTH]);
    const weights = tf.tensor3d(sequence(3), [1, 3, WIDTH]);
    const f = () => encode(tensors, x, variables).mul(weights).sum().asScalar();
    const { grads, value } = tf.variableGrads(f, variables as Tf.Variable[]);
    for (const variable of variables) {
      const values = variable.dataSync().slice();
      const gradient = grads[variable.name].dataSync();
      for (let at = 0; at < values.length; at += 7) {
        const moved = (change: number) => {
          const other = values.slice();
          other[at] += change;
          tf.tidy(() => variable.assign(tf.tensor(other, variable.shape)));
          return tf.tidy(() => f().dataSync()[0]);
        };
        const wanted = (moved(0.01) - moved(-0.01)) / 0.02;
        expect(Math.abs(gradient[at] - wanted)).toBeLessThan(0.02 * Math.max(1, Math.abs(wanted)));
      }
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
    }
    tf.dispose([variables, x, weights, grads, value]);
  });
});

describe('gru', () => {
  it('equals two steps worked by hand, of width 1', () => {
    // all weights 0 but the candidate's of x (1): gates ½, candidate tanh(x)
    const parameters = Float32Array.of(0, 0, 0, 0, 0, 0, 1, 0, 0);
    expect(gruLast(Float32Array.of(2), 1, parameters)[0]).toBeCloseTo(tanh(2) / 2, 6);
    expect(gruLast(Float32Array.of(2, -1), 1, parameters)[0]).toBeCloseTo((tanh(2) / 2 + tanh(-1)) / 2, 6);
  });
});

describe('softmaxLoss', () => {
  it('has the value and gradient worked by hand', async () => {
    // softmax of row 0: ½, ¼, ¼; of row 1: ⅙, ⅓, ½. Chosen: columns 2 and 1; weights 1 and 3, two rows.
    const logits = tf.tensor2d([[log(2), 0, 0], [0, log(2), log(3)]]); // prettier-ignore
    const loss = (weights?: Float32Array) => (s: Tf.Tensor) => softmaxLoss(s as Tf.Tensor2D, [2, 1], weights);
    const { value, grad } = tf.valueAndGrad(loss(Float32Array.of(1, 3)))(logits);
    expect(value.dataSync()[0]).toBeCloseTo((log(4) + 3 * log(3)) / 2, 5);
    const wanted = [1 / 2, 1 / 4, 1 / 4 - 1, 3 / 6, 3 * (1 / 3 - 1), 3 / 2].map((g) => g / 2);
    grad.dataSync().forEach((g, at) => expect(g).toBeCloseTo(wanted[at], 5));
    const plain = loss()(logits);
    expect(exp(-2 * plain.dataSync()[0])).toBeCloseTo((1 / 4) * (1 / 3), 5);
    tf.dispose([logits, value, grad, plain]);
  });

  it('leaves no tensor behind, and is finite where a chosen share is none', () => {
    const logits = tf.tensor2d([[200, 0]]);
    const { numTensors } = tf.memory();
    for (let run = 0; run < 100; run++) {
      const value = tf.tidy(() => {
        const result = tf.valueAndGrad((s: Tf.Tensor) => softmaxLoss(s as Tf.Tensor2D, [1]))(logits);
        expect([...result.grad.dataSync()]).toEqual([1, -1]);
        return result.value.dataSync()[0];
      });
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(tf.memory().numTensors).toBe(numTensors);
    logits.dispose();
  });
});
