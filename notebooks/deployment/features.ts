// Features and streams: what was known when, copies and latecomers, caches.

// %% [service] An event changes the next list needs=times
import {
  eventLog,
  featureStore,
  implicitAls,
  onlineUpdates,
  recommendApi,
  serveRecommender,
  splitByTime,
  streamConsumer,
} from 'recsys';
import type { FeatureEvent, FeatureStore, UserEvent } from 'recsys';
const { interactions, items, name } = await data();
const { train, test, at } = splitByTime(interactions, { testShare: 0.1 });
const als = await implicitAls(train, {
  factors: 32,
  seed: 42,
  signal,
  onProgress: progress,
});
const log = eventLog();
const app = recommendApi({
  model: serveRecommender(als, { train, items, version: 'als-32' }),
  events: log,
  now: () => at + 60,
});
const viewer = train.userIds[train.users.at(-1)!];
interface Shown {
  item_id: string;
  title: string;
}
const listFor = async (user: string) => {
  const response = await app.request(`/recommend?user_id=${user}&top_k=5`);
  return ((await response.json()) as { items: Shown[] }).items;
};
const before = await listFor(viewer);
const watch = (id: string, item: string) => ({
  id,
  user_id: viewer,
  item_id: item,
  kind: 'watch',
  time: at + 30,
});
// The phone lost its connection, and sends the first event again.
const sent = [watch('e1', before[0].item_id), watch('e2', before[1].item_id)];
const posted = await app.request('/events', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ events: [...sent, sent[0]] }),
});
display({ data: name, viewer, status: posted.status });
display(await posted.json());
const after = await listFor(viewer);
display(
  before.map(({ title }, place) => ({
    place: place + 1,
    before: title,
    after: after[place].title,
  })),
);

// %% [stored] From the log to features
const online = featureStore();
const consumer = await streamConsumer<UserEvent>({
  store: online,
  name: 'watches',
  update: onlineUpdates,
});
await consumer.push(await log.read(0, 100));
await consumer.flush();
const entities = [`user:${viewer}`, `item:${before[0].item_id}`];
const values = await online.latest(entities, ['events', 'value']);
display(
  entities.map((entity, row) => ({
    entity,
    events: values[2 * row],
    value: values[2 * row + 1],
  })),
);

// %% [join] The join from scratch
interface Fact {
  time: number;
  value: number;
  /** When it could first be served; `time` by default. */
  known?: number;
}
/** The newest value that was true and known before this time. */
const valueBefore = (facts: Fact[], time: number) => {
  let newest: Fact | undefined;
  for (const fact of facts) {
    const seen = fact.time < time && (fact.known ?? fact.time) < time;
    if (seen && !(fact.time < (newest?.time ?? -Infinity))) newest = fact;
  }
  return newest?.value ?? NaN;
};
// A film's watches, by the hour. The third was counted by a job that ran at 9.
const counted: Fact[] = [
  { time: 1, value: 1 },
  { time: 3, value: 2 },
  { time: 5, value: 3, known: 9 },
];
const tiny = featureStore();
const asEvent = (fact: Fact, at: number): FeatureEvent => ({
  ...fact,
  id: `f${at}`,
  entity: 'item:7',
  feature: 'watches',
});
await tiny.write(counted.map(asEvent));
const asked = [1, 2, 5, 8, 10];
const library = await tiny.asOf(
  asked.map((time) => ({ entity: 'item:7', time })),
  ['watches'],
);
display(
  asked.map((time, row) => ({
    'asked at': time,
    'from scratch': valueBefore(counted, time),
    library: library[row],
    'naive join': counted.at(-1)!.value,
  })),
);

// %% [history] Every count, each time it changed
const shelfOf = items.map(
  ({ genres, year }) =>
    `${genres[0] ?? 'none'} of the ${year ? Math.floor(year / 10) * 10 : 0}s`,
);
const rowsInTime = [...interactions.users.keys()].sort(
  (a, b) => interactions.times[a] - interactions.times[b] || a - b,
);
const store = featureStore();
const counts = new Map<string, number>();
let written = 0;
let batch: FeatureEvent[] = [];
for (const [place, row] of rowsInTime.entries()) {
  const item = interactions.items[row];
  const user = interactions.users[row];
  const time = interactions.times[row];
  for (const entity of [
    `item:${item}`,
    `user:${user}`,
    `user:${user}/${shelfOf[item]}`,
  ]) {
    const value = (counts.get(entity) ?? 0) + 1;
    counts.set(entity, value);
    const id = `${entity}/${value}`;
    batch.push({ id, entity, feature: 'watches', value, time });
  }
  if (batch.length < 30_000 && place < rowsInTime.length - 1) continue;
  written += await store.write(batch);
  batch = [];
  progress({ done: place + 1, total: rowsInTime.length, label: 'watch' });
}

display({ watches: rowsInTime.length, 'feature events': written });

// %% [rows] Rows to rank: one film watched, twenty not
import { random } from 'recsys';
interface Row {
  user: number;
  item: number;
  time: number;
  label: number;
}
const draw = random(42);
/** Of some watches, each with twenty other films drawn by popularity. */
const requestsOf = (watches: number[], count: number) =>
  Array.from({ length: count }, (_, n): Row[] => {
    const row = watches[Math.floor((n * watches.length) / count)];
    const user = interactions.users[row];
    const time = interactions.times[row];
    const item = interactions.items[row];
    const films = [item];
    while (films.length < 21) {
      const other = train.items[draw.int(train.items.length)];
      if (!films.includes(other)) films.push(other);
    }
    return films.map((film, i) => ({
      user,
      item: film,
      time,
      label: i ? 0 : 1,
    }));
  });
const timeOf = (row: number) => interactions.times[row];
const past = rowsInTime.filter((row) => timeOf(row) < at);
const learning = requestsOf(past.slice(Math.floor(past.length * 0.8)), 1500);
const testing = requestsOf(
  rowsInTime.filter((row) => timeOf(row) >= at),
  1000,
);
display({
  'queries to learn from': learning.length,
  'queries to test on': testing.length,
  'test watches': test.items.length,
});

// %% [tables] Two ways to join
const names = ['film', 'viewer', 'viewer on this shelf'];
interface JoinOptions {
  /** Seconds by which the features are older than the row. */
  lag?: number;
  /** What the store holds today, whatever the moment of the row. */
  naive?: boolean;
}
/** Watches so far, as a table to learn from; NaN where there are none. */
const tableOf = async (
  queries: Row[][],
  { lag = 0, naive = false }: JoinOptions = {},
) => {
  const rows = queries.flat();
  const ask = (entity: (row: Row) => string) =>
    naive
      ? store.latest(rows.map(entity), ['watches'])
      : store.asOf(
          rows.map((row) => ({ entity: entity(row), time: row.time - lag })),
          ['watches'],
        );
  const columns = [
    await ask(({ item }) => `item:${item}`),
    await ask(({ user }) => `user:${user}`),
    await ask(({ user, item }) => `user:${user}/${shelfOf[item]}`),
  ];
  return {
    features: Float32Array.from(
      { length: 3 * rows.length },
      (_, i) => columns[i % 3][Math.floor(i / 3)],
    ),
    rows: rows.length,
    columns: 3,
    labels: Float32Array.from(rows, ({ label }) => label),
    groups: Int32Array.from(queries, (query) => query.length),
    names,
  };
};
const joins = {
  naive: {
    learn: await tableOf(learning, { naive: true }),
    test: await tableOf(testing, { naive: true }),
  },
  'as of': { learn: await tableOf(learning), test: await tableOf(testing) },
};
type Join = keyof typeof joins;
type Features = typeof joins.naive.test;
/** Of the rows with this label, how many have a count of the shelf. */
const shelfKnown = ({ features, labels }: Features, label: number) => {
  const rows = [...labels.keys()].filter((row) => labels[row] === label);
  return rows.filter((row) => features[3 * row + 2] > 0).length / rows.length;
};
display(
  (['naive', 'as of'] as const).map((join) => ({
    join,
    'known of the film watched': shelfKnown(joins[join].test, 1),
    'known of the others': shelfKnown(joins[join].test, 0),
  })),
);

// %% [naive] What the new feature is worth timeout=60
import { lambdaMart, meanInterval, queryNdcg } from 'recsys';
/** Without the last column: as it was before the feature was invented. */
const withoutShelf = (table: Features): Features => ({
  ...table,
  features: table.features.filter((_, i) => i % 3 < 2),
  columns: 2,
  names: names.slice(0, 2),
});
const fit = (table: Features) =>
  lambdaMart(table, { trees: 30, seed: 42, signal, onProgress: progress });
const judge = (ranker: Awaited<ReturnType<typeof fit>>, table: Features) =>
  queryNdcg(table, ranker.predict(table.features, table.rows, table.columns));
const difference = (a: Float64Array, b: Float64Array) => {
  const { mean, interval } = meanInterval(
    a.map((own, query) => own - b[query]),
  );
  return { difference: mean, low: interval[0], high: interval[1] };
};
const rankers = {
  naive: await fit(joins.naive.learn),
  'as of': await fit(joins['as of'].learn),
};
const plainRankers = {
  naive: await fit(withoutShelf(joins.naive.learn)),
  'as of': await fit(withoutShelf(joins['as of'].learn)),
};
const cases: { name: string; learnt: Join; tested: Join }[] = [
  { name: 'the report', learnt: 'naive', tested: 'naive' },
  { name: 'what is served', learnt: 'naive', tested: 'as of' },
  { name: 'honest all along', learnt: 'as of', tested: 'as of' },
];
const worth = cases.map(({ name, learnt, tested }) => {
  const table = joins[tested].test;
  const without = judge(plainRankers[learnt], withoutShelf(table));
  const whole = judge(rankers[learnt], table);
  return { name, learnt, tested, without, whole };
});
display(
  worth.map(({ name, learnt, tested, without, whole }) => ({
    name,
    learnt,
    tested,
    'without shelf': meanInterval(without).mean,
    'with shelf': meanInterval(whole).mean,
    ...difference(whole, without),
  })),
);
const [report, served, honest] = worth;
display([
  { question: 'report − served', ...difference(report.whole, served.whole) },
  { question: 'honest − served', ...difference(honest.whole, served.whole) },
]);

// %% [lag] What a late feature costs timeout=60
const lags = [
  { label: 'none', lag: 0 },
  { label: 'an hour', lag: 3600 },
  { label: 'a day', lag: 86_400 },
  { label: 'a week', lag: 7 * 86_400 },
  { label: 'a month', lag: 30 * 86_400 },
];
const fresh = [];
for (const { label, lag } of lags) {
  const scored = judge(rankers['as of'], await tableOf(testing, { lag }));
  fresh.push({
    'older by': label,
    ndcg: meanInterval(scored).mean,
    ...difference(scored, honest.whole),
  });
  progress({ done: fresh.length, total: lags.length, label: 'lag' });
}
display(fresh);

// %% [stream] Twice, late, and out of order
const exponential = (mean: number) => -mean * Math.log(1 - draw.next());
const happened: UserEvent[] = past.slice(-4000).map((row) => ({
  id: `w${row}`,
  user: String(interactions.users[row]),
  item: String(interactions.items[row]),
  kind: 'watch',
  value: 1,
  time: timeOf(row),
}));
// Most come within minutes, one in fifty when the phone is online again.
const deliveries = happened.flatMap((event) => {
  const offline = draw.next() < 0.02;
  const first = event.time + exponential(offline ? 6 * 3600 : 120);
  const again =
    draw.next() < 0.05 ? [{ event, arrives: first + exponential(1800) }] : [];
  return [{ event, arrives: first }, ...again];
});
const records = deliveries
  .sort((a, b) => a.arrives - b.arrives)
  .map(({ event }, offset) => ({ offset, event }));
/** How many items' counts differ from what happened. */
const right = new Map<string, number>();
for (const { item } of happened) right.set(item, (right.get(item) ?? 0) + 1);
const films = [...right.keys()];
const wrongIn = (found: ArrayLike<number>) =>
  films.filter((item, at) => found[at] !== right.get(item)).length;
const countsIn = (of: FeatureStore) =>
  of.latest(
    films.map((item) => `item:${item}`),
    ['events'],
  );
const consume = async (lateness: number, parts = 500) => {
  const own = featureStore();
  const reader = await streamConsumer<UserEvent>({
    store: own,
    name: 'watches',
    lateness,
    update: onlineUpdates,
  });
  for (let from = 0; from < records.length; from += parts)
    await reader.push(records.slice(from, from + parts));
  return { own, state: await reader.flush() };
};
const plain = new Map<string, number>();
for (const { event } of records)
  plain.set(event.item, (plain.get(event.item) ?? 0) + 1);
const table = [
  {
    consumer: 'adds one for each delivery',
    counted: records.length,
    'dropped as copies': 0,
    'dropped as late': 0,
    'films with a wrong count': wrongIn(films.map((item) => plain.get(item)!)),
  },
];
for (const [label, lateness] of [
  ['waits for nobody', 0],
  ['waits 10 minutes', 600],
  ['waits 2 hours', 7200],
  ['waits 2 days', 172_800],
] as const) {
  const { own, state } = await consume(lateness);
  table.push({
    consumer: label,
    counted: state.applied,
    'dropped as copies': state.duplicates,
    'dropped as late': state.late,
    'films with a wrong count': wrongIn(await countsIn(own)),
  });
}
display({ happened: happened.length, delivered: records.length });
display(table);

// %% [crash] It dies in the middle
/** Counts and a place in the log, saved one after the other. */
const careless = (savesFirst: 'counts' | 'place') => {
  const found = new Map<string, number>();
  let place = 0;
  const work = (until: number, dies: boolean) => {
    while (place < until) {
      const part = records.slice(place, place + 500);
      const add = () => {
        for (const { event } of part)
          found.set(event.item, (found.get(event.item) ?? 0) + 1);
      };
      const last = dies && place + 500 >= until;
      if (savesFirst === 'counts') add();
      else place += part.length;
      if (last) return; // here the power goes
      if (savesFirst === 'counts') place += part.length;
      else add();
    }
  };
  work(2000, true);
  work(records.length, false);
  return [...found.values()].reduce((a, b) => a + b, 0);
};
const shared = featureStore();
const start = () =>
  streamConsumer<UserEvent>({
    store: shared,
    name: 'watches',
    lateness: 7200,
    update: onlineUpdates,
  });
const first = await start();
for (let from = 0; from < 2000; from += 500)
  await first.push(records.slice(from, from + 500));
const second = await start(); // another process; all it has is the store
const resumedAt = second.state().position;
await second.push(records.slice(resumedAt));
await second.flush();
const totalOf = async (of: FeatureStore) =>
  (await countsIn(of)).reduce((sum, count) => sum + (count || 0), 0);
const unharmed = await consume(7200);
display([
  {
    consumer: 'saves counts, then its place',
    counted: careless('counts'),
    'had it not died': records.length,
  },
  {
    consumer: 'saves its place, then counts',
    counted: careless('place'),
    'had it not died': records.length,
  },
  {
    consumer: 'saves both in one write, waits 2 hours',
    counted: await totalOf(shared),
    'had it not died': await totalOf(unharmed.own),
  },
]);
display({ 'read before it died': 2000, 'went on from': resumedAt });

// %% [caches] Hits against staleness
import * as Plot from '@observablehq/plot';
import { lruCache, ttlCache } from 'recsys';
/** Before each watch ten films are looked up; it then changes a count. */
const replay = (
  cacheOf: (now: () => number) => ReturnType<typeof lruCache<number, number>>,
) => {
  const dice = random(9);
  const count = new Float64Array(items.length);
  for (const row of past.slice(0, -10_000)) count[interactions.items[row]]++;
  let clock = 0;
  let stale = 0;
  let off = 0;
  const cache = cacheOf(() => clock);
  for (const row of past.slice(-10_000)) {
    clock = timeOf(row);
    for (let n = 0; n < 10; n++) {
      const item = train.items[dice.int(train.items.length)];
      const found = cache.get(item);
      if (found === undefined) cache.set(item, count[item]);
      else if (found !== count[item]) {
        stale++;
        off += count[item] - found;
      }
    }
    count[interactions.items[row]]++;
  }
  return {
    'hit rate': cache.stats().hitRate,
    'stale answers': stale / 100_000,
    'watches behind': off / 100_000,
  };
};

const lifetimes: Record<number, string> = {
  600: '10 min',
  3600: '1 h',
  21_600: '6 h',
  86_400: '1 d',
  604_800: '7 d',
};
const kept = [
  ...Object.keys(lifetimes)
    .map(Number)
    .map((seconds) => ({
      cache: 'TTL',
      keeps: lifetimes[seconds],
      ...replay((now) => ttlCache({ seconds, now })),
    })),
  ...[50, 200, 1000].map((capacity) => ({
    cache: 'LRU',
    keeps: `${capacity} films`,
    ...replay(() => lruCache({ capacity })),
  })),
];
display(kept);
display(({ width }) =>
  Plot.plot({
    width,
    height: 240,
    ariaLabel: 'Share of stale answers by hit rate, TTL and LRU caches',
    x: { label: 'hit rate →', percent: true },
    y: { label: '↑ stale answers', percent: true, grid: true },
    marks: [
      Plot.line(kept, {
        x: 'hit rate',
        y: 'stale answers',
        z: 'cache',
        stroke: 'var(--second)',
      }),
      Plot.dot(kept, {
        x: 'hit rate',
        y: 'stale answers',
        fill: (d: { cache: string }) =>
          d.cache === 'TTL' ? 'var(--series-1)' : 'var(--series-2)',
      }),
      Plot.text(
        kept.filter((own) => own['stale answers'] > 0.05),
        {
          x: 'hit rate',
          y: 'stale answers',
          text: (d: { cache: string; keeps: string }) =>
            `${d.cache} ${d.keeps}`,
          dy: -10,
        },
      ),
    ],
  }),
);

// %% [skew] The same features, written twice
// What training computes of the history, and what the service served.
const recomputed = joins['as of'].test;
const dayOld = await tableOf(testing, { lag: 86_400 });
const faults = random(3);
const wrong = recomputed.features.slice();
for (let row = 0; row < recomputed.rows; row++) {
  wrong[3 * row] = dayOld.features[3 * row]; // from a cache
  if (faults.next() < 0.06) wrong[3 * row + 1] += 1; // a copy was counted
  wrong[3 * row + 2] ||= 0; // NaN became 0: somebody's default
}
const rowsOf = (features: Float32Array) =>
  Array.from({ length: features.length / 3 }, (_, row) => [
    ...features.subarray(3 * row, 3 * row + 3),
  ]);
const meanOf = (rows: number[][], f: number) =>
  rows.reduce((sum, row) => sum + (row[f] || 0), 0) / rows.length;
const [ours, theirs] = [rowsOf(recomputed.features), rowsOf(wrong)];
display(
  names.map((feature, f) => ({
    feature,
    'mean recomputed': meanOf(ours, f),
    'mean served': meanOf(theirs, f),
  })),
);
const skewed = judge(rankers['as of'], { ...recomputed, features: wrong });
display({
  ndcg: meanInterval(skewed).mean,
  ...difference(skewed, honest.whole),
});

// %% [try-asof] Your turn: only what was known
exercise('asof', (facts: Fact[], time: number) => {
  // In the order of `time`. Give the value, or NaN where nothing was known.
  const past = facts.filter((fact) => fact.time <= time);
  return past.at(-1)?.value ?? NaN;
});

// %% [check-asof] Check of asof hidden
check('asof', (f: (facts: Fact[], time: number) => number) => {
  const facts = [
    { time: 1, value: 10 },
    { time: 3, value: 20 },
    { time: 5, value: 30, known: 9 },
    { time: 6, value: 40, known: 7 },
  ];
  const ask = (time: number, expected: number, why: string) => {
    const got = f(
      facts.map((fact) => ({ ...fact })),
      time,
    );
    if (!Object.is(got, expected))
      throw new Error(
        `Asked at ${time}: ${why}, so ${expected}. Yours is ${got}.`,
      );
  };
  ask(4, 20, 'the newest before is that of 3');
  ask(3, 10, 'what becomes true at 3 may be the very thing to be predicted');
  ask(1, NaN, 'nothing was known before 1');
  ask(6, 20, 'that of 5 is not known before 9');
  ask(8, 40, 'that of 6 is known since 7');
  ask(7, 20, 'that of 6 is known at 7, not before it');
  ask(10, 40, 'that of 5 is known by now, but older than that of 6');
  const dice = random(5);
  for (let round = 0; round < 60; round++) {
    const many = Array.from({ length: 8 }, (_, value) => {
      const time = value + dice.next() / 2;
      return { time, value, known: time + 4 * dice.next() };
    });
    const time = 10 * dice.next();
    const expected = valueBefore(many, time);
    const got = f(many, time);
    if (!Object.is(got, expected))
      throw new Error(
        `On eight random facts, asked at ${time.toFixed(2)}, the value is ${expected}, yours is ${got}.`,
      );
  }
  return 'Nothing of the future, nothing not yet known, and the newest of the rest.';
});

// %% [solve-asof] Solution of asof hidden
solution('asof', (facts: Fact[], time: number) => {
  const seen = facts.filter(
    (fact) => fact.time < time && (fact.known ?? fact.time) < time,
  );
  return seen.at(-1)?.value ?? NaN;
});

// %% [try-skew] Your turn: the check that finds the skew
const skew = exercise(
  'skew',
  (served: number[][], recomputed: number[][], features: string[]) => {
    // One row a request, one column a feature; NaN where nothing was known.
    // Give the share of rows that disagree, by feature.
    const mean = (rows: number[][], f: number) =>
      rows.reduce((sum, row) => sum + (row[f] || 0), 0) / rows.length;
    return Object.fromEntries(
      features.map((feature, f) => [
        feature,
        Math.abs(mean(served, f) - mean(recomputed, f)) < 1 ? 0 : 1,
      ]),
    );
  },
);
display(skew(theirs, ours, names));

// %% [check-skew] Check of skew hidden
type Skew = (
  served: number[][],
  recomputed: number[][],
  features: string[],
) => Record<string, number>;
check('skew', (f: Skew) => {
  const ask = (
    served: number[][],
    recomputed: number[][],
    expected: number,
    why: string,
  ) => {
    const got = f(served, recomputed, ['x']).x;
    if (!(Math.abs(got - expected) < 1e-9))
      throw new Error(
        `Served ${served.flat().join(', ')}, recomputed ${recomputed.flat().join(', ')}: ${why}, so ${expected}. Yours is ${got}.`,
      );
  };
  ask([[1], [2], [3], [4]], [[1], [2], [3], [4]], 0, 'nothing differs');
  ask(
    [[2], [1], [3], [4]],
    [[1], [2], [3], [4]],
    0.5,
    'two of four rows differ, though the means agree',
  );
  ask([[0], [2]], [[NaN], [2]], 0.5, 'nought is not the same as unknown');
  ask([[NaN], [2]], [[NaN], [2]], 0, 'unknown on both sides agrees');
  ask([[0.1 + 0.2], [2]], [[0.3], [2]], 0, 'the last bit of a sum is no skew');
  ask(
    [[1e9 + 1], [2]],
    [[1e9], [2]],
    0,
    'float32 cannot tell 1,000,000,001 from 1,000,000,000: allow a millionth of the value',
  );
  ask(
    [[0.001], [2]],
    [[0.002], [2]],
    0.5,
    'small values can differ twofold; compare them relative to their size',
  );
  const both = f(
    [
      [1, 5],
      [2, 5],
    ],
    [
      [1, 6],
      [2, 5],
    ],
    ['a', 'b'],
  );
  if (both.a !== 0 || both.b !== 0.5)
    throw new Error(
      `Two features, the second wrong in one row of two: a is 0 and b is 0.5, yours are ${both.a} and ${both.b}.`,
    );
  return 'It sees swapped rows and noughts for unknowns, and does not cry over the last bit.';
});

// %% [solve-skew] Solution of skew hidden
solution(
  'skew',
  (served: number[][], recomputed: number[][], features: string[]) => {
    const same = (a: number, b: number) =>
      (Number.isNaN(a) && Number.isNaN(b)) ||
      Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
    return Object.fromEntries(
      features.map((feature, f) => [
        feature,
        served.filter((row, r) => !same(row[f], recomputed[r][f])).length /
          served.length,
      ]),
    );
  },
);
