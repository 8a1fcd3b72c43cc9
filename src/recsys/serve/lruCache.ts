/** A cache that, when full, forgets what has not been asked for the longest. */
import { checkPositiveInteger } from '../math/check';
import { cacheCounts } from './cache';
import type { Cache } from './cache';

/**
 * Holds at most `capacity` values. Each operation takes constant time: a Map keeps its keys in the order of insertion, and a look-up inserts
 * anew.
 *
 *     const vectors = lruCache<string, Float32Array>({ capacity: 10_000 });
 *
 * @throws RangeError if the capacity is not a positive integer
 */
export function lruCache<Key, Value>({ capacity }: { capacity: number }): Cache<Key, Value> {
  checkPositiveInteger('capacity', capacity);
  const values = new Map<Key, Value>();
  const { counts, stats } = cacheCounts();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) {
        counts.misses++;
        return undefined;
      }
      counts.hits++;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size <= capacity) return;
      values.delete(values.keys().next().value!);
      counts.evicted++;
    },
    delete: (key) => values.delete(key),
    clear: () => values.clear(),
    get size() {
      return values.size;
    },
    stats,
  };
}
