/** What users did, in the order in which it arrived: the log that a service writes and that everything else is made from. */
import { checkPositiveInteger } from '../math/check';

/** One thing that a user did with an item. */
export interface UserEvent {
  /** Idempotency key, chosen by whoever sends: an event sent twice counts once. */
  id: string;
  /** The publisher's ids. */
  user: string;
  item: string;
  /** What was done: `click`, `watch`, `rate`. */
  kind: string;
  /** Its strength, such as the share watched; 1 where there is none. */
  value: number;
  /** When it was done, seconds since 1970-01-01 UTC. */
  time: number;
}

/** An event with its place in the log. */
export interface LogRecord<Event> {
  /** From 0, rising by 1. */
  offset: number;
  event: Event;
}

/** The log's interface, whether it lives in memory or behind a network. */
export interface EventLog {
  /** Appends events, all of them or none; one whose id is known is dropped. Returns how many were new. */
  append(events: readonly UserEvent[]): Promise<number>;
  /** At most `limit` records from this offset on. */
  read(from: number, limit: number): Promise<LogRecord<UserEvent>[]>;
  /** The items that the user met, each once, in the order of arrival. */
  itemsOf(user: string): Promise<string[]>;
}

/**
 * A log in memory.
 *
 *     const log = eventLog();
 *     await log.append([{ id: 'a', user: '42', item: '7', kind: 'watch', value: 1, time: 1_300_000_000 }]); // 1
 */
export function eventLog(): EventLog {
  const events: UserEvent[] = [];
  const ids = new Set<string>();
  const items = new Map<string, Set<string>>();
  return {
    async append(added) {
      const before = events.length;
      for (const event of added) {
        if (ids.has(event.id)) continue;
        ids.add(event.id);
        events.push({ ...event });
        if (!items.has(event.user)) items.set(event.user, new Set());
        items.get(event.user)!.add(event.item);
      }
      return events.length - before;
    },
    async read(from, limit) {
      if (!(Number.isInteger(from) && from >= 0)) throw new RangeError(`from must be a whole number of at least 0, got ${from}`);
      checkPositiveInteger('limit', limit);
      return events.slice(from, from + limit).map((event, at) => ({ offset: from + at, event: { ...event } }));
    },
    itemsOf: async (user) => [...(items.get(user) ?? [])],
  };
}
