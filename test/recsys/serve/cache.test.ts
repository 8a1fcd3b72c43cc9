import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lruCache } from '../../../src/recsys/serve/lruCache';
import { ttlCache } from '../../../src/recsys/serve/ttlCache';

describe('lruCache', () => {
  it('forgets what was not asked for the longest', () => {
    const cache = lruCache<string, number>({ capacity: 2 });
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    expect(cache.stats()).toEqual({ hits: 3, misses: 1, hitRate: 0.75, evicted: 1, expired: 0 });
  });

  it('does what a list kept by hand does', () => {
    const step = fc.record({ set: fc.boolean(), key: fc.nat({ max: 6 }) });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 4 }), (steps, capacity) => {
        const cache = lruCache<number, number>({ capacity });
        let list: { key: number; value: number }[] = []; // the last used at the end
        steps.forEach(({ set, key }, value) => {
          const at = list.find((entry) => entry.key === key);
          if (set) {
            cache.set(key, value);
            list = [...list.filter((entry) => entry !== at), { key, value }].slice(-capacity);
          } else {
            expect(cache.get(key)).toBe(at?.value);
            if (at) list = [...list.filter((entry) => entry !== at), at];
          }
          expect(cache.size).toBe(list.length);
        });
      }),
    );
  });
});

describe('ttlCache', () => {
  it('never gives what is older than it may be, and looking does not make it younger', () => {
    let time = 0;
    const cache = ttlCache<string, number>({ seconds: 10, now: () => time });
    cache.set('a', 1);
    time = 6;
    expect(cache.get('a')).toBe(1);
    cache.set('b', 2);
    time = 10;
    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')).toBe(2);
    cache.set('b', 3);
    time = 19;
    expect(cache.get('b')).toBe(3);
    expect(cache.stats()).toEqual({ hits: 3, misses: 1, hitRate: 0.75, evicted: 0, expired: 1 });
  });

  it('holds no more than it may', () => {
    const cache = ttlCache<number, number>({ seconds: 1, capacity: 2, now: () => 0 });
    for (let key = 0; key < 5; key++) cache.set(key, key);
    expect([cache.size, cache.get(2), cache.get(3)]).toEqual([2, undefined, 3]);
    expect(cache.stats().evicted).toBe(3);
  });
});

it.each([lruCache<string, number>({ capacity: 3 }), ttlCache<string, number>({ seconds: 60 })])(
  'a cache deletes and clears',
  (cache) => {
    expect(cache.stats().hitRate).toBe(0);
    cache.set('a', 0);
    cache.set('b', 1);
    expect([cache.delete('a'), cache.delete('a'), cache.get('a'), cache.get('b')]).toEqual([true, false, undefined, 1]);
    cache.clear();
    expect([cache.size, cache.get('b')]).toEqual([0, undefined]);
  },
);

it('caches refuse what makes no sense', () => {
  expect(() => lruCache({ capacity: 0 })).toThrow('capacity must be a positive integer, got 0');
  expect(() => ttlCache({ seconds: 0 })).toThrow('seconds must be a finite number greater than 0, got 0');
  expect(() => ttlCache({ seconds: 1, capacity: 1.5 })).toThrow('capacity must be a positive integer, got 1.5');
});
