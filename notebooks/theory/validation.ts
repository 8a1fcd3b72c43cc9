// Splits and leakage: which part of a log a model may see, which part may judge it, and what happens when the two mix.

// %% [log] One log, in order of time needs=times
import { summary } from 'recsys';
const { interactions, items, users, name } = await data();
display(name);
display(summary(interactions));
const DAY = 86_400;
const start = interactions.times.reduce((a, b) => Math.min(a, b));
const rows = [...interactions.users.keys()];
const day = (row: number) => (interactions.times[row] - start) / DAY;
const inOrder = rows.sort((a, b) => day(a) - day(b));

// %% [timelines] Six viewers on one axis
const rowsOf = users.map(() => [] as number[]);
for (const row of inOrder) rowsOf[interactions.users[row]].push(row);
const lively = rowsOf.filter((own) => own.length >= 8 && own.length <= 20);
const six = [0, 1, 2, 3, 4, 5].map(
  (place) => lively[Math.floor((place * lively.length) / 6)],
);
const title = (row: number) => items[interactions.items[row]].title;
display(
  six.flatMap((own) =>
    own.map((row) => ({
      viewer: users[interactions.users[row]].id,
      day: Math.round(10 * day(row)) / 10,
      film: title(row),
    })),
  ),
);

// %% [leak] How much of the future is in train?
/** Share of all pairs of a training day and a test day in which train is the later one. */
function fromTheFuture(train: number[], test: number[]): number {
  const tested = test.toSorted((a, b) => a - b);
  let pairs = 0;
  let earlier = 0;
  for (const day of train.toSorted((a, b) => a - b)) {
    while (earlier < tested.length && tested[earlier] < day) earlier++;
    pairs += earlier;
  }
  return pairs / (train.length * test.length);
}
display({ 'days 1, 4, 6 against 2, 5': fromTheFuture([1, 4, 6], [2, 5]) });

// %% [by-hand] Three splits, a line each
import { random } from 'recsys';
const coin = random(42);
const inTest = {
  random: rows.map(() => coin.next() < 0.1),
  'last of each viewer': rows.map(
    (row) => rowsOf[interactions.users[row]].at(-1) === row,
  ),
  'by time': rows.map((_, place) => place >= 0.9 * rows.length),
};
display(
  Object.entries(inTest).map(([split, isTest]) => {
    const test = inOrder.filter((_, place) => isTest[place]).map(day);
    const train = inOrder.filter((_, place) => !isTest[place]).map(day);
    return {
      split,
      train: train.length,
      test: test.length,
      'from the future': fromTheFuture(train, test),
    };
  }),
);

// %% [look] One viewer, three verdicts
const viewer = six.find(
  (own) => inTest['by time'][inOrder.indexOf(own.at(-1)!)],
);
display(
  (viewer ?? six[0]).slice(-12).map((row) => {
    const verdict = (split: keyof typeof inTest) =>
      inTest[split][inOrder.indexOf(row)] ? 'test' : 'train';
    return {
      day: Math.round(day(row)),
      film: title(row),
      random: verdict('random'),
      'last of each': verdict('last of each viewer'),
      'by time': verdict('by time'),
    };
  }),
);

// %% [order] Four rankers, three verdicts
import {
  evaluate,
  itemKnn,
  popularity,
  recencyPopularity,
  splitByTime,
  splitLastOut,
  splitRandom,
  userKnn,
} from 'recsys';
import type { Evaluation, Interactions, Recommender } from 'recsys';
const rankers: Record<
  string,
  (train: Interactions) => Recommender | Promise<Recommender>
> = {
  popularity,
  'popularity, 60 days': (train) =>
    recencyPopularity(train, { halfLifeDays: 60 }),
  'item neighbours': (train) => itemKnn(train, { similarity: 'tfidf', signal }),
  'viewer neighbours': (train) => userKnn(train, { signal }),
};
const splits = {
  random: splitRandom(interactions, { by: 'all', testShare: 0.1, seed: 42 }),
  'last of each viewer': splitLastOut(interactions),
  'by time': splitByTime(interactions, { testShare: 0.1 }),
};
type Verdicts = Record<string, Evaluation<'ndcg' | 'recall'>>;
const verdicts: Record<string, Verdicts> = {};
for (const [split, { train, test }] of Object.entries(splits)) {
  verdicts[split] = {};
  for (const [model, fit] of Object.entries(rankers)) {
    verdicts[split][model] = await evaluate(await fit(train), {
      train,
      test,
      k: 10,
      signal,
    });
  }
  progress({ done: Object.keys(verdicts).length, total: 3, label: 'split' });
}
const ndcgs = Object.entries(verdicts).flatMap(([split, models]) =>
  Object.entries(models).map(([model, { mean, interval }]) => ({
    split,
    model,
    ndcg: mean.ndcg,
    low: interval.ndcg[0],
    high: interval.ndcg[1],
  })),
);
display(ndcgs);
import * as Plot from '@observablehq/plot';
display(({ width }) =>
  Plot.plot({
    width,
    height: 310,
    marginLeft: 130,
    ariaLabel: 'nDCG@10 of four rankers under three splits, with intervals',
    x: { label: 'nDCG@10 →', grid: true, zero: true },
    y: { label: null, domain: Object.keys(rankers) },
    fy: { label: null, domain: Object.keys(splits) },
    marks: [
      Plot.ruleY(ndcgs, {
        y: 'model',
        fy: 'split',
        x1: 'low',
        x2: 'high',
        stroke: 'var(--second)',
      }),
      Plot.dot(ndcgs, {
        y: 'model',
        fy: 'split',
        x: 'ndcg',
        r: 4,
        fill: 'var(--series-1)',
      }),
    ],
  }),
);

// %% [paired] Two questions, asked of each split
import { compare } from 'recsys';
const questions: [better: string, than: string][] = [
  ['popularity, 60 days', 'popularity'],
  ['viewer neighbours', 'item neighbours'],
];
display(
  questions.flatMap(([better, than]) =>
    Object.entries(verdicts).map(([split, models]) => {
      const { difference, interval } = compare(models[better], models[than], {
        metric: 'ndcg',
        seed: 42,
      });
      return {
        question: `${better} − ${than}`,
        split,
        difference,
        low: interval[0],
        high: interval[1],
      };
    }),
  ),
);

// %% [folds] Five folds, and five folds of strangers
import { kFold } from 'recsys';
const byFold: { deals: string; model: string; fold: number; ndcg: number }[] =
  [];
for (const by of ['user', 'users'] as const) {
  for (const [fold, { train, test }] of kFold(interactions, {
    folds: 5,
    by,
    seed: 42,
  }).entries()) {
    for (const model of ['popularity', 'item neighbours']) {
      const ranker = await rankers[model](train);
      const { mean } = await evaluate(ranker, { train, test, k: 10, signal });
      const deals = by === 'user' ? 'rows of each viewer' : 'whole viewers';
      byFold.push({ deals, model, fold: fold + 1, ndcg: mean.ndcg });
    }
    progress({ done: byFold.length / 2, total: 10, label: 'fold' });
  }
}
display(
  ['rows of each viewer', 'whole viewers'].flatMap((deals) =>
    ['popularity', 'item neighbours'].map((model) => {
      const own = byFold
        .filter((one) => one.deals === deals && one.model === model)
        .map(({ ndcg }) => ndcg);
      return {
        'dealt out': deals,
        model,
        mean: own.reduce((a, b) => a + b, 0) / own.length,
        lowest: Math.min(...own),
        highest: Math.max(...own),
      };
    }),
  ),
);

// %% [breaks] Two leaks
import { topk, userItemMatrix } from 'recsys';
import type { Ranked } from 'recsys';
const { train, test } = splits['by time'];
const options = { train, test, k: 10, signal };
const matrix = userItemMatrix(train);
const historyOf = (user: number) =>
  matrix.indices.subarray(matrix.pointers[user], matrix.pointers[user + 1]);

/** Similarities of the whole log, applied to what each viewer had watched before the split. */
const all = await itemKnn(interactions, { similarity: 'tfidf', signal });
const leakingNeighbours: Ranked = {
  recommend(user, { k = 10, exclude = new Int32Array(0) } = {}) {
    const scores = all.scoresFor(historyOf(user));
    for (const item of exclude) scores[item] = -Infinity;
    return topk(scores, k);
  },
};
const pairs: [what: string, honest: Ranked, leaking: Ranked][] = [
  ['popularity', popularity(train), popularity(interactions)],
  [
    'item neighbours',
    await rankers['item neighbours'](train),
    leakingNeighbours,
  ],
];
const leaks: Record<string, number | string>[] = [];
for (const [model, honest, leaking] of pairs) {
  const [fair, unfair] = [
    await evaluate(honest, options),
    await evaluate(leaking, options),
  ];
  const { difference, interval } = compare(unfair, fair, {
    metric: 'ndcg',
    seed: 42,
  });
  leaks.push({
    model,
    honest: fair.mean.ndcg,
    leaking: unfair.mean.ndcg,
    difference,
    low: interval[0],
    high: interval[1],
    relative: difference / fair.mean.ndcg,
  });
}
display(leaks);

// %% [winner] The best of forty equals
import { exp } from 'recsys';
const counts = popularity(train).scores(0);
/** Popularity with noise: forty versions of one idea. */
function noisy(seed: number): Ranked {
  const noise = random(seed);
  const scores = counts.map((count) => count * exp(noise.normal(0, 0.2)));
  return {
    recommend(_, { k = 10, exclude = new Int32Array(0) } = {}) {
      const own = scores.slice();
      for (const item of exclude) own[item] = -Infinity;
      return topk(own, k);
    },
  };
}
const forty: { seed: number; chosen: number; fresh: number }[] = [];
for (let seed = 1; seed <= 40; seed++) {
  const { users: judged, perUser } = await evaluate(noisy(seed), {
    ...options,
    metrics: ['ndcg'],
  });
  const mean = (isJury: boolean) => {
    const own = perUser.ndcg.filter(
      (_, at) => (judged[at] % 10 === 0) === isJury,
    );
    return own.reduce((a, b) => a + b, 0) / own.length;
  };
  forty.push({ seed, chosen: mean(true), fresh: mean(false) });
  progress({ done: seed, total: 40, label: 'ranker' });
}
const champion = forty.reduce((a, b) => (b.chosen > a.chosen ? b : a));
const average = (key: 'chosen' | 'fresh') =>
  forty.reduce((sum, one) => sum + one[key], 0) / forty.length;
display({
  'average, jury': average('chosen'),
  'winner, jury': champion.chosen,
  'average, others': average('fresh'),
  'winner, others': champion.fresh,
});
display(({ width }) =>
  Plot.plot({
    width,
    height: 260,
    ariaLabel:
      'Forty rankers: nDCG@10 on the jury that chose the winner, against all other viewers',
    x: { label: 'nDCG@10 for the jury that chooses →' },
    y: { label: '↑ nDCG@10 for everyone else', grid: true },
    marks: [
      Plot.dot(forty, { x: 'chosen', y: 'fresh', stroke: 'var(--second)' }),
      Plot.dot([champion], {
        x: 'chosen',
        y: 'fresh',
        fill: 'var(--accent)',
        r: 5,
      }),
    ],
  }),
);

// %% [rolling] Eight weeks, eight tests
import { rollingWindows } from 'recsys';
const weeks = rollingWindows(interactions, { windows: 8, testDays: 7 });
const shown = ['popularity', 'popularity, 60 days', 'item neighbours'];
const byWeek: { week: string; model: string; ndcg: number }[] = [];
for (const window of weeks) {
  for (const model of shown) {
    const ranker = await rankers[model](window.train);
    const { mean } = await evaluate(ranker, {
      ...window,
      k: 10,
      metrics: ['ndcg'],
      signal,
    });
    const week = new Date(window.at * 1000).toISOString().slice(5, 10);
    byWeek.push({ week, model, ndcg: mean.ndcg });
  }
  progress({ done: byWeek.length / shown.length, total: 8, label: 'week' });
}
const ofModel = (model: string) =>
  byWeek.filter((one) => one.model === model).map(({ ndcg }) => ndcg);
display(
  shown.map((model) => ({
    model,
    'worst week': Math.min(...ofModel(model)),
    'best week': Math.max(...ofModel(model)),
  })),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: 240,
    ariaLabel: 'nDCG@10 of three rankers in each of eight test weeks',
    x: { type: 'point', label: 'first day of the test week →' },
    y: { label: '↑ nDCG@10', grid: true, zero: true },
    color: {
      legend: true,
      domain: shown,
      range: ['var(--second)', 'var(--series-2)', 'var(--series-1)'],
    },
    marks: [
      Plot.lineY(byWeek, { x: 'week', y: 'ndcg', stroke: 'model' }),
      Plot.dot(byWeek, { x: 'week', y: 'ndcg', fill: 'model' }),
    ],
  }),
);

// %% [two-level] A log for two stages
import { splitTwoLevel } from 'recsys';
const two = splitTwoLevel(interactions, { rankingDays: 28, testDays: 14 });
const parts = {
  retrieval: two.retrieval,
  ranking: two.ranking,
  test: two.test,
};
const stretch = Object.entries(parts).map(([part, log]) => ({
  part,
  rows: log.users.length,
  from: log.times.reduce((a, b) => Math.min(a, b)),
  to: log.times.reduce((a, b) => Math.max(a, b)),
}));
display(
  stretch.map(({ part, rows, from, to }) => ({
    part,
    rows,
    'first day': Math.round((from - start) / DAY),
    'last day': Math.round((to - start) / DAY),
  })),
);
const roles = [
  { step: '1 · fit the candidates’ models', uses: ['retrieval'] },
  { step: '2 · label their candidates, fit the ranker', uses: ['ranking'] },
  {
    step: '3 · fit the candidates’ models again',
    uses: ['retrieval', 'ranking'],
  },
  { step: '4 · judge the whole', uses: ['test'] },
];
display(({ width }) =>
  Plot.plot({
    width,
    height: width > 500 ? 170 : 250,
    marginLeft: width > 500 ? 250 : 10,
    ariaLabel: 'Which stretch of the log each step of a two-stage system uses',
    x: { label: 'day of the log →' },
    y: {
      label: null,
      domain: roles.map(({ step }) => step),
      axis: width > 500 ? 'left' : null,
    },
    marks: [
      Plot.barX(
        roles.flatMap(({ step, uses }) =>
          uses.map((use) => ({
            step,
            ...stretch.find(({ part }) => part === use)!,
          })),
        ),
        {
          y: 'step',
          x1: (d: { from: number }) => (d.from - start) / DAY,
          x2: (d: { to: number }) => (d.to - start) / DAY,
          fill: (d: { part: string }) =>
            d.part === 'test'
              ? 'var(--accent)'
              : d.part === 'ranking'
                ? 'var(--series-2)'
                : 'var(--series-1)',
          title: (d: { part: string }) => d.part,
          insetLeft: 1,
          insetTop: width > 500 ? 0 : 20, // room for the step's words
        },
      ),
      ...(width > 500
        ? []
        : [
            Plot.text(roles, {
              y: 'step',
              x: 0,
              text: 'step',
              textAnchor: 'start',
              dy: -15,
              fill: 'var(--ink)',
            }),
          ]),
    ],
  }),
);

// %% [try-split] Your turn: leave the last p out
exercise(
  'last p out',
  (times: Record<string, number[]>, p: number): Record<string, number[]> => {
    // for each viewer, the times of their p latest watches, rising;
    // a viewer with p watches or fewer keeps them all in train: an empty list
    return {};
  },
);

// %% [check-split] Check of split hidden
check(
  'last p out',
  (
    split: (
      times: Record<string, number[]>,
      p: number,
    ) => Record<string, number[]>,
  ) => {
    const times = { Ann: [3, 1, 10, 2], Ben: [5, 9], Cat: [7] };
    const before = JSON.stringify(times);
    const expect = (p: number, wanted: Record<string, number[]>) => {
      const got = split(times, p);
      for (const [viewer, list] of Object.entries(wanted))
        if (JSON.stringify(got?.[viewer]) !== JSON.stringify(list))
          throw new Error(
            `with p = ${p}, ${viewer} has the watches ${times[viewer as 'Ann']} and the test should be [${list}], got ${JSON.stringify(got?.[viewer])}`,
          );
    };
    expect(1, { Ann: [10], Ben: [9], Cat: [] });
    expect(2, { Ann: [3, 10], Ben: [], Cat: [] });
    if (JSON.stringify(times) !== before)
      throw new Error(
        'the caller’s lists were sorted in place; copy before you sort',
      );
    return 'Numbers sorted as numbers, the caller’s log untouched, and nobody in the test without a past.';
  },
);

// %% [solve-split] Solution of split hidden
solution('last p out', (times: Record<string, number[]>, p: number) =>
  Object.fromEntries(
    Object.entries(times).map(([viewer, own]) => [
      viewer,
      own.length > p ? own.toSorted((a, b) => a - b).slice(-p) : [],
    ]),
  ),
);

// %% [try-leak] Your turn: find the leak
interface Watch {
  viewer: string;
  film: string;
  day: number;
}
exercise(
  'features',
  (
    log: Watch[],
    at: number,
  ): { viewer: string; film: string; seen: number; popularity: number }[] => {
    // a row for each watch on day `at` or later, with what was known before that day:
    // how many films the viewer had seen, and how many viewers the film had
    return log
      .filter(({ day }) => day >= at)
      .map(({ viewer, film }) => ({
        viewer,
        film,
        seen: log.filter((other) => other.viewer === viewer && other.day < at)
          .length,
        popularity: log.filter((other) => other.film === film).length,
      }));
  },
);

// %% [check-leak] Check of leak hidden
check(
  'features',
  (
    features: (
      log: Watch[],
      at: number,
    ) => { viewer: string; film: string; seen: number; popularity: number }[],
  ) => {
    const log = [
      { viewer: 'Ann', film: 'Alien', day: 1 },
      { viewer: 'Ben', film: 'Alien', day: 2 },
      { viewer: 'Ann', film: 'Jaws', day: 5 },
      { viewer: 'Cat', film: 'Alien', day: 6 },
      { viewer: 'Cat', film: 'Jaws', day: 7 },
    ];
    const rows = features(log, 5);
    if (rows?.length !== 3)
      throw new Error(
        `three watches are on day 5 or later, got ${rows?.length} rows`,
      );
    const later = features(
      [...log, { viewer: 'Dan', film: 'Jaws', day: 9 }],
      5,
    );
    const [jaws, alien] = rows;
    if (later[0].popularity !== jaws.popularity)
      throw new Error(
        'a watch on day 9 changed the popularity of Jaws on day 5: the feature reads the future',
      );
    if (jaws.popularity !== 0)
      throw new Error(
        `nobody had watched Jaws before day 5, so its popularity is 0, got ${jaws.popularity}`,
      );
    if (alien.popularity !== 2 || alien.seen !== 0 || jaws.seen !== 1)
      throw new Error(
        `Alien had 2 viewers before day 5, Cat had seen 0 films and Ann 1, got ${alien.popularity}, ${alien.seen} and ${jaws.seen}`,
      );
    return 'A film that is watched in the test was counted as watched. Every positive row knew its own answer, at least by one.';
  },
);

// %% [solve-leak] Solution of leak hidden
solution('features', (log: Watch[], at: number) => {
  const past = log.filter(({ day }) => day < at);
  return log
    .filter(({ day }) => day >= at)
    .map(({ viewer, film }) => ({
      viewer,
      film,
      seen: past.filter((other) => other.viewer === viewer).length,
      popularity: past.filter((other) => other.film === film).length,
    }));
});
