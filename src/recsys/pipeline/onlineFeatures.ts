/**
 * Features that a service keeps up to date: of each user and each item, how many events there were and what their values add up to. The same
 * function makes them of a training log and, event by event, of what happens afterwards, so that both mean the same.
 */
import type { UserEvent } from '../serve/eventLog';
import type { FeatureEvent } from '../serve/featureStore';
import type { FeatureUpdate } from '../serve/streamConsumer';
import type { Interactions } from '../types';

/** The features of `user:<id>` and of `item:<id>`: how each goes on when something of this value happens. */
const NEXT = {
  events: (count = 0) => count + 1,
  value: (sum = 0, value: number) => sum + value,
};

/** Their names. */
export const ONLINE_FEATURES = ['events', 'value'] as const satisfies (keyof typeof NEXT)[];

/** What an event changes. */
export function onlineUpdates({ user, item, value }: Pick<UserEvent, 'user' | 'item' | 'value'>): FeatureUpdate[] {
  return [`user:${user}`, `item:${item}`].flatMap((entity) =>
    ONLINE_FEATURES.map((feature) => ({ entity, feature, next: (now?: number) => NEXT[feature](now, value) })),
  );
}

/**
 * Where they stand at the end of a log, as events of that moment; written twice under the same name, they count once.
 *
 * @param now the moment, in seconds since 1970
 * @param name such as the log's `dataHash`
 */
export function onlineSeed(log: Interactions, now: number, name: string): FeatureEvent[] {
  const { users, items, values, userIds, itemIds } = log;
  return [
    ...stateOf(
      userIds.map((id) => `user:${id}`),
      users,
      values,
    ),
    ...stateOf(
      itemIds.map((id) => `item:${id}`),
      items,
      values,
    ),
  ].map((one) => ({ id: `${name}/${one.entity}/${one.feature}`, ...one, time: now }));
}

/** The features of those entities of which there is a row. */
function stateOf(entities: string[], rows: ArrayLike<number>, values: ArrayLike<number>) {
  const states = ONLINE_FEATURES.map((feature) => {
    const state = new Array<number | undefined>(entities.length).fill(undefined);
    for (let r = 0; r < rows.length; r++) state[rows[r]] = NEXT[feature](state[rows[r]], values[r]);
    return state;
  });
  return entities.flatMap((entity, at) =>
    ONLINE_FEATURES.flatMap((feature, f) => {
      const value = states[f][at];
      return value === undefined ? [] : [{ entity, feature, value }];
    }),
  );
}
