/**
 * Features that a service keeps up to date: of each user and each item, how many events there were and what their values add up to. The same
 * function makes them of a training log and, event by event, of what happens afterwards, so that both mean the same.
 */
import type { UserEvent } from '../serve/eventLog';
import type { FeatureEvent } from '../serve/featureStore';
import type { FeatureUpdate } from '../serve/streamConsumer';
import type { Interactions } from '../types';

/** The features of `user:<id>` and of `item:<id>`. */
export const ONLINE_FEATURES = ['events', 'value'] as const;

/** What an event changes. */
export function onlineUpdates({ user, item, value }: Pick<UserEvent, 'user' | 'item' | 'value'>): FeatureUpdate[] {
  return [`user:${user}`, `item:${item}`].flatMap((entity) => [
    { entity, feature: 'events', next: (count = 0) => count + 1 },
    { entity, feature: 'value', next: (sum = 0) => sum + value },
  ]);
}

/**
 * Where they stand at the end of a log, as events of that moment; written twice under the same name, they count once.
 *
 * @param now the moment, in seconds since 1970
 * @param name such as the log's `dataHash`
 */
export function onlineSeed(log: Interactions, now: number, name: string): FeatureEvent[] {
  const values = new Map<string, Map<string, number>>();
  for (let r = 0; r < log.users.length; r++) {
    const event = { user: log.userIds[log.users[r]], item: log.itemIds[log.items[r]], value: log.values[r] };
    for (const { entity, feature, next } of onlineUpdates(event)) {
      let own = values.get(entity);
      if (!own) values.set(entity, (own = new Map()));
      own.set(feature, next(own.get(feature)));
    }
  }
  return [...values].flatMap(([entity, own]) =>
    [...own].map(([feature, value]) => ({ id: `${name}/${entity}/${feature}`, entity, feature, value, time: now })),
  );
}
