// The full pipeline: candidates of several sources, features without the future, a ranker on top, and what each stage is worth.

// %% [split] A log for two stages needs=times
import { splitTwoLevel, summary } from 'recsys';
const { interactions, items, users, name } = await data();
const split = splitTwoLevel(interactions, {
  rankingShare: 0.1,
  testShare: 0.1,
});
display(name);
display(summary(split.retrieval, split.ranking, split.test));

// %% [by-hand] What several sources find together, by hand
const named = {
  factors: ['Alien', 'Heat', 'Fargo'],
  'new this week': ['Fargo', 'Jaws'],
  'like the last one': ['Heat', 'Up'],
};
const wanted = ['Fargo', 'Jaws', 'Up', 'Big'];
const found = (films: Iterable<string>) => {
  const set = new Set(films);
  return wanted.filter((film) => set.has(film)).length / wanted.length;
};
display({
  ...Object.fromEntries(
    Object.entries(named).map(([source, films]) => [source, found(films)]),
  ),
  together: found(Object.values(named).flat()),
  candidates: new Set(Object.values(named).flat()).size,
});

// %% [sources] Three sources
import {
  implicitAls,
  recencyPopularity,
  recall,
  similarToLast,
  userItemMatrix,
} from 'recsys';
import type { CandidateSource, Interactions } from 'recsys';
const sources: CandidateSource[] = [
  {
    name: 'als',
    k: 100,
    fit: (log, options) =>
      implicitAls(log, { factors: 32, iterations: 8, seed: 42, ...options }),
  },
  {
    name: 'recent',
    k: 50,
    fit: (log) => recencyPopularity(log, { halfLifeDays: 7 }),
  },
  {
    name: 'similar',
    k: 50,
    fit: (log, options) => similarToLast(log, { last: 5, ...options }),
  },
];
const known = userItemMatrix(split.retrieval);
const knownTo = (user: number) =>
  known.indices.subarray(known.pointers[user], known.pointers[user + 1]);
/** What each person met in a part of the log and had not met before. */
function newIn(part: Interactions) {
  const met = new Map<number, Set<number>>();
  part.users.forEach((user, row) => {
    if (knownTo(user).includes(part.items[row])) return;
    if (!met.has(user)) met.set(user, new Set());
    met.get(user)!.add(part.items[row]);
  });
  return met;
}
const window = newIn(split.ranking);
const past = await Promise.all(
  sources.map(({ fit }) => fit(split.retrieval, { signal })),
);
const namedFor = (user: number) =>
  sources.map(({ k }, at) => past[at].recommend(user, { k }).items);
const everyone = [...window].map(([user, later]) => ({
  later,
  lists: namedFor(user),
}));
const meanOf = (values: number[]) =>
  values.reduce((a, b) => a + b, 0) / values.length;
display(
  [[0], [1], [2], [0, 1], [0, 1, 2]].map((ats) => {
    const unions = everyone.map(({ later, lists }) => ({
      later,
      list: [...new Set(ats.flatMap((at) => [...lists[at]]))],
    }));
    return {
      'candidates from': ats.map((at) => sources[at].name).join(' + '),
      'a person': meanOf(unions.map(({ list }) => list.length)),
      recall: meanOf(unions.map(({ list, later }) => recall(list, later))),
    };
  }),
);

// %% [lesson] A lesson for the ranker, from scratch
import { random } from 'recsys';
interface Row {
  features: number[];
  label: number;
}
/** What is told of one candidate: its place in each list, and how many met it. All of it was known before the window. */
const rowsOfItem = new Float64Array(items.length);
for (const item of split.retrieval.items) rowsOfItem[item] += 1;
function describe(item: number, lists: Int32Array[]): number[] {
  const places = lists.map((list) => {
    const place = list.indexOf(item);
    return place < 0 ? 0 : 1 / Math.log2(place + 2);
  });
  return [1, ...places, Math.log1p(rowsOfItem[item]) / 5];
}
const lesson: Row[] = everyone.flatMap(({ later, lists }) =>
  [...new Set(lists.flatMap((list) => [...list]))].map((item) => ({
    features: describe(item, lists),
    label: later.has(item) ? 1 : 0,
  })),
);
display({
  rows: lesson.length,
  'met in the window': meanOf(lesson.map(({ label }) => label)),
});
const weights = [0, 0, 0, 0, 0];
const chance = (features: number[]) =>
  1 /
  (1 +
    Math.exp(-features.reduce((sum, value, f) => sum + value * weights[f], 0)));
const tenth = lesson.filter((_, row) => row % 10 === 0);
const logLoss = () =>
  meanOf(
    tenth.map(({ features, label }) => {
      const p = chance(features);
      return -Math.log(label === 1 ? p : 1 - p);
    }),
  );
const draw = random(42);
const steps = 400_000;
for (let step = 0; step <= steps; step++) {
  if (step % 10_000 === 0)
    progress({
      done: step,
      total: steps,
      label: 'step',
      values: { 'log loss': logLoss() },
    });
  const { features, label } = lesson[draw.int(lesson.length)];
  const error = label - chance(features);
  features.forEach((value, f) => (weights[f] += 0.05 * error * value));
}
display(
  Object.fromEntries(
    ['always', ...sources.map((s) => s.name), 'ln met'].map((feature, f) => [
      feature,
      weights[f],
    ]),
  ),
);

// %% [train] The whole pipeline
import { twoStage } from 'recsys';
const began = performance.now();
const model = await twoStage(split, {
  ...{ sources, items, users, negatives: 20, seed: 42, signal },
  onProgress: progress,
});
const seconds: Record<string, number> = {
  'two stages, trees': volatile((performance.now() - began) / 1000),
};
display(
  model.report.map(({ name: stage, ms, count }) => ({
    stage,
    count,
    seconds: volatile(ms / 1000),
  })),
);
display(model.names);

// %% [request] One request, stage by stage
const someone = split.test.users[0];
for (let user = 0; user < 50; user++) model.run(user); // so that the engine has compiled it
const { stages, items: shown } = model.run(someone, { k: 10 });
display(
  stages.map(({ name: stage, count, ms }) => ({
    stage,
    'comes out': count,
    ms: volatile(ms),
  })),
);

// %% [network] A network in the place of the trees
import { rankerTf } from 'recsys';
const begins = performance.now();
const network = await twoStage(split, {
  ...{ sources, items, users, negatives: 20, seed: 42, signal },
  validationShare: 0.2,
  ranker: (table, options) =>
    rankerTf(table, {
      ...options,
      loss: 'softmaxCrossEntropy',
      hidden: [32],
      epochs: 4,
      onProgress: progress,
    }),
});
seconds['two stages, network'] = volatile((performance.now() - begins) / 1000);
display({ columns: network.names.length });

// %% [board] Two pipelines
import { leaderboard } from 'recsys';
import type { TwoStage } from 'recsys';
const asModel = (pipeline: TwoStage) => ({
  recommend: pipeline.recommend,
  toBuffer: () => pipeline.toBuffer({ version: 'board', metrics: {} }),
});
display(
  await leaderboard(
    {
      'two stages, trees': asModel(model),
      'two stages, network': asModel(network),
    },
    { train: split.train, test: split.test, k: 10, seconds, signal },
  ),
);

// %% [lift] Is it better than its first stage?
import { compare, evaluate } from 'recsys';
const judge = (pipeline: Pick<TwoStage, 'recommend'>) =>
  evaluate(pipeline, {
    ...{ train: split.train, test: split.test, k: 10, signal },
    metrics: ['ndcg'],
  });
const whole = await judge(model);
const first = await judge(model.without('ranker', 'recent', 'similar'));
const unranked = await judge(model.without('ranker'));
const byNetwork = await judge(network);
display(
  Object.entries({
    'trees − first stage alone': compare(whole, first),
    'network − first stage alone': compare(byNetwork, first),
    'trees − network': compare(whole, byNetwork),
    'trees − all sources, no ranker': compare(whole, unranked),
  }).map(([pair, { difference, interval }]) => ({
    pair,
    'first is': difference > 0 ? 'better' : 'worse',
    difference,
    low: interval[0],
    high: interval[1],
  })),
);

// %% [switches] What each stage is worth
const few = Int32Array.from(new Set(split.test.users)).filter(
  (_, at) => at % 6 === 0,
);
const judgeFew = (pipeline: Pick<TwoStage, 'recommend'>) =>
  evaluate(pipeline, {
    ...{ train: split.train, test: split.test, k: 10, users: few, signal },
    metrics: ['ndcg'],
  });
const everything = await judgeFew(model);
const stageNames = ['als', 'recent', 'similar', 'ranker'];
const settings = Array.from({ length: 16 }, (_, bits) =>
  stageNames.filter((_, at) => !((bits >> at) & 1)),
).filter((on) => on.some((stage) => stage !== 'ranker'));
const switched: Record<string, string | number>[] = [];
for (const on of settings) {
  const off = stageNames.filter((stage) => !on.includes(stage));
  const result = await judgeFew(off.length > 0 ? model.without(...off) : model);
  const { difference, interval } = compare(result, everything);
  switched.push({
    on: on.join(' + '),
    ndcg: result.mean.ndcg,
    difference,
    low: interval[0],
    high: interval[1],
  });
  progress({ done: switched.length, total: settings.length, label: 'setting' });
}
display(switched);

// %% [importance] What the trees look at
import * as Plot from '@observablehq/plot';
import { lambdaMart } from 'recsys';
const trees = lambdaMart.fromBuffer(model.ranker.toBuffer());
const gains = trees.importance();
const total = gains.reduce((a, b) => a + b, 0);
const looked = model.names
  .map((feature, column) => ({ feature, gain: gains[column] / total }))
  .sort((a, b) => b.gain - a.gain);
display(looked.slice(0, 10));

// %% [look] One list before and after
const before = model.without('ranker', 'recent', 'similar');
const candidates = model.candidates(someone);
const table = model.features(someone, candidates);
const answer = model.recommend(someone, { k: 8 });
const oldPlace = [...before.recommend(someone, { k: 100 }).items];
display(
  Array.from(answer.items, (item) => {
    const at = candidates.items.indexOf(item);
    const row = table.subarray(
      at * model.names.length,
      (at + 1) * model.names.length,
    );
    const { values } = trees.contributions(row);
    const most = Array.from(values.keys())
      .filter((column) => !model.names[column].startsWith('als'))
      .sort((a, b) => values[b] - values[a])[0];
    const place = oldPlace.indexOf(item) + 1;
    return {
      film: items[item].title,
      'place in als': place > 0 ? place : null,
      'beside als, lifted most by': model.names[most],
      'which is': row[most],
    };
  }),
);

// %% [breaks] A lesson from memory
const memory = await implicitAls(split.train, {
  ...{ factors: 32, iterations: 8, seed: 42, signal },
});
const fooled = await twoStage(split, {
  ...{ items, users, negatives: 20, seed: 42, signal },
  // fitted once, on everything before the test: also on the window that the ranker learns from
  sources: [{ name: 'als', fit: () => memory }, ...sources.slice(1)],
});
const memoryRanks = (part: Interactions) => {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < part.users.length; row += 40) {
    const user = part.users[row];
    const scores = memory.scores(user);
    const own = scores[part.items[row]];
    sum += scores.filter((score) => score > own).length + 1;
    count += 1;
  }
  return sum / count;
};
const misled = await judge(fooled);
const { difference, interval } = compare(misled, whole);
display({
  'mean place of a film that was met in the window': memoryRanks(split.ranking),
  'mean place of a film that was met in the test': memoryRanks(split.test),
  'nDCG@10, honest': whole.mean.ndcg,
  'nDCG@10, from memory': misled.mean.ndcg,
  difference,
  low: interval[0],
  high: interval[1],
});

// %% [refused] And what the library refuses
try {
  await twoStage(
    { ...split, retrieval: split.train },
    { sources: sources.slice(1), items, users },
  );
} catch (error) {
  display(String(error));
}

// %% [artefact] One file to serve
const artefact = model.toBuffer({
  version: 'theory/two-stage.1',
  metrics: { ndcg: whole.mean.ndcg },
});
const back = twoStage.fromBuffer(artefact);
display({
  kilobytes: artefact.byteLength / 1000,
  'answers alike':
    back.recommend(someone).items.join() ===
    model.recommend(someone).items.join(),
});

// %% [try-merge] Your turn: merge the lists
exercise(
  'merge',
  (
    lists: Record<string, string[]>,
  ): { film: string; places: Record<string, number> }[] => {
    // each film once, in the order in which it is first met going through the lists one after the other;
    // `places` holds its place, from 1, in each list that names it, and nothing for the others
    return [];
  },
);

// %% [check-merge] Check of merge hidden
check(
  'merge',
  (
    merge: (
      lists: Record<string, string[]>,
    ) => { film: string; places: Record<string, number> }[],
  ) => {
    const got = merge({
      als: ['Alien', 'Heat'],
      recent: ['Heat', 'Up'],
      like: [],
    });
    if (!Array.isArray(got))
      throw new Error(`a list of candidates was expected, got ${got}`);
    const films = got.map(({ film }) => film);
    if (new Set(films).size < films.length)
      throw new Error(
        `Heat is named by two sources and must be a candidate once, got ${films.join(', ')}`,
      );
    if (films.join() !== 'Alien,Heat,Up')
      throw new Error(
        `Alien, Heat, Up were expected, got ${films.join(', ') || 'nothing'}`,
      );
    const places = JSON.stringify(
      got.map((row) => Object.entries(row.places ?? {}).sort()),
    );
    const expected = JSON.stringify([
      [['als', 1]],
      [
        ['als', 2],
        ['recent', 1],
      ],
      [['recent', 2]],
    ]);
    if (places !== expected)
      throw new Error(
        `Heat stands second in als and first in recent; the places should be ${expected}, got ${places}. Not named is not place 0.`,
      );
    return 'A missing place is missing: trees can send it to its own side of a split.';
  },
);

// %% [solve-merge] Solution of merge hidden
solution('merge', (lists: Record<string, string[]>) => {
  const rows = new Map<string, Record<string, number>>();
  for (const [source, films] of Object.entries(lists))
    films.forEach((film, at) => {
      const places = rows.get(film) ?? {};
      places[source] = at + 1;
      rows.set(film, places);
    });
  return Array.from(rows, ([film, places]) => ({ film, places }));
});

// %% [try-label] Your turn: find the leak
exercise(
  'lessons',
  (
    log: { user: string; film: string; day: number }[],
    candidates: Record<string, string[]>,
    start: number,
    end: number,
  ): { user: string; film: string; met: number; label: number }[] =>
    // rows for the ranker: `met` is how many met the film, `label` whether this user met it in the window from `start` up to `end`
    Object.entries(candidates).flatMap(([user, films]) =>
      films.map((film) => ({
        user,
        film,
        met: log.filter((row) => row.film === film).length,
        label: log.some((row) => row.user === user && row.film === film)
          ? 1
          : 0,
      })),
    ),
);

// %% [check-label] Check of label hidden
check(
  'lessons',
  (
    lessons: (
      log: { user: string; film: string; day: number }[],
      candidates: Record<string, string[]>,
      start: number,
      end: number,
    ) => { user: string; film: string; met: number; label: number }[],
  ) => {
    const log = [
      { user: 'ann', film: 'Alien', day: 1 },
      { user: 'bob', film: 'Heat', day: 2 },
      { user: 'ann', film: 'Heat', day: 11 },
      { user: 'cat', film: 'Heat', day: 10 },
      { user: 'bob', film: 'Up', day: 25 },
    ];
    const got = lessons(log, { ann: ['Heat', 'Up'], bob: ['Up'] }, 10, 20);
    const find = (user: string, film: string) => {
      const row = got.find((each) => each.user === user && each.film === film);
      if (!row) throw new Error(`a row of ${user} and ${film} is missing`);
      return row;
    };
    if (find('bob', 'Up').label !== 0)
      throw new Error(
        'bob met Up on day 25, after the window: that label is of the test',
      );
    if (find('ann', 'Heat').label !== 1)
      throw new Error('ann met Heat on day 11, in the window: the label is 1');
    if (find('ann', 'Heat').met !== 1)
      throw new Error(
        `before day 10 one person had met Heat; met says ${find('ann', 'Heat').met}, so it counts what happened later, the answer itself among it`,
      );
    if (find('ann', 'Up').met !== 0)
      throw new Error(
        `nobody had met Up before day 10, met says ${find('ann', 'Up').met}`,
      );
    if (got.length !== 3)
      throw new Error(`3 rows were expected, got ${got.length}`);
    return 'Features end where the window begins; labels begin there and end with it.';
  },
);

// %% [solve-label] Solution of label hidden
solution(
  'lessons',
  (
    log: { user: string; film: string; day: number }[],
    candidates: Record<string, string[]>,
    start: number,
    end: number,
  ) => {
    const before = log.filter(({ day }) => day < start);
    const inside = log.filter(({ day }) => day >= start && day < end);
    return Object.entries(candidates).flatMap(([user, films]) =>
      films.map((film) => ({
        user,
        film,
        met: before.filter((row) => row.film === film).length,
        label: inside.some((row) => row.user === user && row.film === film)
          ? 1
          : 0,
      })),
    );
  },
);
