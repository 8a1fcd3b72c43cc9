/**
 * How long a step of each neural model takes, under Node on the WASM backend with one thread, as in the page: `npm run bench -- neural [name …]`.
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
import { seededLog } from './log';
import { drawNeural } from './neuralChart';
import { machine, save } from './report';
import type { NeuralResult } from './neuralChart';
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
    budget: 390,
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
  return times.slice(5).sort((a, b) => a - b);
}

/** Runs the whole table, or the lines whose task is named. */
export async function benchNeural(names: string[]): Promise<void> {
  const backend = await startBackend();
  const results: NeuralResult[] = [];
  for (const { task, name, steps, budget, train } of rows) {
    if (names.length > 0 && !names.includes(task)) continue;
    const times = await stepTimes(train);
    const [median, best] = [times[times.length >> 1], times[0]].map((time) => time * steps);
    results.push({ name, median, best, ...(budget && { budget }) });
    const of = budget ? `, of ${budget}` : '';
    console.log(`${median.toFixed(1).padStart(8)} ms (best ${best.toFixed(1)}${of})  ${name}`);
  }
  if (names.length === 0) save('neural', { machine: machine(), backend, size, rows: results }, drawNeural(results));
}
