// Two towers in TensorFlow.js: the softmax over a batch, the logQ correction, mixed negatives, and films placed by their features.

// %% [sample] A sum over all films, from a handful
import { random } from 'recsys';
const draw = random(1);
const films = 100_000;
const weight = Float64Array.from(
  { length: films },
  (_, i) => draw.next() / Math.sqrt(i + 1),
); // e^s of each film: the first of the chart have more
const total = weight.reduce((sum, x) => sum + x, 0);
/** The chance of film i, in proportion to about 1 / √i, as in a chart. */
const chanceOf = (i: number) =>
  (Math.sqrt(i + 1) - Math.sqrt(i)) / Math.sqrt(films);
const drawFilm = () => Math.floor(draw.next() ** 2 * films);
display(
  [100, 1000, 10_000].map((drawn) => {
    let divided = 0;
    let plainly = 0;
    for (let n = 0; n < drawn; n++) {
      const film = drawFilm();
      divided += weight[film] / chanceOf(film) / drawn;
      plainly += (weight[film] * films) / drawn;
    }
    return {
      drawn,
      'each divided by its chance, over truth': divided / total,
      'as if all came alike, over truth': plainly / total,
    };
  }),
);

// %% [by-hand] Three films, with the correction and without
const share = [0.5, 0.25, 0.25]; // P(film | viewer): what the viewer watches
const inBatch = [1 / 2, 1 / 3, 1 / 6]; // Q(film): what all viewers watch
/** Where 2,000 steps down the gradient end, for one viewer and large batches. */
function settle(correct: boolean) {
  const s = [0, 0, 0];
  for (let step = 0; step < 2000; step++) {
    const part = s.map((x, i) => {
      const seen = correct ? x - Math.log(inBatch[i]) : x;
      return inBatch[i] * Math.exp(seen); // as many columns are film i
    });
    const all = part[0] + part[1] + part[2];
    part.forEach((x, i) => {
      s[i] += 0.5 * (share[i] - x / all);
    });
  }
  const sum = s.reduce((a, x) => a + Math.exp(x), 0);
  return s.map((x) => Math.exp(x) / sum);
}
const [corrected, plain] = [settle(true), settle(false)];
display(
  ['the hit', 'the second', 'the rarity'].map((film, i) => ({
    film,
    P: share[i],
    Q: inBatch[i],
    'P ÷ Q': share[i] / inBatch[i],
    'learned with logQ': corrected[i],
    'learned without': plain[i],
  })),
);

// %% [log] The log needs=times
import { splitByTime, summary } from 'recsys';
const { interactions, items, users, name } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
const inside = splitByTime(train, { testShare: 0.1 });
display(name);
display(summary(inside.train, inside.test, test));

// %% [inputs] What stands at the foot of each tower
import * as tf from '@tensorflow/tfjs';
const yearsOf = (year?: number) =>
  year ? [`years:${5 * Math.floor(year / 5)}`] : [];
const filmFeatures = items.map(({ genres, year }) => [
  ...genres.map((genre) => `genre:${genre}`),
  ...yearsOf(year),
]);
const viewerFeatures = users.map(({ attributes }) =>
  Object.entries(attributes ?? {}).map(([name, value]) => `${name}:${value}`),
);
/** A row of zeros and ones for each list of names, one column a name. */
function multiHot(lists: string[][]) {
  const names = [...new Set(lists.flat())];
  const at = new Map(names.map((name, column) => [name, column]));
  const values = new Float32Array(lists.length * names.length);
  lists.forEach((list, row) => {
    for (const name of list) values[row * names.length + at.get(name)!] = 1;
  });
  return { names, table: tf.tensor2d(values, [lists.length, names.length]) };
}
const ofFilms = multiHot(filmFeatures);
const ofViewers = multiHot(viewerFeatures.map((own) => ['everyone', ...own]));

const log = inside.train;
const look = 10; // films that a viewer is made of
const nothing = items.length; // stands where a viewer has not watched so many
const lastOf = users.map(() => new Int32Array(look).fill(nothing));
/** For each row of the log, the ten films that its viewer had watched last before it. */
const before = new Int32Array(log.users.length * look);
const order = [...log.users.keys()].sort((a, b) => log.times[a] - log.times[b]);
for (const row of order) {
  const last = lastOf[log.users[row]];
  before.set(last, row * look);
  last.copyWithin(0, 1);
  last[look - 1] = log.items[row];
}
display({
  'features of films': ofFilms.names.length,
  'of viewers': ofViewers.names.length,
  example: filmFeatures[0].join(', '),
});

// %% [scratch] Two towers, from scratch timeout=60
import { topk } from 'recsys';
import type { Ranked } from 'recsys';
const d = 16;
const batchSize = 256;
const people = new Float64Array(items.length);
for (const item of log.items) people[item] += 1;
/** The chance that a column of a batch is this film. */
const q = people.map((n) => n / log.items.length);

async function learn({ correct = true, evenly = 0 } = {}) {
  const draw = random(42);
  const table = (rows: number) => {
    const start = { length: rows * d };
    const small = Float32Array.from(start, () => draw.normal(0, 0.1));
    return tf.variable(tf.tensor2d(small, [rows, d]));
  };
  const own = table(items.length);
  const ofFilm = table(ofFilms.names.length);
  const past = table(items.length + 1);
  const ofViewer = table(ofViewers.names.length);

  const filmTower = (films: Int32Array) => {
    const at = tf.tensor1d(films, 'int32');
    const features = tf.gather(ofFilms.table, at); // (films, features)
    return tf.gather(own, at).add(tf.matMul(features, ofFilm)); // (films, d)
  };
  const viewerTower = (viewers: Int32Array, watched: Int32Array) => {
    const at = tf.tensor2d(watched, [viewers.length, look], 'int32');
    const features = tf.gather(ofViewers.table, tf.tensor1d(viewers, 'int32'));
    const films = tf.gather(past, at).mean(1); // the films before, averaged
    return films.add(tf.matMul(features, ofViewer)); // (viewers, d)
  };
  const optimizer = tf.train.adam(0.02);
  const rows = Int32Array.from(log.users.keys());
  draw.shuffle(rows);
  const steps = Math.floor(rows.length / batchSize);
  const answer = tf.eye(batchSize, batchSize + evenly); // row r: column r
  for (let step = 0; step < steps && !signal.aborted; step++) {
    const batch = rows.subarray(step * batchSize, (step + 1) * batchSize);
    const columns = new Int32Array(batchSize + evenly);
    const viewers = new Int32Array(batchSize);
    const watched = new Int32Array(batchSize * look);
    batch.forEach((row, r) => {
      columns[r] = log.items[row];
      viewers[r] = log.users[row];
      watched.set(before.subarray(row * look, (row + 1) * look), r * look);
    });
    for (let c = batchSize; c < columns.length; c++)
      columns[c] = draw.int(items.length);
    // how many columns of a batch are this film, on average
    const logQ = Float32Array.from(columns, (film) =>
      Math.log(batchSize * q[film] + evenly / items.length),
    );
    const score = () => {
      const u = viewerTower(viewers, watched);
      return tf.matMul(u, filmTower(columns), false, true); // (rows, columns)
    };
    const loss = optimizer.minimize(() => {
      const logits = correct ? score().sub(logQ) : score();
      return tf.losses.softmaxCrossEntropy(answer, logits) as tf.Scalar;
    }, true)!;
    if (step % 20 === 19) {
      const above = tf.tidy(() => {
        const scores = score();
        const own = scores.mul(answer).sum(1, true); // (rows, 1)
        return scores.greater(own).sum().div(batchSize);
      });
      const values = {
        loss: loss.dataSync()[0],
        'films of the batch above the watched one': above.dataSync()[0],
      };
      progress({ done: step + 1, total: steps, label: 'step', values });
      above.dispose();
    }
    loss.dispose();
    if (step % 8 === 7) await new Promise((turn) => setTimeout(turn)); // let Stop through
  }
  const [film, viewer] = tf.tidy(() => [
    filmTower(Int32Array.from(items.keys())),
    viewerTower(
      Int32Array.from(users.keys()),
      Int32Array.from(lastOf.flatMap((last) => [...last])),
    ),
  ]);
  const vectors = {
    film: (await film.data()) as Float32Array,
    viewer: (await viewer.data()) as Float32Array,
  };
  tf.dispose([own, ofFilm, past, ofViewer, answer, film, viewer]);
  optimizer.dispose();
  return vectors;
}
type Vectors = Awaited<ReturnType<typeof learn>>;
/** One score for each film, and what is added to each film's. */
function scoresOf(
  { film, viewer }: Vectors,
  user: number,
  plus?: Float64Array,
) {
  const scores = new Float32Array(items.length);
  for (let item = 0; item < items.length; item++) {
    let sum = plus ? plus[item] : 0;
    for (let f = 0; f < d; f++)
      sum += viewer[user * d + f] * film[item * d + f];
    scores[item] = sum;
  }
  return scores;
}
const ranker = (vectors: Vectors, plus?: Float64Array): Ranked => ({
  recommend(user, { k = 10, exclude = new Int32Array(0) } = {}) {
    const scores = scoresOf(vectors, user, plus);
    for (const item of exclude) scores[item] = -Infinity;
    return topk(scores, k);
  },
});
const towers = await learn();
display({
  'numbers learned':
    d * (2 * items.length + 1 + ofFilms.names.length + ofViewers.names.length),
});

// %% [bias] Trained twice: what is shown timeout=60
import { compare, evaluate } from 'recsys';
import type { Evaluation } from 'recsys';
const trained: Record<string, Vectors> = {
  'with logQ': towers,
  'without logQ': await learn({ correct: false }),
};
const rare = (item: number) => people[item] < 3;
const described = (shown: ArrayLike<number>) => {
  const list = Array.from(shown);
  return {
    'mean viewers': list.reduce((s, i) => s + people[i], 0) / list.length,
    'under 3 viewers': list.filter(rare).length / list.length,
    films: new Set(list).size,
  };
};
const judged: Record<string, Evaluation<'ndcg'>> = {};
const shownBy: Record<string, number[]> = {};
/** Evaluates on the validation split, and keeps what was shown. */
async function judge(what: string, model: Ranked) {
  const shown: number[] = [];
  const recommend: Ranked['recommend'] = (user, options) => {
    const list = model.recommend(user, options);
    shown.push(...list.items);
    return list;
  };
  const settings = { ...inside, k: 10, metrics: ['ndcg'], signal } as const;
  judged[what] = await evaluate({ recommend }, settings);
  shownBy[what] = shown;
  return { what, ndcg: judged[what].mean.ndcg, ...described(shown) };
}
const shown: Record<string, unknown>[] = [];
for (const [what, vectors] of Object.entries(trained))
  shown.push(await judge(what, ranker(vectors)));
display([
  ...shown,
  {
    what: 'what was watched next',
    ndcg: null,
    ...described(inside.test.items),
  },
]);

// %% [tenths] Who gets the places
import * as Plot from '@observablehq/plot';
const chart = [...items.keys()].sort((a, b) => people[b] - people[a]);
const tenthOf = new Int32Array(items.length);
chart.forEach((item, place) => {
  tenthOf[item] = 1 + Math.floor((10 * place) / items.length);
});
const shares = (what: string, list: ArrayLike<number>) => {
  const inTenth = new Float64Array(11);
  for (let n = 0; n < list.length; n++)
    inTenth[tenthOf[list[n]]] += 1 / list.length;
  return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tenth) => ({
    what,
    tenth,
    share: inTenth[tenth],
  }));
};
const groups = [
  ...shares('watched next', inside.test.items),
  ...shares('with logQ', shownBy['with logQ']),
  ...shares('without logQ', shownBy['without logQ']),
];
display(({ width }) =>
  Plot.plot({
    width,
    height: 360,
    marginLeft: 50,
    ariaLabel:
      'Share of the places by tenth of the chart: watched next, shown with logQ, shown without',
    x: {
      label: 'tenth of the films, most watched first →',
      domain: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    },
    y: { label: 'share', percent: true, grid: true, ticks: 3 },
    fy: { label: null, domain: ['watched next', 'with logQ', 'without logQ'] },
    marks: [
      Plot.barY(groups, {
        x: 'tenth',
        y: 'share',
        fy: 'what',
        fill: 'var(--series-1)',
      }),
      Plot.ruleY([0]),
    ],
  }),
);
display(
  groups
    .filter(({ tenth }) => tenth === 1)
    .map(({ what, share }) => ({ what, 'share of the first tenth': share })),
);

// %% [dial] The correction given back at the end
const logShare = q.map((share) =>
  Math.log(Math.max(share, 0.5 / log.items.length)),
);
const part = (beta: number) => logShare.map((x) => beta * x);
const given: Record<string, unknown>[] = [];
for (const beta of [0.5, 1])
  given.push(
    await judge(
      `without logQ, plus ${beta} log Q`,
      ranker(trained['without logQ'], part(beta)),
    ),
  );
display([shown[1], ...given, shown[0]]);
const difference = (
  a: Evaluation<'ndcg'>,
  b: Evaluation<'ndcg'>,
  pair: string,
) => {
  const { difference, interval } = compare(a, b, { metric: 'ndcg', seed: 42 });
  return { pair, difference, low: interval[0], high: interval[1] };
};
display(
  [
    ['with logQ', 'without logQ'],
    ['with logQ', 'without logQ, plus 1 log Q'],
  ].map(([a, b]) => difference(judged[a], judged[b], `${a} − ${b}`)),
);

// %% [one-viewer] The same viewer, scored by both
const someone = inside.test.users[0];
const seen = new Set(log.items.filter((_, row) => log.users[row] === someone));
const [scoreWith, scoreWithout] = ['with logQ', 'without logQ'].map((what) =>
  scoresOf(trained[what], someone),
);
const kept = new Set<number>();
for (const beta of [0, 0.25, 0.5, 0.75, 1])
  for (const scores of [scoreWith, scoreWithout]) {
    const moved = scores.map((score, item) =>
      seen.has(item) || people[item] === 0
        ? -Infinity
        : score + beta * logShare[item],
    );
    for (const item of topk(moved, 10).items) kept.add(item);
  }
chart.forEach((item, place) => {
  if (place % 30 === 0 && people[item] > 0 && !seen.has(item)) kept.add(item);
});
display(
  [...kept]
    .sort((a, b) => people[b] - people[a])
    .map((item) => ({
      film: items[item].title,
      people: people[item],
      'log Q': logShare[item],
      'with logQ': scoreWith[item],
      'without logQ': scoreWithout[item],
    })),
);

// %% [mixed] Films that are in no batch timeout=60
const mixed = await learn({ evenly: 128 });
const silent = new Set(chart.filter((item) => people[item] === 0));
/** Where these films stand on average, for 50 viewers: 0 first, 1 last. */
function meanPlace(vectors: Vectors) {
  let sum = 0;
  for (let n = 0; n < 50; n++) {
    const scores = scoresOf(vectors, inside.test.users[n]);
    const places = [...items.keys()].sort((a, b) => scores[b] - scores[a]);
    places.forEach((item, place) => {
      if (silent.has(item)) sum += place / items.length / silent.size / 50;
    });
  }
  return sum;
}
const ranked = await judge('with logQ and even draws', ranker(mixed));
display([
  {
    what: 'with logQ',
    ndcg: judged['with logQ'].mean.ndcg,
    'mean place of films without viewers': meanPlace(towers),
  },
  {
    what: ranked.what,
    ndcg: ranked.ndcg,
    'mean place of films without viewers': meanPlace(mixed),
  },
]);
display({
  'films without viewers': silent.size / items.length,
  'their share of what was watched next':
    inside.test.items.filter((item) => silent.has(item)).length /
    inside.test.items.length,
});
display([
  difference(judged[ranked.what], judged['with logQ'], 'even draws − none'),
]);

// %% [board] The library's towers, on all there is timeout=60
import { leaderboard, twoTower } from 'recsys';
import type { Recommender } from 'recsys';
const itemFeatures = items.map(({ director, ageRating }, item) => [
  ...filmFeatures[item],
  ...(director ? [`director:${director}`] : []),
  ...(ageRating ? [`age:${ageRating}`] : []),
]);
const common = { epochs: 2, seed: 42, signal };
const makers: Record<string, () => Promise<Recommender>> = {
  'two towers': () => twoTower(train, common),
  'two towers with features': () =>
    twoTower(train, { ...common, itemFeatures, userFeatures: viewerFeatures }),
};
const models: Record<string, Recommender> = {};
const seconds: Record<string, number> = {};
for (const [model, make] of Object.entries(makers)) {
  const start = performance.now();
  models[model] = await make();
  seconds[model] = volatile((performance.now() - start) / 1000);
  progress({ done: Object.keys(models).length, total: 2, label: 'model' });
}
display(await leaderboard(models, { train, test, k: 10, seconds, signal }));

// %% [paired] Which differences are real
import { implicitAls } from 'recsys';
const onTest: Record<string, Evaluation<'ndcg'>> = {};
for (const [model, ranker] of Object.entries({
  'implicit ALS': await implicitAls(train, {
    factors: 32,
    iterations: 8,
    alpha0: 0.1,
    regularization: 0.01,
    seed: 42,
    signal,
  }),
  ...models,
}))
  onTest[model] = await evaluate(ranker, {
    train,
    test,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
display(
  [
    ['two towers', 'implicit ALS'],
    ['two towers with features', 'two towers'],
    ['two towers with features', 'implicit ALS'],
  ].map(([a, b]) => difference(onTest[a], onTest[b], `${a} − ${b}`)),
);

// %% [hidden] Sixty films that the log has never heard of needs=genres timeout=60
import { selectRows } from 'recsys';
const pool = Int32Array.from(chart.filter((item) => people[item] >= 30));
const hidden = new Set(random(3).shuffle(pool).subarray(0, 60));
const rowsWhere = (keep: (item: number) => boolean) =>
  selectRows(
    log,
    [...log.items.keys()].filter((row) => keep(log.items[row])),
  );
const placed = await twoTower(
  rowsWhere((item) => !hidden.has(item)),
  {
    ...common,
    epochs: 1,
    itemFeatures,
    userFeatures: viewerFeatures,
    onProgress: progress,
  },
);
/** Where a film that a viewer watched stands among the sixty, 0 … 1. */
const places = new Map<number, number[]>([...hidden].map((item) => [item, []]));
const ofHidden = rowsWhere((item) => hidden.has(item));
const sixty = [...hidden];
for (let row = 0; row < ofHidden.users.length; row += 3) {
  const scores = placed.scores(ofHidden.users[row]);
  const mine = scores[ofHidden.items[row]];
  const above = sixty.filter((item) => scores[item] > mine).length;
  places.get(ofHidden.items[row])!.push(above / (sixty.length - 1));
}
const { dimensions, items: placedVectors } = placed.vectors;
const unknown = placed.userVector([]); // a viewer of whom nothing is known
const scoreOfUnknown = (item: number) =>
  unknown.reduce((s, x, f) => s + x * placedVectors[item * dimensions + f], 0);
const forAnyone = [...sixty].sort(
  (a, b) => scoreOfUnknown(b) - scoreOfUnknown(a),
);
const average = (list: number[]) =>
  list.reduce((s, x) => s + x, 0) / list.length;
const cosineTo = (vector: Float32Array) => (item: number) => {
  let [ab, aa, bb] = [0, 0, 0];
  for (let f = 0; f < dimensions - 1; f++) {
    const [a, b] = [vector[f], placedVectors[item * dimensions + f]];
    [ab, aa, bb] = [ab + a * b, aa + a * a, bb + b * b];
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
};
const nearestTo = (vector: Float32Array, n: number) => {
  const near = Float32Array.from(items.keys(), cosineTo(vector));
  for (const item of items.keys())
    if (hidden.has(item) || people[item] < 30) near[item] = -Infinity;
  return [...topk(near, n).items];
};
display({
  'mean place among the sixty': average([...places.values()].flat()),
  'by the order of an unknown viewer': average(
    forAnyone.flatMap((item, place) =>
      places.get(item)!.map(() => place / (sixty.length - 1)),
    ),
  ),
  'by chance': 0.5,
});
display(
  sixty.slice(0, 8).map((item) => ({
    'hidden film': items[item].title,
    'nearest known film': nearestTo(placed.itemVector(itemFeatures[item]), 1)
      .map((near) => items[near].title)
      .join(),
    'mean place': average(places.get(item)!),
    'known of it': [...items[item].genres, items[item].director ?? '']
      .filter(Boolean)
      .join(', '),
  })),
);

// %% [invent] A film that does not exist needs=genres
const invented = ['genre:Adventure', 'genre:Children', 'years:2005'];
display(
  nearestTo(placed.itemVector(invented), 5).map((item) => ({
    'nearest to it': items[item].title,
    genres: items[item].genres.join(', '),
    year: items[item].year ? `${items[item].year}` : '',
  })),
);

// %% [look] A viewer, and a film's neighbours
const full = models['two towers with features'] as Awaited<
  ReturnType<typeof twoTower>
>;
const viewer = test.users[0];
const met = [
  ...new Set(train.items.filter((_, row) => train.users[row] === viewer)),
];
const title = (item: number) => items[item].title;
display(
  `viewer ${users[viewer].id} has watched ${met
    .sort((a, b) => people[b] - people[a])
    .slice(0, 6)
    .map(title)
    .join(' · ')} and ${Math.max(0, met.length - 6)} more`,
);
display(
  Array.from(full.recommend(viewer, { k: 6 }).items, (item, place) => ({
    place: place + 1,
    film: title(item),
    genres: items[item].genres.join(', '),
    people: people[item],
  })),
);
const asked = chart[30];
display(`nearest to ${title(asked)}:`);
display(
  Array.from(full.neighbours(asked, { k: 5 }).items, (item) => ({
    film: title(item),
    genres: items[item].genres.join(', '),
    people: people[item],
  })),
);

// %% [breaks] Two nights, and twins
const bare = models['two towers'] as typeof full;
const [monday, tuesday] = [bare.vectors, full.vectors];
const crossed: Ranked = {
  recommend(user, { k = 10, exclude = new Int32Array(0) } = {}) {
    const scores = new Float32Array(items.length);
    const [width, p, q] = [monday.dimensions, monday.users, tuesday.items];
    for (let item = 0; item < items.length; item++)
      for (let f = 0; f < width; f++)
        scores[item] += p[user * width + f] * q[item * width + f];
    for (const item of exclude) scores[item] = -Infinity;
    return topk(scores, k);
  },
};
const mismatch = await evaluate(crossed, {
  train,
  test,
  k: 10,
  metrics: ['ndcg'],
  signal,
});
display({
  'both of one training': onTest['two towers'].mean.ndcg,
  'viewers of one, films of another': mismatch.mean.ndcg,
});
const twins = new Map<string, number>();
for (const features of itemFeatures)
  twins.set(`${features}`, (twins.get(`${features}`) ?? 0) + 1);
const alike = [...twins.values()].filter((films) => films > 1);
display({
  'films that share all their features with another':
    alike.reduce((sum, films) => sum + films, 0) / items.length,
  'largest group': Math.max(...twins.values()),
});

// %% [try-loss] Your turn: the loss of a batch
exercise('batch loss', (scores: number[][], logQ: number[]): number => {
  // row r of the scores belongs to a viewer who watched the film of column r
  const losses = scores.map((row, r) => {
    const sum = row.reduce((total, score) => total + Math.exp(score), 0);
    return -Math.log(Math.exp(row[r]) / sum);
  });
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
});

// %% [check-loss] Check of batch loss hidden
check('batch loss', (f: (scores: number[][], logQ: number[]) => number) => {
  const near = (x: number, y: number) => Math.abs(x - y) < 1e-9;
  const alike = [Math.log(0.5), Math.log(0.5)];
  if (
    !near(
      f(
        [
          [1, 0],
          [0, 1],
        ],
        alike,
      ),
      Math.log1p(Math.exp(-1)),
    )
  )
    throw new Error(
      'with films that are equally common the loss of two leads of 1 is ln(1 + e⁻¹)',
    );
  const uneven = [Math.log(0.8), Math.log(0.2)];
  const zero = f(
    [
      [0, 0],
      [0, 0],
    ],
    uneven,
  );
  const want = (Math.log(5) + Math.log(5 / 4)) / 2;
  if (near(zero, Math.LN2))
    throw new Error(
      'a film four times as common in batches counted like the other; is log Q in your scores?',
    );
  if (!near(zero, want))
    throw new Error(
      `scores of 0, Q of 0.8 and 0.2: the loss is ${want.toFixed(4)}, got ${zero.toFixed(4)}`,
    );
  const sloped = f(
    [
      [1, 0, 2],
      [0, 3, 1],
      [2, 1, 0],
    ],
    [-1, -2, -3],
  );
  const three = 1.5066992954521803; // by Python's math, with 16 digits
  if (!near(sloped, three))
    throw new Error(
      `three viewers: the loss is ${three.toFixed(4)}, got ${sloped.toFixed(4)}; is log Q taken off with the right sign, of each column?`,
    );
  if (
    !Number.isFinite(
      f(
        [
          [1000, 0],
          [0, 1000],
        ],
        alike,
      ),
    ) ||
    !Number.isFinite(
      f(
        [
          [0, 1000],
          [1000, 0],
        ],
        alike,
      ),
    )
  )
    throw new Error(
      'a score of 1000 made the loss infinite: take the largest of a row off before the exponential',
    );
  return 'The correction, and a sum that does not overflow. It is the loss that trained both towers.';
});

// %% [solve-loss] Solution of batch loss hidden
solution('batch loss', (scores: number[][], logQ: number[]) => {
  const losses = scores.map((row, r) => {
    const logits = row.map((score, c) => score - logQ[c]);
    const most = Math.max(...logits);
    const sum = logits.reduce((total, x) => total + Math.exp(x - most), 0);
    return Math.log(sum) + most - logits[r];
  });
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
});

// %% [try-stream] Your turn: a frequency without counting
exercise(
  'stream',
  (
    batches: string[][],
    rate: number,
    interval: number,
  ): Map<string, number> => {
    // for each film, the chance that the next batch has it; `interval` is the guess of the gap before a film is first seen
    const seen = new Map<string, number>();
    for (const batch of batches)
      for (const film of batch)
        seen.set(film, (seen.get(film) ?? 0) + 1 / batches.length);
    return seen;
  },
);

// %% [check-stream] Check of stream hidden
check(
  'stream',
  (
    f: (
      batches: string[][],
      rate: number,
      interval: number,
    ) => Map<string, number>,
  ) => {
    const everyNth = (n: number, from: number, to: number) =>
      Array.from({ length: to - from }, (_, t) =>
        (t + from) % n === 0 ? ['Alien', 'Jaws'] : ['Jaws', 'Jaws'],
      );
    const steady = f(everyNth(4, 0, 400), 0.1, 10);
    if (!(Math.abs((steady.get('Alien') ?? NaN) - 0.25) < 0.01))
      throw new Error(
        `Alien is in every fourth batch; the estimate is ${steady.get('Alien')}`,
      );
    if (!(Math.abs((steady.get('Jaws') ?? NaN) - 1) < 0.01))
      throw new Error(
        `Jaws is in every batch, in some twice, and that counts once; the estimate is ${steady.get('Jaws')}`,
      );
    const changed = f(
      [...everyNth(20, 0, 2000), ...everyNth(2, 2000, 2200)],
      0.1,
      10,
    );
    if (!(Math.abs((changed.get('Alien') ?? NaN) - 0.5) < 0.02))
      throw new Error(
        `Alien came in every 20th batch, and since a hundred appearances in every second; the estimate is ${changed.get('Alien')?.toFixed(3)}, and a count of all batches would say so too`,
      );
    const once = f([['Heat']], 0.1, 10);
    if (!(Math.abs((once.get('Heat') ?? NaN) - 0.1) < 1e-9))
      throw new Error(
        'a film seen once has no gap yet: its interval is the guess it started with',
      );
    const twice = f([['Heat'], [], [], ['Heat']], 0.5, 10);
    if (!(Math.abs(1 / (twice.get('Heat') ?? NaN) - 6.5) < 1e-9))
      throw new Error(
        'with rate 0.5 a gap of 3 after a guess of 10 makes an interval of 6.5',
      );
    return 'A moving average of gaps: two numbers a film, and it follows a premiere.';
  },
);

// %% [solve-stream] Solution of stream hidden
solution('stream', (batches: string[][], rate: number, interval: number) => {
  const gap = new Map<string, number>();
  const last = new Map<string, number>();
  batches.forEach((batch, t) => {
    for (const film of new Set(batch)) {
      const before = gap.get(film) ?? interval;
      const now = t - (last.get(film) ?? t - interval);
      gap.set(film, before + rate * (now - before));
      last.set(film, t);
    }
  });
  return new Map([...gap].map(([film, steps]) => [film, 1 / steps]));
});
