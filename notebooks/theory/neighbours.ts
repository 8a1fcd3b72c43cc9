// Neighbourhoods: people like you, films like that, and the best weights between films in closed form.

// %% [table] Four viewers, five films, one question
const films = ['Alien', 'Jaws', 'Heat', 'Shrek', 'Amélie'];
const ratings: Record<string, (number | null)[]> = {
  Ann: [5, 3, null, 1, 3],
  Ben: [4, 3, 5, 2, 3],
  Cat: [1, 3, 2, 5, 3],
  Dan: [4, null, 4, 2, 5],
};
const meanOf = (values: number[]) =>
  values.reduce((a, b) => a + b, 0) / values.length;
const rated = (who: string) => ratings[who].filter((r) => r !== null);

/** Pearson's correlation over the films that both have rated. */
function pearson(a: string, b: string): number {
  const both = films
    .map((_, film) => [ratings[a][film], ratings[b][film]])
    .filter((pair): pair is [number, number] => !pair.includes(null));
  const [meanA, meanB] = [0, 1].map((side) =>
    meanOf(both.map((pair) => pair[side])),
  );
  const sum = (term: (x: number, y: number) => number) =>
    both.reduce((s, [x, y]) => s + term(x - meanA, y - meanB), 0);
  return (
    sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y))
  );
}
const heat = films.indexOf('Heat');
const neighbours = ['Ben', 'Cat', 'Dan'].map((who) => ({
  who,
  pearson: pearson('Ann', who),
  'mean rating': meanOf(rated(who)),
  Heat: ratings[who][heat],
}));
display(neighbours);

const friends = neighbours.filter((one) => one.pearson > 0);
const weight = friends.reduce((sum, one) => sum + one.pearson, 0);
const lift = friends.reduce(
  (sum, one) => sum + one.pearson * (one.Heat! - one['mean rating']),
  0,
);
display({ Heat: meanOf(rated('Ann')) + lift / weight });

// %% [library] The same four people, by the library
import { fromRows, userKnn } from 'recsys';
const small = fromRows(
  Object.entries(ratings).flatMap(([user, row]) =>
    row.flatMap((value, film) =>
      value === null ? [] : [{ user, item: films[film], value }],
    ),
  ),
);
const fourPeople = await userKnn(small, { k: 3, similarity: 'pearson' });
const ann = small.userIds.indexOf('Ann');
display({
  Heat: fourPeople.scores(ann)[small.itemIds.indexOf('Heat')],
});

// %% [log] Back to the log needs=times
import { splitByTime, summary } from 'recsys';
const { interactions, items, users, name } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
display(name);
display(summary(train, test));

// %% [scratch] Item neighbours, from scratch
import { userItemMatrix } from 'recsys';
const matrix = userItemMatrix(train); // users × films, 1 where watched
const filmsOf = (user: number) =>
  matrix.indices.subarray(matrix.pointers[user], matrix.pointers[user + 1]);

const n = items.length;
const together = new Float32Array(n * n);
for (let user = 0; user < matrix.rows; user++) {
  const own = filmsOf(user);
  for (const a of own) for (const b of own) together[a * n + b] += 1;
  if (user % 200 === 0)
    progress({ done: user, total: matrix.rows, label: 'viewer' });
}
const viewers = (film: number) => together[film * n + film];
const cosine = (a: number, b: number) =>
  a === b ? 0 : together[a * n + b] / Math.sqrt(viewers(a) * viewers(b) || 1);

/** Σ of the similarities to everything the viewer has watched. */
function scratchScores(user: number): Float32Array {
  const own = filmsOf(user);
  return Float32Array.from(items, (_, film) => {
    let sum = 0;
    for (const met of own) sum += cosine(film, met);
    return sum;
  });
}
const popular = [...items.keys()].sort((a, b) => viewers(b) - viewers(a));
const film = popular[30];
const title = (item: number) => items[item].title;
const nearTo = (film: number, alike: (a: number, b: number) => number) =>
  [...items.keys()]
    .sort((a, b) => alike(film, b) - alike(film, a))
    .slice(0, 7)
    .map((other) => ({
      film: title(other),
      viewers: viewers(other),
      'in common': together[film * n + other],
      similarity: alike(film, other),
    }));
display(`${title(film)}, ${viewers(film)} viewers, and what stands nearest:`);
display(nearTo(film, cosine));

// %% [agree] The library's version, and the same scores
import { itemKnn } from 'recsys';
const all = await itemKnn(train, { k: n - 1, onProgress: progress, signal });
const someone = test.users[0];
const byHand = scratchScores(someone);
const byLibrary = all.scores(someone);
display({
  'largest difference': Math.max(
    ...byHand.map((score, item) => Math.abs(score - byLibrary[item])),
  ),
});

// %% [coincidence] Alike by accident
const seldom = popular.filter((f) => viewers(f) >= 5 && viewers(f) <= 20);
const first = (f: number) => nearTo(f, cosine)[0];
const accidental = seldom.reduce((a, b) =>
  first(b)['in common'] === 2 && first(b).similarity > first(a).similarity
    ? b
    : a,
);
const h = 10;
const shrunk = (a: number, b: number) =>
  a === b ? 0 : together[a * n + b] / (Math.sqrt(viewers(a) * viewers(b)) + h);
display(`${title(accidental)}, ${viewers(accidental)} viewers. By cosine:`);
display(nearTo(accidental, cosine));
display(`the same, with h = ${h} in the denominator:`);
display(nearTo(accidental, shrunk));

// %% [tune] Settle the options on a validation split
import { evaluate } from 'recsys';
import type { Recommender } from 'recsys';
import * as Plot from '@observablehq/plot';
const inner = splitByTime(train, { testShare: 0.1 });
const validate = async (model: Recommender) => {
  const { mean } = await evaluate(model, {
    ...inner,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
  return mean.ndcg;
};
const kinds = { items: itemKnn, users: userKnn };
const weightings = ['cosine', 'jaccard', 'tfidf', 'bm25'] as const;
const sizes = [10, 50, 250];
const tried: {
  of: keyof typeof kinds;
  similarity: (typeof weightings)[number];
  k: number;
  ndcg: number;
}[] = [];
for (const of of ['items', 'users'] as const) {
  for (const similarity of weightings) {
    for (const k of sizes) {
      const model = await kinds[of](inner.train, { k, similarity, signal });
      tried.push({ of, similarity, k, ndcg: await validate(model) });
      progress({ done: tried.length, total: 24, label: 'model' });
    }
  }
}
const bestOf = (of: keyof typeof kinds) =>
  tried
    .filter((one) => one.of === of)
    .reduce((a, b) => (b.ndcg > a.ndcg ? b : a));
const chosen = { items: bestOf('items'), users: bestOf('users') };
display(Object.values(chosen));
display(({ width }) =>
  Plot.plot({
    width,
    height: 250,
    marginLeft: 50,
    ariaLabel:
      'nDCG@10 on the validation split by number of neighbours, one line a similarity, items and users side by side',
    x: {
      type: 'log',
      label: 'neighbours kept →',
      ticks: sizes,
      tickFormat: String,
    },
    y: { label: '↑ nDCG@10', grid: true },
    fx: { label: 'neighbours of' },
    color: {
      legend: true,
      domain: [...weightings],
      range: [
        'var(--series-1)',
        'var(--series-2)',
        'var(--second)',
        'var(--accent)',
      ],
    },
    marks: [
      Plot.lineY(tried, { x: 'k', y: 'ndcg', stroke: 'similarity', fx: 'of' }),
      Plot.dot(tried, { x: 'k', y: 'ndcg', fill: 'similarity', fx: 'of' }),
    ],
  }),
);

// %% [ease] The best weights, in closed form
import { invertPositive } from 'recsys';
const core = popular.slice(0, 800);
const size = core.length;
const lambda = 200;
const gram = new Float64Array(size * size);
core.forEach((a, i) =>
  core.forEach((b, j) => (gram[i * size + j] = together[a * n + b])),
);
for (let i = 0; i < size; i++) gram[i * size + i] += lambda;
const P = await invertPositive(gram, size, signal);
const weightOf = (from: number, to: number) =>
  from === to ? 0 : -P[from * size + to] / P[to * size + to];

const at = core.indexOf(film);
const byWeight = [...core.keys()]
  .filter((from) => from !== at)
  .sort((a, b) => weightOf(b, at) - weightOf(a, at));
display(`what speaks for ${title(film)}, and what speaks against it`);
display(
  [...byWeight.slice(0, 5), ...byWeight.slice(-3)].map((from) => ({
    film: title(core[from]),
    weight: weightOf(from, at),
    cosine: cosine(core[from], film),
  })),
);

// %% [lambda] How much to regularise
import { ease } from 'recsys';
const lambdas = [50, 200, 800];
const byLambda: { lambda: number; ndcg: number }[] = [];
for (const regularization of lambdas) {
  const model = await ease(inner.train, { regularization, signal });
  byLambda.push({ lambda: regularization, ndcg: await validate(model) });
  progress({ done: byLambda.length, total: lambdas.length, label: 'λ' });
}
const bestLambda = byLambda.reduce((a, b) => (b.ndcg > a.ndcg ? b : a)).lambda;
display(byLambda);
display({ chosen: bestLambda });

// %% [board] Four kinds of neighbour
import { leaderboard, slim } from 'recsys';
const makers: Record<string, () => Promise<Recommender>> = {
  'user kNN': () => userKnn(train, { ...chosen.users, signal }),
  'item kNN': () => itemKnn(train, { ...chosen.items, signal }),
  SLIM: () => slim(train, { signal, onProgress: progress }),
  EASE: () => ease(train, { regularization: bestLambda, signal }),
};
const models: Record<string, Recommender> = {};
const seconds: Record<string, number> = {};
for (const [model, make] of Object.entries(makers)) {
  const start = performance.now();
  models[model] = await make();
  seconds[model] = volatile((performance.now() - start) / 1000);
}
display(await leaderboard(models, { train, test, k: 10, seconds, signal }));

// %% [paired] Which differences are real
import { compare, popularity } from 'recsys';
const judge = (model: Recommender) =>
  evaluate(model, { train, test, k: 10, signal });
const results = {
  popularity: await judge(popularity(train)),
  'user kNN': await judge(models['user kNN']),
  'item kNN': await judge(models['item kNN']),
  SLIM: await judge(models.SLIM),
  EASE: await judge(models.EASE),
};
const against = (a: keyof typeof results, b: keyof typeof results) => {
  const { difference, interval } = compare(results[a], results[b], {
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
  against('item kNN', 'popularity'),
  against('item kNN', 'user kNN'),
  against('EASE', 'item kNN'),
  against('EASE', 'SLIM'),
]);

// %% [look] A list that can say why
const history = filmsOf(someone);
display(
  `viewer ${users[someone].id} has watched ${history.length} films, among them ${[
    ...history,
  ]
    .sort((a, b) => viewers(b) - viewers(a))
    .slice(0, 6)
    .map(title)
    .join(' · ')}`,
);
const { items: shown } = models['item kNN'].recommend(someone, { k: 8 });
display(
  Array.from(shown, (item, place) => ({
    place: place + 1,
    film: title(item),
    viewers: viewers(item),
    because: [...history]
      .sort((a, b) => cosine(item, b) - cosine(item, a))
      .slice(0, 2)
      .map(title)
      .join(' · '),
  })),
);

// %% [breaks] Films that nobody can reach
const inTest = new Int32Array(n);
for (const item of test.items) inTest[item] += 1;
const reach = [
  { history: 'none', from: 0, to: 0 },
  { history: '1 to 9 viewers', from: 1, to: 9 },
  { history: '10 to 99', from: 10, to: 99 },
  { history: '100 and more', from: 100, to: Infinity },
].map(({ history, from, to }) => {
  const own = [...items.keys()].filter(
    (item) => viewers(item) >= from && viewers(item) <= to,
  );
  const listed = (model: keyof typeof results) => {
    const inside = new Set(own);
    return results[model].lists
      .flatMap((list) => [...list])
      .filter((item) => inside.has(item)).length;
  };
  const places = 10 * results.EASE.lists.length;
  return {
    'viewers in train': history,
    films: own.length,
    'share of the test':
      own.reduce((sum, item) => sum + inTest[item], 0) / test.items.length,
    'share of item kNN’s places': listed('item kNN') / places,
    'share of EASE’s places': listed('EASE') / places,
  };
});
display(reach);

// %% [try-jaccard] Your turn: another similarity
exercise('jaccard', (a: Set<string>, b: Set<string>): number => {
  // |a ∩ b| / (|a ∪ b| + h), with h = 2, and 0 for two empty sets
  return 0;
});

// %% [check-jaccard] Check of jaccard hidden
check('jaccard', (jaccard: (a: Set<string>, b: Set<string>) => number) => {
  const near = (got: number, wanted: number, what: string) => {
    if (!(Math.abs(got - wanted) < 1e-9))
      throw new Error(`${what} should give ${wanted.toFixed(4)}, got ${got}`);
  };
  const set = (text: string) => new Set(text);
  near(
    jaccard(set('abcd'), set('bcde')),
    3 / 7,
    'four and four people, three of them the same,',
  );
  near(jaccard(set('ab'), set('cd')), 0, 'two pairs of strangers');
  near(jaccard(set('a'), set('a')), 1 / 3, 'one person who watched both');
  near(
    jaccard(set('abcdefgh'), set('abcdefgh')),
    0.8,
    'eight people who watched both',
  );
  near(jaccard(set(''), set('')), 0, 'two films without viewers');
  return 'One person in common counts a third, eight count four fifths: that is the shrinkage at work.';
});

// %% [solve-jaccard] Solution of jaccard hidden
solution('jaccard', (a: Set<string>, b: Set<string>) => {
  const both = [...a].filter((person) => b.has(person)).length;
  return both / (a.size + b.size - both + 2);
});

// %% [try-transposed] Your turn: find the bug
exercise(
  'similar films',
  (watched: Record<string, string[]>, film: string, k: number): string[] => {
    const people = Object.keys(watched);
    const films = [...new Set(Object.values(watched).flat())];
    const vectors = people.map((person) =>
      films.map((film) => (watched[person].includes(film) ? 1 : 0)),
    );
    const length = (v: number[]) => Math.sqrt(v.reduce((s, x) => s + x * x, 0));
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, x, i) => sum + x * b[i], 0) / (length(a) * length(b));
    const own = vectors[films.indexOf(film)];
    return vectors
      .map((vector, i) => ({ film: films[i], similarity: cosine(own, vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .map((near) => near.film)
      .filter((near) => near !== film)
      .slice(0, k);
  },
);

// %% [check-transposed] Check of transposed hidden
check(
  'similar films',
  (
    similar: (
      watched: Record<string, string[]>,
      film: string,
      k: number,
    ) => string[],
  ) => {
    const watched = {
      Ann: ['Alien', 'Aliens', 'Jaws'],
      Ben: ['Alien', 'Aliens'],
      Cat: ['Amélie', 'Shrek', 'Aliens'],
      Dan: ['Amélie', 'Shrek'],
      Eve: ['Jaws'],
    };
    const nearest = (film: string) => {
      const list = similar(watched, film, 1);
      if (!Array.isArray(list))
        throw new Error(`a list of films was expected, got ${list}`);
      return list[0];
    };
    for (const [film, wanted, why] of [
      ['Alien', 'Aliens', 'Ann and Ben watched both'],
      [
        'Shrek',
        'Amélie',
        'Cat and Dan watched both, and nobody watched one alone',
      ],
      [
        'Jaws',
        'Alien',
        'Ann watched both, and Alien has fewer viewers than Aliens',
      ],
    ])
      if (nearest(film) !== wanted)
        throw new Error(
          `nearest to ${film} should be ${wanted} (${why}), got ${nearest(film)}`,
        );
    return 'A film’s vector has one entry a person. The code compared people and printed films: no error, only nonsense.';
  },
);

// %% [solve-transposed] Solution of transposed hidden
solution(
  'similar films',
  (watched: Record<string, string[]>, film: string, k: number) => {
    const people = Object.keys(watched);
    const films = [...new Set(Object.values(watched).flat())];
    const vectors = films.map((film) =>
      people.map((person) => (watched[person].includes(film) ? 1 : 0)),
    );
    const length = (v: number[]) => Math.sqrt(v.reduce((s, x) => s + x * x, 0));
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, x, i) => sum + x * b[i], 0) / (length(a) * length(b));
    const own = vectors[films.indexOf(film)];
    return vectors
      .map((vector, i) => ({ film: films[i], similarity: cosine(own, vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .map((near) => near.film)
      .filter((near) => near !== film)
      .slice(0, k);
  },
);
