/**
 * The log of events in Redis, shared by all replicas. One Lua script appends a batch, so that all of it is there or nothing.
 *
 *     ev:ids           set of the ids of all events
 *     ev:log           list of all events as JSON; an event's offset is its place
 *     ev:items:<user>  sorted set of the items that a user met, by the offset of the first time
 */
import { checkPositiveInteger } from '../../recsys/math/check';
import type { EventLog, UserEvent } from '../../recsys/serve/eventLog';
import type { Redis } from './connect';

/** Four arguments an event. */
const APPEND = `
local added = 0
for at = 1, #ARGV, 4 do
  if redis.call('SADD', KEYS[1], ARGV[at]) == 1 then
    added = added + 1
    local offset = redis.call('RPUSH', KEYS[2], ARGV[at + 3]) - 1
    redis.call('ZADD', ARGV[at + 1], 'NX', offset, ARGV[at + 2])
  end
end
return added`;

const itemsKey = (user: string) => `ev:items:${user}`;

export function redisEventLog(redis: Redis): EventLog {
  return {
    async append(events) {
      if (events.length === 0) return 0;
      const texts = events.flatMap((event) => [event.id, itemsKey(event.user), event.item, JSON.stringify(event)]);
      return Number(await redis.eval(APPEND, { keys: ['ev:ids', 'ev:log'], arguments: texts }));
    },
    async read(from, limit) {
      if (!(Number.isInteger(from) && from >= 0)) throw new RangeError(`from must be a whole number of at least 0, got ${from}`);
      checkPositiveInteger('limit', limit);
      const texts = await redis.lRange('ev:log', from, from + limit - 1);
      return texts.map((text, at) => ({ offset: from + at, event: JSON.parse(String(text)) as UserEvent }));
    },
    itemsOf: async (user) => (await redis.zRange(itemsKey(user), 0, -1)).map(String),
  };
}
