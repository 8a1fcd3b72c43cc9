import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/recsys/tf/backend';
import { gatherRows, transposeMatrices } from '../../../src/recsys/tf/fastKernels';

/** Numbers without a pattern that a wrong stride could hide in. */
const numbers = (length: number) => Float32Array.from({ length }, (_, i) => ((i * 37) % 101) / 50 - 1);

/** The definition: out[i, j] = Σ a[i, k] · b[k, j] for each matrix. */
function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
}

const transposed = (matrix: number[][]): number[][] => matrix[0].map((_, j) => matrix.map((row) => row[j]));

function expectClose(found: number[][], wanted: number[][]): void {
  found.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(wanted[i][j], 4)));
  expect([found.length, found[0].length]).toEqual([wanted.length, wanted[0].length]);
}

beforeAll(async () => {
  expect(await startBackend()).toBe('wasm');
});

describe('gatherRows', () => {
  it('copies rows in the order of the indices', () => {
    const into = new Float32Array(6);
    gatherRows(new Float32Array([1, 2, 3, 4, 5, 6]), new Int32Array([2, 0, 2]), 2, into);
    expect([...into]).toEqual([5, 6, 1, 2, 5, 6]);
  });

  it('names an index outside the table', () => {
    const gather = (index: number) => () => gatherRows(new Float32Array(6), new Int32Array([index]), 2, new Float32Array(2));
    expect(gather(3)).toThrow('indices must lie in 0 … 2, got 3');
    expect(gather(-1)).toThrow('indices must lie in 0 … 2, got -1');
  });

  it('stands behind tf.gather, of floats, integers and booleans, with indices of any shape', async () => {
    const before = tf.memory().numTensors;
    const indices = tf.tensor2d([[2, 0], [1, 1]], [2, 2], 'int32'); // prettier-ignore
    const table = [[1, 0], [0, 1], [1, 1]]; // prettier-ignore
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      const rows = tf.tidy(() => tf.gather(tf.tensor2d(table, [3, 2], dtype), indices));
      expect([rows.dtype, rows.shape, await rows.array()]).toEqual([dtype, [2, 2, 2], [[[1, 1], [1, 0]], [[0, 1], [0, 1]]]]); // prettier-ignore
      rows.dispose();
    }
    const columns = tf.tidy(() => tf.gather(tf.tensor2d(table), tf.tensor1d([1], 'int32'), 1));
    expect(await columns.array()).toEqual([[0], [1], [1]]);
    expect(() => tf.tidy(() => tf.gather(tf.tensor2d(table), tf.tensor1d([7], 'int32')))).toThrow('got 7');
    tf.dispose([indices, columns]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('transposeMatrices', () => {
  it('transposes each matrix of a stack, of sides that are no multiple of the block', () => {
    const [rows, columns] = [19, 35];
    const from = numbers(2 * rows * columns);
    const into = new Float32Array(from.length);
    transposeMatrices(from, rows, columns, into);
    for (let at = 0; at < from.length; at++) {
      const [matrix, row, column] = [Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns];
      expect(into[matrix * rows * columns + column * rows + row]).toBe(from[at]);
    }
  });
});

describe('tf.matMul', () => {
  const [m, k, n] = [5, 7, 3];

  it('equals the definition, whichever operand is transposed', async () => {
    const before = tf.memory().numTensors;
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      // prettier-ignore
      const a = tf.tensor2d(numbers(m * k), transposeA ? [k, m] : [m, k]);
      const b = tf.tensor2d(numbers(k * n), transposeB ? [n, k] : [k, n]);
      const plain = tf.matMul(a, b, transposeA, transposeB);
      const wanted = product(
        transposeA ? transposed(await a.array()) : await a.array(),
        transposeB ? transposed(await b.array()) : await b.array(),
      );
      expectClose((await plain.array()) as number[][], wanted);
      const bias = tf.tensor1d([1, 2, 3]);
      const fused = tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation: 'relu' });
      expectClose(
        (await fused.array()) as number[][],
        wanted.map((row) => row.map((value, j) => Math.max(0, value + j + 1))),
      );
      tf.dispose([a, b, plain, bias, fused]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('multiplies stacks of matrices, one against many', async () => {
    const a = tf.tensor3d(numbers(2 * k * m), [2, k, m]);
    const b = tf.tensor3d(numbers(n * k), [1, n, k]);
    const [first, second] = await a.array();
    const [only] = await b.array();
    const found = (await tf.matMul(a, b, true, true).array()) as number[][][];
    expectClose(found[0], product(transposed(first), transposed(only)));
    expectClose(found[1], product(transposed(second), transposed(only)));
  });
});
