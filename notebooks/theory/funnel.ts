// The recommendation problem: one request, two stages, and the ceiling that the first puts on everything after it.

// %% [request] One request needs=times
import { popularity, splitByTime, summary, userItemMatrix } from 'recsys';
const { interactions, items, users, name } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
display(name);
display(summary(train, test));

const matrix = userItemMatrix(train);
const seenBy = (user: number) =>
  matrix.indices.subarray(matrix.pointers[user], matrix.pointers[user + 1]);
const titles = (list: ArrayLike<number>) =>
  Array.from(list, (item) => items[item].title);
const someone = test.users[0];
display({
  viewer: users[someone].id,
  'known about them': users[someone].attributes,
  'has watched': titles(seenBy(someone)).slice(-8),
  'the service shows': titles(
    popularity(train).recommend(someone, { k: 10 }).items,
  ),
});

// %% [feedback] What people tell, and what they merely do needs=impressions
import { isWorld } from 'recsys';
import * as Plot from '@observablehq/plot';
const world = await data();
if (!isWorld(world)) throw new TypeError('only the built-in world has these');
const shown = await world.impressions();
const firstShown = Math.min(...new Set(shown.sessions));
const stars = await world.ratings();
const told = [
  {
    what: 'users × films',
    how: 'nothing is known',
    rows: users.length * items.length,
  },
  {
    what: 'shown on a shelf, as far as logged',
    how: 'implicit',
    rows: shown.items.length,
  },
  {
    what: 'clicked there',
    how: 'implicit',
    rows: shown.clicks.filter(Boolean).length,
  },
  {
    what: 'watched at least a tenth',
    how: 'implicit',
    rows: interactions.users.length,
  },
  {
    what: 'watched nearly to the end',
    how: 'implicit',
    rows: interactions.values.filter((share) => share >= 0.9).length,
  },
  { what: 'rated with stars', how: 'explicit', rows: stars.stars.length },
];
display(told);
display({
  'mean of the stars':
    stars.stars.reduce((a, b) => a + b, 0) / stars.stars.length,
  'share of watches that got stars':
    stars.stars.length / interactions.users.length,
});

// %% [cost] What one request may cost
const d = 32;
const person = new Float32Array(d).fill(0.1);
const vectors = new Float32Array(items.length * d).fill(0.1);
const start = performance.now();
let checksum = 0;
const repeats = 200;
for (let repeat = 0; repeat < repeats; repeat++)
  for (let item = 0; item < items.length; item++) {
    let score = 0;
    for (let f = 0; f < d; f++) score += person[f] * vectors[item * d + f];
    checksum += score;
  }
const perFilm = (performance.now() - start) / repeats / items.length; // ms
display(
  [items.length, 100_000, 10_000_000, 1_000_000_000].map((catalogue) => ({
    catalogue,
    'a 32-number product each, ms': volatile(catalogue * perFilm),
    'a model 1,000 times as costly, ms': volatile(catalogue * perFilm * 1000),
  })),
);

// %% [ceiling-by-hand] A ceiling, by hand
/** The best nDCG@k that any order of the candidates can reach. */
function ceiling(candidates: Set<string>, wanted: string[], k: number): number {
  const best = (hits: number) => {
    let sum = 0;
    for (let place = 1; place <= Math.min(hits, k); place++)
      sum += 1 / Math.log2(place + 1);
    return sum;
  };
  const found = wanted.filter((film) => candidates.has(film)).length;
  return best(found) / best(wanted.length);
}
const wanted = ['Alien', 'Heat', 'Fargo'];
display({
  'finds all three': ceiling(
    new Set(['Heat', 'Fargo', 'Jaws', 'Alien']),
    wanted,
    10,
  ),
  'finds two': ceiling(new Set(['Heat', 'Fargo', 'Jaws']), wanted, 10),
  'finds one': ceiling(new Set(['Heat', 'Jaws']), wanted, 10),
  'finds none': ceiling(new Set(['Jaws']), wanted, 10),
});

// %% [stages] Two stages, from scratch
import { itemKnn } from 'recsys';
const popular = popularity(train);
const ranker = await itemKnn(train, { similarity: 'tfidf', signal });

/** Stage one: n films that the viewer has not seen, by a cheap rule. */
const candidatesOf = (user: number, n: number) =>
  popular.recommend(user, { k: n }).items;

/** Stage two: the same films, in the order of a model that knows the viewer. */
function rank(user: number, candidates: Int32Array): Int32Array {
  const scores = ranker.scores(user);
  return candidates.toSorted((a, b) => scores[b] - scores[a] || a - b);
}
const found = candidatesOf(someone, 100);
const ranked = rank(someone, found);
display({
  catalogue: items.length,
  candidates: found.length,
  'first by stage one': titles(found.subarray(0, 5)),
  'first by stage two': titles(ranked.subarray(0, 5)),
});

// %% [ceiling] The ceiling of the first stage
import { ndcg, recall } from 'recsys';
const sizes = [10, 30, 100, 300, 1000, items.length];
const futureOf = new Map<number, Set<number>>();
for (let row = 0; row < test.users.length; row++) {
  const user = test.users[row];
  if (seenBy(user).includes(test.items[row])) continue;
  if (!futureOf.has(user)) futureOf.set(user, new Set());
  futureOf.get(user)!.add(test.items[row]);
}
const viewers = [...futureOf.keys()];
const funnel: {
  candidates: number;
  recall: number;
  ceiling: number;
  ranked: number;
  unranked: number;
}[] = [];
for (const n of sizes) {
  const sums = { recall: 0, ceiling: 0, ranked: 0, unranked: 0 };
  for (const user of viewers) {
    const future = futureOf.get(user)!;
    const candidates = candidatesOf(user, n);
    const perfect = candidates.toSorted(
      (a, b) => Number(future.has(b)) - Number(future.has(a)),
    );
    sums.recall += recall(candidates, future);
    sums.ceiling += ndcg(perfect, future, { k: 10 });
    sums.ranked += ndcg(rank(user, candidates), future, { k: 10 });
    sums.unranked += ndcg(candidates, future, { k: 10 });
  }
  const mean = (sum: number) => sum / viewers.length;
  funnel.push({
    candidates: n,
    recall: mean(sums.recall),
    ceiling: mean(sums.ceiling),
    ranked: mean(sums.ranked),
    unranked: mean(sums.unranked),
  });
  progress({ done: funnel.length, total: sizes.length, label: 'size' });
}
display(funnel);
const lines = funnel.flatMap(({ candidates, ceiling, ranked, unranked }) => [
  { candidates, curve: 'ceiling: a perfect second stage', ndcg: ceiling },
  { candidates, curve: 'neighbours as second stage', ndcg: ranked },
  { candidates, curve: 'no second stage', ndcg: unranked },
]);
display(({ width }) =>
  Plot.plot({
    width,
    height: 280,
    ariaLabel:
      'nDCG@10 by number of candidates: a perfect second stage, a real one, none',
    x: {
      type: 'log',
      label: 'candidates of the first stage →',
      ticks: width > 500 ? sizes : [10, 100, 1000],
      tickFormat: String,
    },
    y: { label: '↑ nDCG@10', grid: true, domain: [0, 1] },
    color: {
      legend: true,
      domain: [...new Set(lines.map(({ curve }) => curve))],
      range: ['var(--second)', 'var(--series-1)', 'var(--series-2)'],
    },
    marks: [
      Plot.lineY(lines, { x: 'candidates', y: 'ndcg', stroke: 'curve' }),
      Plot.dot(lines, { x: 'candidates', y: 'ndcg', fill: 'curve' }),
    ],
  }),
);

// %% [sources] Where candidates come from
import { evaluate } from 'recsys';
import type { Ranked } from 'recsys';
/** Half of the candidates from the chart, half from the neighbours of what was watched. */
function mixed(user: number, n: number): Int32Array {
  const near = ranker.recommend(user, { k: n }).items;
  return Int32Array.from(
    new Set([...candidatesOf(user, n / 2), ...near.subarray(0, n / 2)]),
  );
}
const sources: Record<string, (user: number, n: number) => Int32Array> = {
  'the chart': candidatesOf,
  neighbours: (user, n) => ranker.recommend(user, { k: n }).items,
  'half and half': mixed,
};
display(
  Object.entries(sources).map(([source, find]) => {
    let sum = 0;
    for (const user of viewers)
      sum += recall(find(user, 100), futureOf.get(user)!);
    return { source, 'recall of 100 candidates': sum / viewers.length };
  }),
);

// %% [cold] Whom the funnel fails
const bands = [
  { history: 'none', from: 0, to: 0 },
  { history: '1 to 4', from: 1, to: 4 },
  { history: '5 to 19', from: 5, to: 19 },
  { history: '20 to 99', from: 20, to: 99 },
  { history: '100 and more', from: 100, to: Infinity },
];
const [byChart, byNeighbours] = [
  await evaluate(popular, { train, test, k: 10, metrics: ['ndcg'], signal }),
  await evaluate(ranker, { train, test, k: 10, metrics: ['ndcg'], signal }),
];
display(
  bands.map(({ history, from, to }) => {
    const inside = Array.from(byChart.users.keys()).filter((at) => {
      const films = seenBy(byChart.users[at]).length;
      return films >= from && films <= to;
    });
    const mean = (values: Float64Array) =>
      inside.reduce((sum, at) => sum + values[at], 0) / inside.length;
    return {
      'films watched': history,
      viewers: inside.length,
      'the chart': mean(byChart.perUser.ndcg),
      neighbours: mean(byNeighbours.perUser.ndcg),
    };
  }),
);

// %% [breaks] A viewer the chart does not know
const lost = viewers
  .map((user) => ({ user, future: futureOf.get(user)! }))
  .filter(({ future }) => future.size >= 5)
  .map(({ user, future }) => ({
    user,
    future,
    caught: recall(candidatesOf(user, 100), future),
  }))
  .reduce((a, b) => (b.caught < a.caught ? b : a));
display({
  viewer: users[lost.user].id,
  'caught by 100 candidates from the chart': lost.caught,
  'caught by 100 neighbours': recall(
    sources.neighbours(lost.user, 100),
    lost.future,
  ),
  'what they watched next': titles([...lost.future]).slice(0, 8),
});

// %% [seen] Again, or never again?
const films = await evaluate(popular, { train, test, k: 10, signal });
const repeats10 = await evaluate(popular, {
  train,
  test,
  k: 10,
  repeat: true,
  signal,
});
let again = 0;
for (let row = 0; row < test.users.length; row++)
  if (seenBy(test.users[row]).includes(test.items[row])) again++;
display({
  'share of the test that was seen before': again / test.users.length,
  'nDCG@10, seen films removed': films.mean.ndcg,
  'nDCG@10, seen films kept': repeats10.mean.ndcg,
});

// %% [groceries] The same question in a grocery
import { fromRows } from 'recsys';
const baskets = (days: number[]) =>
  days.flatMap((day) =>
    ['Ann', 'Ben', 'Cat'].flatMap((user, who) =>
      [
        'milk',
        'bread',
        ['tea', 'coffee', 'juice'][who],
        ['salt', 'soap', 'rice', 'oil'][(day + who) % 4],
      ].map((item) => ({ user, item, time: day * 86_400 })),
    ),
  );
const groceries = fromRows(baskets([1, 2, 3, 4]));
const shop = splitByTime(groceries, { at: 3.5 * 86_400 });
const staples = popularity(shop.train);
const nothing = new Int32Array(0);
const caught = (user: number, exclude?: Int32Array) => {
  const { items: shelf } = staples.recommend(user, { k: 3, exclude });
  const bought = new Set(
    shop.test.items.filter((_, row) => shop.test.users[row] === user),
  );
  return recall(shelf, bought);
};
const share = (exclude?: Int32Array) =>
  [0, 1, 2].reduce((sum, user) => sum + caught(user, exclude), 0) / 3;
display({
  'share of the next basket on the shelf, bought goods removed': share(),
  'share of the next basket on the shelf, bought goods kept': share(nothing),
  'nDCG@3 of a metric that passes over what was bought before': (
    await evaluate(staples, { ...shop, k: 3 })
  ).mean.ndcg,
});

// %% [try-recall] Your turn: recall of several sources
exercise(
  'recall',
  (sources: string[][], wanted: string[], n: number): number => {
    // take the first n films of each source, together, each film once;
    // return the share of `wanted` that is among them
    return 0;
  },
);

// %% [check-recall] Check of recall hidden
check(
  'recall',
  (recall: (sources: string[][], wanted: string[], n: number) => number) => {
    const sources = [
      ['Alien', 'Jaws', 'Heat'],
      ['Alien', 'Fargo'],
    ];
    for (const [wanted, n, share, why] of [
      [['Alien'], 1, 1, 'Alien stands first in both'],
      [
        ['Alien', 'Fargo'],
        1,
        0.5,
        'Fargo is not among the first of any source',
      ],
      [['Alien', 'Fargo'], 2, 1, 'two of each source are Alien, Jaws, Fargo'],
      [['Heat', 'Shrek'], 3, 0.5, 'Heat is third, Shrek nowhere'],
      [['Alien', 'Alien'], 1, 1, 'a film wanted twice is one film'],
    ] as [string[], number, number, string][]) {
      const got = recall(sources, wanted, n);
      if (!(Math.abs(got - share) < 1e-9))
        throw new Error(
          `recall of ${wanted.join(' and ')} at n = ${n} should be ${share}, since ${why}; got ${got}`,
        );
    }
    return 'Whatever the second stage does, it cannot show more than this.';
  },
);

// %% [solve-recall] Solution of recall hidden
solution('recall', (sources: string[][], wanted: string[], n: number) => {
  const candidates = new Set(sources.flatMap((source) => source.slice(0, n)));
  const unique = new Set(wanted);
  return (
    [...unique].filter((film) => candidates.has(film)).length / unique.size
  );
});

// %% [try-seen] Your turn: find the bug
exercise(
  'shelf',
  (
    scores: Record<string, number>,
    watched: { film: string; row: string }[],
    k: number,
  ): string[] => {
    const seen = new Set(watched.map(({ row }) => row));
    return Object.keys(scores)
      .filter((film) => !seen.has(film))
      .sort((a, b) => scores[a] - scores[b])
      .slice(0, k);
  },
);

// %% [check-seen] Check of seen hidden
check(
  'shelf',
  (
    shelf: (
      scores: Record<string, number>,
      watched: { film: string; row: string }[],
      k: number,
    ) => string[],
  ) => {
    const scores = { Alien: 0.9, Jaws: 0.7, Heat: 0.5, Fargo: 0.1 };
    const list = shelf(scores, [{ film: 'Alien', row: '17' }], 2);
    if (!Array.isArray(list))
      throw new Error(`a list of films was expected, got ${list}`);
    if (list.includes('Alien'))
      throw new Error(
        `Alien has been watched and is shown again: [${list.join(', ')}]. By which id is it looked up?`,
      );
    if (list[0] !== 'Jaws')
      throw new Error(
        `Jaws has the highest score of what is left and should stand first, got [${list.join(', ')}]`,
      );
    if (list.join() !== 'Jaws,Heat')
      throw new Error(`[Jaws, Heat] were expected, got [${list.join(', ')}]`);
    return 'Two bugs: the rows’ numbers were compared with the films’ names, so nothing was ever filtered; and the sort put the worst first. Neither throws.';
  },
);

// %% [solve-seen] Solution of seen hidden
solution(
  'shelf',
  (
    scores: Record<string, number>,
    watched: { film: string; row: string }[],
    k: number,
  ) => {
    const seen = new Set(watched.map(({ film }) => film));
    return Object.keys(scores)
      .filter((film) => !seen.has(film))
      .sort((a, b) => scores[b] - scores[a])
      .slice(0, k);
  },
);
