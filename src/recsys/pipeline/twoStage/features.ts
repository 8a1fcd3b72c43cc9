/**
 * What the ranker is told of a user and an item, computed from the log up to a moment and from nothing after it. The same function serves training
 * and production: trained on the log before the ranking window, asked with the log before now.
 */
import { log1p } from '../../math/functions';
import { userItemMatrix } from '../../math/sparse';
import type { Interactions, ItemFacts, UserFacts } from '../../types';

/** Some features, and how to compute them. */
export interface FeatureGroup {
  names: string[];
  /** Prepares what concerns one user, and returns what writes an item's features, from `into[at]` on. */
  of(user: number): (item: number, into: Float32Array, at: number) => void;
}

/** What features are computed from. */
export interface FeatureFacts {
  /** Everything up to `now`: rows of that moment and after must not be in it. */
  log: Interactions;
  /** The moment of the question, in seconds since 1970-01-01 UTC. */
  now: number;
  /** By item index; without them no feature speaks of genres, directors and years. */
  items?: readonly ItemFacts[];
  /** By user index; without them no feature speaks of attributes. */
  users?: readonly UserFacts[];
}

const DAY = 86400;

/** What is known of the item alone: how many met it, ever and lately, how long it has been there, how it is liked. */
export function itemFeatures({ log, now }: FeatureFacts): FeatureGroup {
  const count = log.itemIds.length;
  const [all, month, week, sum] = Array.from({ length: 4 }, () => new Float64Array(count));
  const first = new Float64Array(count).fill(NaN);
  for (let r = 0; r < log.items.length; r++) {
    const item = log.items[r];
    const age = now - log.times[r];
    all[item]++;
    sum[item] += log.values[r];
    if (age < 28 * DAY) month[item]++;
    if (age < 7 * DAY) week[item]++;
    if (!(first[item] <= log.times[r])) first[item] = log.times[r];
  }
  return {
    names: ['item.rows', 'item.rows28', 'item.rows7', 'item.days', 'item.value'],
    of: () => (item, into, at) => {
      into[at] = all[item];
      into[at + 1] = month[item];
      into[at + 2] = week[item];
      into[at + 3] = (now - first[item]) / DAY;
      into[at + 4] = all[item] > 0 ? sum[item] / all[item] : NaN;
    },
  };
}

/** What is known of the user alone: how much they met, how long ago, how popular it was. Alone it changes no order; beside others it does. */
export function userFeatures({ log, now }: FeatureFacts): FeatureGroup {
  const count = log.userIds.length;
  const [rows, popular] = [new Float64Array(count), new Float64Array(count)];
  const last = new Float64Array(count).fill(NaN);
  const met = new Float64Array(log.itemIds.length);
  for (let r = 0; r < log.items.length; r++) met[log.items[r]]++;
  for (let r = 0; r < log.users.length; r++) {
    const user = log.users[r];
    rows[user]++;
    popular[user] += log1p(met[log.items[r]]);
    if (!(last[user] >= log.times[r])) last[user] = log.times[r];
  }
  return {
    names: ['user.rows', 'user.idle', 'user.mainstream'],
    of: (user) => (_, into, at) => {
      into[at] = rows[user];
      into[at + 1] = (now - last[user]) / DAY;
      into[at + 2] = rows[user] > 0 ? popular[user] / rows[user] : NaN;
    },
  };
}

/** Whether the item is what the user usually meets: the share of its genres in their history, its director, its year against their mean. */
export function tasteFeatures({ log, items }: Required<Pick<FeatureFacts, 'log' | 'items'>>): FeatureGroup {
  const { pointers, indices } = userItemMatrix(log, 'binary');
  return {
    names: ['taste.genres', 'taste.director', 'taste.year'],
    of(user) {
      const history = indices.subarray(pointers[user], pointers[user + 1]);
      const genres = new Map<string, number>();
      const directors = new Map<string, number>();
      let [years, dated] = [0, 0];
      for (const item of history) {
        const { genres: own, director, year } = items[item];
        for (const genre of own) genres.set(genre, (genres.get(genre) ?? 0) + 1);
        if (director) directors.set(director, (directors.get(director) ?? 0) + 1);
        if (year !== undefined) [years, dated] = [years + year, dated + 1];
      }
      return (item, into, at) => {
        const { genres: own, director, year } = items[item];
        const shared = own.reduce((sum, genre) => sum + (genres.get(genre) ?? 0), 0);
        into[at] = history.length * own.length > 0 ? shared / (history.length * own.length) : NaN;
        into[at + 1] = director ? (directors.get(director) ?? 0) : NaN;
        into[at + 2] = dated > 0 && year !== undefined ? year - years / dated : NaN;
      };
    },
  };
}

/** How much more people of the user's age, sex … met the item than people at large: rows of the segment over those expected, 1 where equal. */
export function segmentFeatures({ log, users }: Required<Pick<FeatureFacts, 'log' | 'users'>>): FeatureGroup {
  const attributes = [...new Set(users.flatMap((user) => Object.keys(user.attributes)))].sort();
  const count = log.itemIds.length;
  const all = new Float64Array(count);
  for (let r = 0; r < log.items.length; r++) all[log.items[r]]++;
  const segments = attributes.map((attribute) => {
    const own = new Map<string, { rows: Float64Array; share: number }>();
    for (let r = 0; r < log.users.length; r++) {
      const value = users[log.users[r]].attributes[attribute];
      if (value === undefined) continue;
      if (!own.has(value)) own.set(value, { rows: new Float64Array(count), share: 0 });
      const segment = own.get(value)!;
      segment.rows[log.items[r]]++;
      segment.share += 1 / log.users.length;
    }
    return own;
  });
  return {
    names: attributes.map((attribute) => `segment.${attribute}`),
    of(user) {
      const own = attributes.map((attribute, a) => segments[a].get(users[user].attributes[attribute] ?? ''));
      return (item, into, at) =>
        own.forEach((segment, a) => {
          // ten rows of the whole audience beside it, so that a film of two rows has no lift of its own
          into[at + a] = segment ? (segment.rows[item] + 10 * segment.share) / ((all[item] + 10) * segment.share) : NaN;
        });
    },
  };
}

/** All of them that the facts allow. */
export function rankingFeatures(facts: FeatureFacts): FeatureGroup[] {
  const { log, items, users } = facts;
  for (let r = 0; r < log.times.length; r++) {
    if (!(log.times[r] < facts.now))
      throw new RangeError(`log must end before now (${facts.now}), got ${log.times[r]} in row ${r}`);
  }
  return [
    itemFeatures(facts),
    userFeatures(facts),
    ...(items ? [tasteFeatures({ log, items })] : []),
    ...(users ? [segmentFeatures({ log, users })] : []),
  ];
}
