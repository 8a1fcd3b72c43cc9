/**
 * A day of the service, as one would type it: started beside a Redis, asked, given a corrupt artefact, then a good one, left without its Redis, asked to
 * stop; what each command prints is saved. Then how long the costly lines of the Dockerfile take here, and what a stop costs the callers (rollout.ts).
 *
 *     npm run bench -- delivery
 *
 * Saves bench/results/delivery.json. Needs Linux, redis-server and curl.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../scripts/bundle.mjs';
import { readArtefact, writeArtefact } from '../src/recsys/pipeline/artefact';
import { machine, save } from './report';
import { rollout } from './rollout';

const root = join(import.meta.dirname, '..');
const PORT = 8080;
const REDIS = 6390;
const shell = promisify(execFile);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What was typed, and what came back; `log` is what the service wrote meanwhile. */
export interface Command {
  step: string;
  command: string;
  output: string;
  log: string[];
}

/** What a container is made of, without Docker: a process that the kernel shows a host name, a user and processes of its own. Linux only. */
async function namespaces(): Promise<Command[]> {
  const command =
    "unshare --user --map-root-user --uts --pid --fork --mount-proc sh -c 'hostname box; hostname; id -u; ps -e -o pid,comm'";
  const { stdout } = await shell('bash', ['-c', command]);
  return [{ step: 'namespaces', command, output: stdout.trimEnd(), log: [] }];
}

/** Runs a session in a folder with `serve.mjs` and `model.bin`. */
async function session(folder: string): Promise<Command[]> {
  const commands: Command[] = [];
  const lines: string[] = [];
  const taken = () => lines.splice(0);
  spawn('redis-server', ['--port', String(REDIS), '--save', ''], { stdio: 'ignore' });
  await sleep(700);
  const start = `REDIS_URL=redis://localhost:${REDIS} MODEL=model.bin DRAIN_DELAY_S=2 node serve.mjs`;
  const service = spawn('bash', ['-c', `exec env ${start}`], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  service.stdout.setEncoding('utf8').on('data', (part: string) => lines.push(...part.trimEnd().split('\n')));
  while (!lines.some((line) => line.includes('listens'))) await sleep(50);
  commands.push({ step: 'start', command: `${start} &`, output: '', log: taken() });

  const type = async (step: string, command: string, wait = 0) => {
    const { stdout } = await shell('bash', ['-c', command], { cwd: folder });
    await sleep(wait);
    commands.push({ step, command, output: stdout.trimEnd(), log: taken() });
  };
  const at = `localhost:${PORT}`;
  const ask = `curl -s '${at}/recommend?user_id=42&top_k=2'`;
  await type('ask', `curl -s ${at}/health`);
  await type('ask', `curl -s ${at}/ready`);
  await type('ask', ask);
  await type('refuse', 'head -c 4000000 model.bin > next.bin && mv next.bin model.bin', 1500);
  await type('refuse', `curl -s ${at}/metrics | grep ^releases_total`);
  await type('swap', 'cp release-2.bin next.bin && mv next.bin model.bin', 4000);
  await type('swap', `${ask} -o /dev/null -w '%{http_code}\\n'`);
  await type('swap', `curl -s ${at}/metrics | grep ^model_info`);
  // What happens within a third of a second of it belongs to it.
  await type('redis', `redis-cli -p ${REDIS} shutdown nosave`, 300);
  await type('redis', `curl -s ${at}/ready`);
  await type('redis', ask, 300);
  const ended = new Promise<number | null>((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  await sleep(200);
  commands.push({ step: 'stop', command: 'kill -TERM %1', output: '', log: taken() });
  await type('stop', `curl -s -w '\\n%{http_code}\\n' ${at}/ready`);
  await type('stop', `${ask} -o /dev/null -w '%{http_code}\\n'`);
  const code = await ended;
  commands.push({ step: 'stop', command: 'wait %1; echo $?', output: String(code), log: taken() });
  return commands;
}

/** Seconds of what the Dockerfile runs, in a folder of its own; npm's cache is warm, as its mount is. */
async function buildTimes(folder: string): Promise<Record<string, number>> {
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const install = join(folder, 'install');
  mkdirSync(install);
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, name), join(install, name));
  mkdirSync(join(folder, 'static'));
  symlinkSync(join(root, 'static/data'), join(folder, 'static/data'));
  return {
    install: await timed(() => shell('npm', ['ci', '--prefer-offline', '--ignore-scripts'], { cwd: install, maxBuffer: 1e8 })),
    bundle: await timed(() => bundle('src/cli/serve.ts', join(folder, 'serve.mjs'))),
    train: await timed(() => shell('node', ['serve.mjs', '--prepare'], { cwd: folder })),
  };
}

export async function benchDelivery(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handbook-delivery-'));
  try {
    const seconds = await buildTimes(folder);
    console.log(seconds);
    const [trained] = (await shell('bash', ['-c', 'ls .cache/service/*.bin'], { cwd: folder })).stdout.trim().split('\n');
    const bytes = new Uint8Array(readFileSync(join(folder, trained))).buffer;
    const release = (version: string) => new Uint8Array(writeArtefact({ ...readArtefact(bytes), version }));
    writeFileSync(join(folder, 'model.bin'), release('release-1'));
    writeFileSync(join(folder, 'release-2.bin'), release('release-2'));
    const commands = [...(await namespaces()), ...(await session(folder))];
    for (const { command, output, log } of commands) console.log(`$ ${command}\n${[output, ...log].join('\n')}`);
    writeFileSync(join(folder, 'model.bin'), release('release-1'));
    const rollouts = [];
    for (const [how, signal, delay] of [
      ['killed at once', 'SIGKILL', 0],
      ['stopped, and closes at once', 'SIGTERM', 0],
      ['stopped, and answers on for 2 s', 'SIGTERM', 2],
    ] as const) {
      rollouts.push({ how, ...(await rollout(folder, { signal, delay })) });
      console.log(rollouts.at(-1));
    }
    save('delivery', { machine: machine(), node: process.version, seconds, commands, rollouts });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
