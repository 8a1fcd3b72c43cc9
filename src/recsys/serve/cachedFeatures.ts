/** A feature store whose online view remembers: what a hundred candidates have in common with those of the last request is not asked again. */
import { ttlCache } from './ttlCache';
import type { CacheStats } from './cache';
import type { FeatureStore } from './featureStore';
import type { TtlCacheOptions } from './ttlCache';

export interface CachedFeaturesOptions extends TtlCacheOptions {
  /** Which entities are remembered; all by default. Items change slowly and are asked for by everyone; a user's last click must count at once. */
  only?: (entity: string) => boolean;
}

/** A feature store with a cache in front of `latest`. */
export interface CachedFeatures extends FeatureStore {
  /** How the cache has served. */
  stats(): CacheStats;
}

/**
 * The same store, with answers of `latest` that may be `seconds` old. `asOf` is never answered from the cache.
 *
 *     const features = cachedFeatures(store, { seconds: 30, only: (entity) => entity.startsWith('item:') });
 */
export function cachedFeatures(store: FeatureStore, { only = () => true, ...options }: CachedFeaturesOptions): CachedFeatures {
  /** By the names of the features, then by entity: a row of values. */
  const caches = new Map<string, ReturnType<typeof ttlCache<string, Float64Array>>>();
  const cacheOf = (features: readonly string[]) => {
    const key = JSON.stringify(features);
    let cache = caches.get(key);
    if (!cache) caches.set(key, (cache = ttlCache(options)));
    return cache;
  };
  return {
    ...store,
    async latest(entities, features) {
      const width = features.length;
      const cache = cacheOf(features);
      const values = new Float64Array(entities.length * width);
      const missing: number[] = [];
      entities.forEach((entity, row) => {
        const known = only(entity) ? cache.get(entity) : undefined;
        if (known) values.set(known, row * width);
        else missing.push(row);
      });
      if (missing.length === 0) return values;
      const asked = await store.latest(
        missing.map((row) => entities[row]),
        features,
      );
      missing.forEach((row, at) => {
        const own = asked.slice(at * width, (at + 1) * width);
        values.set(own, row * width);
        if (only(entities[row])) cache.set(entities[row], own);
      });
      return values;
    },
    stats() {
      const all = [...caches.values()].map((cache) => cache.stats());
      const sum = (name: 'hits' | 'misses' | 'evicted' | 'expired') => all.reduce((total, one) => total + one[name], 0);
      const hits = sum('hits');
      const misses = sum('misses');
      const hitRate = hits > 0 ? hits / (hits + misses) : 0;
      return { hits, misses, hitRate, evicted: sum('evicted'), expired: sum('expired') };
    },
  };
}
