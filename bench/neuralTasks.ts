/** The trainings of the neural models that are timed: the same code in Node and in Chromium's worker. */
import { dcn } from '../src/recsys/ltr/dcn';
import { deepFm } from '../src/recsys/ltr/deepFm';
import { random } from '../src/recsys/math/random';
import { gru4rec } from '../src/recsys/models/gru4rec';
import { mfTf } from '../src/recsys/models/mfTf';
import { sasrec } from '../src/recsys/models/sasrec';
import { twoTower } from '../src/recsys/models/twoTower';
import { tf } from '../src/recsys/tf/tensorflow';
import { seededLog } from './log';
import { median } from './median';
import type { TrainOptions } from '../src/recsys/types';
import type { Table } from '../src/recsys/ltr/table';

/** A line of the table. */
interface NeuralTask {
  name: string;
  /** Of how many steps the time is told: 1, or those of an epoch. */
  steps: number;
  /** What it may take at most under Node on WASM, in milliseconds, where that was laid down. */
  budget?: number;
  train: (options: TrainOptions) => Promise<unknown>;
}

/** The reports in which engines warm up. */
const WARM_UP = 5;

export const size = { users: 1000, items: 2000, rows: 100_000 };
const log = seededLog(size);

/** Rows of ten columns of names and ten of numbers. */
function table(rows: number): Table {
  const draw = random(1);
  const features = Float32Array.from({ length: rows * 20 }, (_, at) => (at % 20 < 10 ? draw.int(100) : draw.normal()));
  return { features, rows, columns: 20, labels: Float32Array.from({ length: rows }, () => draw.int(2)) };
}

const clicks = table(20_000);
const categorical = [...Array(10).keys()];

export const neuralTasks = {
  mf: {
    name: 'mfTf, d = 32, an epoch over 100,000 rows',
    steps: Math.ceil(size.users / 128),
    budget: 100, // a pairwise step of as many rows, by the operations of TensorFlow.js alone, took 390
    train: (options) => mfTf(log, { ...options, epochs: 12 }),
  },
  tower: {
    name: 'twoTower, d = 32, a step of 256 rows',
    steps: 1,
    budget: 11,
    train: (options) => twoTower(log, { ...options, epochs: 1 }),
  },
  sasrec: {
    name: 'sasrec, d = 32, a step of 128 × 30 places, 256 drawn',
    steps: 1,
    budget: 115,
    train: (options) => sasrec(log, { ...options, epochs: 2, batchSize: 128, negatives: 256 }),
  },
  gru: {
    name: 'gru4rec, d = 32, a step of 128 × 30 places, 256 drawn',
    steps: 1,
    train: (options) => gru4rec(log, { ...options, epochs: 2, batchSize: 128, negatives: 256 }),
  },
  fm: {
    name: 'deepFm, 20 columns, a step of 256 rows',
    steps: 1,
    train: (options) => deepFm(clicks, { ...options, categorical, epochs: 2 }),
  },
  dcn: {
    name: 'dcn, 20 columns, a step of 256 rows',
    steps: 1,
    train: (options) => dcn(clicks, { ...options, categorical, epochs: 2 }),
  },
} satisfies Record<string, NeuralTask>;

export type NeuralTaskName = keyof typeof neuralTasks;

/**
 * The milliseconds of what a line tells of, at each report of a training but the first ones.
 *
 * @param enough seconds after which a training on a slow backend is ended
 */
export async function stepTimes(task: NeuralTaskName, { enough = Infinity } = {}): Promise<number[]> {
  const { train, steps }: NeuralTask = neuralTasks[task];
  const times: number[] = [];
  const controller = new AbortController();
  const begin = performance.now();
  let [last, before] = [begin, 0];
  await train({
    signal: controller.signal,
    onProgress({ done }) {
      const now = performance.now();
      if (done > before) times.push((steps * (now - last)) / (done - before));
      [last, before] = [now, done];
      if (now - begin > 1000 * enough && times.length > WARM_UP) controller.abort();
    },
  });
  return times.slice(WARM_UP);
}

/** The milliseconds of a product of matrices of 3840 × 32 and 32 × 256, by which machines can be compared. */
export async function yardstick(): Promise<number> {
  const [left, right] = [tf.randomNormal([3840, 32], 0, 1, 'float32', 1), tf.randomNormal([32, 256], 0, 1, 'float32', 2)];
  const times: number[] = [];
  for (let turn = 0; turn < 60; turn++) {
    const start = performance.now();
    const product = tf.matMul(left, right);
    await product.data();
    times.push(performance.now() - start);
    product.dispose();
  }
  tf.dispose([left, right]);
  return median(times.slice(10));
}
