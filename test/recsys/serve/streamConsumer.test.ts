import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureStore } from '../../../src/recsys/serve/featureStore';
import { streamConsumer } from '../../../src/recsys/serve/streamConsumer';
import type { FeatureEvent, FeatureStore } from '../../../src/recsys/serve/featureStore';
import type { LogRecord } from '../../../src/recsys/serve/eventLog';

interface Watch {
  id: string;
  time: number;
  user: string;
  share: number;
}

/** Counts a user's watches, and keeps the running sum and the last share: the sum does not mind the order, the last does. */
const update = ({ user, share }: Watch) => [
  { entity: user, feature: 'watches', next: (n = 0) => n + 1 },
  { entity: user, feature: 'total', next: (sum = 0) => sum + share },
  { entity: user, feature: 'last', next: () => share },
];
const consumer = (store: FeatureStore, lateness: number) => streamConsumer<Watch>({ store, name: 'test', update, lateness });
const records = (watches: Watch[]): LogRecord<Watch>[] => watches.map((event, offset) => ({ offset, event }));

/** What the store holds but for the consumer's own place. */
async function features(store: FeatureStore): Promise<FeatureEvent[]> {
  const all: FeatureEvent[] = [];
  for await (const event of store.replay()) if (!event.entity.startsWith('stream:')) all.push(event);
  return all;
}

/** By the definition: in the order of time, each once. */
async function expected(watches: Watch[], lateness: number): Promise<FeatureEvent[]> {
  const unique = [...new Map(watches.map((watch) => [watch.id, watch])).values()];
  unique.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  const values = new Map<string, number>();
  return unique.flatMap((watch) =>
    update(watch).map(({ entity, feature, next }) => {
      const value = next(values.get(`${entity}/${feature}`) as never);
      values.set(`${entity}/${feature}`, value);
      return { id: `${watch.id}/${entity}/${feature}`, entity, feature, value, time: watch.time, known: watch.time + lateness };
    }),
  );
}

const watches = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 2 }),
    time: fc.integer({ min: 0, max: 30 }),
    user: fc.constantFrom('user:1', 'user:2', 'user:3'),
    share: fc.integer({ min: 1, max: 10 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 25 },
);
/** Each event once or more, in any order, cut into calls. */
const delivered = watches.chain((all) =>
  fc.record({
    all: fc.constant(all),
    log: fc
      .array(fc.constantFrom(...all), { maxLength: 20 })
      .chain((extra) => fc.shuffledSubarray([...all, ...extra], { minLength: all.length + extra.length })),
    cuts: fc.array(fc.nat({ max: 44 }), { maxLength: 6 }),
  }),
);
const calls = <T>(list: T[], cuts: number[]): T[][] => {
  const edges = [0, ...cuts.filter((cut) => cut < list.length).sort((a, b) => a - b), list.length];
  return edges.slice(1).map((edge, i) => list.slice(edges[i], edge));
};

describe('streamConsumer', () => {
  it('makes the same features of any order, with any duplicates', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ all, log, cuts }) => {
        const store = featureStore();
        const reader = await consumer(store, 31);
        for (const part of calls(records(log), cuts)) await reader.push(part);
        const { applied, duplicates, late, pending } = await reader.flush();
        expect(await features(store)).toEqual(await expected(all, 31));
        expect({ applied, pending, dropped: duplicates + late }).toEqual({
          applied: all.length,
          pending: 0,
          dropped: log.length - all.length,
        });
      }),
    );
  });

  it('counts nothing twice and loses nothing when it dies anywhere and another goes on from its place', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, fc.array(fc.nat({ max: 44 }), { maxLength: 4 }), async ({ log, cuts }, deaths) => {
        const unbroken = featureStore();
        const whole = await consumer(unbroken, 5);
        await whole.push(records(log));
        await whole.flush();

        const store = featureStore();
        const stops = [...deaths.filter((at) => at < log.length).sort((a, b) => a - b), log.length];
        for (const stop of stops) {
          const reader = await consumer(store, 5);
          const { position } = reader.state();
          for (const part of calls(records(log).slice(position, stop), cuts)) await reader.push(part);
          if (stop === log.length) await reader.flush();
        }
        expect(await features(store)).toEqual(await features(unbroken));
      }),
    );
  });

  it('goes on after a store that failed', async () => {
    const store = featureStore();
    let down = false;
    const shaky: FeatureStore = {
      ...store,
      write: async (events) => {
        if (down) throw new Error('connection lost');
        return store.write(events);
      },
    };
    const reader = await consumer(shaky, 0);
    const log = records([1, 2, 3, 4].map((time) => ({ id: `w${time}`, time, user: 'user:1', share: 1 })));
    await reader.push(log.slice(0, 2));
    down = true;
    await expect(reader.push(log.slice(2, 3))).rejects.toThrow('connection lost');
    down = false;
    await reader.push(log.slice(3));
    expect((await reader.flush()).applied).toBe(4);
    expect([...(await store.latest(['user:1'], ['watches']))]).toEqual([4]);
  });

  it('drops what is too late, and says so', async () => {
    const reader = await consumer(featureStore(), 10);
    const at = (time: number, offset: number) => ({ offset, event: { id: `w${time}`, time, user: 'user:1', share: 1 } });
    await reader.push([at(100, 0), at(91, 1), at(89, 2)]);
    expect(reader.state()).toMatchObject({ late: 1, pending: 2, watermark: 90, position: 0 });
    await reader.push([at(102, 3), at(91, 4)]);
    expect(reader.state()).toMatchObject({ applied: 1, late: 2, pending: 2, watermark: 92, position: 0 });
    await reader.push([at(200, 5)]);
    expect(reader.state()).toMatchObject({ applied: 3, pending: 1, watermark: 190, position: 5 });
  });

  it('lets a training row see a feature only when the service could', async () => {
    const store = featureStore();
    const reader = await consumer(store, 10);
    await reader.push(
      records([
        { id: 'a', time: 100, user: 'user:1', share: 1 },
        { id: 'b', time: 200, user: 'user:1', share: 1 },
      ]),
    );
    const seen = await store.asOf(
      [105, 111].map((time) => ({ entity: 'user:1', time })),
      ['watches'],
    );
    expect([...seen]).toEqual([NaN, 1]);
  });

  it('refuses what makes no sense', async () => {
    await expect(consumer(featureStore(), -1)).rejects.toThrow('lateness must be a finite number of at least 0, got -1');
    const reader = await consumer(featureStore(), 0);
    const bad = { id: 'a', time: NaN, user: 'user:1', share: 1 };
    await expect(reader.push([{ offset: 0, event: bad }])).rejects.toThrow(
      'time must be a finite number of seconds, got NaN in a',
    );
  });
});
