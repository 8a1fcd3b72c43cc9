/**
 * How long a step of each neural model takes, under Node on the WASM backend with one thread, as in the page, beside it in a worker of Chromium on WASM and in plain
 * JavaScript, and how well the models rank: `npm run bench -- neural [name …] [--accept]`. It fails where a step is slower than its budget, or than in the saved run
 * beyond noise.
 *
 * Each model trains with its own loop; what is told is the median, over the reports of its progress, of the time between two of them over the
 * steps between them. The first reports, in which engines warm up, are left out.
 */
import { join } from 'node:path';
import { startBackend } from '../src/recsys/tf/backend';
import type { BackendName } from '../src/recsys/tf/settings';
import { median } from './median';
import { drawNeural } from './neuralChart';
import { neuralQuality } from './neuralQuality';
import { neuralTable, overBudgets, slowerSteps, unproven } from './neuralResult';
import { neuralTasks, size, stepTimes, yardstick } from './neuralTasks';
import { ACCEPT, load, machine, saveCompared, scheduling } from './report';
import { openWorker } from './workerPage';
import type { NeuralResult, NeuralTime } from './neuralResult';
import type { NeuralTaskName } from './neuralTasks';

const dist = join(import.meta.dirname, '../node_modules/@tensorflow/tfjs-backend-wasm/dist');
const WASM = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((name) => join(dist, name));

/** Seconds after which a training in plain JavaScript has told enough. */
const ENOUGH = 20;

/** Who trains beside Node. */
interface Elsewhere {
  name: string;
  times: (task: NeuralTaskName) => Promise<number[]>;
  close: () => Promise<void>;
}

/** A worker of Chromium with a backend; undefined where there is no Chromium. */
async function chromiumOn(prefer: BackendName): Promise<Elsewhere | undefined> {
  const worker = await openWorker('neuralWorker.ts', WASM);
  if (!worker) return undefined;
  const backend = await worker.ask<BackendName>({ prefer, wasmPath: worker.url });
  if (backend !== prefer) throw new Error(`${worker.version} must start ${prefer}, got ${backend}`);
  return {
    name: `Chromium, ${prefer}`,
    times: (task) => worker.ask<number[]>({ task, enough: ENOUGH }),
    close: worker.close,
  };
}

const summary = (times: number[]) => ({ median: median(times), best: Math.min(...times) });

/** Times a line wherever it can be. */
async function timed(task: NeuralTaskName, others: Elsewhere[]): Promise<NeuralTime> {
  const { name, budget }: { name: string; budget?: number } = neuralTasks[task];
  const here = summary(await stepTimes(task));
  console.log(
    `${here.median.toFixed(1).padStart(8)} ms (best ${here.best.toFixed(1)}${budget ? `, of ${budget}` : ''})  ${name}`,
  );
  const elsewhere: NeuralTime['elsewhere'] = {};
  for (const other of others) {
    const there = (elsewhere[other.name] = summary(await other.times(task)));
    console.log(`${there.median.toFixed(1).padStart(8)} ms (best ${there.best.toFixed(1)})  in ${other.name}`);
  }
  return { name, ...here, ...(budget && { budget }), elsewhere };
}

/** Runs it all, or the lines whose task is named, `quality` among them. */
export async function benchNeural(args: string[]): Promise<void> {
  const names = args.filter((arg) => arg !== ACCEPT);
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  const backend = await startBackend();
  const tasks = (Object.keys(neuralTasks) as NeuralTaskName[]).filter(isWanted);
  const others: Elsewhere[] = [];
  for (const name of tasks.length > 0 ? (['wasm', 'cpu'] as const) : []) {
    const chromium = await chromiumOn(name);
    if (chromium) others.push(chromium);
  }
  const rows: NeuralTime[] = [];
  const before = await yardstick();
  for (const task of tasks) rows.push(await timed(task, others));
  const measured = { yardstick: median([before, await yardstick()]), rows };
  for (const { close } of others) await close();
  const checks = { compare: slowerSteps, faults: overBudgets(load<NeuralResult>('neural'), measured) };
  const quality = isWanted('quality') ? await neuralQuality() : undefined;
  for (const sentence of quality ? unproven(quality) : []) console.log(sentence);
  if (names.length > 0 || !quality) return saveCompared('neural', measured, { ...checks, isPart: true });
  const whole: NeuralResult = { machine: machine(), scheduling: scheduling(), backend, size, ...measured, quality };
  saveCompared('neural', whole, { ...checks, svg: drawNeural(rows), table: neuralTable });
}
