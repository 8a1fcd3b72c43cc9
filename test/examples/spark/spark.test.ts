import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAlsModel, writeAlsModel, writeLog } from '../../../examples/spark/layout';
import { sparkOptions } from '../../../examples/spark/mapping';
import { recommenderOf } from '../../../examples/spark/recommenderOf';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { implicitAls } from '../../../src/recsys/models/implicitAls';
import { readRecommender } from '../../../src/recsys/pipeline/readModel';
import { tasteLog } from '../../recsys/models/logs';
import type { Factors } from '../../../examples/spark/layout';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handbook-spark-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const parquet = async (path: string) => new Uint8Array(await readFile(join(folder, path))).buffer;
const log = tasteLog({ users: 60, items: 40, rows: 900, seed: 3 });
const size = { users: log.userIds.length, items: log.itemIds.length };

describe('the layout', () => {
  it('of a log is what Spark reads: indices of 32 bits, weights, moments, and the ids beside them', async () => {
    await writeLog(join(folder, 'log'), log);
    const rows = await parquetReadObjects({ file: await parquet('log/interactions.parquet') });
    expect(rows.length).toBe(log.users.length);
    for (const r of [0, 1, 450, rows.length - 1]) {
      const { user, item, rating, time } = rows[r];
      expect([user, item, rating, (time as Date).getTime() / 1000]).toEqual([
        log.users[r],
        log.items[r],
        Math.fround(log.values[r]),
        Math.floor(1000 * log.times[r]) / 1000,
      ]);
    }
    const { schema } = parquetMetadata(await parquet('log/interactions.parquet'));
    expect(schema.slice(1).map(({ name, type, repetition_type: kind }) => [name, type, kind])).toEqual([
      ['user', 'INT32', 'REQUIRED'],
      ['item', 'INT32', 'REQUIRED'],
      ['rating', 'FLOAT', 'REQUIRED'],
      ['time', 'INT64', 'REQUIRED'],
    ]);
    const users = await parquetReadObjects({ file: await parquet('log/users.parquet') });
    expect(users.map(({ id }) => id)).toEqual([...log.userIds]);
  });

  it('of a model comes back bit by bit, as a recommender that answers the same', async () => {
    const model = await implicitAls(log, { factors: 6, iterations: 3 });
    await writeAlsModel(join(folder, 'model'), model);
    const { schema } = parquetMetadata(await parquet('model/userFactors/part-00000.parquet'));
    expect(schema.map(({ name, type, converted_type: kind }) => [name, type ?? kind])).toEqual([
      ['spark_schema', undefined],
      ['id', 'INT32'],
      ['features', 'LIST'],
      ['list', undefined],
      ['element', 'FLOAT'],
    ]);
    const back = await readAlsModel(join(folder, 'model'), size);
    expect(back.userFactors).toEqual(model.userFactors);
    expect(back.itemFactors).toEqual(model.itemFactors);
    const read = readRecommender(recommenderOf(back, log).toBuffer());
    for (let user = 0; user < size.users; user += 7) expect(read.recommend(user)).toEqual(model.recommend(user));
  });

  it('gives the vector 0 to whom Spark did not meet, and refuses what does not fit', async () => {
    const path = join(folder, 'model');
    const larger = await readAlsModel(path, { ...size, users: size.users + 1 });
    expect([...larger.userFactors.slice(-6)]).toEqual([0, 0, 0, 0, 0, 0]);
    await expect(readAlsModel(path, { ...size, items: 30 })).rejects.toThrow('id must be 0 … 29, got 30');
    expect(() => recommenderOf(larger, log)).toThrow(/^userFactors must have \d+ numbers, got \d+$/);
    await writeFile(join(path, 'metadata/part-00000'), '{"class":"org.apache.spark.ml.clustering.KMeansModel"}');
    await expect(readAlsModel(path, size)).rejects.toThrow('folder must hold an ALSModel, got org.apache');
  });
});

describe('the options', () => {
  // 24 users and 12 items; every user met 4 items, every item 8 users.
  const regular = fromRows(
    Array.from({ length: 24 }, (_, u) =>
      [0, 1, 3, u < 12 ? 7 : 5].map((step) => ({ user: `u${u}`, item: `i${(u + step) % 12}` })),
    ).flat(),
  );

  /** The other side's vectors after a half round of Spark's, by its normal equations: Gaussian elimination in double precision. */
  function sparkHalf(fixed: number[][], met: number[][], { alpha, regParam }: { alpha: number; regParam: number }): number[][] {
    const d = fixed[0].length;
    return met.map((rows) => {
      const a = Array.from({ length: d }, (_, i) =>
        Array.from({ length: d }, (_, j) => {
          const all = fixed.reduce((sum, y) => sum + y[i] * y[j], 0);
          const own = rows.reduce((sum, r) => sum + alpha * fixed[r][i] * fixed[r][j], 0);
          return all + own + (i === j ? regParam * rows.length : 0);
        }),
      );
      const b = Array.from({ length: d }, (_, i) => rows.reduce((sum, r) => sum + (1 + alpha) * fixed[r][i], 0));
      for (let i = 0; i < d; i++) {
        for (let r = i + 1; r < d; r++) {
          const factor = a[r][i] / a[i][i];
          for (let c = i; c < d; c++) a[r][c] -= factor * a[i][c];
          b[r] -= factor * b[i];
        }
      }
      for (let i = d - 1; i >= 0; i--) {
        for (let c = i + 1; c < d; c++) b[i] -= a[i][c] * b[c];
        b[i] /= a[i][i];
      }
      return b;
    });
  }

  const rowsOf = (vectors: Float32Array, d: number, scale: number) =>
    Array.from({ length: vectors.length / d }, (_, r) => [...vectors.subarray(r * d, (r + 1) * d)].map((value) => scale * value));
  const metBy = (by: Int32Array, what: Int32Array, count: number) => {
    const met = Array.from({ length: count }, () => [] as number[]);
    by.forEach((one, r) => met[one].push(what[r]));
    return met;
  };

  /** How far half a round of Spark's moves the factors, users and items, relative to their length. */
  function moves({ factors: d, userFactors, itemFactors }: Factors, scale: number, options: { alpha: number; regParam: number }) {
    const [users, items] = [rowsOf(userFactors, d, scale), rowsOf(itemFactors, d, scale)];
    const far = (next: number[][], now: number[][]) => {
      const square = (rows: number[][]) => rows.flat().reduce((sum, value) => sum + value * value, 0);
      return Math.sqrt(square(next.map((row, r) => row.map((value, c) => value - now[r][c]))) / square(now));
    };
    return [
      far(sparkHalf(items, metBy(regular.users, regular.items, 24), options), users),
      far(sparkHalf(users, metBy(regular.items, regular.users, 12), options), items),
    ];
  }

  it.each([
    { alpha0: 0.3, regularization: 0.05, nu: 1 },
    { alpha0: 0.1, regularization: 0.02, nu: 1 },
  ])('of Rendle et al.: %j converges to a fixed point of Spark’s equations', async (own) => {
    const options = { factors: 3, iterations: 2000, ...own };
    const model = await implicitAls(regular, options);
    const spark = sparkOptions(options, { rows: 4, items: 12 });
    expect(spark).toMatchObject({ rank: 3, maxIter: 2000, ratingCol: '' });
    for (const move of moves(model, Math.sqrt(1 + own.alpha0), spark)) expect(move).toBeLessThan(2e-3);
    // A mapping without the scale, or with another strength, is no fixed point.
    for (const move of moves(model, 1, spark)) expect(move).toBeGreaterThan(2e-2);
    expect(moves(model, Math.sqrt(1 + own.alpha0), { ...spark, regParam: 2 * spark.regParam })[0]).toBeGreaterThan(2e-2);
  });

  it('of Hu et al. solve a user as Spark does, at the number of rows they were made for', async () => {
    const options = { factors: 3, iterations: 5, alpha: 4, regularization: 0.4 };
    const model = await implicitAls(regular, options);
    const spark = sparkOptions(options, { rows: 4, items: 12 });
    expect(spark).toEqual({ rank: 3, maxIter: 5, alpha: 4, regParam: 0.1, ratingCol: 'rating' });
    const history = [0, 3, 5, 8];
    const items = rowsOf(model.itemFactors, 3, 1);
    const [user] = sparkHalf(items, [history], spark);
    const expected = items.map((item) => item.reduce((sum, value, c) => sum + value * user[c], 0));
    expect([...model.scoresFor(history)]).toEqual(expected.map((score) => expect.closeTo(score, 4)));
  });
});
