import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/service/server';
import { startService } from '../../src/service/service';
import { haveRedis, startRedis } from './redisServer';
import { artefact, config, keptLog, load } from './testRelease';
import type { Release } from '../../src/recsys/pipeline/api/release';
import type { Config } from '../../src/service/config';
import type { Service } from '../../src/service/service';

let folder: string;
let file: string;
const running: Service[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handbook-service-'));
  file = join(folder, 'model.bin');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Replaces the artefact as a deployment should: written beside it, then put in its place. */
async function offer(bytes: Uint8Array): Promise<void> {
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

async function start(changes: Partial<Config> = {}, own: typeof load = load) {
  await offer(artefact('v1'));
  const kept = keptLog();
  const service = await startService({ config: config(changes), file, load: own, log: kept.log });
  running.push(service);
  return { service, ...kept };
}

async function version(url: string): Promise<string> {
  const { model_version } = (await (await fetch(`${url}/ready`)).json()) as { model_version: string };
  return model_version;
}

const get = async (url: string) => (await (await fetch(url)).json()) as Record<string, never>;
const watch = (n: number, item = 'i59') => ({
  id: `e${n}`,
  user_id: 'u1',
  item_id: item,
  kind: 'watch',
  time: 1_300_000_000 + n,
});
const post = (url: string, events: unknown[]) =>
  fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  });

describe('the service', () => {
  it('answers over HTTP, with headers that keep browsers from taking data for a page', async () => {
    const { service } = await start();
    const answer = await fetch(`${service.url}/recommend?user_id=u1&top_k=3`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ model_version: 'v1', source: 'ranker', items: { length: 3 } });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await get(`${service.url}/ready`)).toEqual({
      ready: true,
      model_version: 'v1',
      checks: { service: 'ok', redis: 'none, all in memory', model: 'ok' },
    });
  });

  it('swaps a new artefact in while requests run, and drops none', async () => {
    const { service } = await start();
    const seen = new Set<string>();
    let asked = 0;
    let stop = false;
    const clients = Array.from({ length: 8 }, async () => {
      while (!stop) {
        const answer = await fetch(`${service.url}/recommend?user_id=u${asked++ % 40}`);
        expect(answer.status).toBe(200);
        seen.add(((await answer.json()) as { model_version: string }).model_version);
      }
    });
    for (const next of ['v2', 'v3', 'v4']) {
      await offer(artefact(next));
      await expect.poll(() => version(service.url)).toBe(next);
    }
    stop = true;
    await Promise.all(clients);
    expect([...seen].sort()).toEqual(['v1', 'v2', 'v3', 'v4']);
    expect(asked).toBeGreaterThan(50);
  });

  it('lets a request that began with the old artefact end with it', async () => {
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let asked = 0;
    const { service } = await start({ stageBudget: 10_000 }, async (bytes) => {
      const release = await load(bytes);
      if (release.version !== 'v1') return release;
      const { rank } = release.model;
      // The first three are asked while the artefact is tried out.
      return { ...release, model: { ...release.model, rank: async (r) => (asked++ < 3 || (await held), rank!(r)) } };
    });
    const slow = get(`${service.url}/recommend?user_id=u1`);
    await expect.poll(() => asked).toBe(4);
    await offer(artefact('v2'));
    await expect.poll(() => version(service.url)).toBe('v2');
    letGo();
    expect(await slow).toMatchObject({ model_version: 'v1', source: 'ranker', degraded: [] });
  });

  it.each([
    ['cut short', () => artefact('v2').subarray(0, 900), 'artefact must'],
    ['altered by one bit', () => artefact('v2').map((byte, at) => (at === 2000 ? byte ^ 1 : byte)), 'checksum'],
    ['something else', () => new TextEncoder().encode('<html>not found</html>'), 'artefact must begin with RART'],
    ['empty', () => new Uint8Array(0), 'artefact must begin with RART'],
    ['of another kind', () => artefact('v2', { kind: 'other' }), 'artefact must have the kind test'],
    ['whole, but its model is not', () => artefact('v2', { part: new ArrayBuffer(64) }), 'buffer must hold a model'],
  ])('refuses an artefact that is %s, says why, and serves the old one', async (_, bytes, reason) => {
    const { service, lines } = await start();
    await offer(bytes());
    await expect.poll(() => lines.some(({ error }) => String(error).includes(reason))).toBe(true);
    expect(await version(service.url)).toBe('v1');
    expect((await fetch(`${service.url}/recommend?user_id=u1`)).status).toBe(200);
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain('releases_total{outcome="refused"} 1');
    await offer(artefact('v3'));
    await expect.poll(() => version(service.url)).toBe('v3');
  });

  it.each<[string, (release: Release) => Partial<Release['model']>, string]>([
    ['cannot rank', () => ({ rank: () => new Float32Array(1) }), 'artefact must answer by its ranker'],
    ['has no users', () => ({ userIds: [] }), 'artefact must have users and items'],
    ['throws where it must not', ({ model }) => ({ items: model.items.map(() => null as never) }), 'TypeError: Cannot'],
  ])('refuses a release that %s when it is tried out', async (_, broken, reason) => {
    const { service, lines } = await start({}, async (bytes) => {
      const release = await load(bytes);
      return release.version === 'v1' ? release : { ...release, model: { ...release.model, ...broken(release) } };
    });
    await offer(artefact('v2'));
    await expect.poll(() => lines.filter(({ message }) => String(message).includes('refused')).length).toBe(1);
    expect(JSON.stringify(lines)).toMatch(new RegExp(reason));
    expect(await version(service.url)).toBe('v1');
  });

  it('does not start with an artefact that it cannot serve', async () => {
    await offer(artefact('v1').subarray(0, 300));
    const { log } = keptLog();
    await expect(startService({ config: config(), file, load, log })).rejects.toThrow('artefact must');
    await expect(startService({ config: config(), file: join(folder, 'none'), load, log })).rejects.toThrow('ENOENT');
  });

  it('looks at the artefact when told to, whatever the clock says', async () => {
    const { service } = await start({ modelPoll: 3_600_000 });
    await offer(artefact('v2'));
    await service.reload();
    expect(await version(service.url)).toBe('v2');
  });

  it('makes features of events, and ranks by them', async () => {
    const { service } = await start();
    const top = async () => {
      const { items } = await get(`${service.url}/recommend?user_id=u2&top_k=30`);
      return (items as { item_id: string }[]).map(({ item_id }) => item_id);
    };
    const last = (await top())[29];
    await post(
      service.url,
      Array.from({ length: 20 }, (_, n) => ({ ...watch(n, last), user_id: `someone${n}` })),
    );
    await expect.poll(async () => (await top())[0]).toBe(last);
  });
});

describe('a service that stops', () => {
  it('is not ready at once, answers what has begun, and takes nothing new', async () => {
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let asked = 0;
    const { service } = await start({ stageBudget: 10_000, drainDelay: 0.2 }, async (bytes) => {
      const release = await load(bytes);
      const { rank } = release.model;
      return { ...release, model: { ...release.model, rank: async (r) => (asked++ < 3 || (await held), rank!(r)) } };
    });
    const slow = fetch(`${service.url}/recommend?user_id=u1`);
    await expect.poll(() => asked).toBe(4);
    const closed = service.close();
    running.splice(0);
    const ready = await fetch(`${service.url}/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, checks: { service: 'stopping' } }]);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(fetch(`${service.url}/health`)).rejects.toThrow();
    letGo();
    const answer = await slow;
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect(await closed).toBe(true);
  });

  it('does not wait for ever', async () => {
    const { service } = await start({ stageBudget: 60_000, drainLimit: 0.1 }, async (bytes) => {
      const release = await load(bytes);
      let asked = 0;
      const { rank } = release.model;
      return { ...release, model: { ...release.model, rank: (r) => (asked++ < 3 ? rank!(r) : new Promise(() => undefined)) } };
    });
    const slow = fetch(`${service.url}/recommend?user_id=u1`).catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await service.close()).toBe(false);
    running.splice(0);
    expect(await slow).toBe('cut off');
  });
});

describe('limits', () => {
  /** What the server answers to raw bytes. */
  const raw = (url: string, text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (part) => (answer += part.toString('latin1')));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
      socket.write(text);
    });

  it('large headers, large bodies and what is no HTTP are refused', async () => {
    const { service } = await start();
    expect(await raw(service.url, `GET /health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(9000)}\r\n\r\n`)).toContain(' 431 ');
    expect(await raw(service.url, 'EHLO example.org\r\n\r\n')).toContain(' 400 ');
    const large = await fetch(`${service.url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat((1 << 20) + 1),
    });
    expect(large.status).toBe(413);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
  });

  it('a client that never ends its headers is cut off', async () => {
    const server = await startServer(() => new Response('ok'), { host: '127.0.0.1', port: 0, headersTimeout: 100 });
    expect(await raw(server.url, 'GET /health HTTP/1.1\r\nhost: x\r\n')).toContain(' 408 ');
    expect(await server.close(1)).toBe(true);
  });
});

describe.skipIf(!haveRedis)('with a Redis', () => {
  it('shares events and features between replicas, one of which makes the features', async () => {
    const redis = await startRedis();
    const changes = { redisUrl: redis.url };
    const [one, two] = [await start(changes), await start(changes)];
    const before = await get(`${two.service.url}/recommend?user_id=u1&top_k=1`);
    const [{ item_id: first }] = before.items as { item_id: string }[];
    expect(await (await post(one.service.url, [watch(1, first)])).json()).toEqual({ accepted: 1, duplicates: 0 });
    expect(await (await post(two.service.url, [watch(1, first), watch(2)])).json()).toEqual({ accepted: 1, duplicates: 1 });
    const after = await get(`${two.service.url}/recommend?user_id=u1&top_k=30`);
    expect((after.items as { item_id: string }[]).map(({ item_id }) => item_id)).not.toContain(first);
    const applied = async ({ service }: { service: Service }) =>
      /feature_stream_events\{outcome="applied"\} (\d+)/.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];
    await expect.poll(async () => [await applied(one), await applied(two)].filter((count) => count === '1').length).toBe(1);
    await Promise.all(running.splice(0).map((service) => service.close()));
    await redis.kill();
  });

  it('goes on without it, degraded, and with it when it is back', async () => {
    let redis = await startRedis();
    const { service } = await start({ redisUrl: redis.url });
    const { port } = redis;
    const ask = async () => {
      const answer = await fetch(`${service.url}/recommend?user_id=u1`);
      return { status: answer.status, ...((await answer.json()) as { source: string; degraded: string[] }) };
    };
    // A busy machine may miss a stage's budget; that the answer is whole, or lacks what it must, is then seen at a later try.
    const soon = { timeout: 10_000 };
    await expect.poll(ask, soon).toMatchObject({ status: 200, source: 'ranker', degraded: [] });
    await redis.kill();
    await expect.poll(ask, soon).toMatchObject({
      status: 200,
      source: 'ranker',
      degraded: expect.arrayContaining([expect.stringContaining('seen: ')]),
    });
    expect((await post(service.url, [watch(1)])).status).toBe(503);
    const ready = await fetch(`${service.url}/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { checks: { redis: 'down, done without' } }]);
    redis = await startRedis(port);
    await expect.poll(ask, soon).toMatchObject({ degraded: [] });
    expect((await post(service.url, [watch(1)])).status).toBe(202);
    await Promise.all(running.splice(0).map((one) => one.close()));
    await redis.kill();
  });
});
