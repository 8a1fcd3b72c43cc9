/** The service: stores, releases, stream and server, joined. */
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { recommendApi } from '../recsys/pipeline/recommendApi';
import { serviceMetrics } from '../recsys/pipeline/api/serviceMetrics';
import { cachedFeatures } from '../recsys/serve/cachedFeatures';
import { eventLog } from '../recsys/serve/eventLog';
import { featureStore } from '../recsys/serve/featureStore';
import { featureStream } from './featureStream';
import { messageOf } from './log';
import { connectRedis } from './redis/connect';
import { lease } from './redis/lease';
import { redisEventLog } from './redis/redisEventLog';
import { redisFeatureStore } from './redis/redisFeatureStore';
import { releases } from './releases';
import { startServer } from './server';
import { watchFile } from './watchFile';
import type { Release } from '../recsys/pipeline/api/release';
import type { Metrics } from '../recsys/pipeline/api/serviceMetrics';
import type { EventLog } from '../recsys/serve/eventLog';
import type { FeatureStore } from '../recsys/serve/featureStore';
import type { Config } from './config';
import type { Log } from './log';

export interface ServiceOptions {
  config: Config;
  /** Where the artefact is. */
  file: string;
  /** Makes a release of its bytes. */
  load: (file: ArrayBuffer) => Promise<Release>;
  log: Log;
}

export interface Service {
  /** Where it answers. */
  url: string;
  /** What it answers with now. */
  release(): Release;
  /** Looks at the artefact now, as on SIGHUP; resolves when it has been taken or refused. */
  reload(): Promise<void>;
  /** Ends: not ready at once, then no new connections, then the answers under way. Whether all requests were answered. */
  close(): Promise<boolean>;
}

/** Starts the service; rejects if the artefact cannot be served, Redis cannot be reached or the port is taken. */
export async function startService({ config, file, load, log }: ServiceOptions): Promise<Service> {
  const metrics = serviceMetrics();
  const stores = await openStores(config, log);
  const features = cachedFeatures(stores.features, {
    seconds: config.itemFeatures,
    capacity: 100_000,
    only: (entity) => entity.startsWith('item:'),
  });
  const stream = featureStream({
    log: stores.events,
    store: stores.features,
    lateness: config.lateness,
    hold: stores.hold,
    onError: (error) => log.note('the stream stands still', { error: messageOf(error) }),
  });
  let draining = false;
  const ready = async () => ({
    ready: !draining,
    checks: { service: draining ? 'stopping' : 'ok', redis: stores.check(), model: 'ok' },
  });
  const budget = config.stageBudget;
  const served = releases({
    load,
    serve: ({ model, index, search }) =>
      recommendApi({
        ...{ model, index, search, features, events: stores.events, metrics, ready },
        budgets: { seen: budget, features: budget, candidates: budget, rank: budget, search: budget, similar: budget },
        onEvents: stream.wake,
        log: log.access,
      }),
  });
  metrics.gauge('model_info', 'The release that is served.', () => {
    const { version, dataHash } = served.current().release;
    return [{ labels: { version, data: dataHash }, value: 1 }];
  });
  const offered = metrics.counter('releases_total', 'Artefacts offered, by what became of them.');
  const take = async () => {
    const release = await served.take(await bytesOf(file));
    const { version, dataHash, scores } = release;
    await seed(stores.features, release).catch((error: unknown) =>
      log.note('the features could not be begun', { error: messageOf(error) }),
    );
    offered.add({ outcome: 'taken' });
    log.note('the release is served', { version, dataHash, scores });
  };
  const onChange = () =>
    take().catch((error: unknown) => {
      offered.add({ outcome: 'refused' });
      log.note('the artefact is refused, and the release before it goes on', { file, error: messageOf(error) });
    });
  try {
    await take();
    const watch = await watchFile(file, config.modelPoll, onChange);
    const server = await startServer((request) => served.current().app.fetch(request), config);
    const stopGauges = gauges(metrics, { stream, features, stores });
    log.note('the service listens', { url: server.url });
    return {
      url: server.url,
      release: () => served.current().release,
      reload: watch.look,
      async close() {
        draining = true;
        server.drain();
        watch.close();
        log.note('the service stops');
        await new Promise((resolve) => setTimeout(resolve, 1000 * config.drainDelay));
        const quiet = await server.close(config.drainLimit);
        stopGauges();
        await stream.close();
        await stores.close();
        log.note('the service has stopped', { quiet });
        return quiet;
      },
    };
  } catch (error) {
    await stream.close();
    await stores.close();
    throw error;
  }
}

/** Writes where the release's features begin, unless it has been written before. */
async function seed(store: FeatureStore, { seed: make }: Release): Promise<void> {
  const events = make?.() ?? [];
  for (let from = 0; from < events.length; from += 1000) {
    await store.write(events.slice(from, from + 1000));
    await new Promise((resolve) => setImmediate(resolve)); // the requests' turn
  }
}

async function bytesOf(file: string): Promise<ArrayBuffer> {
  const bytes = await readFile(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

interface Stores {
  features: FeatureStore;
  events: EventLog;
  /** `ok`, or what is wrong. */
  check(): string;
  /** Whether this replica makes the features. */
  hold?: () => Promise<boolean>;
  close(): Promise<void>;
}

async function openStores({ redisUrl }: Config, log: Log): Promise<Stores> {
  if (!redisUrl) {
    return { features: featureStore(), events: eventLog(), check: () => 'none, all in memory', close: async () => undefined };
  }
  const redis = await connectRedis(redisUrl, (error) => log.note('Redis cannot be reached', { error: messageOf(error) }));
  const own = lease(redis, 'features', { owner: randomUUID() });
  return {
    features: redisFeatureStore(redis),
    events: redisEventLog(redis),
    check: () => (redis.isReady ? 'ok' : 'down, done without'),
    hold: own.hold,
    async close() {
      await own.release().catch(() => undefined);
      redis.destroy();
    },
  };
}

/** What is read when the metrics are asked for. */
function gauges(
  metrics: Metrics,
  {
    stream,
    features,
    stores,
  }: { stream: ReturnType<typeof featureStream>; features: ReturnType<typeof cachedFeatures>; stores: Stores },
): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  metrics.gauge('event_loop_delay_p99_seconds', 'How late timers were since the last look, 99th percentile.', () => {
    const value = delay.percentile(99) / 1e9;
    delay.reset();
    return [{ value }];
  });
  metrics.gauge('process_cpu_seconds', 'Time that the process computed, in all.', () => {
    const { user, system } = process.cpuUsage();
    return [{ value: (user + system) / 1e6 }];
  });
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process.', () => [{ value: process.memoryUsage.rss() }]);
  metrics.gauge('store_up', 'Whether the shared store is reachable.', () => [
    { value: stores.check().startsWith('down') ? 0 : 1 },
  ]);
  metrics.gauge('feature_cache_lookups', 'Look-ups of the cache of item features, by outcome.', () => {
    const { hits, misses } = features.stats();
    return [
      { labels: { outcome: 'hit' }, value: hits },
      { labels: { outcome: 'miss' }, value: misses },
    ];
  });
  metrics.gauge('feature_stream_events', 'Events of the stream that this replica consumed, by what became of them.', () => {
    const state = stream.state();
    if (!state) return [];
    const { applied, duplicates, late, pending } = state;
    return Object.entries({ applied, duplicates, late, pending }).map(([outcome, value]) => ({ labels: { outcome }, value }));
  });
  return () => delay.disable();
}
