/**
 * How long a step of each neural model takes, under Node on the WASM backend with one thread, as in the page, and how well the models rank:
 * `npm run bench -- neural [name …]`. It fails where a step is slower than its budget, or than in the saved run beyond noise.
 *
 * Each model trains with its own loop; what is told is the median, over the reports of its progress, of the time between two of them over the
 * steps between them. The first reports, in which engines warm up, are left out.
 */
import { deepFm } from '../src/recsys/ltr/deepFm';
import { dcn } from '../src/recsys/ltr/dcn';
import { random } from '../src/recsys/math/random';
import { gru4rec } from '../src/recsys/models/gru4rec';
import { mfTf } from '../src/recsys/models/mfTf';
import { sasrec } from '../src/recsys/models/sasrec';
import { twoTower } from '../src/recsys/models/twoTower';
import { startBackend } from '../src/recsys/tf/backend';
import { tf } from '../src/recsys/tf/tensorflow';
import { seededLog } from './log';
import { median } from './median';
import { drawNeural } from './neuralChart';
import { neuralQuality } from './neuralQuality';
import { neuralTable, overBudgets, slowerSteps, unproven } from './neuralResult';
import { load, machine, save, scheduling } from './report';
import type { NeuralResult, NeuralTime } from './neuralResult';
import type { TrainOptions } from '../src/recsys/types';
import type { Table } from '../src/recsys/ltr/table';

/** A line of the table. */
interface Row {
  task: string;
  name: string;
  /** Of how many steps the time is told: 1, or those of an epoch. */
  steps: number;
  /** What it may take at most, in milliseconds, where that was laid down. */
  budget?: number;
  train: (options: TrainOptions) => Promise<unknown>;
}

const size = { users: 1000, items: 2000, rows: 100_000 };
const log = seededLog(size);

/** Rows of ten columns of names and ten of numbers. */
function table(rows: number): Table {
  const draw = random(1);
  const features = Float32Array.from({ length: rows * 20 }, (_, at) => (at % 20 < 10 ? draw.int(100) : draw.normal()));
  return { features, rows, columns: 20, labels: Float32Array.from({ length: rows }, () => draw.int(2)) };
}

const clicks = table(20_000);
const categorical = [...Array(10).keys()];

const rows: Row[] = [
  {
    task: 'mf',
    name: 'mfTf, d = 32, an epoch over 100,000 rows',
    steps: Math.ceil(size.users / 128),
    budget: 100, // a pairwise step of as many rows, by the operations of TensorFlow.js alone, took 390
    train: (options) => mfTf(log, { ...options, epochs: 12 }),
  },
  {
    task: 'tower',
    name: 'twoTower, d = 32, a step of 256 rows',
    steps: 1,
    budget: 11,
    train: (options) => twoTower(log, { ...options, epochs: 1 }),
  },
  {
    task: 'sasrec',
    name: 'sasrec, d = 32, a step of 128 × 30 places, 256 drawn',
    steps: 1,
    budget: 115,
    train: (options) => sasrec(log, { ...options, epochs: 2, batchSize: 128, negatives: 256 }),
  },
  {
    task: 'gru',
    name: 'gru4rec, d = 32, a step of 128 × 30 places, 256 drawn',
    steps: 1,
    train: (options) => gru4rec(log, { ...options, epochs: 2, batchSize: 128, negatives: 256 }),
  },
  {
    task: 'fm',
    name: 'deepFm, 20 columns, a step of 256 rows',
    steps: 1,
    train: (options) => deepFm(clicks, { ...options, categorical, epochs: 2 }),
  },
  {
    task: 'dcn',
    name: 'dcn, 20 columns, a step of 256 rows',
    steps: 1,
    train: (options) => dcn(clicks, { ...options, categorical, epochs: 2 }),
  },
];

/** The milliseconds of a step, at each report but the first five. */
async function stepTimes(train: Row['train']): Promise<number[]> {
  const times: number[] = [];
  let [last, before] = [performance.now(), 0];
  await train({
    onProgress({ done }) {
      const now = performance.now();
      if (done > before) times.push((now - last) / (done - before));
      [last, before] = [now, done];
    },
  });
  return times.slice(5);
}

/** The milliseconds of a product of matrices of 3840 × 32 and 32 × 256, by which machines can be compared. */
async function yardstick(): Promise<number> {
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

/** Runs it all, or the lines whose task is named, `quality` among them. */
export async function benchNeural(names: string[]): Promise<void> {
  const backend = await startBackend();
  const results: NeuralTime[] = [];
  const before = await yardstick();
  for (const { task, name, steps, budget, train } of rows) {
    if (names.length > 0 && !names.includes(task)) continue;
    const times = await stepTimes(train);
    const [middle, best] = [median(times), Math.min(...times)].map((time) => time * steps);
    results.push({ name, median: middle, best, ...(budget && { budget }) });
    const of = budget ? `, of ${budget}` : '';
    console.log(`${middle.toFixed(1).padStart(8)} ms (best ${best.toFixed(1)}${of})  ${name}`);
  }
  const measured = { yardstick: median([before, await yardstick()]), rows: results };
  const saved = load<NeuralResult>('neural');
  const worse = [...overBudgets(saved, measured), ...(saved ? slowerSteps(saved, measured) : [])];
  const isWhole = names.length === 0;
  if (isWhole || names.includes('quality')) {
    const quality = await neuralQuality();
    for (const sentence of unproven(quality)) console.log(sentence);
    const whole = { machine: machine(), scheduling: scheduling(), backend, size, ...measured, quality };
    if (isWhole) save('neural', whole, drawNeural(results), neuralTable);
  }
  for (const sentence of worse) console.error(`worse: ${sentence}`);
  if (worse.length > 0) process.exitCode = 1;
}
