// From a notebook to code that others can trust: the same ranker four times, each time with one more question answered.

// %% [notebook] How it looks at first needs=times
const { interactions, items, users, name } = await data();
display(name);
const d: Record<string, number> = {};
for (let i = 0; i < interactions.users.length; i++) {
  const t = (1309910400 - interactions.times[i]) / 86400;
  d[interactions.items[i]] =
    (d[interactions.items[i]] || 0) + Math.pow(0.5, t / 30);
}
const s = Object.keys(d).sort((a, b) => d[b] - d[a]);
const out = [];
for (const x of s) {
  if (out.length === 10) break;
  out.push(items[+x].title);
}
display(out);

// %% [surprises] What it does on another day
/** The cell above, word by word, as a function of what it silently depends on. */
function asWritten(log: { users: number[]; items: number[]; times: number[] }) {
  const d: Record<string, number> = {};
  for (let i = 0; i < log.users.length; i++) {
    const t = (1309910400 - log.times[i]) / 86400;
    d[log.items[i]] = (d[log.items[i]] || 0) + Math.pow(0.5, t / 30);
  }
  return Object.keys(d)
    .sort((a, b) => d[b] - d[a])
    .map((item) => ({ item: Number(item), weight: d[item] }));
}
const day = (n: number) => 1309910400 + n * 86400;
display({
  'as tested': asWritten({
    users: [0, 1],
    items: [7, 8],
    times: [day(-60), day(0)],
  }),
  'a year later': asWritten({
    users: [0, 1],
    items: [7, 8],
    times: [day(365), day(365)],
  }),
  'times in milliseconds': asWritten({
    users: [0],
    items: [7],
    times: [1000 * day(0)],
  }),
  'a time is missing': asWritten({
    users: [0, 1],
    items: [7, 8],
    times: [NaN, day(0)],
  }),
  'two films alike': asWritten({
    users: [0, 1],
    items: [9, 8],
    times: [day(0), day(0)],
  }),
});

// %% [module] The same, with a name, types and words needs=times
interface Log {
  /** Item index of each row. */
  items: ArrayLike<number>;
  /** Seconds since 1970 of each row. */
  times: ArrayLike<number>;
}

/**
 * Items by how much they were met lately: a row counts ½ to the power of its age in half-lives. Best first, equal ones by the lower index.
 *
 * Throws a RangeError where a time is not a number or lies after `now`, or the half-life is not positive.
 */
function recentFirst(
  { items: met, times }: Log,
  { now, halfLifeDays = 30 }: { now: number; halfLifeDays?: number },
): { item: number; weight: number }[] {
  if (!(halfLifeDays > 0))
    throw new RangeError(`halfLifeDays must be above 0, got ${halfLifeDays}`);
  const weights = new Map<number, number>();
  for (let row = 0; row < met.length; row++) {
    const age = (now - times[row]) / 86_400;
    if (!(age >= 0))
      throw new RangeError(
        `times must not lie after now (${now}), got ${times[row]} in row ${row}`,
      );
    weights.set(
      met[row],
      (weights.get(met[row]) ?? 0) + 0.5 ** (age / halfLifeDays),
    );
  }
  return Array.from(weights, ([item, weight]) => ({ item, weight })).sort(
    (a, b) => b.weight - a.weight || a.item - b.item,
  );
}
const now = interactions.times.reduce((a, b) => Math.max(a, b), 0);
display(
  recentFirst(interactions, { now })
    .slice(0, 5)
    .map(({ item, weight }) => ({ film: items[item].title, weight })),
);
display(
  [{ now: now - 86_400 }, { now, halfLifeDays: 0 }].map((options) => {
    try {
      return recentFirst(interactions, options).length;
    } catch (error) {
      return String(error);
    }
  }),
);

// %% [tests] Tests that say what it promises
interface Test {
  promise: string;
  holds: () => boolean;
}
const near = (a: number, b: number) => Math.abs(a - b) < 1e-12;
const promises = (rank: typeof recentFirst): Test[] => [
  {
    promise: 'a row one half-life old counts a half',
    holds: () =>
      near(
        rank({ items: [3], times: [0] }, { now: 30 * 86_400 })[0].weight,
        0.5,
      ),
  },
  {
    promise: 'newer is before older',
    holds: () =>
      rank({ items: [1, 2], times: [0, 86_400] }, { now: 86_400 })[0].item ===
      2,
  },
  {
    promise: 'equal ones come by the lower index',
    holds: () =>
      rank({ items: [9, 8], times: [0, 0] }, { now: 0 })
        .map(({ item }) => item)
        .join() === '8,9',
  },
  {
    promise: 'the order of the rows does not matter',
    holds: () => {
      const log = { items: [1, 2, 1, 3], times: [5, 6, 7, 8] };
      const turned = {
        items: log.items.toReversed(),
        times: log.times.toReversed(),
      };
      const [a, b] = [log, turned].map((each) => rank(each, { now: 9 }));
      return a.every(
        ({ item, weight }, at) =>
          item === b[at].item && near(weight, b[at].weight),
      );
    },
  },
  {
    promise: 'a time after now is refused',
    holds: () => {
      try {
        rank({ items: [1], times: [2] }, { now: 1 });
        return false;
      } catch (error) {
        return error instanceof RangeError;
      }
    },
  },
];
const report = (rank: typeof recentFirst) =>
  promises(rank).map(({ promise, holds }) => ({
    promise,
    result: holds() ? 'kept' : 'broken',
  }));
display(report(recentFirst));

// %% [mutants] Can the tests fail?
const mutants: Record<string, typeof recentFirst> = {
  'forgets nothing': (log, options) =>
    recentFirst(log, { ...options, halfLifeDays: 1e9 }),
  'worst first': (log, options) => recentFirst(log, options).toReversed(),
  'accepts the future': (log, { now: at, ...rest }) =>
    recentFirst(log, { now: Math.max(at, ...Array.from(log.times)), ...rest }),
  'a half-life of 31 days': (log, options) =>
    recentFirst(log, { ...options, halfLifeDays: 31 }),
  'only the first row of each': (log, options) => {
    const first = Array.from(log.items).map(
      (item, row, all) => all.indexOf(item) === row,
    );
    const keep = (values: ArrayLike<number>) =>
      Array.from(values).filter((_, row) => first[row]);
    return recentFirst(
      { items: keep(log.items), times: keep(log.times) },
      options,
    );
  },
};
display(
  Object.entries(mutants).map(([change, rank]) => {
    const broken = report(rank).filter(({ result }) => result === 'broken');
    return {
      change,
      'found by': broken.length > 0 ? broken[0].promise : 'nothing',
    };
  }),
);

// %% [seeds] The same again
import { bpr, evaluate, splitRandom } from 'recsys';
const small = splitRandom(interactions, {
  by: 'user',
  testShare: 0.2,
  seed: 42,
});
const train = async (seed: number) =>
  bpr(small.train, { factors: 8, epochs: 3, seed, signal });
const judged: Record<string, number> = {};
for (const seed of [1, 1, 2, 3, 4]) {
  const { mean } = await evaluate(await train(seed), {
    ...small,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
  const label =
    `seed ${seed}` in judged ? `seed ${seed}, again` : `seed ${seed}`;
  judged[label] = mean.ndcg;
  progress({ done: Object.keys(judged).length, total: 5, label: 'model' });
}
display(judged);
const values = Object.entries(judged)
  .filter(([label]) => !label.endsWith('again'))
  .map(([, ndcg]) => ndcg);
display({
  'same seed, same model': judged['seed 1'] === judged['seed 1, again'],
  'spread over seeds': Math.max(...values) - Math.min(...values),
});

// %% [fingerprint] Which model is this?
import { dataHash, popularity, readArtefact, writeArtefact } from 'recsys';
const model = popularity(small.train);
const artefact = writeArtefact({
  kind: 'popularity',
  version: 'deployment/production.1',
  dataHash: dataHash(small.train),
  metrics: {
    ndcg: (await evaluate(model, { ...small, k: 10, metrics: ['ndcg'] })).mean
      .ndcg,
  },
  parts: { model: model.toBuffer() },
});
const { kind, version, dataHash: hash, metrics } = readArtefact(artefact);
display({ kind, version, dataHash: hash, ...metrics });
const changed = { ...small.train, values: small.train.values.slice() };
changed.values[0] += 0.1;
display({
  'hash of the log': dataHash(small.train),
  'of the log with one value changed': dataHash(changed),
});

// %% [config] Settings from outside
interface Settings {
  port: number;
  halfLifeDays: number;
}
/** Reads the settings once, at the start; what is wrong is an error there, not at night. */
function readSettings(
  environment: Record<string, string | undefined>,
): Settings {
  const number = (name: string, usual: number, low: number, high: number) => {
    const text = environment[name];
    const value = text === undefined ? usual : Number(text);
    if (text === '' || !(value >= low && value <= high))
      throw new RangeError(
        `${name} must be a number in ${low} … ${high}, got '${text}'`,
      );
    return value;
  };
  return {
    port: number('PORT', 8080, 0, 65_535),
    halfLifeDays: number('HALF_LIFE_DAYS', 30, 0.1, 3650),
  };
}
display(
  [
    {},
    { PORT: '9000' },
    { HALF_LIFE_DAYS: '7d' },
    { PORT: '' },
    { PORT: '80800' },
  ].map((environment) => {
    try {
      return {
        environment: JSON.stringify(environment),
        settings: JSON.stringify(readSettings(environment)),
      };
    } catch (error) {
      return {
        environment: JSON.stringify(environment),
        settings: String(error),
      };
    }
  }),
);

// %% [try-refactor] Your turn: make it readable, keep it right
exercise(
  'shelf',
  (
    x: { i: number; s: number; d: string }[],
    n: number,
    p: number,
  ): number[] => {
    const r: number[] = [];
    const c: Record<string, number> = {};
    x.sort((a, b) => b.s - a.s);
    for (let j = 0; j < x.length; j++) {
      if (r.length >= n) break;
      if (c[x[j].d] === undefined) c[x[j].d] = 0;
      if (c[x[j].d] < p || x[j].d === '') {
        r.push(x[j].i);
        c[x[j].d]++;
      }
    }
    return r;
  },
);

// %% [check-refactor] Check of refactor hidden
check(
  'shelf',
  (
    shelf: (
      scored: { i: number; s: number; d: string }[],
      count: number,
      perDirector: number,
    ) => number[],
  ) => {
    const film = (i: number, s: number, d = '') => ({ i, s, d });
    const films = [
      film(1, 0.2, 'Lynch'),
      film(2, 0.9, 'Mann'),
      film(3, 0.8, 'Mann'),
      film(4, 0.7, 'Mann'),
      film(5, 0.6),
      film(6, 0.5),
      film(7, 0.4),
    ];
    const before = films.map(({ i }) => i).join();
    const expect = (got: number[], want: string, why: string) => {
      if (got.join() !== want)
        throw new Error(
          `${want} was expected, since ${why}; got ${got.join()}`,
        );
    };
    expect(
      shelf(films, 10, 2),
      '2,3,5,6,7,1',
      'no director comes more than twice, and films without one are not counted together',
    );
    if (films.map(({ i }) => i).join() !== before)
      throw new Error(
        'the list that was handed over has been sorted in place: the caller did not ask for that',
      );
    expect(
      shelf(films, 3, 1),
      '2,5,6',
      'three were asked for, one of each director',
    );
    expect(
      shelf([film(9, 0.5, 'constructor'), film(8, 0.4, 'constructor')], 5, 1),
      '9',
      'a director may be called constructor: an object has a property of that name already',
    );
    expect(
      shelf([film(9, 0.5), film(8, 0.5)], 2, 1),
      '8,9',
      'equal scores come by the lower id, so that every machine shows the same',
    );
    expect(shelf([], 5, 1), '', 'there is nothing to show');
    return 'Three faults that no eye had found: it sorted the caller’s list, it left ties to the input’s order, and a director could collide with Object.prototype.';
  },
);

// %% [solve-refactor] Solution of refactor hidden
solution(
  'shelf',
  (
    scored: { i: number; s: number; d: string }[],
    count: number,
    perDirector: number,
  ) => {
    const shown = new Map<string, number>();
    const best = scored.toSorted((a, b) => b.s - a.s || a.i - b.i);
    const allowed = best.filter(({ d: director }) => {
      if (director === '') return true;
      const before = shown.get(director) ?? 0;
      shown.set(director, before + 1);
      return before < perDirector;
    });
    return allowed.slice(0, count).map(({ i }) => i);
  },
);

// %% [try-config] Your turn: a setting that fails early
exercise(
  'budget',
  (environment: Record<string, string | undefined>): number => {
    // STAGE_BUDGET_MS: milliseconds, a number above 0 and at most 60000; 50 where it is not set
    return Number(environment.STAGE_BUDGET_MS) || 50;
  },
);

// %% [check-config] Check of config hidden
check(
  'budget',
  (budget: (environment: Record<string, string | undefined>) => number) => {
    const expect = (text: string | undefined, value: number) => {
      const got = budget(text === undefined ? {} : { STAGE_BUDGET_MS: text });
      if (got !== value)
        throw new Error(`'${text}' should give ${value}, got ${got}`);
    };
    expect(undefined, 50);
    expect('20', 20);
    expect('0.5', 0.5);
    for (const wrong of ['0', '-5', '50ms', '', 'NaN', '1e9', ' ']) {
      let message: string | undefined;
      try {
        budget({ STAGE_BUDGET_MS: wrong });
      } catch (error) {
        message = String(error);
      }
      if (message === undefined)
        throw new Error(
          `'${wrong}' is no budget and was taken: the service would start and be wrong`,
        );
      if (
        !message.includes('STAGE_BUDGET_MS') ||
        (wrong.trim() !== '' && !message.includes(wrong))
      )
        throw new Error(
          `the error should name the setting and the value '${wrong}', it says: ${message}`,
        );
    }
    return 'A typo in a setting now costs a restart, and no night.';
  },
);

// %% [solve-config] Solution of config hidden
solution('budget', (environment: Record<string, string | undefined>) => {
  const text = environment.STAGE_BUDGET_MS ?? '50';
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value > 0 && value <= 60_000))
    throw new RangeError(
      `STAGE_BUDGET_MS must be a number above 0 and at most 60000, got '${text}'`,
    );
  return value;
});
