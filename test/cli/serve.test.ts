/** The real process, started as a reader starts it, asked over HTTP and ended by signals. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { trainTiny } from '../recsys/pipeline/tinyTwoStage';
import { haveRedis, startRedis } from '../service/redisServer';
import type { ChildProcess } from 'node:child_process';
import type { TwoStage } from '../../src/recsys/pipeline/twoStage/model';

const root = join(import.meta.dirname, '../..');
const command = ['--import', 'tsx', join(root, 'src/cli/serve.ts')];

let folder: string;
let model: TwoStage;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handbook-serve-'));
  model = await trainTiny();
});
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'model.bin');
/** Puts another artefact in the place of the one that is served, at once. */
function offer(bytes: Uint8Array): void {
  writeFileSync(`${file()}.new`, bytes);
  renameSync(`${file()}.new`, file());
}
const artefact = (version: string) => new Uint8Array(model.toBuffer({ version, metrics: { ndcg: 0.3 } }));

interface Process {
  url: string;
  lines: Record<string, unknown>[];
  child: ChildProcess;
  /** Its exit code. */
  ended: Promise<number | null>;
}

async function start(env: Record<string, string> = {}): Promise<Process> {
  offer(artefact('v1'));
  const child = spawn(process.execPath, [...command, file()], {
    cwd: root,
    env: { ...process.env, PORT: '0', MODEL_POLL_MS: '20', LATENESS_S: '0', ITEM_FEATURES_S: '0.001', ...env },
  });
  running.push(child);
  const lines: Record<string, unknown>[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let words = '';
  child.stderr.on('data', (part) => (words += part));
  const url = await new Promise<string>((resolve, reject) => {
    let rest = '';
    child.stdout.on('data', (part) => {
      const parts = (rest + part).split('\n');
      rest = parts.pop()!;
      lines.push(...parts.map((line) => JSON.parse(line) as Record<string, unknown>));
      const listens = lines.find(({ message }) => message === 'the service listens');
      if (listens) resolve(listens.url as string);
    });
    void ended.then((code) => reject(new Error(`the process ended with ${code}: ${words}`)));
  });
  return { url, lines, child, ended };
}

/** One request on a connection that is kept, as a balancer would send it. */
function ask(agent: Agent, url: string, body?: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = body && { 'content-type': 'application/json' };
    const sent = request(url, { agent, method: body ? 'POST' : 'GET', headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode!, text }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

/** Eight clients that ask without a pause until they are told to stop; every answer is counted by status, every failure by its code. */
function load(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const counts: Record<string, number> = {};
  const versions = new Set<string>();
  let stop = false;
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let n = client; !stop; n += 8) {
      const path = n % 4 === 3 ? '/search?q=green' : `/recommend?user_id=u${n % 80}`;
      const outcome = await ask(agent, url + path).then(
        ({ status, text }) => (versions.add((JSON.parse(text) as { model_version: string }).model_version), String(status)),
        (error: NodeJS.ErrnoException) => error.code ?? error.message,
      );
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  });
  return {
    counts,
    versions,
    async stop() {
      stop = true;
      await Promise.all(clients);
      agent.destroy();
    },
  };
}

const ready = async (url: string) => {
  const answer = await fetch(`${url}/ready`);
  return { status: answer.status, ...((await answer.json()) as { model_version: string }) };
};

const post = (url: string, events: object[]) =>
  fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  });

describe('npm run serve', () => {
  it('answers every route, takes events, swaps artefacts, refuses corrupt ones and ends on SIGTERM, all under load and without a failed request', async () => {
    const { url, lines, child, ended } = await start({ DRAIN_DELAY_S: '1' });
    const clients = load(url);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok' });
    expect(await ready(url)).toMatchObject({ status: 200, ready: true, model_version: 'v1' });
    const list = async () => {
      const answer = (await (await fetch(`${url}/recommend?user_id=u1&top_k=20`)).json()) as { items: { item_id: string }[] };
      return answer.items.map(({ item_id }) => item_id);
    };
    const before = await list();
    expect(before.length).toBe(20);
    const event = { id: 'e1', user_id: 'u1', item_id: before[0], kind: 'watch' };
    expect(await (await post(url, [event])).json()).toEqual({ accepted: 1, duplicates: 0 });
    expect(await (await post(url, [event])).json()).toEqual({ accepted: 0, duplicates: 1 });
    expect(await list()).not.toContain(before[0]);

    offer(artefact('v2'));
    await expect.poll(() => ready(url)).toMatchObject({ model_version: 'v2' });
    offer(artefact('v3').subarray(0, 3000));
    const refused = () => lines.filter(({ message }) => String(message).startsWith('the artefact is refused'));
    await expect.poll(refused).toMatchObject([{ error: expect.stringContaining('artefact must') }]);
    expect(await ready(url)).toMatchObject({ status: 200, model_version: 'v2' });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('releases_total{outcome="taken"} 2');
    expect(metrics).toContain('releases_total{outcome="refused"} 1');
    expect(metrics).toMatch(/http_requests_total\{method="GET",route="\/search",status="200"\} \d/);

    child.kill('SIGTERM');
    // The balancer's part: it asks whether the replica is ready, and sends no more when it is not.
    await expect.poll(() => ready(url), { interval: 10 }).toMatchObject({ status: 503, ready: false });
    await clients.stop();
    expect(await ended).toBe(0);
    expect(Object.keys(clients.counts)).toEqual(['200']);
    expect(clients.counts['200']).toBeGreaterThan(100);
    expect([...clients.versions]).toEqual(['v1', 'v2']);
    expect(lines.at(-1)).toMatchObject({ message: 'the service has stopped', quiet: true });
  });

  it('says what it needs', () => {
    const run = (args: string[], env: Record<string, string> = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], {
        cwd: root,
        env: { ...process.env, PORT: '0', ...env },
        encoding: 'utf8',
      });
      return { status, text: stdout + stderr };
    };
    expect(run(['--help'])).toMatchObject({ status: 0, text: expect.stringMatching(/REDIS_URL .*without it/) });
    expect(run([file()], { PORT: '70000' })).toMatchObject({
      status: 1,
      text: "PORT must be a number in 0 … 65535, got '70000'\n",
    });
    expect(run([join(folder, 'none.bin')])).toMatchObject({ status: 1, text: expect.stringContaining('ENOENT') });
    offer(artefact('v1').map((byte, at) => (at === 5000 ? byte ^ 1 : byte)));
    expect(run([file()])).toMatchObject({ status: 1, text: expect.stringContaining('checksum') });
  });

  it.skipIf(!haveRedis)('keeps what users did in Redis, where the next process finds it', async () => {
    const redis = await startRedis();
    const env = { REDIS_URL: redis.url };
    const first = await start(env);
    const event = { id: 'e1', user_id: 'u1', item_id: 'i1', kind: 'watch' };
    expect(await (await post(first.url, [event])).json()).toEqual({ accepted: 1, duplicates: 0 });
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const second = await start(env);
    expect(await (await post(second.url, [event])).json()).toEqual({ accepted: 0, duplicates: 1 });
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await redis.kill();
  });
});
