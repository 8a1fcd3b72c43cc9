// Factorisation: a table of mostly nothing, replaced by the product of two thin ones.

// %% [rank-one] A table that is one column times one row
const strength = [2, 1, 3]; // three viewers
const pull = [1, 2, 0]; // three films
display(
  strength.map((p, viewer) => ({
    viewer: ['Ann', 'Ben', 'Cat'][viewer],
    Alien: p * pull[0],
    Jaws: p * pull[1],
    Shrek: p * pull[2],
  })),
);
display({ numbers: 9, 'numbers that make it': 6 });

// %% [svd] The best such table, found by walking to and fro
const films = ['Alien', 'Jaws', 'Heat', 'Shrek', 'Amélie', 'Up'];
const watched = [
  [1, 1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0, 0],
  [1, 1, 1, 0, 0, 1],
  [0, 0, 0, 1, 1, 1],
  [0, 0, 0, 1, 0, 1],
  [0, 0, 1, 1, 1, 1],
];
const times = (table: number[][], v: number[]) =>
  table.map((row) => row.reduce((sum, x, i) => sum + x * v[i], 0));
const turned = (table: number[][]) =>
  table[0].map((_, i) => table.map((row) => row[i]));
const unit = (v: number[]) => {
  const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / length);
};
/** The leading singular vectors: films to viewers to films, until nothing turns any more. */
function leading(table: number[][]) {
  let right = unit(table[0].map((_, i) => 1 + i / 10));
  for (let step = 0; step < 100; step++)
    right = unit(times(turned(table), times(table, right)));
  const image = times(table, right);
  const size = Math.sqrt(image.reduce((sum, x) => sum + x * x, 0));
  return { left: unit(image), right, size };
}
const first = leading(watched);
const rest = watched.map((row, u) =>
  row.map((x, i) => x - first.size * first.left[u] * first.right[i]),
);
const second = leading(rest);
display({ 'singular values': [first.size, second.size] });
const ofTwo = (u: number, i: number) =>
  first.size * first.left[u] * first.right[i] +
  second.size * second.left[u] * second.right[i];
import * as Plot from '@observablehq/plot';
const grid = watched.flatMap((row, u) =>
  row.map((x, i) => ({
    viewer: u + 1,
    film: films[i],
    watched: x,
    'rank 2': ofTwo(u, i),
  })),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: 250,
    marginLeft: 40,
    ariaLabel:
      'Six viewers and six films: area is the score of the rank-2 table, a cross marks what was watched',
    x: { label: null, domain: films },
    y: { label: 'viewer', domain: [1, 2, 3, 4, 5, 6] },
    r: { range: [0, 13], domain: [0, 1.2] },
    marks: [
      Plot.dot(grid, {
        x: 'film',
        y: 'viewer',
        r: (d: { 'rank 2': number }) => Math.max(0, d['rank 2']),
        fill: 'var(--series-1)',
        fillOpacity: 0.5,
        title: (d: { film: string; 'rank 2': number }) =>
          `${d.film}: ${d['rank 2'].toFixed(2)}`,
      }),
      Plot.text(
        grid.filter((d) => d.watched),
        { x: 'film', y: 'viewer', text: () => '×', fill: 'var(--ink)' },
      ),
    ],
  }),
);

// %% [half-step] One half-step by hand
/** The p that minimises Σ (r − p q)² + λ p². */
const solveOne = (q: number[], r: number[], lambda: number) =>
  q.reduce((sum, x, i) => sum + x * r[i], 0) /
  (q.reduce((sum, x) => sum + x * x, 0) + lambda);
display({ p: solveOne([1, 2], [2, 3], 1) });

// %% [log] The log needs=times
import { splitByTime, summary, userItemMatrix } from 'recsys';
const { interactions, items, users, name } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
display(name);
display(summary(train, test));

// %% [explicit] Alternating least squares on the values
import { als, evaluate, popularity } from 'recsys';
const steps: { halfStep: number; loss: number; rmse: number }[] = [];
const explicit = await als(train, {
  factors: 8,
  iterations: 6,
  regularization: 0.1,
  seed: 42,
  signal,
  onProgress: (report) => {
    progress(report);
    steps.push({
      halfStep: report.done,
      loss: report.values!.loss,
      rmse: report.values!.rmse,
    });
  },
});
display(steps);
display({
  'every half-step lowers the loss': steps.every(
    ({ loss }, at) => at === 0 || loss < steps[at - 1].loss,
  ),
});

// %% [ranks-badly] A poor predictor, a worse ranker
const mean =
  train.values.reduce((sum, value) => sum + value, 0) / train.values.length;
const rmseOf = (predict: (row: number) => number) => {
  let sum = 0;
  for (let row = 0; row < test.users.length; row++)
    sum += (predict(row) - test.values[row]) ** 2;
  return Math.sqrt(sum / test.users.length);
};
const popular = popularity(train);
const judge = (model: Parameters<typeof evaluate>[0]) =>
  evaluate(model, { train, test, k: 10, signal });
const counts = popular.scores(0);
display([
  {
    model: 'the mean for everything',
    'RMSE on the test': rmseOf(() => mean),
    'nDCG@10': null,
  },
  {
    model: 'explicit ALS',
    'RMSE on the test': rmseOf((row) =>
      explicit.predict(test.users[row], test.items[row]),
    ),
    'nDCG@10': (await judge(explicit)).mean.ndcg,
  },
  {
    model: 'popularity',
    'RMSE on the test': null,
    'nDCG@10': (await judge(popular)).mean.ndcg,
  },
]);
const someone = test.users[0];
display(
  Array.from(explicit.recommend(someone, { k: 6 }).items, (item, place) => ({
    place: place + 1,
    film: items[item].title,
    'predicted value': explicit.predict(someone, item),
    'people in train': counts[item],
  })),
);

// %% [gram] A sum over all pairs, without the pairs
import { random } from 'recsys';
const draw = random(7);
const rows = (n: number) =>
  Array.from({ length: n }, () => [draw.normal(), draw.normal()]);
const [P, Q] = [rows(300), rows(200)];
let slow = 0;
for (const p of P) for (const q of Q) slow += (p[0] * q[0] + p[1] * q[1]) ** 2;
const gram2 = (F: number[][]) =>
  [0, 1].map((a) => [0, 1].map((b) => F.reduce((s, f) => s + f[a] * f[b], 0)));
const [GP, GQ] = [gram2(P), gram2(Q)];
const fast = GP.flat().reduce((sum, x, at) => sum + x * GQ.flat()[at], 0);
display({ '60,000 pairs': slow, 'two 2 × 2 tables': fast });

// %% [scratch] Implicit ALS, from scratch
const d = 16;
const alpha0 = 0.1;
const lambda = 0.01;
const matrix = userItemMatrix(train);
const historyOf = (user: number) =>
  matrix.indices.subarray(matrix.pointers[user], matrix.pointers[user + 1]);
const watchersOf = items.map(() => [] as number[]);
for (let user = 0; user < matrix.rows; user++)
  for (const item of historyOf(user)) watchersOf[item].push(user);

/** Solves A w = b for a symmetric positive definite d × d table, by elimination. */
function solve(A: Float64Array, b: Float64Array): Float64Array {
  for (let c = 0; c < d; c++)
    for (let r = c + 1; r < d; r++) {
      const share = A[r * d + c] / A[c * d + c];
      for (let e = c; e < d; e++) A[r * d + e] -= share * A[c * d + e];
      b[r] -= share * b[c];
    }
  for (let c = d - 1; c >= 0; c--) {
    for (let e = c + 1; e < d; e++) b[c] -= A[c * d + e] * b[e];
    b[c] /= A[c * d + c];
  }
  return b;
}
/** The vectors of one side, the other's given: one small system a row. */
function halfStep(met: ArrayLike<number>[], other: Float64Array[]) {
  const all = new Float64Array(d * d); // α₀ Σ f fᵀ over everyone
  for (const f of other)
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++) all[a * d + b] += alpha0 * f[a] * f[b];
  return met.map((own) => {
    const A = all.slice();
    const b = new Float64Array(d);
    for (let at = 0; at < own.length; at++) {
      const f = other[own[at]];
      for (let r = 0; r < d; r++) {
        b[r] += f[r];
        for (let c = 0; c < d; c++) A[r * d + c] += f[r] * f[c];
      }
    }
    const ridge = lambda * (own.length + alpha0 * other.length);
    for (let c = 0; c < d; c++) A[c * d + c] += ridge;
    return solve(A, b);
  });
}
const start = random(42);
let itemVectors: Float64Array[] = items.map(() =>
  Float64Array.from({ length: d }, () => start.normal(0, 0.1 / Math.sqrt(d))),
);
let userVectors: Float64Array[] = [];
const inner = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, x, f) => sum + x * b[f], 0);
const histories = users.map((_, user) => historyOf(user));
for (let round = 1; round <= 5 && !signal.aborted; round++) {
  userVectors = halfStep(histories, itemVectors);
  itemVectors = halfStep(watchersOf, userVectors);
  let miss = 0;
  histories.forEach((own, user) =>
    own.forEach((item) => {
      miss += (1 - inner(userVectors[user], itemVectors[item])) ** 2;
    }),
  );
  progress({
    done: round,
    total: 5,
    label: 'round',
    values: { 'squared error on what was watched': miss / train.items.length },
  });
  await new Promise((turn) => setTimeout(turn)); // let Stop through
}
import { topk } from 'recsys';
import type { Ranked } from 'recsys';
const scratch: Ranked = {
  recommend(user, { k = 10, exclude = new Int32Array(0) } = {}) {
    const scores = Float32Array.from(itemVectors, (q) =>
      inner(userVectors[user], q),
    );
    for (const item of exclude) scores[item] = -Infinity;
    return topk(scores, k);
  },
};
display({ 'nDCG@10 from scratch': (await judge(scratch)).mean.ndcg });

// %% [rank] More factors, better lists?
import { implicitAls, pureSvd } from 'recsys';
const inside = splitByTime(train, { testShare: 0.1 });
const validate = async (model: Ranked) => {
  const { mean } = await evaluate(model, {
    ...inside,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
  return mean.ndcg;
};
const fitAls = (
  log: typeof train,
  options: { factors: number; alpha0: number; regularization: number },
) => implicitAls(log, { ...options, iterations: 8, seed: 42, signal });
const sizes = [5, 20, 80];
const byRank: { factors: number; model: string; ndcg: number }[] = [];
for (const factors of sizes) {
  const svd = await pureSvd(inside.train, { factors, tolerance: 1e-4, signal });
  byRank.push({ factors, model: 'PureSVD', ndcg: await validate(svd) });
  const ials = await fitAls(inside.train, {
    factors,
    alpha0,
    regularization: lambda,
  });
  byRank.push({ factors, model: 'implicit ALS', ndcg: await validate(ials) });
  progress({
    done: byRank.length,
    total: 2 * sizes.length,
    label: 'model',
  });
}
display(byRank);

// %% [tune] The weight of silence
const tried: { alpha0: number; regularization: number; ndcg: number }[] = [];
for (const [alpha0, regularization] of [
  [0.03, 0.01],
  [0.1, 0.01],
  [0.3, 0.01],
  [0.1, 0.003],
  [0.1, 0.03],
]) {
  const model = await fitAls(inside.train, {
    factors: 32,
    alpha0,
    regularization,
  });
  tried.push({ alpha0, regularization, ndcg: await validate(model) });
  progress({ done: tried.length, total: 5, label: 'model' });
}
display(tried);
const chosen = tried.reduce((a, b) => (b.ndcg > a.ndcg ? b : a));
display({
  alpha0: chosen.alpha0,
  regularization: chosen.regularization,
});

// %% [board] Four factorisations
import { leaderboard, logisticMf } from 'recsys';
import type { Recommender } from 'recsys';
const makers: Record<string, () => Promise<Recommender>> = {
  'explicit ALS': () =>
    als(train, { factors: 8, iterations: 6, regularization: 0.1, signal }),
  PureSVD: () => pureSvd(train, { factors: 20, tolerance: 1e-4, signal }),
  'logistic MF': () =>
    logisticMf(train, { factors: 32, epochs: 12, seed: 42, signal }),
  'implicit ALS': () => fitAls(train, { ...chosen, factors: 32 }),
};
const models: Record<string, Recommender> = {};
const seconds: Record<string, number> = {};
for (const [model, make] of Object.entries(makers)) {
  const began = performance.now();
  models[model] = await make();
  seconds[model] = volatile((performance.now() - began) / 1000);
  progress({ done: Object.keys(models).length, total: 4, label: 'model' });
}
display(await leaderboard(models, { train, test, k: 10, seconds, signal }));

// %% [paired] Which differences are real
import { compare, itemKnn } from 'recsys';
const results = {
  popularity: await judge(popular),
  'item kNN': await judge(
    await itemKnn(train, { similarity: 'tfidf', signal }),
  ),
  PureSVD: await judge(models.PureSVD),
  'implicit ALS': await judge(models['implicit ALS']),
};
const against = (other: Exclude<keyof typeof results, 'implicit ALS'>) => {
  const { difference, interval } = compare(
    results['implicit ALS'],
    results[other],
    { metric: 'ndcg', seed: 42 },
  );
  return {
    pair: `implicit ALS − ${other}`,
    difference,
    low: interval[0],
    high: interval[1],
  };
};
display([against('popularity'), against('item kNN'), against('PureSVD')]);

// %% [plane] The films on a plane
const flat = await fitAls(train, {
  factors: 2,
  alpha0: chosen.alpha0,
  regularization: chosen.regularization,
});
const known = [...items.keys()]
  .sort((a, b) => counts[b] - counts[a])
  .slice(0, 120);
const onPlane = known
  .map((item) => ({
    film: items[item].title,
    x: flat.itemFactors[2 * item],
    y: flat.itemFactors[2 * item + 1],
    people: counts[item],
  }))
  .filter(({ film }) => film.length <= 22)
  .slice(0, 28);
display(onPlane);
const gram = [0, 0, 0];
for (let item = 0; item < items.length; item++) {
  const [x, y] = flat.itemFactors.subarray(2 * item, 2 * item + 2);
  gram[0] += x * x;
  gram[1] += x * y;
  gram[2] += y * y;
}
display({
  'α₀ Σ x²': chosen.alpha0 * gram[0],
  'α₀ Σ xy': chosen.alpha0 * gram[1],
  'α₀ Σ y²': chosen.alpha0 * gram[2],
  λ: chosen.regularization,
  'α₀ · films': chosen.alpha0 * items.length,
});

// %% [look] A viewer, and a film's neighbours
const ials = models['implicit ALS'] as Awaited<ReturnType<typeof implicitAls>>;
const history = historyOf(someone);
display(
  `viewer ${users[someone].id} has watched ${[...history]
    .sort((a, b) => counts[b] - counts[a])
    .slice(0, 6)
    .map((item) => items[item].title)
    .join(' · ')} and ${Math.max(0, history.length - 6)} more`,
);
display(
  Array.from(ials.recommend(someone, { k: 6 }).items, (item, place) => ({
    place: place + 1,
    film: items[item].title,
    genres: items[item].genres.join(', '),
    people: counts[item],
  })),
);
const asked = known[40];
display(`nearest to ${items[asked].title}, by the cosine of their vectors:`);
display(
  Array.from(ials.neighbours(asked, { k: 6 }).items, (item) => ({
    film: items[item].title,
    genres: items[item].genres.join(', '),
    people: counts[item],
  })),
);

// %% [newcomer] Somebody new, without training
const firstThree = known.slice(40, 43);
const scores = ials.scoresFor(firstThree);
for (const item of firstThree) scores[item] = -Infinity;
display({
  watched: firstThree.map((item) => items[item].title),
  'shown next': Array.from(topk(scores, 6).items, (item) => items[item].title),
});

// %% [breaks] A film that nobody has watched
const unseen = [...items.keys()].filter((item) => counts[item] === 0);
const lengthOf = (item: number) =>
  Math.sqrt(
    ials.itemFactors
      .subarray(item * 32, item * 32 + 32)
      .reduce((sum, x) => sum + x * x, 0),
  );
const { users: tested, lists } = results['implicit ALS'];
const shown = { 'viewers with a history': 0, 'viewers without one': 0 };
tested.forEach((user, at) => {
  const kind =
    historyOf(user).length > 0
      ? 'viewers with a history'
      : 'viewers without one';
  shown[kind] += lists[at].filter((item) => counts[item] === 0).length;
});
display({
  'films without a viewer': unseen.length,
  'longest of their vectors': Math.max(...unseen.map(lengthOf)),
  'longest of all vectors': Math.max(...[...items.keys()].map(lengthOf)),
});
display({ 'how often one of them was shown to': shown });

// %% [try-half] Your turn: a half-step
exercise(
  'half-step',
  (table: (number | null)[][], q: number[], lambda: number): number[] => {
    // one factor per viewer (row), one per film (q): for each viewer the p
    // that minimises Σ (r − p q)² + λ n p², over the n films with a rating
    return table.map(() => 0);
  },
);

// %% [check-half] Check of half-step hidden
check(
  'half-step',
  (
    halfStep: (
      table: (number | null)[][],
      q: number[],
      lambda: number,
    ) => number[],
  ) => {
    const near = (got: number, wanted: number, what: string) => {
      if (!(Math.abs(got - wanted) < 1e-9))
        throw new Error(
          `${what}: p should be ${wanted.toFixed(4)}, got ${got}`,
        );
    };
    const q = [1, 2, 5];
    const [ann, ben, cat] = halfStep(
      [
        [2, 3, null],
        [null, null, 10],
        [null, null, null],
      ],
      q,
      0.5,
    );
    near(ann, 8 / 6, 'ratings 2 and 3 on films 1 and 2, λ = 0.5, two ratings');
    near(ben, 50 / 25.5, 'one rating of 10 on a film of 5');
    near(cat, 0, 'a viewer without ratings');
    const table = [[4, 1, 3]];
    const loss = (p: number) =>
      table[0].reduce((sum, r, i) => sum + (r - p * q[i]) ** 2, 0) +
      0.3 * p * p;
    const [p] = halfStep(table, q, 0.1);
    if (loss(p) > Math.min(loss(p + 0.01), loss(p - 0.01)))
      throw new Error(
        `p = ${p} is not the lowest point of the loss: a little more or less is better`,
      );
    return 'The exact minimum of every row, and no row looks at another: a million of them can be solved side by side.';
  },
);

// %% [solve-half] Solution of half-step hidden
solution(
  'half-step',
  (table: (number | null)[][], q: number[], lambda: number) =>
    table.map((row) => {
      let above = 0;
      let below = 0;
      for (const [film, rating] of row.entries()) {
        if (rating === null) continue;
        above += rating * q[film];
        below += q[film] ** 2 + lambda;
      }
      return below > 0 ? above / below : 0;
    }),
);

// %% [try-pairs] Your turn: all pairs without the pairs
exercise('all pairs', (P: number[][], Q: number[][]): number => {
  // Σ over all rows p of P and q of Q of (p · q)²
  let sum = 0;
  for (const p of P)
    for (const q of Q) sum += p.reduce((s, x, f) => s + x * q[f], 0) ** 2;
  return sum;
});

// %% [check-pairs] Check of all pairs hidden
check('all pairs', (allPairs: (P: number[][], Q: number[][]) => number) => {
  const small = allPairs(
    [[1, 2]],
    [
      [3, 1],
      [0, 1],
    ],
  );
  if (!(Math.abs(small - 29) < 1e-9))
    throw new Error(
      `(1,2)·(3,1) = 5 and (1,2)·(0,1) = 2, so the sum of squares is 29, got ${small}`,
    );
  let reads = 0;
  const counted = (n: number) =>
    new Proxy(
      Array.from({ length: n }, (_, i) => [Math.sin(i), Math.cos(2 * i), 1]),
      {
        get(target, key, receiver) {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
          return Reflect.get(target, key, receiver);
        },
      },
    );
  const large = allPairs(counted(400), counted(300));
  const [P, Q] = [counted(400), counted(300)].map((rows) => [...rows]);
  let slow = 0;
  for (const p of P)
    for (const q of Q) slow += (p[0] * q[0] + p[1] * q[1] + p[2] * q[2]) ** 2;
  if (!(Math.abs(large - slow) < 1e-6 * slow))
    throw new Error(`on 400 and 300 rows the sum is ${slow}, got ${large}`);
  if (reads > 400 * 300)
    throw new Error(
      'the sum is right, but rows were read more than 120,000 times: every pair is still visited',
    );
  return 'Two small tables, multiplied entry by entry. This is what lets implicit ALS count every pair there is.';
});

// %% [solve-pairs] Solution of all pairs hidden
solution('all pairs', (P: number[][], Q: number[][]) => {
  const gram = (rows: number[][]) => {
    const d = rows[0].length;
    const table = new Array<number>(d * d).fill(0);
    for (const row of rows)
      for (let a = 0; a < d; a++)
        for (let b = 0; b < d; b++) table[a * d + b] += row[a] * row[b];
    return table;
  };
  const [a, b] = [gram(P), gram(Q)];
  return a.reduce((sum, x, at) => sum + x * b[at], 0);
});
