import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureStore } from '../../../src/recsys/serve/featureStore';
import { storeContract } from './storeContract';
import type { FeatureEvent } from '../../../src/recsys/serve/featureStore';

storeContract('featureStore', async () => featureStore());

const events = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    entity: fc.constantFrom('user:1', 'user:2'),
    feature: fc.constantFrom('watches', 'share'),
    value: fc.integer({ min: 0, max: 9 }),
    time: fc.integer({ min: 0, max: 20 }),
    delay: fc.integer({ min: 0, max: 5 }),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);
const stored = ({ delay, ...event }: { delay: number; time: number } & FeatureEvent): FeatureEvent => ({
  ...event,
  known: event.time + delay,
});

describe('asOf', () => {
  it('never sees the future: what comes later changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 0, max: 25 }), async (drawn, time) => {
        const all = drawn.map((event) => stored(event as never));
        const whole = featureStore();
        await whole.write(all);
        const past = featureStore();
        await past.write(all.filter((event) => event.known! < time));
        const requests = ['user:1', 'user:2'].map((entity) => ({ entity, time }));
        const seen = await whole.asOf(requests, ['watches', 'share']);
        expect(seen).toEqual(await past.asOf(requests, ['watches', 'share']));
        // What the service would have answered just before that time.
        expect(seen).toEqual(await past.latest(['user:1', 'user:2'], ['watches', 'share']));
      }),
    );
  });

  it('equals a search through all events by the definition', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 0, max: 25 }), async (drawn, time) => {
        const all = drawn.map((event) => stored(event as never));
        const store = featureStore();
        await store.write(all);
        const newest = all
          .filter((e) => e.entity === 'user:1' && e.feature === 'share' && e.time < time && e.known! < time)
          .reduce<FeatureEvent | undefined>(
            (best, e) => (!best || e.time > best.time || (e.time === best.time && e.id > best.id) ? e : best),
            undefined,
          );
        expect([...(await store.asOf([{ entity: 'user:1', time }], ['share']))]).toEqual([newest?.value ?? NaN]);
      }),
    );
  });
});

describe('the order of arrival', () => {
  it('does not matter, nor how often an event comes', async () => {
    const orders = events.chain((drawn) =>
      fc.tuple(
        fc.constant(drawn.map((event) => stored(event as never))),
        fc
          .shuffledSubarray([...drawn, ...drawn], { minLength: 2 * drawn.length })
          .map((list) => list.map((event) => stored(event as never))),
      ),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ([once, twice]) => {
        const one = featureStore();
        await one.write(once);
        const two = featureStore();
        for (const event of twice) await two.write([event]);
        const requests = Array.from({ length: 27 }, (_, time) => ({ entity: 'user:1', time }));
        expect(await two.asOf(requests, ['watches', 'share'])).toEqual(await one.asOf(requests, ['watches', 'share']));
        expect(await two.latest(['user:2'], ['share'])).toEqual(await one.latest(['user:2'], ['share']));
      }),
    );
  });
});
