import { beforeAll, describe, expect, it } from 'vitest';
import { losses } from '../../../src/recsys/ltr/losses';
import { queryNdcg } from '../../../src/recsys/ltr/queryNdcg';
import { rankerTf } from '../../../src/recsys/ltr/rankerTf';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';
import { madeQueries, mean } from './groups';
import type { FeatureRanker } from '../../../src/recsys/ltr/featureRanker';
import type { RankingLoss } from '../../../src/recsys/ltr/loss';
import type { LossName } from '../../../src/recsys/ltr/losses';
import type { RankerTfOptions } from '../../../src/recsys/ltr/rankerTf';
import type { Progress } from '../../../src/recsys/types';

const train = madeQueries({ queries: 120, seed: 1 });
const test = madeQueries({ queries: 80, seed: 2 });
const scoresOf = (model: FeatureRanker) => model.predict(test.features, test.rows, test.columns);
const quality = (model: FeatureRanker) => mean(queryNdcg(test, scoresOf(model)));
const quick: RankerTfOptions = { epochs: 2, hidden: [4] };

beforeAll(async () => {
  expect(await startBackend()).toBe('wasm');
});

describe('rankerTf', () => {
  const chance = mean(queryNdcg(test, new Float32Array(test.rows)));
  // what made the grades, but for its noise
  const truth = Float32Array.from({ length: test.rows }, (_, row) => {
    const [a, b, c] = test.features.subarray(4 * row);
    return (2 * a) / 100 - b + 2 * Math.abs(c);
  });
  const possible = mean(queryNdcg(test, truth));

  it.each(Object.keys(losses) as LossName[])('learns to order unseen queries with %s', async (loss) => {
    const model = await rankerTf(train, { loss, epochs: 20, hidden: [16], learningRate: 0.03 });
    expect(quality(model)).toBeGreaterThan(possible - 0.015);
    expect(chance).toBeLessThan(possible - 0.2);
  });

  it('needs a hidden layer for what counts by its distance from 0', async () => {
    const linear = quality(await rankerTf(train, { hidden: [], epochs: 20 }));
    const deep = quality(await rankerTf(train, { hidden: [16, 8], epochs: 20 }));
    expect(linear).toBeGreaterThan(chance + 0.05);
    expect(deep).toBeGreaterThan(linear + 0.05);
  });

  it('takes a loss of the reader’s own', async () => {
    const own: RankingLoss = (scores, labels, mask) => scores.sub(labels).square().mul(mask).mean().asScalar();
    expect(quality(await rankerTf(train, { loss: own, epochs: 20, hidden: [16] }))).toBeGreaterThan(possible - 0.05);
  });

  it('keeps the best epoch on the validation queries, and ends when patience does', async () => {
    const told: Progress[] = [];
    const model = await rankerTf(train, {
      epochs: 60,
      learningRate: 0.05,
      validation: test,
      patience: 3,
      onProgress: (p) => told.push(p),
    });
    const validations = told.flatMap(({ values }) => (values!.validation === undefined ? [] : [values!.validation]));
    expect(validations.length).toBeLessThan(60);
    expect(quality(model)).toBeCloseTo(Math.max(...validations), 6);
    expect(validations.indexOf(Math.max(...validations))).toBe(validations.length - 4);
  });

  it('takes a missing value for the mean, and a constant column for nothing', async () => {
    const holes = madeQueries({ queries: 120, seed: 1 });
    for (let at = 0; at < holes.features.length; at++) {
      if (at % 7 === 0) holes.features[at] = NaN;
      if (at % 4 === 3) holes.features[at] = 5;
    }
    const model = await rankerTf(holes, { epochs: 20, hidden: [16] });
    expect(quality(model)).toBeGreaterThan(possible - 0.05);
    const [missing, average] = [NaN, mean(holes.features.filter((value, at) => at % 4 === 1 && value === value))].map(
      (b) => model.predict(Float32Array.of(0, b, 0, 0), 1, 4)[0],
    );
    expect(missing).toBeCloseTo(average, 4);
  });

  it('draws from queries that are long', async () => {
    expect(quality(await rankerTf(train, { documents: 5, epochs: 40, hidden: [16] }))).toBeGreaterThan(possible - 0.02);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const first = scoresOf(await rankerTf(train, { ...quick, seed: 1 }));
    expect(scoresOf(await rankerTf(train, { ...quick, seed: 1 }))).toEqual(first);
    expect(scoresOf(await rankerTf(train, { ...quick, seed: 2 }))).not.toEqual(first);
  });

  it('survives a round trip through its buffer', async () => {
    const model = await rankerTf(train, quick);
    expect(scoresOf(rankerTf.fromBuffer(model.toBuffer()))).toEqual(scoresOf(model));
  });

  it('tells of a falling loss, and keeps what it has when it is stopped', async () => {
    const told: Progress[] = [];
    await rankerTf(train, { epochs: 10, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    expect(told.at(-1)!.values!.loss).toBeLessThan(told[0].values!.loss);
    const controller = new AbortController();
    const model = await rankerTf(train, { epochs: 1000, signal: controller.signal, onProgress: () => controller.abort() });
    expect(scoresOf(model).every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor behind in 100 runs, also when it fails', async () => {
    const few = madeQueries({ queries: 4, documents: 3 });
    const { numTensors } = tf.memory();
    const names = Object.keys(losses) as LossName[];
    for (let run = 0; run < 100; run++) {
      const options = { ...quick, loss: names[run % names.length], validation: run % 2 ? few : undefined };
      await rankerTf(few, { ...options, signal: run % 10 === 9 ? AbortSignal.abort() : undefined });
    }
    const onProgress = () => {
      throw new Error('full');
    };
    await expect(rankerTf(few, { ...quick, validation: few, onProgress })).rejects.toThrow('full');
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('names what is out of its range', async () => {
    const bad = (options: RankerTfOptions, table = train) => rankerTf(table, options);
    await expect(bad({ loss: 'hinge' as LossName })).rejects.toThrow("loss must be one of 'pointwise'");
    await expect(bad({ hidden: [8, 0] })).rejects.toThrow('hidden[1] must be a positive integer, got 0');
    await expect(bad({ epochs: -1 })).rejects.toThrow('epochs must be a positive integer, got -1');
    await expect(bad({ learningRate: NaN })).rejects.toThrow('learningRate must be a finite number greater than 0, got NaN');
    await expect(bad({}, { ...train, labels: train.labels.map((y) => -y) })).rejects.toThrow(
      'must be a finite number of at least 0',
    );
    await expect(bad({}, { ...train, groups: Int32Array.of(3) })).rejects.toThrow('groups must have');
    const model = await rankerTf(train, quick);
    expect(() => model.predict(test.features, test.rows, 3)).toThrow('columns must be the 4 of training, got 3');
    expect(() => model.predict(test.features, 7, 4)).toThrow('features must hold rows × columns = 28 numbers');
    expect(() => rankerTf.fromBuffer(new ArrayBuffer(4))).toThrow('buffer must hold a model');
  });
});
