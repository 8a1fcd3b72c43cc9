import { beforeAll, describe, expect, it } from 'vitest';
import { dcn } from '../../../src/recsys/ltr/dcn';
import { deepFm } from '../../../src/recsys/ltr/deepFm';
import { encodeFields, fitFields } from '../../../src/recsys/ltr/fields';
import { logLoss } from '../../../src/recsys/ltr/objectives/logistic';
import { rankerTf } from '../../../src/recsys/ltr/rankerTf';
import { random } from '../../../src/recsys/math/random';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';
import type { DcnOptions } from '../../../src/recsys/ltr/dcn';
import type { Table } from '../../../src/recsys/ltr/table';
import type { Progress } from '../../../src/recsys/types';

const { exp } = Math;

/**
 * Clicks that hang on two columns together: of names a, b in 0 … 5 the log-odds are 2 where a + b is even and −2 where it is odd, so that
 * neither name alone says anything. A third column is a number, with log-odds of its own.
 */
function planted(rows: number, seed: number): Table {
  const draw = random(seed);
  const features = new Float32Array(rows * 3);
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b, x] = [draw.int(6), draw.int(6), draw.normal(10, 3)];
    features.set([a, b, x], row * 3);
    const z = ((a + b) % 2 === 0 ? 2 : -2) + (x - 10) / 3;
    labels[row] = draw.next() < 1 / (1 + exp(-z)) ? 1 : 0;
  }
  return { features, rows, columns: 3, labels };
}

const train = planted(3000, 1);
const test = planted(2000, 2);
const options = { categorical: [0, 1], epochs: 15, batchSize: 128, factors: 4 };
const lossOf = (scores: Float32Array) => logLoss.measure(Float64Array.from(scores), test);
const models = { deepFm, dcn };

/** One column for each name, as a linear model needs them. */
function oneHot({ features, rows, labels }: Table): Table {
  const wide = new Float32Array(rows * 13);
  for (let row = 0; row < rows; row++) {
    const [a, b, x] = features.subarray(row * 3);
    wide[row * 13 + a] = wide[row * 13 + 6 + b] = 1;
    wide[row * 13 + 12] = x;
  }
  return { features: wide, rows, columns: 13, labels };
}

beforeAll(async () => {
  await startBackend();
});

describe('fields', () => {
  const table = { features: Float32Array.of(7, 1, 3, NaN, 7, 3), rows: 3, columns: 2, labels: Float32Array.of(0, 1, 0) };

  it('have a feature for each name, one for names not known, and one for a column of numbers', () => {
    const fields = fitFields(table, [0]);
    expect([...fields.fieldStarts]).toEqual([0, 3, 4]);
    expect([...fields.fieldNames]).toEqual([3, 7]);
    const { indices, values } = encodeFields(table.features, 3, 2, fields);
    expect([...indices]).toEqual([2, 3, 1, 3, 2, 3]);
    expect([...values]).toEqual([1, -1, 1, 0, 1, 1]); // mean 2, deviation 1; missing is the mean
    expect([...encodeFields(Float32Array.of(5, 2, NaN, 2), 2, 2, fields).indices]).toEqual([0, 3, 0, 3]);
  });

  it('name a column that is none, and columns that are not those of training', () => {
    expect(() => fitFields(table, [2])).toThrow('categorical[0] must be an index in 0 … 1, got 2');
    expect(() => encodeFields(new Float32Array(3), 1, 3, fitFields(table, []))).toThrow(
      'columns must be the 2 of training, got 3',
    );
  });
});

describe.each(Object.keys(models) as (keyof typeof models)[])('%s', (name) => {
  const fit = models[name];

  it.each([
    ['with a deep network', { hidden: [16] }],
    ['without', { hidden: [] }],
  ])('learns an interaction that a linear model cannot, %s', async (_, own) => {
    const ours = lossOf((await fit(train, { ...options, ...own })).predict(test.features, test.rows, test.columns));
    const [wide, wideTest] = [oneHot(train), oneHot(test)];
    const linear = await rankerTf(
      { ...wide, groups: new Int32Array(train.rows).fill(1) },
      { loss: 'pointwise', hidden: [], epochs: 3 },
    );
    const theirs = lossOf(linear.predict(wideTest.features, test.rows, 13));
    // what the truth itself loses on these rows
    const truth = Float32Array.from({ length: test.rows }, (_, row) => {
      const [a, b, x] = test.features.subarray(row * 3);
      return ((a + b) % 2 === 0 ? 2 : -2) + (x - 10) / 3;
    });
    expect(theirs).toBeGreaterThan(0.6);
    expect(ours).toBeLessThan(lossOf(truth) + 0.04);
  });

  it('gives names that training did not have the vector of none, and takes missing numbers', async () => {
    const model = await fit(train, { ...options, epochs: 1 });
    const scores = model.predict(Float32Array.of(99, 1, 10, NaN, 1, 10, 2, 1, NaN), 3, 3);
    expect(scores[0]).toBe(scores[1]);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(model.predict(new Float32Array(0), 0, 3).length).toBe(0);
  });

  it('survives a round trip through its buffer', async () => {
    for (const own of [{}, { hidden: [] }, { crossLayers: 3 } as DcnOptions]) {
      const model = await fit(train, { ...options, ...own, epochs: 1 });
      const again = fit.fromBuffer(model.toBuffer());
      expect(again.predict(test.features, test.rows, 3)).toEqual(model.predict(test.features, test.rows, 3));
      expect(new Uint8Array(again.toBuffer())).toEqual(new Uint8Array(model.toBuffer()));
    }
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const scores = async (seed: number) =>
      (await fit(train, { ...options, epochs: 1, seed })).predict(test.features, test.rows, 3);
    const first = await scores(1);
    expect(await scores(1)).toEqual(first);
    expect(await scores(2)).not.toEqual(first);
  });

  it('stops when the validation gets no better, and keeps the best epoch', async () => {
    const small = { ...planted(200, 5) };
    const told: Progress[] = [];
    const model = await fit(small, {
      ...{ ...options, epochs: 200, learningRate: 0.05, validation: test, patience: 2 },
      onProgress: (progress) => told.push(progress),
    });
    const seen = told.flatMap(({ values }) => values!.validation ?? []);
    expect(seen.length).toBeLessThan(200);
    expect(lossOf(model.predict(test.features, test.rows, 3))).toBeCloseTo(-Math.max(...seen), 5);
  });

  it('leaves no tensor behind in 100 runs, also when it fails or is stopped', async () => {
    const small = planted(12, 3);
    const { numTensors, numDataBuffers } = tf.memory();
    for (let run = 0; run < 100; run++) {
      await fit(small, {
        ...{ categorical: run % 2 ? [0] : [], factors: 2, epochs: 1, batchSize: 5, hidden: run % 3 ? [3] : [] },
        ...(run % 5 === 0 && { validation: small }),
        ...(run % 7 === 0 && { signal: AbortSignal.abort() }),
      });
    }
    const onProgress = () => {
      throw new Error('full');
    };
    await expect(fit(small, { onProgress })).rejects.toThrow('full');
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('names what is out of its range', async () => {
    const bad = (own: DcnOptions) => expect(fit(train, own)).rejects;
    await bad({ factors: 0 }).toThrow('factors must be a positive integer, got 0');
    await bad({ hidden: [-1] }).toThrow('hidden[0] must be a positive integer, got -1');
    await bad({ learningRate: 0 }).toThrow('learningRate must be a finite number greater than 0, got 0');
    await bad({ regularization: NaN }).toThrow('regularization must be a finite number of at least 0, got NaN');
    await bad({ categorical: [3] }).toThrow('categorical[0] must be an index in 0 … 2, got 3');
    if (name === 'dcn') await bad({ crossLayers: 0 }).toThrow('crossLayers must be a positive integer, got 0');
    await expect(fit({ ...train, labels: new Float32Array(train.rows) })).rejects.toThrow('labels must not all be 0');
    await expect(fit({ ...train, labels: new Float32Array(train.rows).fill(2) })).rejects.toThrow(
      'labels must lie in 0 … 1, got 2',
    );
  });
});
