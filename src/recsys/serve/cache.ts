/** What caches have in common: look-ups that are counted. */

/** How a cache has served. */
export interface CacheStats {
  /** Look-ups that found a value. */
  hits: number;
  /** Look-ups that did not. */
  misses: number;
  /** Share of look-ups that found a value, 0 … 1; 0 before the first. */
  hitRate: number;
  /** Values that left because the cache was full. */
  evicted: number;
  /** Values that left because they were too old. */
  expired: number;
}

/** A cache: it may forget. */
export interface Cache<Key, Value> {
  /** The value, or nothing; a value is what is not `undefined`. */
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  /** Whether there was something to delete. */
  delete(key: Key): boolean;
  clear(): void;
  /** Values held, those included that are too old but not yet noticed. */
  readonly size: number;
  stats(): CacheStats;
}

/** The counts of a cache. */
export function cacheCounts() {
  const counts = { hits: 0, misses: 0, evicted: 0, expired: 0 };
  return {
    counts,
    stats: (): CacheStats => ({ ...counts, hitRate: counts.hits > 0 ? counts.hits / (counts.hits + counts.misses) : 0 }),
  };
}
