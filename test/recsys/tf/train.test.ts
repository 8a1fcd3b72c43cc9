import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/recsys/tf/backend';
import { train } from '../../../src/recsys/tf/train';
import type { Progress } from '../../../src/recsys/types';

/** A line through (0, 1), (1, 3), (2, 5), (3, 7), fitted by gradient descent. */
async function fitLine(options: Partial<Parameters<typeof train>[2]> = {}) {
  const [slope, offset] = tf.tidy(() => [tf.variable(tf.scalar(0)), tf.variable(tf.scalar(0))]);
  const optimizer = tf.train.sgd(0.1);
  const batches: number[][] = [];
  const loss = (batch: Int32Array) => {
    batches.push([...batch]);
    const x = tf.tensor1d(Float32Array.from(batch));
    return slope.mul(x).add(offset).sub(x.mul(2).add(1)).square().mean().asScalar();
  };
  const result = await train(4, loss, { epochs: 200, batchSize: 2, optimizer, ...options });
  const found = [slope.dataSync()[0], offset.dataSync()[0]];
  tf.dispose([slope, offset]);
  optimizer.dispose();
  return { result, found, batches };
}

describe('train', () => {
  beforeAll(async () => {
    await startBackend();
  });

  it('finds the line that the rows lie on', async () => {
    const { found, result } = await fitLine();
    expect(found[0]).toBeCloseTo(2, 3);
    expect(found[1]).toBeCloseTo(1, 3);
    expect(result.steps).toBe(400);
    expect(result.loss).toBeLessThan(1e-5);
  });

  it('shows every row once an epoch, in an order that the seed alone decides', async () => {
    const { batches } = await fitLine({ epochs: 3, batchSize: 3, seed: 7 });
    expect(batches.map((batch) => batch.length)).toEqual([3, 1, 3, 1, 3, 1]);
    for (let epoch = 0; epoch < 3; epoch++) {
      expect([...batches[2 * epoch], ...batches[2 * epoch + 1]].sort()).toEqual([0, 1, 2, 3]);
    }
    expect((await fitLine({ epochs: 3, batchSize: 3, seed: 7 })).batches).toEqual(batches);
    expect((await fitLine({ epochs: 3, batchSize: 3, seed: 8 })).batches).not.toEqual(batches);
  });

  it('tells of the mean loss as often as asked, the last step included', async () => {
    const told: Progress[] = [];
    await fitLine({ epochs: 20, reports: 10, onProgress: (progress) => told.push(progress) });
    expect(told.map(({ done }) => done)).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40]);
    expect(told.every(({ total, label }) => total === 40 && label === 'step')).toBe(true);
    expect(told[9].values!.loss).toBeLessThan(told[0].values!.loss);
  });

  it('ends at the step during which it is aborted, and keeps what was learned', async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: Progress) => done === 30 && controller.abort();
    const { result, found } = await fitLine({ reports: 400, signal: controller.signal, onProgress });
    expect(result.steps).toBe(30);
    expect(found[0]).not.toBe(0);
  });

  it('stops early when validation no longer improves', async () => {
    const values = [1, 2, 3, 2, 2.5, 9];
    const { result } = await fitLine({ validate: () => values.shift()!, patience: 2 });
    expect(result).toMatchObject({ steps: 10, best: 3 });
  });

  it('tells of validation, and leaves the variables given as they were at its best', async () => {
    const told: Progress[] = [];
    const at: number[] = [];
    const table = tf.tidy(() => tf.variable(tf.scalar(0)));
    const optimizer = tf.train.sgd(1);
    const values = [1, 5, 2, 4];
    const validate = () => {
      at.push(table.dataSync()[0]);
      return values.shift()!;
    };
    const loss = () => table.neg().asScalar(); // each step adds 1
    await train(2, loss, {
      ...{ epochs: 9, batchSize: 1, optimizer, variables: [table], reports: 18, validate, patience: 2 },
      onProgress: (progress) => told.push(progress),
    });
    expect(at).toEqual([2, 4, 6, 8]);
    expect(table.dataSync()[0]).toBe(4);
    expect(told.flatMap((progress) => progress.values!.validation ?? [])).toEqual([1, 5, 2, 4]);
    expect(told.every((progress) => Number.isFinite(progress.values!.loss))).toBe(true);
    tf.dispose(table);
    optimizer.dispose();
  });

  it('leaves no tensor behind in 100 runs', async () => {
    const { numTensors, numDataBuffers } = tf.memory();
    for (let run = 0; run < 100; run++) {
      await fitLine({ epochs: 2, reports: 1 + (run % 3), validate: run % 2 ? () => run : undefined });
    }
    const [table, optimizer] = [tf.tidy(() => tf.variable(tf.scalar(0))), tf.train.sgd(1)];
    const validate = () => Promise.reject(new Error('full'));
    const failing = train(1, () => table.square().asScalar(), { epochs: 1, batchSize: 1, optimizer, validate });
    await expect(failing).rejects.toThrow('full');
    table.dispose();
    optimizer.dispose();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('names the argument that is wrong', async () => {
    await expect(fitLine({ epochs: 0 })).rejects.toThrow('epochs must be a positive integer, got 0');
    await expect(fitLine({ batchSize: NaN })).rejects.toThrow('batchSize must be a positive integer, got NaN');
  });
});
