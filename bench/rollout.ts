/**
 * What the end of one of two replicas costs the callers: a balancer that looks at `/ready` of both every second asks those in turn that were ready, at a fixed
 * rate; in the midst of it one is told to stop. Nothing is asked again elsewhere, so every loss is seen.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';

export interface RolloutOptions {
  signal: 'SIGTERM' | 'SIGKILL';
  /** Seconds that a replica told to stop still answers, not ready. */
  delay: number;
  /** Requests a second. */
  rate?: number;
  /** Seconds between two looks of the balancer. */
  every?: number;
}

export interface RolloutReport {
  requests: number;
  lost: number;
  /** Seconds from the signal until the replica had ended. */
  seconds: number;
}

const SECONDS = 5;
const SIGNAL_AT = 1.3;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function replica(folder: string, delay: number): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn('node', [join(folder, 'serve.mjs')], {
    cwd: folder,
    env: { ...process.env, MODEL: 'model.bin', PORT: '0', DRAIN_DELAY_S: String(delay) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      const url = /"url":"([^"]+)"/.exec(part)?.[1];
      if (url) resolve({ child, url });
    });
  });
}

const answers = (url: string) =>
  fetch(url).then(
    async (answer) => (await answer.text()) !== '' && answer.status === 200,
    () => false,
  );

/** @param folder holds `serve.mjs` and `model.bin` */
export async function rollout(folder: string, options: RolloutOptions): Promise<RolloutReport> {
  const { signal, delay, rate = 200, every = 1 } = options;
  const replicas = await Promise.all([replica(folder, delay), replica(folder, delay)]);
  let ready = replicas.map(({ url }) => url);
  const looks = setInterval(() => {
    void Promise.all(replicas.map(({ url }) => answers(`${url}/ready`))).then((all) => {
      ready = replicas.map(({ url }) => url).filter((_, at) => all[at]);
    });
  }, 1000 * every);
  const [{ child }] = replicas;
  let seconds = 0;
  const ended = new Promise<void>((resolve) =>
    setTimeout(() => {
      const told = performance.now();
      child.once('exit', () => {
        seconds = (performance.now() - told) / 1000;
        resolve();
      });
      child.kill(signal);
    }, 1000 * SIGNAL_AT),
  );
  const open: Promise<boolean>[] = [];
  const began = performance.now();
  while (open.length < rate * SECONDS) {
    if (performance.now() - began < (1000 * open.length) / rate) await sleep(1);
    else open.push(answers(`${ready[open.length % ready.length]}/recommend?user_id=${1 + (open.length % 3000)}&top_k=10`));
  }
  const got = await Promise.all(open);
  await ended;
  clearInterval(looks);
  replicas[1].child.kill('SIGKILL');
  return { requests: got.length, lost: got.filter((well) => !well).length, seconds };
}
