/** No container engine runs the tests; what can be known without one is held here. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bundle } from '../scripts/bundle.mjs';
import { readConfig, SETTINGS } from '../src/service/config';
import { serviceMetrics } from '../src/recsys/pipeline/api/serviceMetrics';
import { recommendApi } from '../src/recsys/pipeline/recommendApi';
import { load } from '../bench/load';
import { readRelease } from '../src/recsys/pipeline/readRelease';
import { startServer } from '../src/service/server';
import { trainTiny } from './recsys/pipeline/tinyTwoStage';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The Dockerfile's instructions: the word and the rest, continued lines joined. */
const instructions = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim())
  .map((line) => /^(\w+)\s+(.*)$/.exec(line)!.slice(1) as [word: string, rest: string]);
const of = (word: string) => instructions.filter(([own]) => own === word).map(([, rest]) => rest);
const copied = of('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(/\s+/).slice(0, -1));

interface Compose {
  services: Record<
    string,
    {
      build?: string;
      image?: string;
      environment?: Record<string, string>;
      volumes?: string[];
      depends_on?: Record<string, { condition: string }>;
      command?: string;
      healthcheck?: object;
      stop_grace_period?: string;
    }
  >;
  volumes: Record<string, unknown>;
}
const compose = parse(read('compose.yaml')) as Compose;

describe('the Dockerfile', () => {
  it('copies what is there, and what .dockerignore lets through', () => {
    expect(copied).toContain('src/');
    const kept = read('.dockerignore').split('\n').filter((line) => line.startsWith('!')); // prettier-ignore
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(kept).toContain(`!${path}`);
    }
    expect(kept.length).toBe(copied.length);
  });

  it('runs as nobody in particular, says whether it is well, and is asked where it listens', () => {
    const last = instructions.slice(instructions.findLastIndex(([word]) => word === 'FROM')).map(([word]) => word);
    expect(last).toEqual(expect.arrayContaining(['USER', 'HEALTHCHECK', 'EXPOSE', 'ENTRYPOINT']));
    expect(of('USER')).toEqual(['node']);
    const env = Object.fromEntries(of('ENV').flatMap((rest) => rest.split(/\s+/).map((pair) => pair.split('=') as [string, string]))); // prettier-ignore
    for (const name of Object.keys(env)) expect(['NODE_ENV', ...Object.keys(SETTINGS)]).toContain(name);
    expect(readConfig(env)).toMatchObject({ host: '0.0.0.0', port: Number(of('EXPOSE')[0]) });
  });

  it('bundles the service into a file that needs Node and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handbook-bundle-'));
    const file = join(folder, 'serve.mjs');
    await bundle('src/cli/serve.ts', file);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['serve.mjs', '--help'], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('usage: npm run serve');
    expect(statSync(file).size).toBeLessThan(8e6);
    rmSync(folder, { recursive: true });
  });
});

describe('compose.yaml', () => {
  it('has the service, its Redis, Prometheus and a load', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['load', 'prometheus', 'redis', 'service']);
  });

  it('names only what is there: files, volumes, services, settings', () => {
    for (const [name, one] of Object.entries(compose.services)) {
      expect(Number(one.build !== undefined) + Number(one.image !== undefined), name).toBe(1);
      for (const volume of one.volumes ?? []) {
        const [source] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(join(root, source)), source).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
      for (const [other, { condition }] of Object.entries(one.depends_on ?? {})) {
        expect(condition).toBe('service_healthy');
        expect(compose.services[other].healthcheck !== undefined || compose.services[other].build !== undefined).toBe(true);
      }
    }
    const { environment = {}, stop_grace_period: grace } = compose.services.service;
    for (const name of Object.keys(environment)) expect(Object.keys(SETTINGS)).toContain(name);
    const { redisUrl, drainDelay, drainLimit } = readConfig(environment);
    expect(new URL(redisUrl!).hostname).toBe('redis');
    expect(parseInt(grace!)).toBeGreaterThan(drainDelay + drainLimit);
  });

  it('has Prometheus ask the service at its port, for metrics that it has', async () => {
    const { scrape_configs: scrapes } = parse(read('examples/compose/prometheus.yaml')) as {
      scrape_configs: { metrics_path: string; static_configs: { targets: string[] }[] }[];
    };
    expect(scrapes.map(({ metrics_path: path, static_configs: [{ targets }] }) => targets[0] + path)).toEqual([
      `service:${of('EXPOSE')[0]}/metrics`,
    ]);
    const rules = read('examples/compose/alerts.yaml');
    expect((parse(rules) as { groups: object[] }).groups.length).toBe(1);
    const source = ['src/recsys/pipeline/recommendApi.ts', 'src/service/service.ts'].map(read).join();
    const named = [...rules.matchAll(/\b(\w+_(?:total|bucket))\b/g)].map(([, name]) => name.replace(/_bucket$/, ''));
    expect(named.length).toBeGreaterThan(4);
    for (const name of named) expect(source).toContain(`'${name}'`);
  });
});

describe('the load generator', () => {
  let close: () => Promise<unknown>;
  let url: string;
  beforeAll(async () => {
    const release = await readRelease((await trainTiny()).toBuffer({ version: '1', metrics: {} }));
    const api = recommendApi({ ...release, metrics: serviceMetrics() });
    const server = await startServer((request) => api.fetch(request), { host: '127.0.0.1', port: 0 });
    url = server.url;
    close = () => server.close(1);
  });
  afterAll(() => close());

  it('asks as often as it says, and counts what is no 200', async () => {
    const path = (n: number) => (n % 4 ? `/recommend?user_id=u${n % 80}` : '/nothing');
    const report = await load(url, { path, rate: 200, seconds: 0.5 });
    expect(report).toMatchObject({ requests: 100, errors: 25, outcomes: { '200': 75, '404': 25 } });
    expect(report.p50).toBeLessThanOrEqual(report.p99);
    expect(report.p99).toBeLessThanOrEqual(report.max);
  });

  it('counts the time for which a request had to wait for the one before it', async () => {
    let answered = 0;
    const slow = await startServer(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        answered++;
        return new Response('ok');
      },
      { host: '127.0.0.1', port: 0 },
    );
    // Due every 10 ms, answered every 50 ms one after another: the tenth waits for at least 10 · 50 − 90 ms.
    const report = await load(slow.url, { path: () => '/', rate: 100, seconds: 0.1, connections: 1 });
    expect([answered, report.errors]).toEqual([10, 0]);
    expect(report.max).toBeGreaterThan(400);
    await slow.close(1);
  });
});
