// Learning from pairs: BPR, WARP and k-OS WARP, with features as in LightFM; and the art of choosing what to lose against.

// %% [by-hand] One pair, one step
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const inner = (a: number[], b: number[]) =>
  a.reduce((sum, x, f) => sum + x * b[f], 0);
let p = [1, 0]; // the viewer
let watched = [0.5, 0.2];
let passed = [0.8, -0.1]; // stands higher, wrongly
const lead = () => inner(p, watched) - inner(p, passed);
const before = lead();
const force = sigmoid(-before);
const eta = 0.5;
const difference = watched.map((x, f) => x - passed[f]);
const moved = {
  p: p.map((x, f) => x + eta * force * difference[f]),
  watched: watched.map((x, f) => x + eta * force * p[f]),
  passed: passed.map((x, f) => x - eta * force * p[f]),
};
({ p, watched, passed } = moved);
display({
  'lead before': before,
  'probability of the right order': sigmoid(before),
  force,
  'lead after': lead(),
});

// %% [log] The log needs=times
import { splitByTime, summary, userItemMatrix } from 'recsys';
const { interactions, items, users, name } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
const inside = splitByTime(train, { testShare: 0.1 });
display(name);
display(summary(inside.train, inside.test, test));

// %% [scratch] BPR, from scratch
import { random } from 'recsys';
const d = 16;
const log = inside.train;
const matrix = userItemMatrix(log);
const metBy = Array.from(
  { length: matrix.rows },
  (_, user) =>
    new Set(
      matrix.indices.subarray(matrix.pointers[user], matrix.pointers[user + 1]),
    ),
);
const draw = random(42);
const small = (n: number) =>
  Float32Array.from({ length: n * d }, () => draw.normal(0, 0.1));
const P = small(users.length);
const Q = small(items.length);
const bias = new Float32Array(items.length);
const score = (user: number, item: number) => {
  let sum = bias[item];
  for (let f = 0; f < d; f++) sum += P[user * d + f] * Q[item * d + f];
  return sum;
};
/** Lifts `up` over `down` for this viewer; returns how far it stood above before. */
function step(user: number, up: number, down: number, rate: number): number {
  const lead = score(user, up) - score(user, down);
  const force = rate / (1 + Math.exp(lead));
  for (let f = 0; f < d; f++) {
    const [u, i, j] = [user * d + f, up * d + f, down * d + f];
    const own = P[u];
    P[u] += force * (Q[i] - Q[j]) - rate * 0.02 * own;
    Q[i] += force * own - rate * 0.02 * Q[i];
    Q[j] -= force * own + rate * 0.02 * Q[j];
  }
  bias[up] += force - rate * 0.02 * bias[up];
  bias[down] -= force + rate * 0.02 * bias[down];
  return lead;
}
const epochs = 12;
for (let epoch = 1; epoch <= epochs && !signal.aborted; epoch++) {
  let loss = 0;
  let right = 0;
  for (let n = 0; n < log.users.length; n++) {
    const row = draw.int(log.users.length);
    const user = log.users[row];
    let other = draw.int(items.length);
    while (metBy[user].has(other)) other = draw.int(items.length);
    const lead = step(user, log.items[row], other, 0.1);
    loss += Math.log1p(Math.exp(-lead));
    if (lead > 0) right += 1;
  }
  progress({
    done: epoch,
    total: epochs,
    label: 'epoch',
    values: {
      loss: loss / log.users.length,
      'pairs in order': right / log.users.length,
    },
  });
  await new Promise((turn) => setTimeout(turn)); // let Stop through
}
display({ 'pairs of the last epoch': log.users.length });

// %% [easy] How much is left to learn from a random pair
import * as Plot from '@observablehq/plot';
const popular = new Float64Array(items.length);
for (const item of log.items) popular[item] += 1;
const sampler = random(1);
const samplers: Record<string, (user: number) => number> = {
  uniform: (user) => {
    for (;;) {
      const item = sampler.int(items.length);
      if (!metBy[user].has(item)) return item;
    }
  },
  'by popularity': (user) => {
    for (;;) {
      const item = log.items[sampler.int(log.items.length)];
      if (!metBy[user].has(item)) return item;
    }
  },
  'hardest of 20': (user) => {
    let hardest = samplers.uniform(user);
    for (let n = 1; n < 20; n++) {
      const item = samplers.uniform(user);
      if (score(user, item) > score(user, hardest)) hardest = item;
    }
    return hardest;
  },
};
const forces = Object.entries(samplers).flatMap(([sampler, choose]) =>
  Array.from({ length: 3000 }, (_, n) => {
    const row = (n * 37) % log.users.length;
    const user = log.users[row];
    const lead = score(user, log.items[row]) - score(user, choose(user));
    return { sampler, force: sigmoid(-lead) };
  }),
);
const shareBelow = (sampler: string, limit: number) => {
  const own = forces.filter((one) => one.sampler === sampler);
  return own.filter(({ force }) => force < limit).length / own.length;
};
display(
  Object.keys(samplers).map((sampler) => ({
    sampler,
    'share of pairs with a force below 0.1': shareBelow(sampler, 0.1),
    'share in the wrong order': 1 - shareBelow(sampler, 0.5),
  })),
);
const bins = Object.keys(samplers).flatMap((sampler) => {
  const own = forces.filter((one) => one.sampler === sampler);
  return Array.from({ length: 20 }, (_, bin) => ({
    sampler,
    from: bin / 20,
    to: (bin + 1) / 20,
    share:
      own.filter(({ force }) => Math.min(19, Math.floor(20 * force)) === bin)
        .length / own.length,
  }));
});
display(({ width }) =>
  Plot.plot({
    width,
    height: 330,
    marginLeft: 50,
    ariaLabel:
      'Histogram of the force of a pair, for three ways to draw the film that loses',
    x: { label: 'force of the pair →', domain: [0, 1] },
    y: { label: 'share of pairs', percent: true, grid: true, ticks: 3 },
    fy: { label: null, domain: Object.keys(samplers) },
    marks: [
      Plot.rectY(bins, {
        x1: 'from',
        x2: 'to',
        y: 'share',
        fy: 'sampler',
        fill: 'var(--series-1)',
        insetLeft: 1,
      }),
    ],
  }),
);

// %% [warp-by-hand] How WARP guesses a place
const harmonic = (n: number) => {
  let sum = 0;
  for (let r = 1; r <= n; r++) sum += 1 / r;
  return sum;
};
const films = 3000;
display(
  [1, 2, 10, 50].map((draws) => {
    const rank = Math.floor((films - 1) / draws);
    return {
      'first wrong film at draw': draws,
      'guessed place': rank,
      weight: harmonic(rank) / harmonic(films - 1),
    };
  }),
);

// %% [tune] Settle the options on the validation split
import { bpr, evaluate, hybrid, warp } from 'recsys';
import type { Recommender } from 'recsys';
const validate = async (model: Recommender) => {
  const { mean } = await evaluate(model, {
    ...inside,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
  return mean.ndcg;
};
const grid = [
  { learningRate: 0.05, regularization: 0.01 },
  { learningRate: 0.05, regularization: 0.03 },
  { learningRate: 0.1, regularization: 0.01 },
  { learningRate: 0.1, regularization: 0.03 },
];
const tried: {
  model: string;
  learningRate: number;
  regularization: number;
  ndcg: number;
}[] = [];
for (const options of grid) {
  for (const [model, fit] of Object.entries({ BPR: bpr, WARP: warp })) {
    const fitted = await fit(inside.train, {
      ...options,
      factors: 32,
      epochs: model === 'BPR' ? 40 : 15,
      seed: 42,
      signal,
    });
    tried.push({ model, ...options, ndcg: await validate(fitted) });
    progress({ done: tried.length, total: 2 * grid.length, label: 'model' });
  }
}
display(tried);
const bestOf = (model: string) => {
  const own = tried.filter((one) => one.model === model);
  const best = own.reduce((a, b) => (b.ndcg > a.ndcg ? b : a));
  return {
    learningRate: best.learningRate,
    regularization: best.regularization,
  };
};
const chosen = { BPR: bestOf('BPR'), WARP: bestOf('WARP') };
display(chosen);

// %% [board] Four ways to learn from pairs
import { leaderboard } from 'recsys';
const itemFeatures = items.map(({ genres, director, year }) => [
  ...genres.map((genre) => `genre:${genre}`),
  ...(director ? [`director:${director}`] : []),
  ...(year ? [`years:${5 * Math.floor(year / 5)}`] : []),
]);
const common = { factors: 32, seed: 42, signal };
const makers: Record<string, () => Promise<Recommender>> = {
  BPR: () => bpr(train, { ...common, ...chosen.BPR, epochs: 40 }),
  WARP: () => warp(train, { ...common, ...chosen.WARP, epochs: 15 }),
  'WARP with features': () =>
    hybrid(train, { ...common, itemFeatures, loss: 'warp', epochs: 6 }),
  'k-OS WARP with features': () =>
    hybrid(train, { ...common, itemFeatures, loss: 'kos-warp', epochs: 5 }),
};
const models: Record<string, Recommender> = {};
const seconds: Record<string, number> = {};
for (const [model, make] of Object.entries(makers)) {
  const start = performance.now();
  models[model] = await make();
  seconds[model] = volatile((performance.now() - start) / 1000);
  progress({ done: Object.keys(models).length, total: 4, label: 'model' });
}
display(await leaderboard(models, { train, test, k: 10, seconds, signal }));

// %% [paired] Which differences are real
import { compare, implicitAls, popularity } from 'recsys';
import type { Evaluation } from 'recsys';
const judged: Record<string, Evaluation<'ndcg'>> = {};
for (const [model, ranker] of Object.entries({
  popularity: popularity(train),
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
  judged[model] = await evaluate(ranker, {
    train,
    test,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
const against = (a: string, b: string) => {
  const { difference, interval } = compare(judged[a], judged[b], {
    metric: 'ndcg',
    seed: 42,
  });
  return {
    pair: `${a} − ${b}`,
    difference,
    low: interval[0],
    high: interval[1],
  };
};
display([
  against('BPR', 'popularity'),
  against('WARP', 'BPR'),
  against('WARP with features', 'WARP'),
  against('k-OS WARP with features', 'WARP with features'),
  against('implicit ALS', 'WARP with features'),
]);

// %% [features] A film that nobody has watched needs=genres
const counts = new Float64Array(items.length);
for (const item of train.items) counts[item] += 1;
const inTest = new Set(test.items);
const isNew = [...items.keys()].filter(
  (item) => counts[item] < 3 && inTest.has(item),
);
const placesOf = (model: Recommender) => {
  let sum = 0;
  let pairs = 0;
  for (let row = 0; row < test.users.length; row++) {
    if (!isNew.includes(test.items[row])) continue;
    const scores = model.scores(test.users[row]);
    const own = scores[test.items[row]];
    sum += scores.filter((other) => other > own).length / items.length;
    pairs += 1;
  }
  return { pairs, 'mean place, as a share of the catalogue': sum / pairs };
};
display(
  ['WARP', 'WARP with features'].map((model) => ({
    model,
    ...placesOf(models[model]),
  })),
);

// %% [look] A viewer, and a film's neighbours
const someone = test.users[0];
const title = (item: number) => items[item].title;
const full = userItemMatrix(train);
const history = full.indices.subarray(
  full.pointers[someone],
  full.pointers[someone + 1],
);
display(
  `viewer ${users[someone].id} has watched ${[...history]
    .sort((a, b) => counts[b] - counts[a])
    .slice(0, 6)
    .map(title)
    .join(' · ')} and ${Math.max(0, history.length - 6)} more`,
);
const pick = models['WARP with features'] as Awaited<ReturnType<typeof hybrid>>;
display(
  Array.from(pick.recommend(someone, { k: 6 }).items, (item, place) => ({
    place: place + 1,
    film: title(item),
    genres: items[item].genres.join(', '),
    people: counts[item],
  })),
);
const asked = [...items.keys()].sort((a, b) => counts[b] - counts[a])[30];
display(`nearest to ${title(asked)}:`);
display(
  Array.from(pick.neighbours(asked, { k: 5 }).items, (item) => ({
    film: title(item),
    director: items[item].director ?? '',
    people: counts[item],
  })),
);

// %% [breaks] Steps too long, and losers too hard
const runs: { what: string; ndcg: number | null; ends: string }[] = [];
for (const learningRate of [0.1, 0.5, 2]) {
  const what = `BPR, step ${learningRate}, no price on size`;
  try {
    const model = await bpr(inside.train, {
      ...common,
      learningRate,
      regularization: 0,
      epochs: 20,
    });
    runs.push({ what, ndcg: await validate(model), ends: 'trained' });
  } catch {
    runs.push({ what, ndcg: null, ends: 'numbers without end' });
  }
}
for (const negatives of [1, 50, 1000]) {
  const model = await warp(inside.train, {
    ...common,
    ...chosen.WARP,
    negatives,
    epochs: 8,
  });
  runs.push({
    what: `WARP, at most ${negatives} draws`,
    ndcg: await validate(model),
    ends: 'trained',
  });
}
display(runs);

// %% [try-step] Your turn: the gradient of one pair
exercise(
  'pair step',
  (
    p: number[],
    up: number[],
    down: number[],
    rate: number,
  ): { p: number[]; up: number[]; down: number[] } => {
    // one step up ln σ(p·up − p·down); return new arrays
    return { p, up, down };
  },
);

// %% [check-step] Check of pair step hidden
check(
  'pair step',
  (
    f: (
      p: number[],
      up: number[],
      down: number[],
      rate: number,
    ) => { p: number[]; up: number[]; down: number[] },
  ) => {
    const dot = (a: number[], b: number[]) =>
      a.reduce((s, x, i) => s + x * b[i], 0);
    const value = (p: number[], up: number[], down: number[]) =>
      -Math.log1p(Math.exp(dot(p, down) - dot(p, up)));
    const start = { p: [0.3, -0.2], up: [0.1, 0.4], down: [0.5, 0.2] };
    const copy = structuredClone(start);
    const after = f(copy.p, copy.up, copy.down, 1);
    if (JSON.stringify(copy) !== JSON.stringify(start))
      throw new Error(
        'the arrays that were passed in have changed; return new ones',
      );
    for (const part of ['p', 'up', 'down'] as const)
      for (const f of [0, 1]) {
        const nudged = (by: number) => {
          const at = structuredClone(start);
          at[part][f] += by;
          return value(at.p, at.up, at.down);
        };
        const slope = (nudged(1e-5) - nudged(-1e-5)) / 2e-5;
        const took = after[part][f] - start[part][f];
        if (!(Math.abs(took - slope) < 1e-6))
          throw new Error(
            `${part}[${f}] moved by ${took.toFixed(6)}; the slope of ln σ there, by finite differences, is ${slope.toFixed(6)}`,
          );
      }
    return 'Six numbers, six slopes. The viewer’s step uses the old films, and the films’ steps the old viewer.';
  },
);

// %% [solve-step] Solution of pair step hidden
solution(
  'pair step',
  (p: number[], up: number[], down: number[], rate: number) => {
    const lead = p.reduce((sum, x, f) => sum + x * (up[f] - down[f]), 0);
    const force = rate / (1 + Math.exp(lead));
    return {
      p: p.map((x, f) => x + force * (up[f] - down[f])),
      up: up.map((x, f) => x + force * p[f]),
      down: down.map((x, f) => x - force * p[f]),
    };
  },
);

// %% [try-sampler] Your turn: find the bug
exercise(
  'negative',
  (
    watched: Set<string>,
    films: string[],
    next: () => number, // uniform in [0, 1)
  ): string | undefined => {
    // a film that the viewer has not watched, each with the same chance; undefined if there is none
    let at = Math.floor(next() * films.length);
    while (watched.has(films[at])) at = (at + 1) % films.length;
    return films[at];
  },
);

// %% [check-sampler] Check of negative hidden
check(
  'negative',
  (
    f: (
      watched: Set<string>,
      films: string[],
      next: () => number,
    ) => string | undefined,
  ) => {
    const films = ['Alien', 'Jaws', 'Heat', 'Shrek'];
    const random1 = random(5);
    const seen = new Map<string | undefined, number>();
    for (let n = 0; n < 6000; n++) {
      const film = f(new Set(['Alien', 'Jaws']), films, random1.next);
      seen.set(film, (seen.get(film) ?? 0) + 1);
    }
    const share = (film: string) => (seen.get(film) ?? 0) / 6000;
    if (share('Alien') + share('Jaws') > 0)
      throw new Error('a watched film was drawn as one that loses');
    if (Math.abs(share('Heat') - 0.5) > 0.03)
      throw new Error(
        `two films are left, so Heat should come half of the time; it came ${Math.round(100 * share('Heat'))} % of 6,000 draws. What happens to a draw that lands on a watched film?`,
      );
    let calls = 0;
    const counted = () => {
      calls += 1;
      if (calls > 10_000)
        throw new Error('nothing is left to draw, and the function never ends');
      return random1.next();
    };
    if (f(new Set(films), films, counted) !== undefined)
      throw new Error(
        'a viewer who has watched everything has no film that loses: return undefined',
      );
    return 'Walking on to the next film gave those behind a popular stretch more than their share. Draw again instead.';
  },
);

// %% [solve-sampler] Solution of negative hidden
solution(
  'negative',
  (watched: Set<string>, films: string[], next: () => number) => {
    const left = films.filter((film) => !watched.has(film));
    return left.length > 0 ? left[Math.floor(next() * left.length)] : undefined;
  },
);
