/**
 * Parquet as Spark reads and writes it: a log to train on, and the folder of an `ALSModel`.
 *
 *     log/interactions.parquet   user int, item int, rating float, time timestamp: users and items by index
 *     log/users.parquet          user int, id string; items.parquet likewise
 *     model/metadata/part-00000  one line of JSON: class, rank, parameters
 *     model/userFactors/…        id int, features array<float>; itemFactors likewise
 */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Interactions } from 'recsys';

/** What a factor model and a model of Spark's have in common. */
export interface Factors {
  factors: number;
  /** users × factors, row-major. */
  userFactors: Float32Array;
  /** items × factors, row-major. */
  itemFactors: Float32Array;
}

/** Writes the log. Indices, since Spark's ALS takes whole numbers of 32 bits and no other ids. */
export async function writeLog(folder: string, { users, items, values, times, userIds, itemIds }: Interactions): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
    writeFile(join(folder, name), new Uint8Array(parquetWriteBuffer({ columnData })));
  await write('interactions.parquet', [
    { name: 'user', data: users, type: 'INT32', nullable: false },
    { name: 'item', data: items, type: 'INT32', nullable: false },
    { name: 'rating', data: Float32Array.from(values), type: 'FLOAT', nullable: false },
    { name: 'time', data: Array.from(times, (seconds) => new Date(1000 * seconds)), type: 'TIMESTAMP', nullable: false },
  ]);
  for (const [name, ids] of [
    ['user', userIds],
    ['item', itemIds],
  ] as const) {
    // prettier-ignore
    await write(`${name}s.parquet`, [
      { name, data: Int32Array.from(ids.keys()), type: 'INT32', nullable: false },
      { name: 'id', data: [...ids], type: 'STRING', nullable: false },
    ]);
  }
}

/** Writes factors as the folder that `ALSModel.load` opens. */
export async function writeAlsModel(folder: string, { factors, userFactors, itemFactors }: Factors): Promise<void> {
  for (const [name, vectors] of [
    ['userFactors', userFactors],
    ['itemFactors', itemFactors],
  ] as const) {
    // prettier-ignore
    const rows = vectors.length / factors;
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: Int32Array.from({ length: rows }, (_, row) => row) },
        {
          name: 'features',
          data: Array.from({ length: rows }, (_, row) => [...vectors.subarray(row * factors, (row + 1) * factors)]),
        },
      ],
      // As Spark writes array<float>: three levels, a group that may be absent, a list, and an element that may not.
      schema: [
        { name: 'spark_schema', num_children: 2 },
        { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
        { name: 'features', converted_type: 'LIST', num_children: 1, repetition_type: 'OPTIONAL' },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ],
    });
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'part-00000.parquet'), new Uint8Array(buffer));
  }
  const metadata = {
    class: 'org.apache.spark.ml.recommendation.ALSModel',
    timestamp: Date.now(),
    sparkVersion: '3.5.0',
    uid: 'ALS_handbook',
    paramMap: { userCol: 'user', itemCol: 'item' },
    defaultParamMap: { predictionCol: 'prediction', coldStartStrategy: 'nan', blockSize: 4096 },
    rank: factors,
  };
  await mkdir(join(folder, 'metadata'), { recursive: true });
  await writeFile(join(folder, 'metadata/part-00000'), `${JSON.stringify(metadata)}\n`);
}

/**
 * Reads the folder that `model.save` wrote; whoever has no row in it has the vector 0.
 *
 * @param users how many there are in the log, and how many items
 * @throws RangeError if the folder holds no ALSModel, or an id or a vector that does not fit
 */
export async function readAlsModel(folder: string, { users, items }: { users: number; items: number }): Promise<Factors> {
  const [metadata] = await partsOf(join(folder, 'metadata'), '');
  const { class: kind, rank: factors } = JSON.parse(await readFile(metadata, 'utf8')) as { class: string; rank: number };
  if (!kind?.endsWith('.ALSModel')) throw new RangeError(`folder must hold an ALSModel, got ${kind}`);
  return {
    factors,
    userFactors: await readFactors(join(folder, 'userFactors'), users, factors),
    itemFactors: await readFactors(join(folder, 'itemFactors'), items, factors),
  };
}

/** The parts of one of Spark's folders, without its checksums and marks. */
async function partsOf(folder: string, ending: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('part-') && name.endsWith(ending)).sort();
  if (names.length === 0) throw new RangeError(`${folder} must hold a file part-…${ending}, got none`);
  return names.map((name) => join(folder, name));
}

async function readFactors(folder: string, rows: number, factors: number): Promise<Float32Array> {
  const vectors = new Float32Array(rows * factors);
  for (const part of await partsOf(folder, '.parquet')) {
    const file = new Uint8Array(await readFile(part)).buffer;
    for (const { id, features } of (await parquetReadObjects({ file })) as { id: number; features: number[] }[]) {
      if (!(id >= 0 && id < rows)) throw new RangeError(`id must be 0 … ${rows - 1}, got ${id}`);
      if (features.length !== factors) throw new RangeError(`features must have ${factors} numbers, got ${features.length}`);
      vectors.set(features, id * factors);
    }
  }
  return vectors;
}
