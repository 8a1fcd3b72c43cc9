/** One measurement of `scale`, in a process of its own so that its peak of memory is its own: trains one model on one log and prints what it took. */
import { readFileSync, writeFileSync } from 'node:fs';
import { als } from '../src/recsys/models/als';
import { bayesianMean } from '../src/recsys/models/bayesianMean';
import { bpr } from '../src/recsys/models/bpr';
import { ease } from '../src/recsys/models/ease';
import { hybrid } from '../src/recsys/models/hybrid';
import { implicitAls } from '../src/recsys/models/implicitAls';
import { itemKnn } from '../src/recsys/models/itemKnn';
import { logisticMf } from '../src/recsys/models/logisticMf';
import { popularity } from '../src/recsys/models/popularity';
import { pureSvd } from '../src/recsys/models/pureSvd';
import { recencyPopularity } from '../src/recsys/models/recencyPopularity';
import { sar } from '../src/recsys/models/sar';
import { slim } from '../src/recsys/models/slim';
import { userKnn } from '../src/recsys/models/userKnn';
import { warp } from '../src/recsys/models/warp';
import { seededLog } from './log';
import type { Interactions } from '../src/recsys/types';

/** Each model, with one round of those that go in rounds. */
const trainings: Record<string, (train: Interactions, factors: number) => unknown> = {
  popularity: (train) => popularity(train),
  recencyPopularity: (train) => recencyPopularity(train),
  bayesianMean: (train) => bayesianMean(train),
  itemKnn: (train) => itemKnn(train, { k: 100 }),
  userKnn: (train) => userKnn(train, { k: 100 }),
  sar: (train) => sar(train, { k: 100 }),
  slim: (train) => slim(train, { k: 50, iterations: 5 }),
  ease: (train) => ease(train),
  pureSvd: (train, factors) => pureSvd(train, { factors, iterations: 1 }),
  als: (train, factors) => als(train, { factors, iterations: 1 }),
  'implicitAls cg': (train, factors) => implicitAls(train, { factors, iterations: 1, solver: 'cg' }),
  'implicitAls cholesky': (train, factors) => implicitAls(train, { factors, iterations: 1 }),
  bpr: (train, factors) => bpr(train, { factors, epochs: 1 }),
  warp: (train, factors) => warp(train, { factors, epochs: 1 }),
  logisticMf: (train, factors) => logisticMf(train, { factors, epochs: 1 }),
  hybrid: (train, factors) => hybrid(train, { factors, epochs: 1 }),
};

/** Milliseconds of this thread on a processor, where the system tells them, else of the wall. */
function clock(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/** The most memory so far. Linux tells it of this program alone; `maxRSS` may be that of who started it. */
function peakMemory(): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}

/** Lets the peak begin anew, where the system can: making the log is no part of training. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // then the peak is that of making the log, if that took more
  }
}

const [name, ...numbers] = process.argv.slice(2);
const [users, items, rows, factors] = numbers.map(Number);
const log = seededLog({ users, items, rows });
// Once on a little, so that what the engine does at its first sight of the code is not counted.
await trainings[name](seededLog({ users: 200, items: 200, rows: 5000 }), factors);
// What making the logs left behind is not the model's. Array buffers are given back in the background, so once is not enough.
const { gc } = globalThis as { gc?: () => void }; // with --expose-gc
for (let i = 0; gc && i < 3; i++) {
  gc();
  await new Promise((resolve) => setTimeout(resolve, 50));
}
forgetPeak();
const before = process.memoryUsage.rss();
const start = clock();
try {
  const model = await trainings[name](log, factors);
  const milliseconds = clock() - start;
  const peakBytes = peakMemory();
  if (model === undefined) throw new Error(`${name} must give a model`);
  console.log(JSON.stringify({ milliseconds, peakBytes, addedBytes: Math.max(0, peakBytes - before) }));
} catch (error) {
  console.log(JSON.stringify({ refused: (error as Error).message }));
}
