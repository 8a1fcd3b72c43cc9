/**
 * The service under load, as it is deployed: the bundled file in a process of its own, asked at fixed rates by an open-loop generator in this one,
 * with a new artefact swapped in half-way through the second step. Both share the machine.
 *
 *     npm run bench -- service
 *
 * On a machine that is not at rest: `chrt -r 1 npm run bench -- service`. A swap is read, proved and tried out by the thread that answers, a tenth of a
 * second at a time: no request fails, but those of that moment wait, and the step's p99 shows it.
 *
 * Saves bench/results/service.json; fails if anything failed, at 1,000 requests a second without a swap p99 exceeds 20 ms, or a request takes longer than in the
 * saved run beyond noise.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../scripts/bundle.mjs';
import { builtInModel } from '../src/service/builtInModel';
import { twoStageFromBuffer } from '../src/recsys/pipeline/twoStage/model';
import { lineOf, load } from './load';
import { machine, saveCompared, scheduling } from './report';
import { slowerService } from './serviceRegressions';
import type { ChildProcess } from 'node:child_process';
import type { Trees } from '../src/recsys/ltr/trees/model';
import type { LoadReport } from './load';

const root = join(import.meta.dirname, '..');
const BUDGET = { rate: 1000, p99: 20 };

interface Step {
  name: string;
  rate: number;
  seconds: number;
  /** Seconds after which the artefact is replaced. */
  swapAt?: number;
}

const STEPS: Step[] = [
  { name: 'warm up', rate: 300, seconds: 4 },
  { name: 'steady', rate: BUDGET.rate, seconds: 15 },
  { name: 'a swap half-way', rate: BUDGET.rate, seconds: 10, swapAt: 5 },
  { name: 'more', rate: 1500, seconds: 8 },
  { name: 'much more', rate: 2000, seconds: 8 },
];

/** What it serves, in numbers. */
function describe(file: string) {
  const model = twoStageFromBuffer(new Uint8Array(readFileSync(file)).buffer);
  const sample = Array.from({ length: 200 }, (_, n) => model.candidates(17 * n).items.length);
  return {
    items: model.log.itemIds.length,
    users: model.log.userIds.length,
    candidates: sample.reduce((sum, count) => sum + count, 0) / sample.length,
    columns: model.names.length,
    trees: (model.ranker as Partial<Trees>).trees ?? 0,
  };
}

/** Starts the service and waits until it listens. */
function start(file: string, artefact: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [file, artefact], {
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', MODEL_POLL_MS: '100' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (part) => {
      const url = /"url":"([^"]+)"/.exec(String(part))?.[1];
      if (url) resolve({ child, url });
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
  });
}

/** Runs all steps. */
export async function benchService(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handbook-bench-'));
  const trained = await builtInModel({
    read: async (name) => readFileSync(join(root, 'static/data', name)),
    folder: join(root, '.cache/service'),
    tell: console.log,
  });
  const artefact = join(folder, 'model.bin');
  copyFileSync(trained, artefact);
  await bundle('src/cli/serve.ts', join(folder, 'serve.mjs'));
  const setup = describe(trained);
  console.log(JSON.stringify(setup));
  const { child, url } = await start(join(folder, 'serve.mjs'), artefact);
  const gauge = async (pattern: RegExp) => Number(pattern.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
  const cpu = () => gauge(/^process_cpu_seconds (\S+)/m);
  const steps: (Step & LoadReport & { cpuMs: number })[] = [];
  for (const step of STEPS) {
    if (step.swapAt !== undefined) {
      setTimeout(() => {
        copyFileSync(trained, `${artefact}.new`);
        renameSync(`${artefact}.new`, artefact);
      }, 1000 * step.swapAt);
    }
    const before = await cpu();
    const report = await load(url, { ...step, path: (n) => `/recommend?user_id=${1 + (n % setup.users)}&top_k=10` });
    const cpuMs = (1000 * ((await cpu()) - before)) / report.requests;
    steps.push({ ...step, ...report, cpuMs });
    console.log(`${step.name.padEnd(16)} ${lineOf(report)}; the service computes ${cpuMs.toFixed(2)} ms a request`);
  }
  const releases = await gauge(/^releases_total\{outcome="taken"\} (\d+)/m);
  const memory = await gauge(/^process_resident_memory_bytes (\d+)/m);
  child.kill('SIGTERM');
  rmSync(folder, { recursive: true });
  const slow = ({ rate, p99, swapAt }: (typeof steps)[number]) => rate <= BUDGET.rate && swapAt === undefined && p99 > BUDGET.p99;
  const faults = steps
    .filter((step) => step.errors > 0 || slow(step))
    .map(({ name, errors, p99 }) => `${name}: ${errors} errors, p99 ${p99.toFixed(1)} ms`);
  if (releases !== 2) faults.push(`releases taken must be 2, got ${releases}`);
  const fresh = {
    machine: machine(),
    scheduling: scheduling(),
    node: process.version,
    setup,
    budget: BUDGET,
    releases,
    memoryMB: memory / 2 ** 20,
    steps,
  };
  saveCompared('service', fresh, { compare: slowerService, faults });
}
