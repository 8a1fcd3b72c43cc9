// Metrics: each by hand, then by the library, then on the baselines of the chapter before.

// %% [errors] The constant that an error rewards
import { mae, rmse } from 'recsys';
const stars = [5, 5, 4, 4, 4, 1];
const mean = stars.reduce((a, b) => a + b, 0) / stars.length;
const sorted = stars.toSorted((a, b) => a - b);
const median = (sorted[2] + sorted[3]) / 2;
const guess = (constant: number) => stars.map(() => constant);
display([
  {
    guess: 'the mean',
    constant: mean,
    RMSE: rmse(guess(mean), stars),
    MAE: mae(guess(mean), stars),
  },
  {
    guess: 'the median',
    constant: median,
    RMSE: rmse(guess(median), stars),
    MAE: mae(guess(median), stars),
  },
]);

// %% [confusion] Hits and misses by hand
// Ten films in the catalogue, four that the viewer will watch, a list of five.
const willWatch = new Set([2, 3, 5, 9]);
const list = [3, 7, 2, 8, 0];
const hits = list.filter((film) => willWatch.has(film)).length;
const table = {
  hits,
  'false alarms': list.length - hits,
  misses: willWatch.size - hits,
  'rightly left out': 10 - list.length - willWatch.size + hits,
};
display({
  ...table,
  precision: hits / list.length,
  recall: hits / willWatch.size,
});

// %% [places] Where the hits stand
import { averagePrecision, precision, recall, reciprocalRank } from 'recsys';
const isHit = list.map((film) => willWatch.has(film));
const found = (place: number) => isHit.slice(0, place).filter(Boolean).length;
const atHits = isHit.map((hit, i) => (hit ? found(i + 1) / (i + 1) : 0));
const byHand = atHits.reduce((a, b) => a + b, 0) / willWatch.size;
display([
  {
    metric: 'precision@5',
    'by hand': found(5) / 5,
    library: precision(list, willWatch, { k: 5 }),
  },
  {
    metric: 'recall@5',
    'by hand': found(5) / willWatch.size,
    library: recall(list, willWatch, { k: 5 }),
  },
  {
    metric: 'reciprocal rank',
    'by hand': 1 / (isHit.indexOf(true) + 1),
    library: reciprocalRank(list, willWatch),
  },
  {
    metric: 'average precision',
    'by hand': byHand,
    library: averagePrecision(list, willWatch, { of: 'relevant' }),
  },
]);

// %% [dcg] The classic example
import { dcg } from 'recsys';
const relevances = [3, 2, 3, 0, 1, 2];
const ideal = relevances.toSorted((a, b) => b - a);
const discounted = (grades: number[]) =>
  grades.map((grade, place) => (2 ** grade - 1) / Math.log2(place + 2));
const total = (parts: number[]) => parts.reduce((a, b) => a + b, 0);
const dcg6 = total(discounted(relevances));
const ndcg6 = dcg6 / total(discounted(ideal));
display({
  dcg6,
  ndcg6,
  library: dcg(relevances, { k: 6, gain: 'exponential' }),
});

// %% [shares] What each place is worth
import * as Plot from '@observablehq/plot';
const shares = (['linear', 'exponential'] as const).flatMap((gain) =>
  relevances.map((grade, place) => ({
    gain,
    place: place + 1,
    grade,
    share:
      (gain === 'linear' ? grade : 2 ** grade - 1) /
      Math.log2(place + 2) /
      dcg(relevances, { gain }),
  })),
);
const heldBy = (gain: string, grade: number) =>
  shares
    .filter((s) => s.gain === gain && s.grade === grade)
    .reduce((a, s) => a + s.share, 0);
display(
  ['linear', 'exponential'].map((gain) => ({
    gain,
    threes: heldBy(gain, 3),
    twos: heldBy(gain, 2),
    one: heldBy(gain, 1),
  })),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: 220,
    ariaLabel: 'Share of the DCG that each place contributes, by gain',
    fx: { label: null },
    x: { label: 'place →' },
    y: { label: '↑ share of DCG', percent: true, grid: true },
    marks: [
      Plot.barY(shares, {
        fx: 'gain',
        x: 'place',
        y: 'share',
        fill: 'var(--series-1)',
        title: (d: { grade: number }) => `grade ${d.grade}`,
      }),
      Plot.ruleY([0]),
    ],
  }),
);

// %% [mixed] The bug that beats perfection
// A gain of 2^grade − 1 above, an ideal with plain grades below.
const mixed =
  dcg(relevances, { gain: 'exponential' }) / dcg(ideal, { gain: 'linear' });
display({ mixed });

// %% [auc] Pairs in the right order
import { auc } from 'recsys';
const scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
const liked = [1, 0, 1, 0, 0, 1];
const pairs = scores
  .flatMap((high, i) =>
    scores.map((low, j) => ({
      high,
      low,
      counts: liked[i] === 1 && liked[j] === 0,
    })),
  )
  .filter((pair) => pair.counts);
const right = pairs.filter(({ high, low }) => high > low).length;
display({
  pairs: pairs.length,
  right,
  byHand: right / pairs.length,
  library: auc(scores, liked),
});

// %% [models] All metrics, on the baselines needs=times
import {
  bayesianMean,
  coverage,
  evaluate,
  gini,
  popularity,
  recencyPopularity,
  splitByTime,
} from 'recsys';
import { exposure } from 'recsys';
const { interactions, items } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
const rankers = {
  'Bayesian mean': bayesianMean(train, { priorWeight: 100 }),
  popularity: popularity(train),
  recency: recencyPopularity(train, { halfLifeDays: 30 }),
};
const metrics = [
  'ndcg',
  'recall',
  'precision',
  'averagePrecision',
  'reciprocalRank',
  'hitRate',
  'auc',
  'novelty',
] as const;
const evaluations = [];
for (const [model, ranker] of Object.entries(rankers)) {
  evaluations.push({
    model,
    ...(await evaluate(ranker, { train, test, k: 10, metrics, signal })),
  });
  progress({ done: evaluations.length, total: 3, label: 'model' });
}
display(evaluations.map(({ model, mean: of }) => ({ model, ...of })));

// %% [list-metrics] What the people together are shown
display(
  evaluations.map(({ model, lists }) => ({
    model,
    coverage: coverage(lists, { items: items.length }),
    gini: gini(exposure(lists, { items: items.length })),
  })),
);

// %% [interval] How sure are we?
const values = evaluations[1].perUser.ndcg;
const widths = [25, 100, 400, 1600]
  .filter((n) => n <= values.length)
  .map((n) => {
    const some = Array.from(values.slice(0, n));
    const average = some.reduce((a, b) => a + b, 0) / n;
    const deviation = Math.sqrt(
      some.reduce((a, b) => a + (b - average) ** 2, 0) / (n - 1),
    );
    return {
      people: n,
      ndcg: average,
      'half width': (1.96 * deviation) / Math.sqrt(n),
    };
  });
display(widths);

// %% [paired] Two rankers on the same people
import { compare } from 'recsys';
const [, popular, recent] = evaluations;
const paired = compare(recent, popular, { metric: 'ndcg', seed: 42 });
const halfOf = ([low, high]: [number, number]) => (high - low) / 2;
const unpaired = Math.sqrt(
  halfOf(recent.interval.ndcg) ** 2 + halfOf(popular.interval.ndcg) ** 2,
);
display({
  difference: paired.difference,
  interval: paired.interval,
  paired: halfOf(paired.interval),
  unpaired,
});

// %% [truth] Which metric tells the truth? needs=times,truth
import {
  ease,
  examination,
  implicitAls,
  isWorld,
  itemKnn,
  pureSvd,
  random as seeded,
  sar,
  userKnn,
} from 'recsys';
const world = await data();
if (!isWorld(world)) throw new TypeError('only the built-in world has a truth');
const truth = await world.truth();
const twelve = [
  ...Object.values(rankers),
  recencyPopularity(train, { halfLifeDays: 7 }),
  await itemKnn(train, { k: 20, signal }),
  await itemKnn(train, { k: 200, shrinkage: 20, signal }),
  await userKnn(train, { k: 100, signal }),
  await sar(train, { k: 100, signal }),
  await ease(train, { regularization: 300, signal }),
  await pureSvd(train, { factors: 16, seed: 42, signal }),
  await implicitAls(train, { factors: 8, iterations: 6, seed: 42, signal }),
  await implicitAls(train, { factors: 32, iterations: 6, seed: 42, signal }),
];
const some = evaluations[0].users.filter((_, at) => at % 7 === 0);
const before = new Map(Array.from(some, (user) => [user, [] as number[]]));
train.users.forEach((user, row) => before.get(user)?.push(train.items[row]));
const soon = test.times.reduce((a, b) => Math.min(a, b)) + 9 * 86_400;
const wishes: Float64Array[] = [];
for (const user of some) {
  wishes.push(truth.relevances(user, soon, before.get(user)));
  progress({ done: wishes.length, total: some.length, label: 'person' });
}
/** The chance that one film at least is looked at, liked and watched. */
const works = (list: ArrayLike<number>, wish: Float64Array) => {
  let fails = 1;
  for (let place = 0; place < list.length; place++)
    fails *= 1 - examination(place) * wish[list[place]];
  return 1 - fails;
};
type Values = Record<(typeof metrics)[number] | 'truth', ArrayLike<number>>;
const byRanker: Values[] = [];
for (const ranker of twelve) {
  const run = await evaluate(ranker, {
    ...{ train, test, k: 10, metrics, users: some, signal },
  });
  byRanker.push({
    ...run.perUser,
    truth: run.lists.map((shown, n) => works(shown, wishes[n])),
  });
}
/** Kendall's τ over the pairs of rankers, by their means over these people. */
const tau = (metric: (typeof metrics)[number], people: number[]) => {
  const means = (name: 'truth' | (typeof metrics)[number]) =>
    byRanker.map(
      (values) =>
        people.reduce((sum, n) => sum + values[name][n], 0) / people.length,
    );
  const [x, y] = [means(metric), means('truth')];
  let alike = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++)
      alike += Math.sign((x[i] - x[j]) * (y[i] - y[j]));
  return alike / ((x.length * (x.length - 1)) / 2);
};
const everyone = Array.from(some.keys());
const resample = seeded(42);
display(
  metrics
    .map((metric) => {
      const again = Array.from({ length: 300 }, () =>
        tau(
          metric,
          everyone.map(() => resample.int(everyone.length)),
        ),
      ).sort((a, b) => a - b);
      return {
        metric,
        'Kendall’s τ with the truth': tau(metric, everyone),
        low: again[7],
        high: again[292],
      };
    })
    .sort(
      (a, b) =>
        b['Kendall’s τ with the truth'] - a['Kendall’s τ with the truth'],
    ),
);
display({ rankers: twelve.length, people: some.length });

// %% [sampled] A hundred sampled films change the winner
import { random } from 'recsys';
// One relevant film among 2,000. Ranker A: first for one viewer in five, else far away. Ranker B: always near place 100.
const rng = random(7);
const viewers = 2000;
const placeA = Array.from({ length: viewers }, (_, viewer) =>
  viewer % 5 === 0 ? 1 : 1000 + rng.int(1000),
);
const placeB = Array.from({ length: viewers }, () => 60 + rng.int(80));
const hitRate = (places: number[]) =>
  places.filter((place) => place <= 10).length / places.length;
// Against 100 sampled films: how many of them stand before the relevant one?
const sampled = (places: number[]) =>
  places.map(
    (place) =>
      1 +
      Array.from({ length: 100 }, () => rng.next() < (place - 1) / 1999).filter(
        Boolean,
      ).length,
  );
display([
  {
    ranker: 'A',
    'hit rate@10, all films': hitRate(placeA),
    'hit rate@10, 100 sampled': hitRate(sampled(placeA)),
  },
  {
    ranker: 'B',
    'hit rate@10, all films': hitRate(placeB),
    'hit rate@10, 100 sampled': hitRate(sampled(placeB)),
  },
]);

// %% [try-precision] Your turn: find the bug
exercise('precision', (scores: number[], liked: Set<number>, k: number) => {
  const shown = scores
    .map((score, film) => ({ score, film }))
    .sort((a, b) => a.score - b.score)
    .slice(0, k);
  return shown.filter(({ film }) => liked.has(film)).length / k;
});

// %% [check-precision] Check of precision hidden
check(
  'precision',
  (f: (scores: number[], liked: Set<number>, k: number) => number) => {
    const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;
    const first = f([0.2, 0.9, 0.4], new Set([1]), 1);
    if (!near(first, 1))
      throw new Error(
        `Film 1 has the highest score and is liked, so precision@1 of the scores 0.2, 0.9, 0.4 is 1. Yours is ${first}. Which end of the order is shown?`,
      );
    const scores = [0.3, 0.1];
    const short = f(scores, new Set([0]), 4);
    if (!near(short, 1 / 4))
      throw new Error(
        `Two films for four places, one of them liked: precision@4 is 1/4, an empty place is a miss. Yours is ${short}.`,
      );
    if (scores[0] !== 0.3)
      throw new Error(
        'The scores were re-ordered in place: whoever called the function finds them sorted afterwards. Sort a copy.',
      );
    const rng = random(1);
    for (let round = 0; round < 50; round++) {
      const many = Array.from({ length: 30 }, () => rng.next());
      const some = new Set([...many.keys()].filter(() => rng.next() < 0.3));
      const best = many.toSorted((a, b) => b - a)[4];
      const right = [...some].filter((film) => many[film] >= best).length / 5;
      const got = f(many, some, 5);
      if (!near(got, right))
        throw new Error(
          `On thirty random scores precision@5 should be ${right}, yours is ${got}.`,
        );
    }
    return 'It agrees on fifty random rankings, and leaves the scores as they were.';
  },
);

// %% [solve-precision] Solution of precision hidden
solution('precision', (scores: number[], liked: Set<number>, k: number) => {
  const shown = scores
    .map((score, film) => ({ score, film }))
    .sort((a, b) => b.score - a.score)
    .slice(0, k);
  return shown.filter(({ film }) => liked.has(film)).length / k;
});

// %% [try-graded] Your turn: average precision from a grade on
exercise(
  'graded',
  (grades: number[], { from, k }: { from: number; k: number }) => {
    // grades[i] is the grade of the film at place i + 1, to the end of the catalogue.
    const hits = grades.slice(0, k).filter((grade) => grade >= from).length;
    return hits / k;
  },
);

// %% [check-graded] Check of graded hidden
check(
  'graded',
  (f: (grades: number[], cut: { from: number; k: number }) => number) => {
    const ask = (
      grades: number[],
      from: number,
      k: number,
      right: number,
      why: string,
    ) => {
      const got = f([...grades], { from, k });
      if (!(Math.abs(got - right) < 1e-9))
        throw new Error(
          `grades ${grades.join(', ')} from ${from}, k = ${k}: ${why}, which is ${right.toFixed(4)}. Yours is ${Number(got).toFixed(4)}.`,
        );
    };
    ask([3, 0, 2], 2, 3, 5 / 6, 'hits at places 1 and 3, (1/1 + 2/3) / 2');
    ask([3, 1, 2], 2, 3, 5 / 6, 'a grade of 1 is no hit here, (1/1 + 2/3) / 2');
    ask([3, 1, 2], 1, 3, 1, 'from grade 1 on all three are hits');
    ask(
      [2, 0, 0, 2],
      2,
      2,
      1 / 2,
      'two films deserve two places and one has its place, (1/1) / 2',
    );
    ask(
      [2, 2, 2, 2],
      2,
      2,
      1,
      'four deserve two places, so divide by min(k, 4)',
    );
    ask(
      [0, 0, 1],
      2,
      3,
      0,
      'nothing reaches the grade; say 0, and beware of 0/0',
    );
    const rng = random(2);
    for (let round = 0; round < 50; round++) {
      const grades = Array.from({ length: 12 }, () => rng.int(4));
      const films = grades.map((_, film) => film);
      const good = new Set(films.filter((film) => grades[film] >= 2));
      const right = good.size > 0 ? averagePrecision(films, good, { k: 5 }) : 0;
      ask(grades, 2, 5, right, 'the library’s average precision');
    }
    return 'Five cases by hand, and fifty random lists on which the library says the same.';
  },
);

// %% [solve-graded] Solution of graded hidden
solution(
  'graded',
  (grades: number[], { from, k }: { from: number; k: number }) => {
    const relevant = grades.filter((grade) => grade >= from).length;
    let hits = 0;
    let sum = 0;
    for (const [i, grade] of grades.slice(0, k).entries()) {
      if (grade < from) continue;
      hits += 1;
      sum += hits / (i + 1);
    }
    return relevant === 0 ? 0 : sum / Math.min(k, relevant);
  },
);
