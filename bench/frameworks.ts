/**
 * The same recommender behind Hono, Fastify, Express and NestJS, and behind none: how long each takes to start, what it adds to the heap, how many
 * requests a second it answers at most, and its latency at a rate that all can keep. All five run at once and are asked in turn, in several rounds, so
 * that what else the machine does meets all alike; medians over the rounds.
 *
 *     npm run bench -- frameworks
 *
 * Saves bench/results/frameworks.json.
 */
import { fork } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { loadWorld } from '../src/recsys/data/world/readWorld';
import { implicitAls } from '../src/recsys/models/implicitAls';
import { load } from './load';
import { median } from './median';
import { machine, save, scheduling } from './report';
import { saturate } from './saturate';
import type { ChildProcess } from 'node:child_process';

const root = join(import.meta.dirname, '..');
const NAMES = ['none', 'hono', 'fastify', 'express', 'nest'];
const ROUNDS = 3;
const RATE = 500;
const path = (n: number) => `/recommend?user_id=${1 + (n % 3400)}&top_k=10`;

/** Compiles the programs, not the frameworks, which are loaded from node_modules as they would be in production. */
async function compile(outdir: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/frameworks/child.ts'],
    ...{ outdir, bundle: true, splitting: true, platform: 'node', target: 'node20', format: 'esm', packages: 'external' },
    tsconfig: 'examples/services/tsconfig.json',
    outExtension: { '.js': '.mjs' },
    alias: { recsys: join(root, 'src/recsys/index.ts'), '@tensorflow/tfjs': join(root, 'src/runtime/tensorflow.ts') },
  });
  return join(outdir, 'child.mjs');
}

interface Started {
  child: ChildProcess;
  url: string;
  startMs: number;
}

const told = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
  });

async function start(file: string, name: string, model: string): Promise<Started> {
  const child = fork(file, [name, model], {
    cwd: root,
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return { child, ...(await told<{ url: string; startMs: number }>(child)) };
}

/** Runs all of them. */
export async function benchFrameworks(): Promise<void> {
  const outdir = join(root, '.cache/bench-frameworks');
  const file = await compile(outdir);
  const { interactions } = await loadWorld(async (name) => readFileSync(join(root, 'static/data', name)));
  const model = join(outdir, 'model.bin');
  writeFileSync(model, new Uint8Array((await implicitAls(interactions, { factors: 32 })).toBuffer()));
  const starts = NAMES.map(() => [] as number[]);
  const running: Started[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // One process after another; of the last round they stay.
    for (const [n, name] of NAMES.entries()) {
      const one = await start(file, name, model);
      starts[n].push(one.startMs);
      if (round === ROUNDS - 1) running.push(one);
      else one.child.disconnect();
    }
  }
  for (const { url } of running) await saturate(url, { path, seconds: 1, connections: 16 }); // warm
  const most = NAMES.map(() => [] as number[]);
  const latency = NAMES.map(() => [] as { p50: number; p99: number; errors: number }[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < NAMES.length; turn++) {
      const n = (turn + round) % NAMES.length;
      most[n].push(await saturate(running[n].url, { path, seconds: 1.5, connections: 16 }));
      latency[n].push(await load(running[n].url, { path, rate: RATE, seconds: 2, connections: 32 }));
    }
  }
  const results = [];
  for (const [n, name] of NAMES.entries()) {
    const { child } = running[n];
    const answer = told<{ heapMB: number; rssMB: number }>(child);
    child.send('memory');
    const memory = await answer;
    child.disconnect();
    results.push({
      framework: name,
      startMs: median(starts[n]),
      ...memory,
      requestsPerSecond: median(most[n]),
      ofNone: median(most[n].map((value, round) => value / most[0][round])),
      p50: median(latency[n].map(({ p50 }) => p50)),
      p99: median(latency[n].map(({ p99 }) => p99)),
      errors: latency[n].reduce((sum, { errors }) => sum + errors, 0),
    });
  }
  rmSync(outdir, { recursive: true });
  console.table(results);
  save('frameworks', {
    machine: machine(),
    scheduling: scheduling(),
    node: process.version,
    rounds: ROUNDS,
    rate: RATE,
    versions: versions(),
    results,
  });
  if (results.some(({ errors }) => errors > 0)) process.exitCode = 1;
}

/** Of each framework, as installed. */
function versions(): Record<string, string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  return Object.fromEntries(
    ['hono', 'fastify', 'express', '@nestjs/core'].map((name) => [name, lock.packages[`node_modules/${name}`].version]),
  );
}
