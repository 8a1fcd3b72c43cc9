// Learning to rank: what each loss pushes, and which of them puts the wanted film first.

// %% [three] Three films, one order to learn
import { gradientOf } from 'recsys';
const films = ['Alien', 'Jaws', 'Shrek'];
const labels = [2, 1, 0]; // how much each was wanted
const scores = [0, 1, 2]; // the model has it backwards
const losses = [
  'pointwise',
  'rankNet',
  'lambdaRank',
  'listNet',
  'listMle',
  'softmaxCrossEntropy',
  'approxNdcg',
  'softRank',
] as const;
display(
  losses.map((name) => {
    const { loss, gradient } = gradientOf(name, scores, labels);
    return {
      loss: name,
      value: loss,
      ...Object.fromEntries(films.map((film, at) => [film, -gradient[at]])),
    };
  }),
);

// %% [pair] λ, by hand
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const pairLoss = (lead: number) => Math.log1p(Math.exp(-lead));
const pairs: [up: number, down: number][] = [
  [0, 1],
  [0, 2],
  [1, 2],
];
const lambda = [0, 0, 0];
let loss = 0;
for (const [up, down] of pairs) {
  const lead = scores[up] - scores[down];
  loss += pairLoss(lead);
  lambda[up] += sigmoid(-lead);
  lambda[down] -= sigmoid(-lead);
}
display({
  loss,
  ...Object.fromEntries(films.map((film, at) => [film, lambda[at]])),
});

// %% [delta] What a swap is worth
const gain = (label: number) => 2 ** label - 1;
const discount = (place: number) => 1 / Math.log2(place + 1);
const ideal = labels
  .toSorted((a, b) => b - a)
  .reduce((sum, label, at) => sum + gain(label) * discount(at + 1), 0);
const placeOf = (film: number) =>
  1 + scores.filter((other) => other > scores[film]).length;
display(
  pairs.map(([up, down]) => ({
    'should be above': films[up],
    'should be below': films[down],
    'places now': `${placeOf(up)} and ${placeOf(down)}`,
    force: sigmoid(scores[down] - scores[up]),
    '|ΔnDCG| of the swap':
      Math.abs(
        (gain(labels[up]) - gain(labels[down])) *
          (discount(placeOf(up)) - discount(placeOf(down))),
      ) / ideal,
  })),
);

// %% [list] The probability of an order, by hand
const strength = scores.map((s) => Math.exp(s));
/** Plackett and Luce: draw the first by strength, then the next among those left. */
function probability(order: number[]): number {
  let product = 1;
  let left = strength.reduce((a, b) => a + b, 0);
  for (const film of order) {
    product *= strength[film] / left;
    left -= strength[film];
  }
  return product;
}
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
display(
  orders.map((order) => ({
    order: order.map((film) => films[film]).join(' · '),
    probability: probability(order),
  })),
);
display({
  'sum of all six': orders.reduce((sum, order) => sum + probability(order), 0),
  '−ln of the right order': -Math.log(probability([0, 1, 2])),
  'ListMLE of the library': gradientOf('listMle', scores, labels).loss,
});

// %% [settle] Let go, and watch them settle
import * as Plot from '@observablehq/plot';
const paths: { loss: string; step: number; film: string; score: number }[] = [];
for (const name of ['pointwise', 'rankNet', 'lambdaRank', 'listMle'] as const) {
  let now = [...scores];
  for (let step = 0; step <= 60; step++) {
    now.forEach((score, at) =>
      paths.push({ loss: name, step, film: films[at], score }),
    );
    const { gradient } = gradientOf(name, now, labels);
    now = now.map((score, at) => score - 0.25 * gradient[at]);
  }
}
display(({ width }) =>
  Plot.plot({
    width,
    height: 420,
    marginLeft: 45,
    marginRight: 90,
    ariaLabel: 'Scores of three films under four losses, step by step',
    x: { label: 'step →' },
    y: { label: '↑ score', grid: true, ticks: 4 },
    fy: { label: null },
    color: {
      legend: true,
      domain: films,
      range: ['var(--series-1)', 'var(--series-2)', 'var(--second)'],
    },
    marks: [
      Plot.lineY(paths, { x: 'step', y: 'score', stroke: 'film', fy: 'loss' }),
    ],
  }),
);

// %% [queries] Real questions: searches of the world needs=searches,times
import {
  invertedIndex,
  isWorld,
  judgedQueries,
  queryFeatures,
  spelling,
} from 'recsys';
const world = await data();
if (!isWorld(world))
  throw new TypeError('only the built-in world has searches');
const { items, interactions } = world;
const searches = await world.searches();
const asked = judgedQueries(searches, items).toSorted(
  (a, b) => a.time - b.time,
);
const index = invertedIndex(
  items.map(({ title, director = '', synopsis = '' }) => ({
    title,
    director,
    synopsis,
  })),
  { weights: { title: 4, director: 3, synopsis: 1 } },
);
const read = { prefix: true, spelling: spelling(index.dictionary()) };
const watchedBy = new Float64Array(items.length);
const begins = asked[Math.floor(0.6 * asked.length)].time; // validation
for (let row = 0; row < interactions.items.length; row++)
  if (interactions.times[row] < begins) watchedBy[interactions.items[row]] += 1;
const features = queryFeatures(index, {
  titles: items.map(({ title }) => title),
  read,
  documents: {
    'watched (ln)': watchedBy.map((n) => Math.log1p(n)),
    year: Float64Array.from(items, ({ year }) => year ?? NaN),
  },
});
const examples = asked
  .filter((_, at) => at % 6 === 0)
  .map(({ query, wanted }) => ({
    query,
    wanted,
    documents: index.search(query, { ...read, k: 20 }).items,
  }))
  .filter(({ documents, wanted }) => documents.includes(wanted));
const cut = [0.6, 0.8].map((share) => Math.floor(share * examples.length));
const [train, validation, test] = [
  examples.slice(0, cut[0]),
  examples.slice(cut[0], cut[1]),
  examples.slice(cut[1]),
].map((part) => features.table(part));
display([
  { part: 'train', queries: train.groups.length, rows: train.rows },
  {
    part: 'validation',
    queries: validation.groups.length,
    rows: validation.rows,
  },
  { part: 'test', queries: test.groups.length, rows: test.rows },
]);
display({ 'what the ranker may know': features.names });

// %% [train] Five losses, one network needs=searches timeout=120
import { queryNdcg, rankerTf } from 'recsys';
import type { FeatureRanker } from 'recsys';
const trained = [
  'pointwise',
  'rankNet',
  'lambdaRank',
  'softmaxCrossEntropy',
  'listMle',
] as const;
const rankers: Record<string, FeatureRanker> = {};
const curves: { loss: string; epoch: number; ndcg: number }[] = [];
for (const loss of trained) {
  rankers[loss] = await rankerTf(train, {
    loss,
    hidden: [16],
    epochs: 5,
    batchSize: 64,
    validation,
    seed: 42,
    signal,
    onProgress: ({ done, values }) => {
      curves.push({ loss, epoch: done, ndcg: values!.validation });
    },
  });
  progress({
    done: Object.keys(rankers).length,
    total: trained.length,
    label: 'loss',
  });
}
display(({ width }) =>
  Plot.plot({
    width,
    height: 230,
    marginLeft: 50,
    ariaLabel:
      'nDCG@10 on the validation queries after each epoch, for five losses',
    x: { label: 'epoch →', ticks: [1, 2, 3, 4, 5], tickFormat: String },
    y: { label: '↑ nDCG@10', grid: true },
    color: { legend: true, scheme: 'Tableau10' },
    marks: [Plot.lineY(curves, { x: 'epoch', y: 'ndcg', stroke: 'loss' })],
  }),
);

// %% [compare] Which of them can the data tell apart? needs=searches,times
import { meanInterval, random } from 'recsys';
const perQuery: Record<string, Float64Array> = {};
const column = (name: string) =>
  Float32Array.from(
    { length: test.rows },
    (_, row) => test.features[row * test.columns + test.names.indexOf(name)],
  );
perQuery['BM25 alone'] = queryNdcg(test, column('bm25'));
perQuery['most watched first'] = queryNdcg(test, column('watched (ln)'));
for (const [loss, ranker] of Object.entries(rankers))
  perQuery[loss] = queryNdcg(
    test,
    ranker.predict(test.features, test.rows, test.columns),
  );
display(
  Object.entries(perQuery).map(([ranker, values]) => {
    const { mean, interval } = meanInterval(values);
    return { ranker, ndcg: mean, low: interval[0], high: interval[1] };
  }),
);

// %% [paired] By pairs of the same queries needs=searches,times
const draws = random(42);
/** Mean difference and its percentile interval over 2,000 bootstrap samples of the queries. */
function difference(a: string, b: string) {
  const gaps = perQuery[a].map((value, query) => value - perQuery[b][query]);
  const sampled = Float64Array.from({ length: 2000 }, () => {
    let sum = 0;
    for (let n = 0; n < gaps.length; n++) sum += gaps[draws.int(gaps.length)];
    return sum / gaps.length;
  }).sort();
  return {
    pair: `${a} − ${b}`,
    difference: gaps.reduce((x, y) => x + y, 0) / gaps.length,
    low: sampled[50],
    high: sampled[1949],
  };
}
display([
  difference('pointwise', 'BM25 alone'),
  difference('rankNet', 'pointwise'),
  difference('lambdaRank', 'rankNet'),
  difference('softmaxCrossEntropy', 'lambdaRank'),
  difference('listMle', 'lambdaRank'),
]);

// %% [look] One query, before and after needs=searches,times
const tested = examples.slice(cut[1]);
const told = tested
  .map((example, query) => ({
    ...example,
    lift: perQuery.lambdaRank[query] - perQuery['BM25 alone'][query],
  }))
  .reduce((a, b) => (b.lift > a.lift ? b : a));
const reordered = rankers.lambdaRank.predict(
  features.rows(told.query, told.documents),
  told.documents.length,
  features.columns,
);
display(`“${told.query}”, wanted: ${items[told.wanted].title}`);
display(
  Array.from(told.documents.keys())
    .sort((a, b) => reordered[b] - reordered[a])
    .slice(0, 6)
    .map((at, place) => ({
      place: place + 1,
      film: items[told.documents[at]].title,
      'place by BM25': at + 1,
      people: watchedBy[told.documents[at]],
    })),
);

// %% [breaks] A gradient that has gone to sleep
display(
  [0.01, 0.1, 0.3, 1, 3, 10].map((lead) => {
    const push = (name: 'rankNet' | 'approxNdcg') =>
      Math.abs(gradientOf(name, [0, lead], [1, 0]).gradient[0]);
    return {
      'the wrong film leads by': lead,
      'push of RankNet': push('rankNet'),
      'push of ApproxNDCG': push('approxNdcg'),
    };
  }),
);

// %% [try-lambda] Your turn: RankNet
exercise('ranknet', (scores: number[], labels: number[]): number[] => {
  // for each document the push (minus the gradient) of Σ ln(1 + e^−(s_i − s_j)) over all pairs with labels[i] > labels[j]
  return scores.map(() => 0);
});

// %% [check-lambda] Check of ranknet hidden
check('ranknet', (push: (scores: number[], labels: number[]) => number[]) => {
  const cases: [number[], number[]][] = [
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 1, 2],
      [2, 1, 0],
    ],
    [
      [0.3, -1, 2, 0.3],
      [0, 2, 2, 1],
    ],
    [
      [1, 2],
      [1, 1],
    ],
  ];
  for (const [s, y] of cases) {
    const got = push([...s], [...y]);
    const { gradient } = gradientOf('rankNet', s, y);
    s.forEach((_, at) => {
      if (!(Math.abs(got?.[at] + gradient[at]) < 1e-9))
        throw new Error(
          `scores ${s.join(', ')} with labels ${y.join(', ')}: document ${at + 1} should be pushed by ${(-gradient[at] || 0).toFixed(4)}, got ${got?.[at]}`,
        );
    });
    const sum = got.reduce((a, b) => a + b, 0);
    if (Math.abs(sum) > 1e-9)
      throw new Error(
        `what lifts one document lowers another: the pushes should sum to 0, got ${sum}`,
      );
  }
  return 'Equal labels make no pair, and every pair pushes twice: once up, once down.';
});

// %% [solve-lambda] Solution of ranknet hidden
solution('ranknet', (scores: number[], labels: number[]) => {
  const push = scores.map(() => 0);
  labels.forEach((up, i) =>
    labels.forEach((down, j) => {
      if (!(up > down)) return;
      const force = 1 / (1 + Math.exp(scores[i] - scores[j]));
      push[i] += force;
      push[j] -= force;
    }),
  );
  return push;
});

// %% [try-luce] Your turn: the probability of an order
exercise('plackett–luce', (scores: number[], order: number[]): number => {
  // the probability that drawing without replacement, by e^score, gives this order
  return 1 / order.length;
});

// %% [check-luce] Check of plackett–luce hidden
check('plackett–luce', (f: (scores: number[], order: number[]) => number) => {
  const near = (got: number, wanted: number, what: string) => {
    if (!(Math.abs(got - wanted) < 1e-5))
      throw new Error(`${what} should be ${wanted.toFixed(4)}, got ${got}`);
  };
  near(
    f([0, 0, 0], [0, 1, 2]),
    1 / 6,
    'three equal scores: each of six orders',
  );
  near(
    f([Math.log(2), 0], [0, 1]),
    2 / 3,
    'strengths 2 and 1, the strong one first',
  );
  near(f([0, 1, 2], [2, 1, 0]), 0.48633, 'scores 0, 1, 2 in falling order');
  near(
    f([500, 499, 498], [0, 1, 2]),
    0.48633,
    'the same scores plus 498, where e^500 is still a number but the sums are large,',
  );
  near(
    f([1000, 999, 998], [0, 1, 2]),
    0.48633,
    'the same plus 998, where e^1000 is no number any more: subtract the largest score first,',
  );
  return 'Only differences of scores matter, and code that knows it does not overflow.';
});

// %% [solve-luce] Solution of plackett–luce hidden
solution('plackett–luce', (scores: number[], order: number[]) => {
  const top = Math.max(...scores);
  const strengths = scores.map((score) => Math.exp(score - top));
  let left = strengths.reduce((a, b) => a + b, 0);
  let product = 1;
  for (const document of order) {
    product *= strengths[document] / left;
    left -= strengths[document];
  }
  return product;
});
