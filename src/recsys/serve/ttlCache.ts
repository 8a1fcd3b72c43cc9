/** A cache that forgets what is too old: the bound on how stale an answer may be. */
import { checkPositive, checkPositiveInteger } from '../math/check';
import { cacheCounts } from './cache';
import type { Cache } from './cache';

export interface TtlCacheOptions {
  /** How long a value lives after it was set. */
  seconds: number;
  /** Most values held; when full, the one set the longest ago leaves. Without end by default. */
  capacity?: number;
  /** The clock, in seconds. */
  now?: () => number;
}

/**
 * Holds each value for `seconds`. Looking up does not lengthen its life, so what is found is never older. Those too old leave as they are
 * asked for, or as others are set.
 *
 *     const counts = ttlCache<string, number>({ seconds: 30, capacity: 10_000 });
 *
 * @throws RangeError if an option is out of range
 */
export function ttlCache<Key, Value>(options: TtlCacheOptions): Cache<Key, Value> {
  const { seconds, capacity, now = () => Date.now() / 1000 } = options;
  checkPositive('seconds', seconds);
  if (capacity !== undefined) checkPositiveInteger('capacity', capacity);
  /** In the order of setting, and so of ending. */
  const values = new Map<Key, { value: Value; end: number }>();
  const { counts, stats } = cacheCounts();
  const dropOld = () => {
    const time = now();
    for (const [key, { end }] of values) {
      if (end > time) return;
      values.delete(key);
      counts.expired++;
    }
  };
  return {
    get(key) {
      dropOld();
      const entry = values.get(key);
      if (entry) counts.hits++;
      else counts.misses++;
      return entry?.value;
    },
    set(key, value) {
      dropOld();
      values.delete(key);
      values.set(key, { value, end: now() + seconds });
      if (capacity === undefined || values.size <= capacity) return;
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
