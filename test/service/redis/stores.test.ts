import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamConsumer } from '../../../src/recsys/serve/streamConsumer';
import { connectRedis } from '../../../src/service/redis/connect';
import { lease } from '../../../src/service/redis/lease';
import { redisEventLog } from '../../../src/service/redis/redisEventLog';
import { redisFeatureStore } from '../../../src/service/redis/redisFeatureStore';
import { logContract } from '../../recsys/serve/logContract';
import { storeContract } from '../../recsys/serve/storeContract';
import { haveRedis, startRedis } from '../redisServer';
import type { UserEvent } from '../../../src/recsys/serve/eventLog';
import type { Redis } from '../../../src/service/redis/connect';
import type { TestRedis } from '../redisServer';

describe.skipIf(!haveRedis)('in a real Redis', () => {
  let server: TestRedis;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url, () => undefined);
  });
  afterAll(async () => {
    redis?.destroy();
    await server?.kill();
  });
  const emptied = async <T>(make: (redis: Redis) => T): Promise<T> => {
    await redis.flushAll();
    return make(redis);
  };

  storeContract('redisFeatureStore', () => emptied(redisFeatureStore));
  logContract('redisEventLog', () => emptied(redisEventLog));

  it('finds the value of a time among many that were not known yet, and among many of one time', async () => {
    const store = await emptied(redisFeatureStore);
    const event = (id: string, time: number, value: number, known = time) => ({
      ...{ id, entity: 'user:1', feature: 'n', value, time, known },
    });
    await store.write([
      event('old', 1, 7),
      ...Array.from({ length: 200 }, (_, n) => event(`late${n}`, 10 + n / 1000, 1, 99)),
      ...Array.from({ length: 150 }, (_, n) => event(`same${String(n).padStart(3, '0')}`, 30, n)),
    ]);
    expect([...(await store.asOf([{ entity: 'user:1', time: 20 }], ['n']))]).toEqual([7]);
    expect([...(await store.asOf([{ entity: 'user:1', time: 31 }], ['n']))]).toEqual([149]);
    expect([...(await store.latest(['user:1'], ['n']))]).toEqual([149]);
  });

  it('lets a consumer go on where another stopped', async () => {
    const store = await emptied(redisFeatureStore);
    const log = redisEventLog(redis);
    const options = {
      store,
      name: 'test',
      lateness: 10,
      update: ({ user }: UserEvent) => [{ entity: `user:${user}`, feature: 'watches', next: (n = 0) => n + 1 }],
    };
    const watch = (n: number) => ({ id: `w${n}`, user: '1', item: 'i', kind: 'watch', value: 1, time: 100 + n });
    await log.append(Array.from({ length: 30 }, (_, n) => watch(n)));
    const first = await streamConsumer<UserEvent>(options);
    await first.push(await log.read(0, 20));
    const second = await streamConsumer<UserEvent>(options);
    expect(second.state()).toMatchObject({ watermark: 109, position: 9 });
    await second.push(await log.read(second.state().position, 100));
    await second.flush();
    expect([...(await store.latest(['user:1'], ['watches']))]).toEqual([30]);
  });

  it('gives a lease to one at a time, until it ends or is given back', async () => {
    await redis.flushAll();
    const one = lease(redis, 'x', { owner: 'one' });
    const two = lease(redis, 'x', { owner: 'two', seconds: 0.05 });
    expect([await one.hold(), await two.hold(), await one.hold()]).toEqual([true, false, true]);
    await two.release();
    expect(await two.hold()).toBe(false);
    await one.release();
    expect(await two.hold()).toBe(true);
    await expect.poll(() => one.hold()).toBe(true);
  });

  it('refuses commands at once while there is no connection, and goes on when it is back', async () => {
    let own = await startRedis();
    const errors: Error[] = [];
    const client = await connectRedis(own.url, (error) => errors.push(error));
    const store = redisFeatureStore(client);
    const { port } = own;
    await own.kill();
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    const start = performance.now();
    await expect(store.latest(['user:1'], ['n'])).rejects.toThrow();
    expect(performance.now() - start).toBeLessThan(1000);
    own = await startRedis(port);
    await expect
      .poll(
        () =>
          store.latest(['user:1'], ['n']).then(
            () => 'answered',
            () => 'refused',
          ),
        { timeout: 10_000 },
      )
      .toBe('answered');
    client.destroy();
    await own.kill();
  });
});

it('connectRedis refuses an address where nobody answers, without telling its password', async () => {
  const failed = connectRedis('redis://:secret@127.0.0.1:1', () => undefined, { seconds: 0.2 });
  await expect(failed).rejects.toThrow(/^REDIS_URL must be that of a Redis that answers, got redis:\/\/…@127\.0\.0\.1:1$/);
});
