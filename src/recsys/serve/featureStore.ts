/**
 * A feature store: what was known of an entity, and since when. One append-only log of feature events has two views: `latest`, which a
 * service asks while someone waits, and `asOf`, which training asks so that a row sees nothing that was not yet known at its time.
 */
import { insertInOrder, lastBefore } from './timeline';
import type { FeatureEvent } from './timeline';

export type { FeatureEvent } from './timeline';

/** A row to be joined with its features. */
export interface FeatureRequest {
  /** Whose features: `user:42`. */
  entity: string;
  /** The moment of the row, seconds since 1970-01-01 UTC. Only what was known before it is seen. */
  time: number;
}

/** The store's interface, whether it lives in memory or behind a network. All views are rows × features, row-major, NaN where nothing is known. */
export interface FeatureStore {
  /**
   * Appends events, all of them or none; one whose id is known is dropped. Returns how many were new. Throws a RangeError if one makes no
   * sense.
   */
  write(events: readonly FeatureEvent[]): Promise<number>;
  /** The online view: the newest value of each feature. */
  latest(entities: readonly string[], features: readonly string[]): Promise<Float64Array>;
  /** The offline view: for each request, the newest value that was known before its time. */
  asOf(requests: readonly FeatureRequest[], features: readonly string[]): Promise<Float64Array>;
  /** All events in the order in which they came: writing them into an empty store makes the same store. */
  replay(): AsyncIterable<FeatureEvent>;
}

/** Throws a RangeError unless the event can be stored. */
export function checkFeatureEvent({ id, entity, feature, value, time, known = time }: FeatureEvent): void {
  for (const [name, word] of Object.entries({ id, entity, feature })) {
    if (typeof word !== 'string' || word === '') throw new RangeError(`${name} must be a word, got '${String(word)}'`);
  }
  if (!Number.isFinite(value)) throw new RangeError(`value must be a finite number, got ${value} in ${id}`);
  if (!Number.isFinite(time)) throw new RangeError(`time must be a finite number of seconds, got ${time} in ${id}`);
  if (!(known >= time && known < Infinity))
    throw new RangeError(`known must be no earlier than time (${time}), got ${known} in ${id}`);
}

/**
 * A feature store in memory.
 *
 *     const store = featureStore();
 *     await store.write([{ id: 'e1', entity: 'user:42', feature: 'watches', value: 3, time: 1_300_000_000 }]);
 *     await store.asOf([{ entity: 'user:42', time: 1_300_000_001 }], ['watches']) // 3
 *
 * The newest of two events is the one with the later `time`; at the same time, the one with the greater id, so that the order of arrival
 * never matters. An event at the very time of a request is not seen: it may be the thing to be predicted.
 */
export function featureStore(): FeatureStore {
  const log: FeatureEvent[] = [];
  const ids = new Set<string>();
  /** By entity, then feature: events in the order of time, then id. */
  const timelines = new Map<string, Map<string, FeatureEvent[]>>();
  const timeline = (entity: string, feature: string) => timelines.get(entity)?.get(feature);

  const append = (event: FeatureEvent) => {
    let own = timelines.get(event.entity);
    if (!own) timelines.set(event.entity, (own = new Map()));
    let line = own.get(event.feature);
    if (!line) own.set(event.feature, (line = []));
    insertInOrder(line, event);
    log.push(event);
  };

  return {
    async write(events) {
      events.forEach(checkFeatureEvent);
      const before = log.length;
      for (const event of events) {
        if (ids.has(event.id)) continue;
        ids.add(event.id);
        append({ ...event });
      }
      return log.length - before;
    },
    async latest(entities, features) {
      return table(entities, features, (entity, feature) => timeline(entity, feature)?.at(-1)?.value);
    },
    async asOf(requests, features) {
      return table(requests, features, ({ entity, time }, feature) => lastBefore(timeline(entity, feature) ?? [], time)?.value);
    },
    async *replay() {
      for (let at = 0; at < log.length; at++) yield { ...log[at] };
    },
  };
}

function table<Row>(
  rows: readonly Row[],
  features: readonly string[],
  cell: (row: Row, feature: string) => number | undefined,
): Float64Array {
  const values = new Float64Array(rows.length * features.length);
  rows.forEach((row, r) => features.forEach((feature, f) => (values[r * features.length + f] = cell(row, feature) ?? NaN)));
  return values;
}
