// Boosted trees: one split by hand, a tree grown leaf by leaf, LambdaMART on real questions, and why it said what it said.

// %% [by-hand] One split, by hand
/** What a leaf is worth: the loss falls by half of G² / H when all its rows move together. */
const worth = (errors: number[]) =>
  errors.reduce((a, b) => a + b, 0) ** 2 / errors.length;
const years = [1972, 1977, 1979, 1999, 2003, 2008];
const liked = [4, 5, 4, 2, 1, 2];
const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const errors = liked.map((stars) => stars - mean(liked));
display(
  years.slice(1).map((year, at) => ({
    'split before': year,
    left: mean(liked.slice(0, at + 1)),
    right: mean(liked.slice(at + 1)),
    gain:
      (worth(errors.slice(0, at + 1)) +
        worth(errors.slice(at + 1)) -
        worth(errors)) /
      2,
  })),
);

// %% [library] The same split, by the library
import { columnSplits } from 'recsys';
const { gains, bounds, best } = columnSplits(years, {
  gradients: errors.map((error) => -error),
  minData: 1,
});
display({ threshold: best!.threshold, gain: best!.gain });

// %% [stump] Boosting, from scratch
interface Stump {
  threshold: number;
  left: number;
  right: number;
}
/** The best single split of the errors. */
function grow(x: number[], errors: number[]): Stump {
  let found = { threshold: x[0], left: 0, right: 0 };
  let best = -Infinity;
  for (const threshold of x) {
    const [left, right] = [true, false].map((side) =>
      errors.filter((_, at) => x[at] < threshold === side),
    );
    if (left.length === 0 || right.length === 0) continue;
    const gain = worth(left) + worth(right);
    if (gain > best) {
      best = gain;
      found = { threshold, left: mean(left), right: mean(right) };
    }
  }
  return found;
}
import { random } from 'recsys';
const draw = random(3);
const x = Array.from({ length: 80 }, () => 10 * draw.next());
const y = x.map((at) => Math.sin(at) + 0.3 * draw.normal());
const stumps: Stump[] = [];
const rate = 0.3;
const predict = (at: number, trees = stumps.length) =>
  stumps
    .slice(0, trees)
    .reduce(
      (sum, { threshold, left, right }) =>
        sum + rate * (at < threshold ? left : right),
      0,
    );
for (let tree = 1; tree <= 100; tree++) {
  const rest = y.map((value, at) => value - predict(x[at]));
  stumps.push(grow(x, rest));
  progress({
    done: tree,
    total: 100,
    label: 'tree',
    values: { 'squared error': mean(rest.map((e) => e * e)) },
  });
}
import * as Plot from '@observablehq/plot';
const curve = [1, 10, 100].flatMap((trees) =>
  Array.from({ length: 201 }, (_, n) => ({
    trees: `${trees} trees`,
    x: n / 20,
    y: predict(n / 20, trees),
  })),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: 260,
    ariaLabel:
      'Eighty points on a noisy wave, and what 1, 10 and 100 stumps make of them',
    x: { label: 'x →' },
    y: { label: '↑ y', grid: true },
    color: {
      legend: true,
      domain: ['1 trees', '10 trees', '100 trees'],
      range: ['var(--second)', 'var(--series-2)', 'var(--series-1)'],
    },
    marks: [
      Plot.dot(
        x.map((at, n) => ({ x: at, y: y[n] })),
        { x: 'x', y: 'y', r: 2, fill: 'var(--second)' },
      ),
      Plot.lineY(curve, { x: 'x', y: 'y', stroke: 'trees', curve: 'step' }),
    ],
  }),
);

// %% [queries] The questions of the chapter before needs=searches,times
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
const tested = examples.slice(cut[1]);
const [train, validation, test] = [
  examples.slice(0, cut[0]),
  examples.slice(cut[0], cut[1]),
  tested,
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

// %% [grow] One tree, split by split needs=searches,times
import { gbdt } from 'recsys';
const single = await gbdt(train, {
  objective: 'logistic',
  trees: 1,
  leaves: 6,
  learningRate: 1,
  minData: 50,
  seed: 42,
});
display(
  single.nodes(0).map(({ id, depth, rows, value, split }) => ({
    node: `${'· '.repeat(depth)}${id}`,
    rows,
    value,
    asks: split
      ? `${split.name ?? split.column} ≤ ${split.threshold.toPrecision(3)}`
      : '',
    gain: split?.gain ?? null,
  })),
);

// %% [train] LambdaMART needs=searches,times
import { lambdaMart } from 'recsys';
const options = {
  leaves: 15,
  learningRate: 0.1,
  minData: 20,
  seed: 42,
  signal,
};
const model = await lambdaMart(train, {
  ...options,
  trees: 150,
  validation,
  onProgress: progress,
});
display({ 'trees kept': model.trees });

// %% [compare] Against everything before it needs=searches,times
import { meanInterval, queryNdcg, rankerTf } from 'recsys';
const network = await rankerTf(train, {
  loss: 'lambdaRank',
  hidden: [16],
  epochs: 5,
  batchSize: 64,
  validation,
  seed: 42,
  signal,
  onProgress: progress,
});
const column = (name: string) =>
  Float32Array.from(
    { length: test.rows },
    (_, row) => test.features[row * test.columns + test.names.indexOf(name)],
  );
const scored = (ranker: { predict: typeof model.predict }) =>
  queryNdcg(test, ranker.predict(test.features, test.rows, test.columns));
const perQuery: Record<string, Float64Array> = {
  'most watched first': queryNdcg(test, column('watched (ln)')),
  'BM25 alone': queryNdcg(test, column('bm25')),
  'network, LambdaRank': scored(network),
  'trees, pointwise': scored(
    await gbdt(train, {
      ...options,
      objective: 'logistic',
      trees: 150,
      validation,
    }),
  ),
  LambdaMART: scored(model),
};
display(
  Object.entries(perQuery).map(([ranker, values]) => {
    const { mean, interval } = meanInterval(values);
    return { ranker, ndcg: mean, low: interval[0], high: interval[1] };
  }),
);
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
    difference: gaps.reduce((p, q) => p + q, 0) / gaps.length,
    low: sampled[50],
    high: sampled[1949],
  };
}
display([
  difference('LambdaMART', 'BM25 alone'),
  difference('LambdaMART', 'network, LambdaRank'),
  difference('LambdaMART', 'trees, pointwise'),
]);

// %% [importance] What the trees ask about needs=searches,times
const [byGain, bySplit] = [model.importance('gain'), model.importance('split')];
const total = (x: Float64Array) => x.reduce((a, b) => a + b, 0);
display(
  test.names
    .map((feature, at) => ({
      feature,
      'share of the gain': byGain[at] / total(byGain),
      'share of the splits': bySplit[at] / total(bySplit),
    }))
    .sort((a, b) => b['share of the gain'] - a['share of the gain']),
);

// %% [look] Why this film stands first needs=searches,times
const told = tested
  .map((example, query) => ({
    ...example,
    lift: perQuery.LambdaMART[query] - perQuery['BM25 alone'][query],
  }))
  .reduce((a, b) => (b.lift > a.lift ? b : a));
const rows = features.rows(told.query, told.documents);
const scores = model.predict(rows, told.documents.length, features.columns);
const order = Array.from(told.documents.keys()).sort(
  (a, b) => scores[b] - scores[a],
);
display(`“${told.query}”, wanted: ${items[told.wanted].title}`);
display(
  order.slice(0, 5).map((at, place) => ({
    place: place + 1,
    film: items[told.documents[at]].title,
    score: scores[at],
    'place by BM25': at + 1,
  })),
);
const rowOf = (at: number) =>
  rows.subarray(at * features.columns, (at + 1) * features.columns);
const why = model.contributions(rowOf(order[0]));
display(
  features.names
    .map((feature, at) => ({
      feature,
      value: rowOf(order[0])[at],
      adds: why.values[at],
    }))
    .sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds))
    .slice(0, 6),
);
display({
  'base and all contributions': why.base + total(why.values),
  'the prediction': scores[order[0]],
});

// %% [breaks] Too many trees, and years that have not come yet needs=searches,times
const long = await lambdaMart(train, {
  ...options,
  leaves: 63,
  minData: 1,
  trees: 200,
});
const after = [10, 50, 200].map((trees) => {
  const at = (table: typeof test) =>
    mean([
      ...queryNdcg(
        table,
        long.predict(table.features, table.rows, table.columns, { trees }),
      ),
    ]);
  return { trees, 'nDCG@10, train': at(train), 'nDCG@10, test': at(test) };
});
display(after);
display({
  'the wave at 9.9': predict(9.9),
  'at 20': predict(20),
  'at 1,000': predict(1000),
});

// %% [try-gain] Your turn: the best cut
exercise(
  'cut',
  (values: number[], errors: number[]): { threshold: number; gain: number } => {
    // of all cuts between two neighbouring different values, the one with the largest
    // gain ½ (G_L² / n_L + G_R² / n_R − G² / n), G a sum of errors; threshold halfway between the two values
    return { threshold: values[0], gain: 0 };
  },
);

// %% [check-gain] Check of cut hidden
check(
  'cut',
  (
    f: (
      values: number[],
      errors: number[],
    ) => { threshold: number; gain: number },
  ) => {
    const ask = (
      values: number[],
      errors: number[],
      threshold: number,
      gain: number,
      why: string,
    ) => {
      const got = f([...values], [...errors]);
      if (!(
        Math.abs(got?.threshold - threshold) < 1e-9 &&
        Math.abs(got.gain - gain) < 1e-9
      ))
        throw new Error(
          `${why}: the best cut is at ${threshold} with a gain of ${gain.toFixed(3)}, got ${got?.threshold} and ${got?.gain}`,
        );
    };
    ask([1, 2, 3, 4], [1, 1, -1, -1], 2.5, 2, 'two up, two down');
    ask([4, 1, 3, 2], [-1, 1, -1, 1], 2.5, 2, 'the same rows in another order');
    ask(
      [1, 1, 2, 2],
      [1, -1, 3, -3],
      1.5,
      0,
      'no cut gains, and none may part equal values',
    );
    ask(
      [1, 2, 2, 3],
      [2, 0, 0, -2],
      1.5,
      8 / 3,
      'two cuts gain the same; take the lower one',
    );
    return 'Sort once, then walk: two running sums are enough for every cut of a column.';
  },
);

// %% [solve-gain] Solution of cut hidden
solution('cut', (values: number[], errors: number[]) => {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const all = errors.reduce((a, b) => a + b, 0);
  const n = values.length;
  let found = { threshold: NaN, gain: -Infinity };
  let left = 0;
  for (let at = 1; at < n; at++) {
    left += errors[order[at - 1]];
    const [below, above] = [values[order[at - 1]], values[order[at]]];
    if (below === above) continue;
    const gain =
      (left ** 2 / at + (all - left) ** 2 / (n - at) - all ** 2 / n) / 2;
    if (gain > found.gain + 1e-12)
      found = { threshold: (below + above) / 2, gain };
  }
  return found;
});

// %% [try-boost] Your turn: find the bug
exercise(
  'boost',
  (
    x: number[],
    y: number[],
    fit: (x: number[], errors: number[]) => (x: number) => number,
    trees: number,
  ): ((x: number) => number) => {
    // each tree is fitted to what the trees before it leave, and a tenth of it is taken
    const grown: ((x: number) => number)[] = [];
    const predict = (at: number) =>
      grown.reduce((sum, tree) => sum + 0.1 * tree(at), 0);
    for (let tree = 0; tree < trees; tree++) grown.push(fit(x, y));
    return predict;
  },
);

// %% [check-boost] Check of boost hidden
check(
  'boost',
  (
    boost: (
      x: number[],
      y: number[],
      fit: (x: number[], errors: number[]) => (x: number) => number,
      trees: number,
    ) => (x: number) => number,
  ) => {
    const stump = (x: number[], errors: number[]) => {
      const { threshold, left, right } = grow(x, errors);
      return (at: number) => (at < threshold ? left : right);
    };
    const [x, y] = [
      [1, 2, 3, 4],
      [0, 0, 10, 10],
    ];
    const after = boost(x, y, stump, 60)(4);
    if (after > 11)
      throw new Error(
        `after 60 trees the prediction at 4, where y is 10, is ${after.toFixed(1)}: every tree learns the whole of y again. What should it be fitted to?`,
      );
    if (!(Math.abs(after - 10) < 0.1))
      throw new Error(
        `after 60 trees the prediction at 4 should be near 10, got ${after}`,
      );
    const short = boost(x, y, stump, 1)(4);
    if (!(Math.abs(short - 1) < 1e-9))
      throw new Error(`one tree says 10, and a tenth of it is 1; got ${short}`);
    return 'Each tree sees only what is left: nine tenths, then nine tenths of that.';
  },
);

// %% [solve-boost] Solution of boost hidden
solution(
  'boost',
  (
    x: number[],
    y: number[],
    fit: (x: number[], errors: number[]) => (x: number) => number,
    trees: number,
  ) => {
    const grown: ((x: number) => number)[] = [];
    const predict = (at: number) =>
      grown.reduce((sum, tree) => sum + 0.1 * tree(at), 0);
    for (let tree = 0; tree < trees; tree++)
      grown.push(
        fit(
          x,
          y.map((value, at) => value - predict(x[at])),
        ),
      );
    return predict;
  },
);
