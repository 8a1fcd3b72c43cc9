// Latency: a queue by hand, the tail of many, a budget, batches, and what a search through vectors costs.

// %% [service] The service, and one request needs=times
import {
  featureStore,
  implicitAls,
  onlineSeed,
  ONLINE_FEATURES,
  recommendApi,
  serveRecommender,
  splitByTime,
} from 'recsys';
import type { FeatureStore, RankRequest } from 'recsys';
const { interactions, items, name } = await data();
const { train, at } = splitByTime(interactions, { testShare: 0.1 });
const als = await implicitAls(train, {
  factors: 32,
  seed: 42,
  signal,
  onProgress: progress,
});
const store = featureStore();
await store.write(onlineSeed(train, at, 'train'));
// A stand-in for a ranker: the first stage's score, and a little for films
// that many have met.
const rank = ({ candidates, itemFeatures }: RankRequest) =>
  candidates.scores.map((score, place) => {
    const events = itemFeatures[place * ONLINE_FEATURES.length] || 0;
    return score + 0.01 * Math.log1p(events);
  });
const model = serveRecommender(als, {
  train,
  items,
  version: 'als-32',
  userFeatures: ONLINE_FEATURES,
  itemFeatures: ONLINE_FEATURES,
  rank,
});
const serve = (features: FeatureStore, budget: number) =>
  recommendApi({ model, features, budgets: { features: budget } });
interface Answer {
  items: { title: string }[];
  source: string;
}
const app = serve(store, 20);
const viewer = train.userIds[train.users.at(-1)!];
const path = (user: string) => `/recommend?user_id=${user}&top_k=10`;
const response = await app.request(path(viewer));
const answer = (await response.json()) as Answer;
display({ data: name, viewer, status: response.status, source: answer.source });
display(answer.items.slice(0, 5).map(({ title }) => ({ film: title })));
display(volatile(response.headers.get('server-timing') ?? ''));

// %% [load] Five hundred requests, one after another
/** The smallest duration that at least a share q of them does not exceed. */
const quantile = (durations: ArrayLike<number>, q: number) => {
  const sorted = Float64Array.from(durations).sort();
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
};
const meanOf = (durations: ArrayLike<number>) =>
  Array.from(durations).reduce((a, b) => a + b, 0) / durations.length;
const measured: number[] = [];
for (let n = 0; n < 500 && !signal.aborted; n++) {
  const start = performance.now();
  await app.request(path(train.userIds[n % train.userIds.length]));
  measured.push(performance.now() - start);
  if (n % 50 === 49) progress({ done: n + 1, total: 500, label: 'request' });
}
const edges = [0, 0.25, 0.5, 1, 2, 4, 8, 16, Infinity];
display(
  edges.slice(1).map((to, i) => {
    const count = measured.filter((ms) => ms >= edges[i] && ms < to).length;
    return {
      milliseconds:
        to === Infinity ? `from ${edges[i]}` : `${edges[i]} – ${to}`,
      requests: volatile(count),
      drawn: volatile('█'.repeat(Math.ceil(count / 15))),
    };
  }),
);
display({
  mean: volatile(meanOf(measured)),
  p50: volatile(quantile(measured, 0.5)),
  p95: volatile(quantile(measured, 0.95)),
  p99: volatile(quantile(measured, 0.99)),
});

// %% [queue] A queue, from scratch
import { random } from 'recsys';
import type { Random } from 'recsys';
type Draw = (draw: Random) => number;
/** A duration of this mean; longer than t with probability e^(−t / mean). */
const exponential =
  (mean: number): Draw =>
  (draw) =>
    -mean * Math.log(1 - draw.next());
/** Latencies in ms: random arrivals, `rate` a second, first come first served. */
function simulateQueue(
  service: Draw,
  { rate = 160, servers = 1, requests = 200_000, seed = 42 },
): Float64Array {
  const draw = random(seed);
  const gap = exponential(1000 / rate);
  const free = new Float64Array(servers); // when each server is done
  const latencies = new Float64Array(requests);
  let now = 0;
  for (let n = 0; n < requests; n++) {
    now += gap(draw);
    let first = 0;
    for (let s = 1; s < servers; s++) if (free[s] < free[first]) first = s;
    free[first] = Math.max(now, free[first]) + service(draw);
    latencies[n] = free[first] - now;
  }
  return latencies;
}
// By hand: the mean is 1 / (μ − λ), and p99 is ln 100 times that.
const mu = 200;
const compared = [20, 100, 160, 190].map((lambda) => {
  const runs = Array.from({ length: 10 }, (_, seed) => {
    const run = { rate: lambda, requests: 50_000, seed };
    return simulateQueue(exponential(1000 / mu), run);
  });
  const means = runs.map(meanOf);
  const mean = meanOf(means);
  const spread = means.reduce((sum, own) => sum + (own - mean) ** 2, 0) / 9;
  const byHand = 1000 / (mu - lambda);
  return {
    'per second': lambda,
    load: lambda / mu,
    'mean by hand': byHand,
    'mean simulated': mean,
    '±': 2.262 * Math.sqrt(spread / 10), // t of nine degrees of freedom
    'p99 by hand': byHand * Math.log(100),
    'p99 simulated': meanOf(runs.map((run) => quantile(run, 0.99))),
  };
});
display(compared);

// %% [saturate] Push it past the end
import * as Plot from '@observablehq/plot';
const rate = slider('requests per second', {
  min: 100,
  max: 260,
  step: 5,
  value: 220,
});
const pushed = simulateQueue(exponential(1000 / mu), {
  rate,
  requests: rate * 60,
});
const perSecond = Array.from({ length: 60 }, (_, second) => ({
  second,
  seconds:
    quantile(pushed.slice(second * rate, (second + 1) * rate), 0.5) / 1000,
}));
display({
  load: rate / mu,
  'median in the first second, ms': 1000 * perSecond[0].seconds,
  'median in the last second, ms': 1000 * perSecond[59].seconds,
});
display(({ width }) =>
  Plot.plot({
    width,
    height: 200,
    ariaLabel: 'Median latency in each second of a minute',
    x: { label: 'second of the minute →' },
    y: { label: '↑ latency, seconds', grid: true, zero: true },
    marks: [
      Plot.lineY(perSecond, {
        x: 'second',
        y: 'seconds',
        stroke: 'var(--series-1)',
      }),
    ],
  }),
);

// %% [shape] Same mean, other shapes
const shapes: Record<string, { service: Draw; secondMoment: number }> = {
  'always 5 ms': { service: () => 5, secondMoment: 25 },
  exponential: { service: exponential(5), secondMoment: 50 },
  // 0.95 · 3 + 0.05 · 43 = 5
  'one in twenty 43 ms, the rest 3': {
    service: (draw) => (draw.next() < 0.05 ? 43 : 3),
    secondMoment: 0.95 * 9 + 0.05 * 43 * 43,
  },
};
const byShape = Object.entries(shapes).map(
  ([shape, { service, secondMoment }]) => {
    const latencies = simulateQueue(service, { rate: 140, requests: 400_000 });
    const perMs = 0.14;
    return {
      'time of one request': shape,
      'mean wait by hand': (perMs * secondMoment) / (2 * (1 - perMs * 5)),
      'mean wait simulated': meanOf(latencies) - 5,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
    };
  },
);
display(byShape);

// %% [servers] One queue for four, or four queues
/** Erlang's C: the chance that all c servers are busy; a is λ / μ. */
function erlangC(c: number, a: number): number {
  let term = 1; // a^k / k!
  let sum = 0;
  for (let k = 0; k < c; k++) {
    sum += term;
    term *= a / (k + 1);
  }
  const last = term / (1 - a / c);
  return last / (sum + last);
}
const load = 0.8;
const waitBehind = (c: number) =>
  (1000 * erlangC(c, load * c)) / (c * mu - load * c * mu);
const pooled = (servers: number, at: number) =>
  simulateQueue(exponential(1000 / mu), { servers, rate: at, seed: 7 });
const teams = [
  { team: 'one server', servers: 1 },
  { team: 'four, one queue', servers: 4 },
  { team: 'sixteen, one queue', servers: 16 },
].map(({ team, servers }) => {
  const latencies = pooled(servers, load * mu * servers);
  return {
    team,
    'per second': load * mu * servers,
    'mean wait by hand': waitBehind(servers),
    'mean wait simulated': meanOf(latencies) - 5,
    p99: quantile(latencies, 0.99),
  };
});
display(teams);

// %% [omission] A load test that is polite
// A server takes 5 ms and stands still twice, for a second. A minute of it;
// a request is due every 10 ms.
const stopsAt = [20_000, 40_000];
const endOf = (start: number) => {
  let end = start + 5;
  for (const stop of stopsAt)
    if (end > stop && start < stop + 1000)
      end = Math.max(start, stop + 1000) + 5;
  return end;
};
const politely: number[] = [];
for (let now = 0; now < 60_000;) {
  const end = endOf(now);
  politely.push(end - now);
  now = Math.max(end, now + 10); // the next one when this one is back
}
const onTime: number[] = [];
let busyUntil = 0;
for (let due = 0; due < 60_000; due += 10) {
  busyUntil = endOf(Math.max(due, busyUntil));
  onTime.push(busyUntil - due);
}
const told = { 'waits for the answer': politely, 'keeps to the clock': onTime };
display(
  Object.entries(told).map(([tester, latencies]) => ({
    tester,
    requests: latencies.length,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    max: quantile(latencies, 1),
  })),
);

// %% [tail] A hundred machines, and the slowest decides
const leaf: Draw = (draw) => {
  const usual = exponential(4)(draw) + 6;
  return draw.next() < 0.01 ? usual + 1000 : usual;
};
const alone = random(1);
const single = Float64Array.from({ length: 100_000 }, () => leaf(alone));
const p95 = quantile(single, 0.95);
const fanOut = (machines: number, hedged: boolean) => {
  const draw = random(3);
  let asked = 0;
  const slowest = Float64Array.from({ length: 4000 }, () => {
    let worst = 0;
    for (let m = 0; m < machines; m++) {
      let ms = leaf(draw);
      asked++;
      if (hedged && ms > p95) {
        asked++;
        // Another machine is asked; the first answer counts.
        ms = Math.min(ms, p95 + leaf(draw));
      }
      worst = Math.max(worst, ms);
    }
    return worst;
  });
  return { slowest, extra: asked / (4000 * machines) - 1 };
};
const fans = [1, 10, 100].flatMap((machines) =>
  [false, true].map((hedged) => {
    const { slowest, extra } = fanOut(machines, hedged);
    return {
      machines,
      hedged: hedged ? 'yes' : 'no',
      'over a second, by hand': hedged
        ? 1 - (1 - 0.01 * 0.01) ** machines
        : 1 - 0.99 ** machines,
      'over a second':
        slowest.filter((ms) => ms > 1000).length / slowest.length,
      p50: quantile(slowest, 0.5),
      p99: quantile(slowest, 0.99),
      'more requests': extra,
    };
  }),
);
display(fans);

// %% [budget] A hundred milliseconds, shared out
import { normalCdf, normalQuantile } from 'recsys';
const stageTimes = [
  { stage: 'network and parsing', p50: 12, p99: 25, budget: 30 },
  { stage: 'what they have seen', p50: 2, p99: 10, budget: 10 },
  { stage: 'candidates', p50: 8, p99: 18, budget: 20 },
  { stage: 'features', p50: 5, p99: 30, budget: 12 },
  { stage: 'ranker', p50: 15, p99: 28, budget: 28 },
];
// Log-normal: the logarithm of a time is normal around that of the median.
const spreadOf = ({ p50, p99 }: { p50: number; p99: number }) =>
  Math.log(p99 / p50) / normalQuantile(0.99);
const dice = random(5);
const independent: number[] = [];
const together: number[] = [];
for (let n = 0; n < 20_000; n++) {
  const common = dice.normal();
  let sum = 0;
  let same = 0;
  for (const stage of stageTimes) {
    sum += stage.p50 * Math.exp(spreadOf(stage) * dice.normal());
    same += stage.p50 * Math.exp(spreadOf(stage) * common);
  }
  independent.push(sum);
  together.push(same);
}
const add = (of: 'p50' | 'p99' | 'budget') =>
  stageTimes.reduce((sum, stage) => sum + stage[of], 0);
display(
  stageTimes.map((stage) => ({
    ...stage,
    'over budget':
      1 - normalCdf(Math.log(stage.budget / stage.p50) / spreadOf(stage)),
  })),
);
display({
  'sum of the p50': add('p50'),
  'sum of the p99': add('p99'),
  'sum of the budgets': add('budget'),
  'p99 of the sum, independent': quantile(independent, 0.99),
  'p99 of the sum, slow together': quantile(together, 0.99),
});

// %% [fallback] A stage that may be late
/** The store behind a network on which every eighth question takes 150 ms. */
const slowStore = (): FeatureStore => {
  let asked = 0;
  return {
    ...store,
    async latest(entities, features) {
      if (entities[0].startsWith('user:') && asked++ % 8 === 7)
        await new Promise((resolve) => setTimeout(resolve, 150));
      return store.latest(entities, features);
    },
  };
};
const deadStore: FeatureStore = {
  ...store,
  latest: () => Promise.reject(new Error('connection refused')),
};
const ask = async (service: typeof app) => {
  const times: number[] = [];
  const sources = new Set<string>();
  let failed = 0;
  for (let n = 0; n < 80 && !signal.aborted; n++) {
    const start = performance.now();
    const got = await service.request(path(train.userIds[n]));
    times.push(performance.now() - start);
    if (got.status !== 200) failed++;
    sources.add(((await got.json()) as Answer).source);
  }
  return {
    'not answered': failed,
    'ordered by': [...sources].join(', '),
    p50: volatile(quantile(times, 0.5)),
    p95: volatile(quantile(times, 0.95)),
  };
};
const late = [
  { features: 'slow, waited for', ...(await ask(serve(slowStore(), 10_000))) },
  {
    features: 'slow, 20 ms and no longer',
    ...(await ask(serve(slowStore(), 20))),
  },
  { features: 'gone', ...(await ask(serve(deadStore, 20))) },
];
display(late);

// %% [tower] What one row costs, and thirty-two
import * as tf from '@tensorflow/tfjs';
const widths = [256, 1024, 1024, 64];
const weights = widths
  .slice(1)
  .map((width, layer) =>
    tf.randomNormal<tf.Rank.R2>(
      [widths[layer], width],
      0,
      0.05,
      'float32',
      42 + layer,
    ),
  );
const forward = async (rows: number) => {
  const out = tf.tidy(() => {
    let x: tf.Tensor2D = tf.ones([rows, widths[0]]);
    // (rows, width of the layer)
    for (const weight of weights) x = tf.relu(tf.matMul(x, weight));
    return x;
  });
  await out.data();
  out.dispose();
};
const parameters = weights.reduce((sum, weight) => sum + weight.size, 0);
const towerTimes = [];
for (const rowsAtOnce of [1, 8, 32]) {
  await forward(rowsAtOnce);
  const runs: number[] = [];
  for (let n = 0; n < 20; n++) {
    const start = performance.now();
    await forward(rowsAtOnce);
    runs.push(performance.now() - start);
  }
  const ms = quantile(runs, 0.5);
  towerTimes.push({
    'rows at once': rowsAtOnce,
    'ms a call': volatile(ms),
    'ms a row': volatile(ms / rowsAtOnce),
  });
}
display({ parameters, megabytes: (4 * parameters) / 1e6 });
display(towerTimes);

// %% [batch] Take all who wait
/** A call for n rows takes 4 + n / 4 ms, and takes at most `most` who wait. */
function simulateBatches({
  rate: perSecond = 200,
  most = 1,
  requests = 20_000,
}) {
  const draw = random(11);
  const gap = exponential(1000 / perSecond);
  const arrivals = new Float64Array(requests);
  let now = 0;
  for (let n = 0; n < requests; n++) arrivals[n] = now += gap(draw);
  const latencies = new Float64Array(requests);
  let free = 0;
  let calls = 0;
  for (let n = 0; n < requests; calls++) {
    const start = Math.max(free, arrivals[n]);
    const from = n;
    while (n < requests && n - from < most && arrivals[n] <= start) n++;
    free = start + 4 + (n - from) / 4;
    for (let i = from; i < n; i++) latencies[i] = free - arrivals[i];
  }
  return { latencies, size: requests / calls };
}
const batches = [50, 200, 230, 1000, 2000].flatMap((perSecond) =>
  [1, 32].map((most) => {
    const { latencies, size } = simulateBatches({ rate: perSecond, most });
    return {
      'per second': perSecond,
      'at most': most,
      'mean batch': size,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
    };
  }),
);
display(batches);

// %% [cache] What a cache does to the median, and to the tail
import { lruCache } from 'recsys';
const inOrder = [...train.items.keys()].sort(
  (a, b) => train.times[a] - train.times[b] || a - b,
);
const held = [0.01, 0.05, 0.2, 0.5].map((share) => {
  const cache = lruCache<number, true>({
    capacity: Math.ceil(share * items.length),
  });
  const times = inOrder.map((row) => {
    const item = train.items[row];
    const hit = cache.get(item);
    if (!hit) cache.set(item, true);
    return hit ? 0.2 : 40;
  });
  return {
    'of the catalogue': share,
    'hit rate': cache.stats().hitRate,
    mean: meanOf(times),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
});
display(held);

// %% [vectors] Five ways to keep 20,000 films timeout=60
import {
  exactSearch,
  hnsw,
  ivfFlat,
  productQuantize,
  quantizeInt8,
} from 'recsys';
import type { VectorIndex } from 'recsys';
const dimensions = als.factors;
const copies = 20_000;
const noise = random(17);
const vectorOf = (item: number) =>
  als.itemFactors.subarray(item * dimensions, (item + 1) * dimensions);
const lengthOf = (vector: Float32Array) =>
  Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
// A film that nobody has met has the vector 0, which is near to nothing.
const known = [...items.keys()].filter((item) => lengthOf(vectorOf(item)) > 0);
// Films enough to be worth an index: each a known one, moved by a third of
// its length in a random direction.
const grown = new Float32Array(copies * dimensions);
for (let row = 0; row < copies; row++) {
  const own = vectorOf(known[row % known.length]);
  const step = lengthOf(own) / (3 * Math.sqrt(dimensions));
  const move = row < known.length ? 0 : step;
  for (let c = 0; c < dimensions; c++)
    grown[row * dimensions + c] = own[c] + move * noise.normal();
}
const settings = { dimensions, metric: 'cosine', signal } as const;
const graph = await hnsw(grown, {
  ...settings,
  m: 12,
  efConstruction: 80,
  onProgress: progress,
});
const cells = await ivfFlat(grown, { ...settings, lists: 100, iterations: 3 });
const built: Record<string, VectorIndex> = {
  exact: exactSearch(grown, settings),
  HNSW: graph,
  IVF: cells,
  '8 bits': quantizeInt8(grown, settings),
  PQ: await productQuantize(grown, {
    ...settings,
    parts: 8,
    centroids: 64,
    iterations: 3,
  }),
};
display(
  Object.entries(built).map(([index, { bytes }]) => ({
    index,
    'bytes a vector': bytes / copies,
    megabytes: bytes / 1e6,
  })),
);

// %% [recall] What each finds, and how fast
const viewers = [...new Set(train.users)].slice(0, 100);
const queries = viewers.map((user) =>
  als.userFactors.subarray(user * dimensions, (user + 1) * dimensions),
);
const truth = queries.map((query) => new Set(built.exact.search(query).items));
const recallOf = (search: (query: Float32Array) => ArrayLike<number>) => {
  let found = 0;
  queries.forEach((query, q) => {
    for (const row of Array.from(search(query))) if (truth[q].has(row)) found++;
  });
  return found / (10 * queries.length);
};
/** Milliseconds a query, of the best of three rounds. */
const timeOf = (search: (query: Float32Array) => unknown) => {
  const rounds = [0, 1, 2].map(() => {
    const start = performance.now();
    for (const query of queries) search(query);
    return (performance.now() - start) / queries.length;
  });
  return Math.min(...rounds);
};
const cosineTo = (query: Float32Array, row: number) => {
  let product = 0;
  let squares = 0;
  for (let c = 0; c < dimensions; c++) {
    const x = grown[row * dimensions + c];
    product += query[c] * x;
    squares += x * x;
  }
  return squares > 0 ? product / Math.sqrt(squares) : 0;
};
/** A hundred by their codes; of them the ten best by their vectors. */
const rescored = (query: Float32Array) =>
  Array.from(built.PQ.search(query, { k: 100 }).items)
    .map((row) => ({ row, cosine: cosineTo(query, row) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, 10)
    .map(({ row }) => row);
const searches: Record<string, (query: Float32Array) => ArrayLike<number>> = {};
for (const [index, own] of Object.entries(built))
  searches[index] = (query) => own.search(query).items;
searches['HNSW, ef 300'] = (query) => graph.search(query, { ef: 300 }).items;
searches['IVF, 30 probes'] = (query) =>
  cells.search(query, { probes: 30 }).items;
searches['PQ, best of 100'] = rescored;
display(
  Object.entries(searches).map(([search, run]) => ({
    search,
    'recall@10': recallOf(run),
    'ms a query': volatile(timeOf(run)),
  })),
);

// %% [growth] The catalogue doubles timeout=60
import { breathe } from 'recsys';
const growing = hnsw.fromBuffer(graph.toBuffer());
const sizes = [];
for (const size of [5000, 20_000, 40_000]) {
  // Above 20,000 the rows come round again, moved a little further.
  const rows = new Float32Array(size * dimensions);
  for (let i = 0; i < rows.length; i++)
    rows[i] =
      grown[i % grown.length] *
      (i < grown.length ? 1 : 1 + noise.normal() / 20);
  const small =
    size < copies
      ? await hnsw(rows, { ...settings, m: 12, efConstruction: 80 })
      : growing;
  for (let row = small.size; row < size && !signal.aborted; row++) {
    small.add(rows.subarray(row * dimensions, (row + 1) * dimensions));
    if (row % 64 === 0) await breathe();
    if (row % 1024 === 0) progress({ done: row, total: 40_000, label: 'row' });
  }
  const full = exactSearch(rows, settings);
  sizes.push({
    films: size,
    'exact, ms': volatile(timeOf((query) => full.search(query))),
    'HNSW, ms': volatile(timeOf((query) => small.search(query))),
  });
}
display(sizes);

// %% [neighbours] What eight bytes remember of a film
const matrix = known.findIndex((item) =>
  /^The Matrix|^Matrix, The/.test(items[item].title),
);
const film = Math.max(0, matrix); // a row of the index
const own = vectorOf(known[film]);
const others = Int32Array.from([
  film,
  ...Array.from({ length: copies - known.length }, (_, i) => known.length + i),
]);
const nearTo = (index: string) => [
  ...built[index].search(own, { k: 6, exclude: others }).items,
];
const near = Object.fromEntries(
  ['exact', '8 bits', 'PQ'].map((index) => [index, nearTo(index)]),
);
display(`nearest to ${items[known[film]].title}`);
display(
  near.exact.map((_, place) => ({
    place: place + 1,
    exact: items[known[near.exact[place]]].title,
    '8 bits': items[known[near['8 bits'][place]]].title,
    '8 bytes': items[known[near['PQ'][place]]].title,
  })),
);

// %% [bytes] What vectors weigh
const weigh = [1e5, 1e7, 1e9].map((vectors) => {
  const gigabytes = (each: number) => (vectors * each) / 1e9;
  return {
    vectors,
    'float32, GB': gigabytes(64 * 4),
    'with a graph, GB': gigabytes(64 * 4 + 2 * 16 * 4),
    '8 bits, GB': gigabytes(64 + 4),
    '16 bytes (PQ), GB': gigabytes(16),
    'read once, s': gigabytes(64 * 4) / 10,
  };
});
display(weigh);

// %% [try-coalesce] Your turn: ask once for all who wait
exercise('coalesce', (load: (key: string) => Promise<number>) => {
  return (key: string): Promise<number> => load(key);
});

// %% [check-coalesce] Check of coalesce hidden
type Load = (key: string) => Promise<number>;
check('coalesce', async (f: (load: Load) => Load) => {
  const asked: string[] = [];
  const calls = () => asked.length;
  const gates: (() => void)[] = [];
  const slow: Load = (key) =>
    new Promise((resolve) => {
      asked.push(key);
      gates.push(() => resolve(key.length));
    });
  const get = f(slow);
  const five = Promise.all(
    ['alien', 'alien', 'alien', 'alien', 'alien'].map(get),
  );
  if (calls() !== 1)
    throw new Error(
      `Five asked for the same film before the first answer was there, and the model was called ${calls()} times. Once is enough: who comes later can wait for the same promise.`,
    );
  const other = get('heat');
  if (calls() !== 2)
    throw new Error(
      'Another film was asked for meanwhile. It needs a call of its own.',
    );
  gates.forEach((open) => open());
  const [lengths, heat] = [await five, await other];
  if (lengths.join() !== '5,5,5,5,5' || heat !== 4)
    throw new Error(
      `Each must get the answer to what it asked: 5 five times and 4, not ${lengths.join(', ')} and ${heat}.`,
    );
  const again = get('alien');
  if (calls() !== 3)
    throw new Error(
      'When the answer is there, the next one who asks must cause a new call: this is no cache, and would never forget.',
    );
  gates.forEach((open) => open());
  await again;
  let tries = 0;
  const flaky = f(async () => {
    tries++;
    await Promise.resolve();
    if (tries === 1) throw new Error('down');
    return 7;
  });
  const both = await Promise.allSettled([flaky('x'), flaky('x')]);
  if (both.some(({ status }) => status !== 'rejected'))
    throw new Error(
      'The one call failed, so all who waited for it must be told.',
    );
  const after = await flaky('x').catch(() => undefined);
  if (after !== 7)
    throw new Error(
      'A failed call must not be remembered: the next one who asks tries again.',
    );
  return 'One call for all who wait, a new one afterwards, and a failure is not kept.';
});

// %% [solve-coalesce] Solution of coalesce hidden
solution('coalesce', (load: (key: string) => Promise<number>) => {
  const underway = new Map<string, Promise<number>>();
  return (key: string): Promise<number> => {
    const known = underway.get(key);
    if (known) return known;
    const promise = load(key).finally(() => underway.delete(key));
    underway.set(key, promise);
    return promise;
  };
});

// %% [try-fleet] Your turn: the p99 of a fleet
exercise('fleet', (servers: number[][], bounds: number[], q: number) => {
  // servers[s][b]: requests of server s of at most bounds[b] ms,
  // and more than the bound before.
  const own = servers.map((counts) => {
    const all = counts.reduce((a, b) => a + b, 0);
    let sum = 0;
    return bounds[counts.findIndex((count) => (sum += count) >= q * all)];
  });
  return own.reduce((a, b) => a + b, 0) / own.length;
});

// %% [check-fleet] Check of fleet hidden
type Fleet = (servers: number[][], bounds: number[], q: number) => number;
check('fleet', (f: Fleet) => {
  const bounds = [10, 100, 1000];
  const one = f([[98, 1, 1]], bounds, 0.99);
  if (one !== 100)
    throw new Error(
      `One server, of 100 requests 98 within 10 ms and one more within 100: its p99 is 100. Yours is ${one}.`,
    );
  const two = f(
    [
      [9000, 0, 0],
      [0, 0, 10],
    ],
    bounds,
    0.99,
  );
  if (two !== 10)
    throw new Error(
      `One server answered 9,000 requests within 10 ms, another one ten in a second. Of 9,010 requests 99 % took at most 10 ms; yours is ${two}. Does a server count, or a request?`,
    );
  const slow = f(
    [
      [90, 0, 0],
      [90, 0, 0],
      [0, 0, 20],
    ],
    bounds,
    0.99,
  );
  if (slow !== 1000)
    throw new Error(
      `One request in ten took up to a second, so p99 is 1000, not ${slow}.`,
    );
  const rng = random(4);
  for (let round = 0; round < 40; round++) {
    const many = Array.from({ length: 5 }, () =>
      bounds.map(() => rng.int(100)),
    );
    const each = many.flatMap((counts) =>
      counts.flatMap((count, b) => new Array<number>(count).fill(bounds[b])),
    );
    if (each.length === 0) continue;
    const right = quantile(each, 0.9);
    const got = f(many, bounds, 0.9);
    if (got !== right)
      throw new Error(
        `On five random servers the p90 is ${right}, yours is ${got}.`,
      );
  }
  return 'Counts add up, percentiles do not: right on forty random fleets.';
});

// %% [solve-fleet] Solution of fleet hidden
solution('fleet', (servers: number[][], bounds: number[], q: number) => {
  const merged = bounds.map((_, b) =>
    servers.reduce((sum, counts) => sum + counts[b], 0),
  );
  const all = merged.reduce((a, b) => a + b, 0);
  let sum = 0;
  return bounds[merged.findIndex((count) => (sum += count) >= q * all)];
});
