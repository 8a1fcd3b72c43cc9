// Containers and delivery: the build cache, a release as one file, what is refused, a gate that compares a release with the last, a quiet stop, and sizes past one machine.

// %% [by-hand] Two lines, two orders
interface Line {
  name: string;
  /** What it takes to run it. */
  seconds: number;
  /** The share of builds in which what it reads has changed. */
  changes: number;
}
/** A line is spared only if neither it nor any line above it has changed. */
function meanSeconds(lines: Line[]): number {
  let unchanged = 1;
  let sum = 0;
  for (const { seconds, changes } of lines) {
    unchanged *= 1 - changes;
    sum += seconds * (1 - unchanged);
  }
  return sum;
}
const install = { name: 'install', seconds: 40, changes: 0.05 };
const bundle = { name: 'bundle', seconds: 2, changes: 0.95 };
display({
  'install, then bundle': meanSeconds([install, bundle]),
  'bundle, then install': meanSeconds([bundle, install]),
});

// %% [layers] The cache, from scratch
/** FNV-1a: a small hash; Docker's is SHA-256. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (const letter of text)
    h = Math.imul(h ^ letter.codePointAt(0)!, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}
/** A layer's key: the key before it, its line, and what it copies. */
function keysOf(lines: string[], files: Record<string, string>): string[] {
  let below = '';
  return lines.map((line) => {
    const copied = Object.keys(files).filter(
      (file) => line.startsWith('COPY') && line.includes(file),
    );
    below = hash(below + line + copied.map((file) => files[file]).join());
    return below;
  });
}
const dockerfile = [
  'FROM node:24-alpine',
  'COPY package-lock.json ./',
  'RUN npm ci',
  'COPY src/ src/',
  'RUN npm run bundle',
];
const careless = [0, 3, 1, 2, 4].map((at) => dockerfile[at]);
const before = { 'package-lock.json': 'hono 4.13', 'src/': 'k = 10' };
const edited = { ...before, 'src/': 'k = 12' };
for (const lines of [dockerfile, careless]) {
  const cached = new Set(keysOf(lines, before));
  display(
    keysOf(lines, edited).map((key, at) => ({
      line: lines[at],
      key,
      layer: cached.has(key) ? 'from the cache' : 'built again',
    })),
  );
}

// %% [release] A release is one file needs=times
import {
  dataHash,
  implicitAls,
  readArtefact,
  recencyPopularity,
  splitTwoLevel,
  twoStage,
  writeArtefact,
} from 'recsys';
import type { CandidateSource, TwoLevelSplit } from 'recsys';
const { interactions, items, users, name } = await data();
const shares = { rankingShare: 0.1, testShare: 0.1 };
/** What is known now; the last tenth is kept to judge by. */
const today = splitTwoLevel(interactions, shares);
/** What was known when the release that is served now was trained. */
const lately = splitTwoLevel(today.train, shares);
const sources: CandidateSource[] = [
  {
    name: 'als',
    k: 60,
    fit: (train, options) =>
      implicitAls(train, { factors: 32, iterations: 8, seed: 42, ...options }),
  },
  { name: 'recent', k: 40, fit: (train) => recencyPopularity(train) },
];
async function train(split: TwoLevelSplit, version: string) {
  const model = await twoStage(split, {
    ...{ sources, items, users, negatives: 20, seed: 42, signal },
  });
  return model.toBuffer({
    version,
    metrics: { rows: split.train.users.length },
  });
}
const served = await train(lately, 'release-1');
const inside = readArtefact(served);
display(name);
display({
  ...{ kind: inside.kind, version: inside.version },
  'data hash': inside.dataHash,
  'hash of the log it was trained on': dataHash(lately.train),
  megabytes: served.byteLength / 1e6,
});
display(
  Object.entries(inside.parts).map(([part, { byteLength }]) => ({
    part,
    kilobytes: byteLength / 1000,
  })),
);

// %% [refuse] What is not served
import { readRelease } from 'recsys';
/** The file with one bit of one byte turned over. */
function flipped(file: ArrayBuffer, at: number): ArrayBuffer {
  const copy = file.slice(0);
  new Uint8Array(copy)[at] ^= 1;
  return copy;
}
/** Its header names another schema, under a checksum that is right. */
function ofSchema(file: ArrayBuffer, schema: number): ArrayBuffer {
  const copy = file.slice(0);
  const numbers = new DataView(copy);
  const text = new Uint8Array(copy, 12, numbers.getUint32(4, true));
  const header = new TextDecoder().decode(text);
  text.set(
    new TextEncoder().encode(
      header.replace(/"schema":\d/, `"schema":${schema}`),
    ),
  );
  let crc = ~0; // CRC-32, bit by bit
  for (const byte of text) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++)
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  numbers.setUint32(8, ~crc >>> 0, true);
  return copy;
}
const files: Record<string, ArrayBuffer> = {
  'as it was written': served,
  'one bit turned in the middle': flipped(served, served.byteLength >> 1),
  'one bit turned in the header': flipped(served, 40),
  'cut at half, as by a full disk': served.slice(0, served.byteLength >> 1),
  'of another schema': ofSchema(served, 9),
  'of another kind': writeArtefact({ ...inside, kind: 'search' }),
  'of another log': writeArtefact({ ...inside, dataHash: 'b1946ac92492d234' }),
  'a web page that says 404': new TextEncoder().encode('<html>404 Not Found')
    .buffer as ArrayBuffer,
};
const readings = [];
for (const [file, bytes] of Object.entries(files)) {
  const says = await readRelease(bytes).then(
    ({ version }) => `served as ${version}`,
    (error: unknown) => String((error as Error).message),
  );
  readings.push({ file, says });
}
display(readings);

// %% [swap] In place of the old, between two requests
import { recommendApi } from 'recsys';
type Release = Awaited<ReturnType<typeof readRelease>>;
/** Tries a release out before anybody sees it: it must answer. */
async function proved(release: Release) {
  const app = recommendApi(release);
  const known = release.model.userIds[0];
  const got = await app.request(`/recommend?user_id=${known}&top_k=5`);
  const { items: list = [], source } = await got.json();
  if (got.status !== 200 || list.length === 0 || source !== 'ranker')
    throw new RangeError(
      `a release must answer by its ranker, got ${list.length} films by ${source}`,
    );
  return { app, release };
}
async function serving(file: ArrayBuffer) {
  let current = await proved(await readRelease(file));
  return {
    version: () => current.release.version,
    ask: (path: string) => current.app.request(path),
    /** Everything that may fail comes first. The swap itself is one assignment. */
    async take(next: ArrayBuffer): Promise<string> {
      try {
        current = await proved(await readRelease(next));
        return 'taken';
      } catch (error) {
        return `refused: ${(error as Error).message}`;
      }
    },
  };
}
const service = await serving(served);
const again = writeArtefact({ ...inside, version: 'release-1b' });
const events = [];
for (const [what, file] of [
  ['damaged', flipped(again, again.byteLength >> 1)],
  ['whole', again],
  ['back: the file before it', served],
] as const) {
  const done = service.take(file);
  let answered = 0;
  for (let asked = 0; asked < 20; asked++) {
    const { id } = users[asked % users.length];
    const got = await service.ask(`/recommend?user_id=${id}`);
    if (got.status === 200) answered++;
  }
  events.push({
    offered: what,
    'of 20 requests, answered': answered,
    became: await done,
    'now served': service.version(),
  });
}
display(events);

// %% [candidates] Three candidates
import { random, selectRows } from 'recsys';
import type { Interactions } from 'recsys';
/** Half of the rows never arrived, and nobody noticed. */
const draw = random(42);
const halfOf = (log: Interactions) =>
  selectRows(
    log,
    Array.from(log.users.keys()).filter(() => draw.next() < 0.5),
  );
const half: TwoLevelSplit = {
  ...today,
  retrieval: halfOf(today.retrieval),
  ranking: halfOf(today.ranking),
  train: halfOf(today.train),
};
const fresh = await train(today, 'fresh');
progress({ done: 1, total: 2, label: 'candidate' });
const lossy = await train(half, 'half of the log');
progress({ done: 2, total: 2, label: 'candidate' });
/** The catalogue has slipped by a line: each film has the next one's title. */
function slipped(file: ArrayBuffer, version: string): ArrayBuffer {
  const { parts, ...rest } = readArtefact(file);
  const about = JSON.parse(new TextDecoder().decode(parts.about));
  const titles = about.items.map(({ title }: { title: string }) => title);
  about.items.forEach((item: { title: string }, at: number) => {
    item.title = titles[(at + 1) % titles.length];
  });
  const text = new TextEncoder().encode(JSON.stringify(about));
  return writeArtefact({
    ...{ ...rest, version },
    parts: { ...parts, about: text.buffer as ArrayBuffer },
  });
}
const offered = {
  fresh,
  'half of the log': lossy,
  'titles slipped': slipped(fresh, 'titles slipped'),
};
const looks = [];
for (const [candidate, file] of Object.entries(offered))
  looks.push({
    candidate,
    'checksums and schema': (await readRelease(file)) ? 'right' : '',
    'rows it learned from': readArtefact(file).metrics.rows,
    megabytes: file.byteLength / 1e6,
  });
display(looks);

// %% [gate] The gate
import { compare, evaluate, twoStageFromBuffer } from 'recsys';
const judges = [...new Set(today.test.users)].filter((_, at) => at % 3 === 0);
const judged = (file: ArrayBuffer) =>
  evaluate(twoStageFromBuffer(file), {
    ...{ train: today.train, test: today.test, users: judges, k: 10, signal },
    metrics: ['ndcg'],
  });
/** The requests are frozen: the same for every candidate, strangers among them. */
const frozen = [
  ...judges.slice(0, 100).map((user) => users[user].id),
  ...['nobody', '-1', 'Ω'],
];
type Row = { item_id: string; title: string };
async function answersOf(file: ArrayBuffer) {
  const app = recommendApi(await readRelease(file));
  const lists: (Row[] | undefined)[] = [];
  for (const id of frozen) {
    const got = await app.request(
      `/recommend?user_id=${encodeURIComponent(id)}&top_k=10`,
    );
    lists.push(got.status === 200 ? (await got.json()).items : undefined);
  }
  return lists;
}
/** What a candidate is judged by. */
interface Findings {
  /** Requests of the frozen set that were not answered. */
  errors: number;
  /** Items whose facts differ from those that the last release told. */
  contradicted: number;
  /** Mean share of the old list that is in the new one. */
  overlap: number;
  /** 95 % interval of its nDCG less the old one's, as a share of the old. */
  low: number;
  high: number;
}
const oldScores = await judged(served);
const oldLists = await answersOf(served);
async function examine(file: ArrayBuffer): Promise<Findings> {
  const lists = await answersOf(file);
  const titles = new Map(
    oldLists
      .flatMap((list) => list ?? [])
      .map((row) => [row.item_id, row.title]),
  );
  const told = lists.flatMap((list) => list ?? []);
  const same = oldLists.map((old, at) => {
    const ids = new Set(lists[at]?.map((row) => row.item_id));
    return old
      ? old.filter((row) => ids.has(row.item_id)).length / old.length
      : 1;
  });
  const { interval } = compare(await judged(file), oldScores);
  return {
    errors: lists.filter((list) => !list).length,
    contradicted: new Set(
      told
        .filter((row) => (titles.get(row.item_id) ?? row.title) !== row.title)
        .map((row) => row.item_id),
    ).size,
    overlap: same.reduce((a, b) => a + b, 0) / same.length,
    low: interval[0] / oldScores.mean.ndcg,
    high: interval[1] / oldScores.mean.ndcg,
  };
}
const margin = 0.05;
function decide({ errors, contradicted, low, high }: Findings) {
  if (errors > 0 || contradicted > 0 || high < 0) return 'refuse';
  return low < -margin ? 'ask a person' : 'ship';
}
const verdicts = [];
for (const [candidate, file] of Object.entries(offered)) {
  const findings = await examine(file);
  verdicts.push({ candidate, ...findings, verdict: decide(findings) });
}
display(verdicts);

// %% [look] What one viewer would have seen
const viewer = frozen[0];
const columns: Record<string, string[]> = {};
for (const [release, file] of Object.entries({ served, ...offered })) {
  const app = recommendApi(await readRelease(file));
  const got = await app.request(`/recommend?user_id=${viewer}&top_k=5`);
  const list: Row[] = (await got.json()).items;
  columns[release] = list.map(({ title }) => title);
}
display(
  Array.from({ length: 5 }, (_, at) => ({
    place: at + 1,
    ...Object.fromEntries(
      Object.entries(columns).map(([release, titles]) => [release, titles[at]]),
    ),
  })),
);

// %% [exposure] How much must a canary see?
import { sampleSize } from 'recsys';
const rate = 1000; // requests a second, of all
display(
  [
    { harm: 'errors from 0.1 % to 0.2 %', baseline: 0.001, mde: 0.001 },
    { harm: 'errors from 0.1 % to 0.11 %', baseline: 0.001, mde: 0.0001 },
    { harm: 'clicks from 10 % to 9.8 %', baseline: 0.1, mde: -0.002 },
  ].flatMap(({ harm, ...plan }) =>
    [0.01, 0.1].map((share) => {
      const ratio = share / (1 - share);
      const { treatment } = sampleSize({ ...plan, ratio, sides: 1 });
      return {
        harm,
        'share of the traffic': share,
        'requests to the new one': treatment,
        minutes: treatment / (share * rate) / 60,
      };
    }),
  ),
);

// %% [drain] What a stop loses
/** Requests to a replica that has closed, until the balancer looks. */
function lost(delay: number, looksIn: number, perSecond: number): number {
  return Math.max(0, looksIn - delay) * perSecond;
}
const every = 1; // seconds between two looks of the balancer
const each = 100; // requests a second to one replica
const moments = Array.from(
  { length: 1000 },
  (_, at) => ((at + 0.5) / 1000) * every,
);
display(
  [0, 0.5, 1, 2].map((delay) => {
    const losses = moments.map((looksIn) => lost(delay, looksIn, each));
    return {
      'seconds it answers on': delay,
      'lost on average': losses.reduce((a, b) => a + b, 0) / losses.length,
      'by the formula': (each * Math.max(0, every - delay) ** 2) / (2 * every),
      'at most': Math.max(...losses),
    };
  }),
);

// %% [size] A hundred million users, on paper
const millions = slider('million users', { min: 1, max: 1000, value: 100 });
const people = millions * 1e6;
/** What is assumed. Put yours in. */
const assumed = {
  items: 1e6,
  rowsAPerson: 100,
  factors: 64,
  dailyShare: 0.2,
  requestsADay: 10,
  eventsADay: 50,
  peak: 3,
  requestsAReplica: 500,
  flopsACore: 2e9,
};
const rows = people * assumed.rowsAPerson;
const daily = people * assumed.dailyShare;
const peakRequests = (daily * assumed.requestsADay * assumed.peak) / 86_400;
const peakEvents = (daily * assumed.eventsADay * assumed.peak) / 86_400;
/** An iteration of ALS: each row adds to two systems of equations. */
const flops =
  4 * rows * assumed.factors ** 2 +
  ((people + assumed.items) * assumed.factors ** 3) / 3;
const coreHours = (15 * flops) / assumed.flopsACore / 3600;
const gigabytes = (bytes: number) => bytes / 1e9;
const vector = 4 * assumed.factors;
const replicas = Math.ceil(peakRequests / assumed.requestsAReplica);
const sizes: [what: string, size: number, unit: string, how: string][] = [
  ['the log', gigabytes(20 * rows), 'GB', 'shard by user'],
  ['vectors of users', gigabytes(vector * people), 'GB', 'shard by user'],
  ['vectors of items', gigabytes(vector * assumed.items), 'GB', 'replicate'],
  ['features and events', gigabytes(1000 * people), 'GB', 'shard by user'],
  ['requests at the peak', peakRequests, 'a second', 'replicate'],
  ['replicas of the service', replicas, '', 'replicate'],
  ['events at the peak', peakEvents, 'a second', 'partition by user'],
  ['ALS, 15 iterations', coreHours, 'core hours', 'Spark'],
  ['the same on 200 cores', coreHours / 200, 'hours', 'Spark'],
];
display(sizes.map(([what, size, unit, how]) => ({ what, size, unit, how })));

// %% [shards] One more shard
const ids = Array.from({ length: 20_000 }, (_, at) => `user-${at}`);
const byRemainder = (id: string, shards: number) =>
  parseInt(hash(id), 16) % shards;
/** The shard whose name, hashed together with the key, gives the most. */
function byRendezvous(id: string, shards: number): number {
  let best = 0;
  let most = -1;
  for (let shard = 0; shard < shards; shard++) {
    const weight = parseInt(hash(hash(`${shard}/${id}`)), 16);
    if (weight > most) [best, most] = [shard, weight];
  }
  return best;
}
display(
  Object.entries({ byRemainder, byRendezvous }).map(([rule, of]) => {
    const counts = new Map<number, number>();
    for (const id of ids)
      counts.set(of(id, 9), (counts.get(of(id, 9)) ?? 0) + 1);
    return {
      rule,
      'must move, from 8 shards to 9':
        ids.filter((id) => of(id, 8) !== of(id, 9)).length / ids.length,
      'least could be': 1 / 9,
      'largest shard': Math.max(...counts.values()) / ids.length,
    };
  }),
);

// %% [try-order] Your turn: order the lines
exercise('order', (lines: Line[]): Line[] =>
  // the order with the least mean seconds of a build; the lines do not need each other
  [...lines].sort((a, b) => a.seconds - b.seconds),
);

// %% [check-order] Check of order hidden
check('order', (order: (lines: Line[]) => Line[]) => {
  const orders = <T>(list: T[]): T[][] =>
    list.length < 2
      ? [list]
      : list.flatMap((first, at) =>
          orders(list.toSpliced(at, 1)).map((rest) => [first, ...rest]),
        );
  const dice = random(7);
  const cases = [[install, bundle]];
  for (let n = 0; n < 40; n++)
    cases.push(
      Array.from({ length: 2 + (n % 4) }, (_, at) => ({
        name: `line ${at + 1}`,
        seconds: 1 + Math.floor(60 * dice.next()),
        changes: Math.round(1 + 98 * dice.next()) / 100,
      })),
    );
  for (const lines of cases) {
    const got = order(lines.map((line) => ({ ...line })));
    if (
      got.length !== lines.length ||
      lines.some(({ name }) => !got.some((line) => line.name === name))
    )
      throw new Error('every line must be there, once');
    const best = Math.min(...orders(lines).map(meanSeconds));
    const took = meanSeconds(got);
    if (!(took < best + 1e-9))
      throw new Error(
        `${lines.map(({ name, seconds, changes }) => `${name}: ${seconds} s, changes in ${changes}`).join('; ')}. The best order takes ${best.toFixed(2)} s a build, yours (${got.map(({ name }) => name).join(', ')}) ${took.toFixed(2)} s.`,
      );
  }
  return 'What is slow and seldom changes comes first, and now you know by which number.';
});

// %% [solve-order] Solution of order hidden
solution('order', (lines: Line[]) => {
  const worth = ({ seconds, changes }: Line) =>
    (seconds * (1 - changes)) / changes;
  return [...lines].sort((a, b) => worth(b) - worth(a));
});

// %% [try-decide] Your turn: the gate’s decision
exercise(
  'decide',
  (
    old: { errors: number; ndcg: number[]; p99: number },
    candidate: { errors: number; ndcg: number[]; p99: number },
  ): 'ship' | 'ask a person' | 'refuse' => {
    // both were asked the same requests; ndcg holds one value a person, in the same order
    const mean = (values: number[]) =>
      values.reduce((a, b) => a + b, 0) / values.length;
    return mean(candidate.ndcg) > mean(old.ndcg) ? 'ship' : 'refuse';
  },
);

// %% [check-decide] Check of decide hidden
check(
  'decide',
  (
    decides: (
      old: { errors: number; ndcg: number[]; p99: number },
      candidate: { errors: number; ndcg: number[]; p99: number },
    ) => string,
  ) => {
    const dice = random(3);
    const people = Array.from(
      { length: 400 },
      () => 0.4 + 0.4 * (dice.next() - 0.5),
    );
    const noise = Array.from({ length: 400 }, () => 0.2 * (dice.next() - 0.5));
    const tilt = noise.reduce((a, b) => a + b, 0) / 400;
    const shifted = (by: number, size = 1) =>
      people.map((value, at) => value + by + size * (noise[at] - tilt));
    const old = { errors: 0, ndcg: people, p99: 10 };
    const expect = (
      candidate: { errors: number; ndcg: number[]; p99: number },
      wanted: string,
      why: string,
    ) => {
      const got = decides(structuredClone(old), structuredClone(candidate));
      if (got !== wanted)
        throw new Error(`expected '${wanted}', got '${got}': ${why}`);
    };
    const good = { errors: 0, ndcg: shifted(0.02), p99: 11 };
    expect(
      good,
      'ship',
      'better by 0.02 on the same people, no errors, as fast',
    );
    expect(
      { ...good, errors: 1 },
      'refuse',
      'an answer failed; no score makes up for that',
    );
    expect(
      { ...good, p99: 31 },
      'refuse',
      'its p99 is more than twice the old one',
    );
    expect(
      { ...good, ndcg: shifted(-0.05) },
      'refuse',
      'worse by 0.05, and the 95 % interval of the differences lies below 0',
    );
    expect(
      { ...good, ndcg: shifted(-0.001) },
      'ship',
      'worse by 0.001, within noise, and the whole interval lies above a loss of 0.02',
    );
    expect(
      { ...good, ndcg: shifted(-0.001, 20) },
      'ask a person',
      'the interval reaches from a loss of more than 0.02 to a gain: nobody knows',
    );
    return 'A gate that looks at two means turns away about half of what harms nobody, and asks nobody when it does not know.';
  },
);

// %% [solve-decide] Solution of decide hidden
solution(
  'decide',
  (
    old: { errors: number; ndcg: number[]; p99: number },
    candidate: { errors: number; ndcg: number[]; p99: number },
  ) => {
    const differences = candidate.ndcg.map((value, at) => value - old.ndcg[at]);
    const n = differences.length;
    const mean = differences.reduce((a, b) => a + b, 0) / n;
    const variance =
      differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
    const reach = 1.96 * Math.sqrt(variance / n);
    if (candidate.errors > old.errors) return 'refuse';
    if (candidate.p99 > 2 * old.p99 || mean + reach < 0) return 'refuse';
    return mean - reach < -0.02 ? 'ask a person' : 'ship';
  },
);

// %% [try-stop] Your turn: a quiet stop
interface Server {
  /** Whether `/ready` says yes. */
  ready: boolean;
  /** Requests that are being answered. */
  open: () => number;
  /** No new connections from now on. */
  refuseNew: () => void;
  /** Cuts what is still open. */
  cut: () => void;
}
exercise(
  'stop',
  async (
    server: Server,
    sleep: (seconds: number) => Promise<void>,
    { delay, limit }: { delay: number; limit: number },
  ): Promise<boolean> => {
    // not ready at once; answer on for `delay` seconds; take no more; wait up to `limit` seconds for what is open; then cut.
    // true if nothing was cut
    server.refuseNew();
    server.cut();
    return false;
  },
);

// %% [check-stop] Check of stop hidden
check(
  'stop',
  async (
    stop: (
      server: Server,
      sleep: (seconds: number) => Promise<void>,
      options: { delay: number; limit: number },
    ) => Promise<boolean>,
  ) => {
    /** A server whose last request, begun before the stop, needs until `busy`; the clock moves only by sleeping. */
    async function rehearse(busy: number, delay: number, limit: number) {
      let now = 0;
      const seen: { unready?: number; refused?: number; cut?: number } = {};
      const server: Server = {
        get ready() {
          return seen.unready === undefined;
        },
        set ready(value) {
          if (!value) seen.unready ??= now;
        },
        open: () => (now < busy ? 1 : 0),
        refuseNew: () => void (seen.refused ??= now),
        cut: () => void (seen.cut ??= now),
      };
      const sleep = (seconds: number) => {
        if (!(seconds > 0))
          throw new Error(`sleep needs more than 0 seconds, got ${seconds}`);
        now += seconds;
        if (now > 1000)
          throw new Error(
            'a stop must come to an end, also while a request hangs',
          );
        return Promise.resolve();
      };
      const quiet = await stop(server, sleep, { delay, limit });
      return { ...seen, quiet, ended: now };
    }
    const calm = await rehearse(0, 2, 10);
    if (calm.unready !== 0)
      throw new Error(
        'the balancer must learn at once: ready must become false before anything else',
      );
    if (!(calm.refused! >= 2 - 1e-9))
      throw new Error(
        `new connections must be taken for 2 s more, until the balancer has looked; they were refused after ${calm.refused ?? 'never'}`,
      );
    if (!calm.quiet || calm.cut !== undefined)
      throw new Error(
        'nothing was open: nothing is to be cut, and the result is true',
      );
    if (calm.ended > 3)
      throw new Error(
        `nothing was open, so it should end soon after 2 s; it took ${calm.ended} s`,
      );
    const busy = await rehearse(5, 2, 10);
    if (busy.cut !== undefined || !busy.quiet)
      throw new Error(
        'a request that needs 5 s was cut, though 2 + 10 s were allowed',
      );
    if (busy.ended > 7)
      throw new Error(
        `the last request ended after 5 s; the stop took ${busy.ended} s`,
      );
    const stuck = await rehearse(500, 2, 10);
    if (stuck.cut === undefined || stuck.quiet)
      throw new Error(
        'a request that hangs must be cut at the limit, and the result is false',
      );
    if (stuck.cut < 12 - 1e-9 || stuck.cut > 14)
      throw new Error(
        `it should be cut 10 s after new ones were refused, 12 s after the stop; it was after ${stuck.cut} s`,
      );
    return 'Nobody noticed that you left.';
  },
);

// %% [solve-stop] Solution of stop hidden
solution(
  'stop',
  async (
    server: Server,
    sleep: (seconds: number) => Promise<void>,
    { delay, limit }: { delay: number; limit: number },
  ) => {
    server.ready = false;
    if (delay > 0) await sleep(delay);
    server.refuseNew();
    for (let waited = 0; waited < limit && server.open() > 0; waited += 0.5)
      await sleep(0.5);
    const quiet = server.open() === 0;
    if (!quiet) server.cut();
    return quiet;
  },
);
