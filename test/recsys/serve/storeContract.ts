/** What every feature store must do, in memory or behind a network. */
import { describe, expect, it } from 'vitest';
import type { FeatureEvent, FeatureStore } from '../../../src/recsys/serve/featureStore';

const event = (id: string, time: number, value: number, more: Partial<FeatureEvent> = {}): FeatureEvent => ({
  id,
  entity: 'user:42',
  feature: 'watches',
  value,
  time,
  ...more,
});

/** @param make gives an empty store */
export function storeContract(name: string, make: () => Promise<FeatureStore>): void {
  describe(`${name} as a feature store`, () => {
    it('serves the newest value, and NaN for what it does not know', async () => {
      const store = await make();
      await store.write([event('a', 10, 1), event('b', 20, 2), event('c', 15, 9)]);
      await store.write([event('d', 1, 0.25, { feature: 'share' })]);
      expect([...(await store.latest(['user:42', 'user:7'], ['watches', 'share']))]).toEqual([2, 0.25, NaN, NaN]);
      expect((await store.latest([], ['watches'])).length).toBe(0);
      expect((await store.latest(['user:42'], [])).length).toBe(0);
    });

    it('joins each request with what was known before its time', async () => {
      const store = await make();
      await store.write([event('a', 10, 1), event('b', 20, 2), event('c', 20, 3, { known: 40 })]);
      const at = (time: number) => ({ entity: 'user:42', time });
      const values = await store.asOf(
        [at(10), at(10.5), at(20), at(21), at(40), at(41), { entity: 'user:7', time: 99 }],
        ['watches'],
      );
      expect([...values]).toEqual([NaN, 1, 1, 2, 2, 3, NaN]);
    });

    it('counts an event once, whatever its second copy says', async () => {
      const store = await make();
      expect(await store.write([event('a', 10, 1), event('a', 10, 1), event('b', 5, 2)])).toBe(2);
      expect(await store.write([event('a', 99, 7), event('c', 11, 3)])).toBe(1);
      expect([...(await store.latest(['user:42'], ['watches']))]).toEqual([3]);
    });

    it('takes the greater id of two at the same time', async () => {
      const store = await make();
      await store.write([event('b', 10, 2), event('a', 10, 1)]);
      expect([...(await store.latest(['user:42'], ['watches']))]).toEqual([2]);
      expect([...(await store.asOf([{ entity: 'user:42', time: 11 }], ['watches']))]).toEqual([2]);
    });

    it('keeps fractions, negative values and any word', async () => {
      const store = await make();
      const words = { entity: 'user:ö 1|:', feature: 'größe/é"' };
      await store.write([event('x|y:z', 1_300_000_000.25, -0.1, words), event('w', 1e-9, 1e300, { entity: 'e' })]);
      expect([...(await store.latest([words.entity], [words.feature]))]).toEqual([-0.1]);
      expect([...(await store.latest(['e'], ['watches']))]).toEqual([1e300]);
      expect([...(await store.asOf([{ entity: words.entity, time: 1_300_000_000.5 }], [words.feature]))]).toEqual([-0.1]);
      expect([...(await store.asOf([{ entity: words.entity, time: 1_300_000_000.25 }], [words.feature]))]).toEqual([NaN]);
    });

    it('replays its events as they came, so that another store can be made of them', async () => {
      const store = await make();
      const written = [event('b', 20, 2), event('a', 10, 1, { known: 12 }), event('c', 30, 3, { feature: 'share' })];
      await store.write(written.slice(0, 2));
      await store.write([written[0], written[2]]);
      const replayed: FeatureEvent[] = [];
      for await (const one of store.replay()) replayed.push(one);
      expect(replayed).toEqual(written);
    });

    it('refuses an event that makes no sense, and all that came with it', async () => {
      const store = await make();
      await expect(store.write([event('a', 1, 1), event('b', 1, NaN)])).rejects.toThrow(
        'value must be a finite number, got NaN in b',
      );
      await expect(store.write([event('a', Infinity, 1)])).rejects.toThrow(
        'time must be a finite number of seconds, got Infinity in a',
      );
      await expect(store.write([event('a', 5, 1, { known: 4 })])).rejects.toThrow(
        'known must be no earlier than time (5), got 4 in a',
      );
      await expect(store.write([event('', 5, 1)])).rejects.toThrow("id must be a word, got ''");
      expect([...(await store.latest(['user:42'], ['watches']))]).toEqual([NaN]);
    });
  });
}
