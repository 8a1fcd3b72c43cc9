/**
 * The feature store in Redis, shared by all replicas. One Lua script appends a batch, so that all of it is there or nothing.
 *
 *     fs:ids                    set of the ids of all events
 *     fs:log                    list of all events as JSON, in the order of arrival
 *     fs:latest:<entity>        hash: feature → JSON [time, id, value] of the newest event
 *     fs:line:<entity>/<feature> sorted set: JSON [id, value, known] by time (both names percent-encoded)
 */
import { checkFeatureEvent } from '../../recsys/serve/featureStore';
import type { FeatureEvent, FeatureStore } from '../../recsys/serve/featureStore';
import type { Redis } from './connect';

/** Numbers pass through the script as text, since Lua's JSON writes them with 14 digits only. Six arguments an event. */
const APPEND = `
local added = 0
for at = 1, #ARGV, 6 do
  local id, time, latestKey, lineKey, feature, texts = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  if redis.call('SADD', KEYS[1], id) == 1 then
    added = added + 1
    local cut = string.find(texts, '\\n', 1, true)
    local cut2 = string.find(texts, '\\n', cut + 1, true)
    redis.call('RPUSH', KEYS[2], string.sub(texts, cut2 + 1))
    redis.call('ZADD', lineKey, time, string.sub(texts, cut + 1, cut2 - 1))
    local before = redis.call('HGET', latestKey, feature)
    local newer = not before
    if before then
      local known = cjson.decode(before)
      newer = tonumber(time) > known[1] or (tonumber(time) == known[1] and id > known[2])
    end
    if newer then redis.call('HSET', latestKey, feature, string.sub(texts, 1, cut - 1)) end
  end
end
return added`;

const PAGE = 64;

const latestKey = (entity: string) => `fs:latest:${entity}`;
const lineKey = (entity: string, feature: string) => `fs:line:${encodeURIComponent(entity)}/${encodeURIComponent(feature)}`;

export function redisFeatureStore(redis: Redis): FeatureStore {
  const valueAsOf = async (entity: string, feature: string, time: number): Promise<number> => {
    const key = lineKey(entity, feature);
    let best: { score: number; id: string; value: number } | undefined;
    // Newest first, a page at a time; almost always the first entry of the first page is the one.
    for (let offset = 0; ; offset += PAGE) {
      const page = await redis.zRangeWithScores(key, `(${time}`, '-inf', {
        BY: 'SCORE',
        REV: true,
        LIMIT: { offset, count: PAGE },
      });
      for (const { value: member, score } of page) {
        if (best && score < best.score) return best.value;
        const [id, value, known] = JSON.parse(String(member)) as [string, number, number];
        if (known < time && (!best || id > best.id)) best = { score, id, value };
      }
      if (page.length < PAGE) return best?.value ?? NaN;
    }
  };

  return {
    async write(events) {
      events.forEach(checkFeatureEvent);
      if (events.length === 0) return 0;
      return Number(await redis.eval(APPEND, { keys: ['fs:ids', 'fs:log'], arguments: events.flatMap(scriptArguments) }));
    },
    async latest(entities, features) {
      const values = new Float64Array(entities.length * features.length).fill(NaN);
      if (features.length === 0) return values;
      // Sent together, and answered together.
      const rows = await Promise.all(entities.map((entity) => redis.hmGet(latestKey(entity), [...features])));
      rows.forEach((row, r) =>
        row.forEach((text, f) => {
          if (text !== null) values[r * features.length + f] = (JSON.parse(String(text)) as [number, string, number])[2];
        }),
      );
      return values;
    },
    async asOf(requests, features) {
      const cells = requests.flatMap(({ entity, time }) => features.map((feature) => valueAsOf(entity, feature, time)));
      return Float64Array.from(await Promise.all(cells));
    },
    async *replay() {
      for (let from = 0; ; from += 1000) {
        const page = await redis.lRange('fs:log', from, from + 999);
        for (const text of page) yield JSON.parse(String(text)) as FeatureEvent;
        if (page.length < 1000) return;
      }
    },
  };
}

function scriptArguments(event: FeatureEvent): string[] {
  const { id, entity, feature, value, time, known = time } = event;
  // Plain JSON has no line breaks, so they can part the three texts.
  const texts = [[time, id, value], [id, value, known], event].map((part) => JSON.stringify(part)).join('\n');
  return [id, String(time), latestKey(entity), lineKey(entity, feature), feature, texts];
}
