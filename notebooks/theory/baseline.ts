// Baselines: rankers that know at most the viewer's group, and the number they set for every other one.

// %% [log] Open the log
import { summary } from 'recsys';
const { interactions, items, users, name } = await data();
display(name);
display(summary(interactions));

// %% [split] Hold out the end needs=times
import { splitByTime } from 'recsys';
const { train, test, at } = splitByTime(interactions, { testShare: 0.1 });
display(
  `train until ${new Date(at * 1000).toISOString().slice(0, 10)}, test from there`,
);
display(summary(train, test));

// %% [count] Popularity, from scratch
const counts = new Float32Array(items.length);
for (const item of train.items) counts[item] += 1;

const byCount = Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a]);
display(
  byCount.slice(0, 10).map((item) => ({
    film: items[item].title,
    year: items[item].year ?? null,
    people: counts[item],
  })),
);

// %% [tail] How few films carry the log
import * as Plot from '@observablehq/plot';
let sum = 0;
const lorenz = byCount.map((item, rank) => {
  sum += counts[item];
  return { films: (rank + 1) / items.length, share: sum / train.items.length };
});
const firstTenth = new Set(byCount.slice(0, Math.floor(items.length / 10)));
const shareOf = (log: typeof train) =>
  log.items.filter((item) => firstTenth.has(item)).length / log.items.length;
display({ train: shareOf(train), test: shareOf(test) });
display(({ width }) =>
  Plot.plot({
    width,
    height: 240,
    ariaLabel: 'Share of all interactions that the most popular films hold',
    x: { label: 'share of films, most popular first', percent: true },
    y: { label: 'share of the log', percent: true, grid: true },
    marks: [
      Plot.lineY(lorenz, { x: 'films', y: 'share', stroke: 'var(--series-1)' }),
      Plot.ruleX([0.1], { stroke: 'var(--second)', strokeDasharray: '3,3' }),
    ],
  }),
);

// %% [by-hand] A mean that does not believe three votes
const m = slider('prior weight m', { min: 0, max: 20, step: 0.1, value: 10 });
const prior = 3.5;
const sumOf = (values: number[]) => values.reduce((a, b) => a + b, 0);
const withPrior = (values: number[]) =>
  (m * prior + sumOf(values)) / (m + values.length);
const films = {
  'three fives': [5, 5, 5],
  'eighty fives, twenty fours': [...Array(80).fill(5), ...Array(20).fill(4)],
};
display(
  Object.entries(films).map(([film, values]) => ({
    film,
    mean: sumOf(values) / values.length,
    'with the prior': withPrior(values),
  })),
);

// %% [prior] What the prior does to the top
import { bayesianMean } from 'recsys';
const nobody = new Int32Array(0);
const topBy = (priorWeight: number) =>
  bayesianMean(train, { priorWeight }).recommend(0, { k: 7, exclude: nobody })
    .items;
const contenders = new Set([0, 10, 100, 1000].flatMap((m) => [...topBy(m)]));

const plainMean = bayesianMean(train, { priorWeight: 0 }).scores(0);
const mu = train.values.reduce((a, b) => a + b, 0) / train.values.length;
const titleOf = (item: number) => items[item].title;
display(
  [...contenders].map((item) => ({
    film: titleOf(item),
    people: counts[item],
    mean: plainMean[item],
  })),
);
display({ mu });

// %% [segments] What each group watches
import { DataFrame } from 'danfojs';
const attribute = Object.keys(users[0]?.attributes ?? {})[0] ?? 'everyone';
const groupOf = users.map((user) => user.attributes[attribute] ?? 'all');
const frame = new DataFrame({
  group: Array.from(train.users, (user) => groupOf[user]),
  genre: Array.from(train.items, (item) => items[item].genres[0] ?? 'unknown'),
  watches: Array.from(train.users, () => 1),
});
const groups = frame.groupby(['group']).col(['watches']).sum();
const pairs = frame.groupby(['group', 'genre']).col(['watches']).sum();
const inGroup = new Map(groups.values.map(([group, n]) => [group, Number(n)]));
const shares = pairs.values.map(([group, genre, n]) => ({
  group: String(group),
  genre: String(genre),
  share: Number(n) / inGroup.get(group)!,
}));
const genresOf = (group: string) =>
  shares.filter((row) => row.group === group).sort((a, b) => b.share - a.share);
display(attribute);
display(
  [...inGroup.keys()]
    .map(String)
    .sort()
    .flatMap((group) => genresOf(group).slice(0, 3)),
);

// %% [baselines] Five rankers that know at most your group
import { popularity, popularityBySegment, recencyPopularity } from 'recsys';
import type { Recommender } from 'recsys';
const recipes: Record<string, () => Recommender> = {
  'mean value': () => bayesianMean(train, { priorWeight: 0 }),
  'Bayesian mean': () => bayesianMean(train, { priorWeight: 100 }),
  popularity: () => popularity(train),
  'popularity, 30-day half-life': () =>
    recencyPopularity(train, { halfLifeDays: 30 }),
  'popularity by group': () =>
    popularityBySegment(train, { segments: groupOf }),
};
const baselines: Record<string, Recommender> = {};
const seconds: Record<string, number> = {};
for (const [model, fit] of Object.entries(recipes)) {
  const started = performance.now();
  baselines[model] = fit();
  seconds[model] = volatile((performance.now() - started) / 1000);
}
display(Object.keys(baselines));

// %% [board] The number to beat
import { leaderboard } from 'recsys';
const rows = await leaderboard(baselines, {
  train,
  test,
  k: 10,
  seconds,
  signal,
  onProgress: progress,
});
display(rows);

// %% [look] The same list for everyone
const someone = test.users[0];
const seen = new Set(
  Array.from(train.items).filter((_, row) => train.users[row] === someone),
);
display(
  `viewer ${users[someone].id} has watched ${seen.size} films, among them ${[...seen].slice(-5).map(titleOf).join(' · ')}`,
);
display(
  Array.from(
    baselines.popularity.recommend(someone, { k: 8 }).items,
    (item, place) => ({
      place: place + 1,
      film: titleOf(item),
      genres: items[item].genres.join(', '),
      people: counts[item],
    }),
  ),
);

// %% [breaks] Yesterday's hits
import { evaluate } from 'recsys';
const days = [1, 3, 7, 14, 30, 90, 365];
const decay: { halfLife: number; ndcg: number }[] = [];
for (const halfLife of days) {
  const { mean } = await evaluate(
    recencyPopularity(train, { halfLifeDays: halfLife }),
    {
      train,
      test,
      k: 10,
      metrics: ['ndcg'],
      signal,
    },
  );
  decay.push({ halfLife, ndcg: mean.ndcg });
  progress({ done: decay.length, total: days.length, label: 'half-life' });
}
display(decay);
display(({ width }) =>
  Plot.plot({
    width,
    height: 220,
    ariaLabel: 'nDCG@10 of popularity by the half-life of its memory',
    x: {
      type: 'log',
      label: 'half-life in days →',
      ticks: days,
      tickFormat: String,
    },
    y: { label: '↑ nDCG@10', grid: true, zero: true },
    marks: [
      Plot.lineY(decay, {
        x: 'halfLife',
        y: 'ndcg',
        stroke: 'var(--series-1)',
      }),
      Plot.dot(decay, {
        x: 'halfLife',
        y: 'ndcg',
        fill: 'var(--series-1)',
        title: (d: { ndcg: number }) => d.ndcg.toFixed(4),
      }),
    ],
  }),
);

// %% [factorise] A taste of what comes: factors, trained here timeout=120
import { compare, mfTf } from 'recsys';
const started = performance.now();
const factors = await mfTf(train, {
  factors: 32,
  seed: 42,
  signal,
  onProgress: progress,
});
const took = volatile((performance.now() - started) / 1000);

const personal = await evaluate(factors, { train, test, k: 10, signal });
const { model: best } = rows.reduce((a, b) => (a.ndcg > b.ndcg ? a : b));
const toBeat = await evaluate(baselines[best], { train, test, k: 10, signal });
const lift = compare(personal, toBeat, { metric: 'ndcg', seed: 42 });
display({
  ndcg: personal.mean.ndcg,
  best,
  'best baseline': toBeat.mean.ndcg,
  difference: lift.difference,
  interval: lift.interval,
  seconds: took,
});
display(
  Array.from(factors.recommend(someone, { k: 8 }).items, (item, place) => ({
    place: place + 1,
    film: titleOf(item),
    people: counts[item],
  })),
);

// %% [try-unseen] Your turn: ten films they have not seen
exercise('unseen', (counts: number[], seen: Set<number>, k: number) => {
  const byCount = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  return byCount.slice(0, k).filter((film) => !seen.has(film));
});

// %% [check-unseen] Check of unseen hidden
check(
  'unseen',
  (f: (counts: number[], seen: Set<number>, k: number) => number[]) => {
    const counts = [5, 9, 1, 7];
    const plain = [...f(counts, new Set(), 2)];
    if (plain.join() !== '1,3')
      throw new Error(
        `For the counts 5, 9, 1, 7 and nothing seen the two most watched films are 1, 3. Yours are ${plain.join(', ') || 'none'}.`,
      );
    const heavy = [...f(counts, new Set([1, 3]), 2)];
    if (heavy.length < 2)
      throw new Error(
        `A viewer who has seen the films 1 and 3 gets ${heavy.length} of 2 films: those who watch most are shown least. When is a film taken out?`,
      );
    if (heavy.join() !== '0,2')
      throw new Error(
        `A viewer who has seen the films 1 and 3 should get 0, 2. Yours are ${heavy.join(', ')}.`,
      );
    const all = f(counts, new Set([0, 1, 2, 3]), 2);
    if (all.length > 0)
      throw new Error(
        'Someone who has seen everything can only be shown nothing.',
      );
    return 'Every place is filled as long as there is a film left to fill it.';
  },
);

// %% [solve-unseen] Solution of unseen hidden
solution('unseen', (counts: number[], seen: Set<number>, k: number) => {
  const byCount = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  return byCount.filter((film) => !seen.has(film)).slice(0, k);
});

// %% [try-decay] Your turn: counters that forget
exercise(
  'decay',
  (
    watches: { film: number; day: number }[],
    { films, halfLife }: { films: number; halfLife: number },
  ) => {
    // One pass, in the order of time; no watch may be looked at twice.
    const counts = new Array<number>(films).fill(0);
    for (const { film, day } of watches) counts[film] += 1;
    return counts; // as they stand on the day of the last watch
  },
);

// %% [check-decay] Check of decay hidden
import { random } from 'recsys';
type Forgetful = (
  watches: { film: number; day: number }[],
  options: { films: number; halfLife: number },
) => number[];
check('decay', (f: Forgetful) => {
  const say = (list: number[]) => list.map((x) => x.toFixed(3)).join(', ');
  const ask = (
    watches: { film: number; day: number }[],
    halfLife: number,
    why: string,
  ) => {
    const today = watches.at(-1)!.day;
    const right = [0, 0, 0];
    for (const { film, day } of watches)
      right[film] += 2 ** ((day - today) / halfLife);
    const got = [...f(watches, { films: 3, halfLife })];
    if (got.some((x) => !Number.isFinite(x)))
      throw new Error(
        `${why}: got ${got.join(', ')}. A power that grows with the day overflows; count the days from somewhere near.`,
      );
    if (
      got.length !== 3 ||
      right.some((x, i) => !(Math.abs(x - got[i]) <= 1e-6 * (1 + x)))
    )
      throw new Error(
        `${why}: the counts should be ${say(right)}, yours are ${say(got)}.`,
      );
  };
  const log = [
    { film: 0, day: 0 },
    { film: 1, day: 30 },
  ];
  ask(log, 30, 'One film watched on day 0, another on day 30, half-life 30');
  ask(
    [...log, { film: 0, day: 30 }],
    30,
    'The first film is watched once more on day 30',
  );
  ask(
    [
      { film: 2, day: 20_000 },
      { film: 0, day: 20_007 },
    ],
    1,
    'Days counted from 1970, half-life 1',
  );
  const rng = random(3);
  const many = Array.from({ length: 200 }, (_, i) => ({
    film: rng.int(3),
    day: i / 3,
  }));
  ask(many, 7, 'Two hundred random watches, half-life 7');
  return 'One pass, no overflow on day 20,000, and the sums are right.';
});

// %% [solve-decay] Solution of decay hidden
solution(
  'decay',
  (
    watches: { film: number; day: number }[],
    { films, halfLife }: { films: number; halfLife: number },
  ) => {
    const counts = new Array<number>(films).fill(0);
    const last = new Array<number>(films).fill(0);
    let today = 0;
    for (const { film, day } of watches) {
      counts[film] = counts[film] * 2 ** ((last[film] - day) / halfLife) + 1;
      last[film] = today = day;
    }
    return counts.map(
      (count, film) => count * 2 ** ((last[film] - today) / halfLife),
    );
  },
);
