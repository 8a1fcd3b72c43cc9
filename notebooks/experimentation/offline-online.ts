// Offline against online: twenty rankers in a world whose truth is known, and what a log can say of a policy that never ran.

// %% [by-hand] Pairs in the same order, by hand
const kendall = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [alike, pairs] = [0, 0];
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < i; j++) {
      alike += Math.sign((a[i] - a[j]) * (b[i] - b[j]));
      pairs += 1;
    }
  return alike / pairs;
};
const mean = (x: ArrayLike<number>) =>
  Array.from(x).reduce((a, b) => a + b, 0) / x.length;
// Four rankers: their offline metric, and what they truly did.
display({
  'by hand, (5 − 1) / 6': (5 - 1) / 6,
  'by the cell': kendall([0.05, 0.08, 0.09, 0.1], [1.2, 1.4, 1.9, 1.6]),
});

// %% [rankers] Twenty rankers on one training log needs=times
import {
  bayesianMean,
  bpr,
  contentBased,
  ease,
  implicitAls,
  isWorld,
  itemKnn,
  popularity,
  popularityBySegment,
  pureSvd,
  random,
  recencyPopularity,
  sar,
  similarToLast,
  splitByTime,
  topk,
  userKnn,
} from 'recsys';
import type { Recommender } from 'recsys';
const set = await data();
const { interactions, items, users } = set;
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
type Lists = Pick<Recommender, 'recommend'>;
const rankers: { name: string; model: Lists }[] = [];
const add = (name: string, model: Lists) => {
  rankers.push({ name, model });
  progress({ done: rankers.length, total: 19, label: 'ranker' });
};
const draw = random(42);
const chance: Lists = {
  recommend: (_, { k = 10, exclude = new Int32Array(0) } = {}) => {
    const scores = Float32Array.from(items, () => draw.next());
    for (const item of exclude) scores[item] = -1;
    return topk(scores, k);
  },
};
const genres = [...new Set(items.flatMap((item) => item.genres))];
const oneHot = Float32Array.from(
  { length: items.length * genres.length },
  (_, at) =>
    Number(
      items[Math.floor(at / genres.length)].genres.includes(
        genres[at % genres.length],
      ),
    ),
);
const quick = { signal, seed: 42 };
const als = { ...quick, iterations: 8, alpha0: 0.1, regularization: 0.01 };
add('chance', chance);
add('Bayesian mean', bayesianMean(train));
add('popularity', popularity(train));
add('recency, 60 days', recencyPopularity(train, { halfLifeDays: 60 }));
add('recency, 7 days', recencyPopularity(train, { halfLifeDays: 7 }));
add(
  'popularity by age',
  popularityBySegment(train, {
    segments: users.map(({ attributes }) => attributes.age ?? ''),
  }),
);
add(
  'genres',
  contentBased(train, { vectors: oneHot, dimensions: genres.length }),
);
add('similar to the last 3', await similarToLast(train, { signal }));
add('SAR', await sar(train, { k: 100, signal }));
add('item kNN, 20', await itemKnn(train, { k: 20, signal }));
add('item kNN, 200', await itemKnn(train, { k: 200, shrinkage: 20, signal }));
add('user kNN, 30', await userKnn(train, { k: 30, signal }));
add('user kNN, 300', await userKnn(train, { k: 300, signal }));
add('EASE, λ = 30', await ease(train, { regularization: 30, signal }));
add('EASE, λ = 300', await ease(train, { regularization: 300, signal }));
add('PureSVD, 16', await pureSvd(train, { ...quick, factors: 16 }));
add('BPR, 32', await bpr(train, { ...quick, epochs: 15 }));
add('implicit ALS, 8', await implicitAls(train, { ...als, factors: 8 }));
const als32 = await implicitAls(train, { ...als, factors: 32 });
add('implicit ALS, 32', als32);
display({ rankers: rankers.length, 'rows to learn from': train.users.length });

// %% [offline] What the log says of them needs=times
import { evaluate } from 'recsys';
import type { Evaluation } from 'recsys';
// The twentieth learns from the whole log, the test included. It is here to be caught.
const leaky = await ease(interactions, { regularization: 300, signal });
const all = [...rankers, { name: 'EASE that saw the test', model: leaky }];
const judged: { name: string; run: Evaluation<'ndcg'> }[] = [];
for (const { name, model } of all) {
  const run = await evaluate(model, {
    train,
    test,
    k: 10,
    metrics: ['ndcg'],
    signal,
  });
  judged.push({ name, run });
  progress({ done: judged.length, total: all.length, label: 'ranker' });
}
display(
  judged.map(({ name, run }) => ({
    ranker: name,
    'nDCG@10': run.mean.ndcg,
    low: run.interval.ndcg[0],
    high: run.interval.ndcg[1],
  })),
);
const viewers = judged[0].run.users;
display({
  data: set.name,
  'people in the test': viewers.length,
  split: 'last tenth of the log',
  k: 10,
  seed: 42,
});

// %% [truth] What they would truly do needs=truth
import { examination } from 'recsys';
if (!isWorld(set)) throw new TypeError('only the built-in world has a truth');
const truth = await set.truth();
const START = 1_294_358_400; // midnight before the world's first day
const moment = test.times.reduce((a, b) => Math.min(a, b));
const history: number[][] = users.map(() => []);
train.users.forEach((user, row) => history[user].push(train.items[row]));
// By person, the chance that they click and watch each film, once they look at it; the moods averaged.
const wishes: Float64Array[] = [];
for (const user of viewers) {
  wishes.push(truth.relevances(user, moment + 9 * 86_400, history[user]));
  if (wishes.length % 50 === 0)
    progress({ done: wishes.length, total: viewers.length, label: 'person' });
}
const looks = Array.from({ length: 10 }, (_, place) => examination(place));
const shelfWorks = (list: ArrayLike<number>, wish: ArrayLike<number>) => {
  let fails = 1;
  for (let place = 0; place < list.length; place++)
    fails *= 1 - looks[place] * wish[list[place]];
  return 1 - fails;
};
display({
  'place 1 is looked at': looks[0],
  'place 2': looks[1],
  'place 10': looks[9],
  'two films by hand': 1 - (1 - 0.3) * (1 - looks[1] * 0.2),
  'by the cell': shelfWorks([0, 1], [0.3, 0.2]),
});

// %% [scatter] Twenty dots needs=truth
import * as Plot from '@observablehq/plot';
const LEAK = judged.length - 1;
const served = judged.map(({ run }, at) =>
  // tomorrow's log is not there tomorrow: what leaked is served without
  at === LEAK
    ? judged.find(({ name }) => name === 'EASE, λ = 300')!.run.lists
    : run.lists,
);
const trueShelves = served.map((lists) =>
  lists.map((list, n) => shelfWorks(list, wishes[n])),
);
const offline = judged.map(({ run }) => run.mean.ndcg);
const online = trueShelves.map(mean);
const honest = judged.map((_, at) => at).filter((at) => at !== LEAK);
const pick = (x: number[], at: number[]) => at.map((i) => x[i]);
// Rankers drawn again with replacement: how far does τ depend on which twenty we happened to build?
const again = random(42);
const tauInterval = (x: number[], y: number[]) => {
  const taus = Array.from({ length: 1000 }, () => {
    const drawn = x.map(() => again.int(x.length));
    let [alike, pairs] = [0, 0];
    for (const [n, i] of drawn.entries())
      for (const j of drawn.slice(0, n)) {
        if (i === j) continue;
        alike += Math.sign((x[i] - x[j]) * (y[i] - y[j]));
        pairs += 1;
      }
    return alike / pairs;
  }).toSorted((a, b) => a - b);
  return [taus[25], taus[974]];
};
display(
  [
    { rankers: 'all twenty', at: judged.map((_, at) => at) },
    { rankers: 'without the one that saw the test', at: honest },
  ].map(({ rankers, at }) => {
    const [x, y] = [pick(offline, at), pick(online, at)];
    const [low, high] = tauInterval(x, y);
    return { rankers, 'Kendall’s τ': kendall(x, y), low, high };
  }),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: 300,
    ariaLabel:
      'Twenty rankers: nDCG@10 on the log across, the share of shelves that truly work upwards; they rise together but for one far to the right',
    x: { label: 'nDCG@10 on the log →', grid: true },
    y: { label: '↑ shelves that work', grid: true, domain: [0, 1] },
    marks: [
      Plot.dot(
        judged.map(({ name }, at) => ({
          name,
          offline: offline[at],
          online: online[at],
        })),
        {
          x: 'offline',
          y: 'online',
          r: 5,
          fill: (_: unknown, at: number) =>
            at === LEAK ? 'var(--accent)' : 'var(--series-1)',
          title: 'name',
        },
      ),
    ],
  }),
);

// %% [leads] How large a lead can be trusted? needs=truth
import { tTest } from 'recsys';
const leads = honest.flatMap((i) =>
  honest
    .filter((j) => offline[i] > offline[j])
    .map((j) => {
      const [a, b] = [i, j].map((at) => judged[at].run.perUser.ndcg);
      const { estimate, standardError } = tTest(a, b, { paired: true });
      return {
        errors: estimate / standardError,
        ahead: judged[i].name,
        behind: judged[j].name,
        isRight: online[i] > online[j],
      };
    }),
);
const wrong = leads.filter(({ isRight }) => !isRight);
display(
  [
    { lead: 'within 2 errors', from: 0, to: 2 },
    { lead: '2 to 4 errors', from: 2, to: 4 },
    { lead: 'more than 4', from: 4, to: Infinity },
  ].map(({ lead, from, to }) => {
    const pairs = leads.filter(({ errors }) => errors >= from && errors < to);
    const right = pairs.filter(({ isRight }) => isRight).length;
    return {
      lead,
      pairs: pairs.length,
      'truly better': right,
      share: right / pairs.length,
    };
  }),
);
display(
  wrong
    .toSorted((a, b) => b.errors - a.errors)
    .map(({ ahead, behind, errors }) => ({
      'ahead on the log': ahead,
      'truly better': behind,
      'lead in errors': errors,
    })),
);

// %% [look] One person, two rankers that the log cannot tell apart needs=truth
const listsOf = (name: string) =>
  judged.find((one) => one.name === name)!.run.lists;
const [byAge, byBpr] = [listsOf('popularity by age'), listsOf('BPR, 32')];
const later: Set<number>[] = users.map(() => new Set());
test.users.forEach((user, row) => later[user].add(test.items[row]));
const hits = (list: Int32Array, n: number) =>
  list.filter((film) => later[viewers[n]].has(film)).length;
// An example, not a proof: the first whom the log and the truth judge differently.
const someone = wishes.findIndex(
  (wish, n) =>
    hits(byAge[n], n) > hits(byBpr[n], n) &&
    shelfWorks(byBpr[n], wish) > shelfWorks(byAge[n], wish) + 0.1,
);
for (const [name, lists] of Object.entries({ age: byAge, BPR: byBpr })) {
  const [list, wish] = [lists[someone], wishes[someone]];
  display({
    ranker: name,
    'hits in the log': hits(list, someone),
    'the shelf works with': shelfWorks(list, wish),
  });
  display(
    Array.from(list, (film) => ({
      film: items[film].title,
      wish: wish[film],
      'in the test': later[viewers[someone]].has(film) ? 'yes' : '',
    })),
  );
}

// %% [written] Who wrote the test? needs=truth
import { ndcg } from 'recsys';
const tested = new Int32Array(users.length);
test.users.forEach((user) => tested[user]++);
const lastDay = (moment - START) / 86_400;
const writtenBy = (exposure: (item: number) => number) => {
  const pen = random(7);
  return wishes.map((wish, n) => {
    const seen = new Set(history[viewers[n]]);
    const chances = wish.map((chance, item) =>
      seen.has(item) || truth.films.arrives[item] > lastDay
        ? 0
        : chance * exposure(item),
    );
    const films = new Set<number>();
    while (films.size < tested[viewers[n]]) films.add(pen.weighted(chances));
    return films;
  });
};
const scoredOn = (tests: Set<number>[]) =>
  judged.map(({ run }) =>
    mean(run.lists.map((list, n) => ndcg(list, tests[n], { k: 10 }))),
  );
const charts = (steepness: number) => (item: number) =>
  Math.exp(steepness * truth.films.appeal[item]);
const tests = {
  'the log': offline,
  chance: scoredOn(writtenBy(() => 1)),
  charts: scoredOn(writtenBy(charts(1.1))),
  'steep charts': scoredOn(writtenBy(charts(2.2))),
};
display(
  Object.entries(tests).map(([writer, values]) => ({
    'test written by': writer,
    'Kendall’s τ with the truth': kendall(
      pick(values, honest),
      pick(online, honest),
    ),
    'first place':
      judged[honest.toSorted((a, b) => values[b] - values[a])[0]].name,
  })),
);
display(
  judged.map(({ name }, at) => ({
    ranker: name,
    ...Object.fromEntries(
      Object.entries(tests).map(([writer, values]) => [writer, values[at]]),
    ),
    truth: online[at],
  })),
);

// %% [ips-hand] A log of four rows, by hand
import { doublyRobust, ips, snips } from 'recsys';
const four = {
  reward: [1, 0, 0, 1],
  propensity: [0.5, 0.5, 0.25, 0.1],
  target: [0.1, 0.4, 0.5, 0.3],
};
const weights = four.target.map((p, row) => p / four.propensity[row]);
const sum = (x: number[]) => x.reduce((a, b) => a + b, 0);
display({
  weights: weights.map((w) => w.toFixed(1)).join(', '),
  'IPS, (0.2 · 1 + 3 · 1) / 4':
    sum(weights.map((w, row) => w * four.reward[row])) / 4,
  'by the library': ips(four).value,
  'SNIPS, 3.2 / 6':
    sum(weights.map((w, row) => w * four.reward[row])) / sum(weights),
  'SNIPS by the library': snips(four).value,
  'effective rows, 6² / 13.68':
    sum(weights) ** 2 / sum(weights.map((w) => w * w)),
});

// %% [log] The first place of the shelf, as the log has it needs=truth,impressions,propensities
const shown = await set.impressions();
const visits = await set.sessions();
const watches = await set.watches();
const watchedIn = (log: typeof watches) => {
  const percents = new Map<number, number>();
  log.users.forEach((user, row) =>
    percents.set(user * items.length + log.items[row], log.percents[row]),
  );
  return (user: number, item: number) =>
    (percents.get(user * items.length + item) ?? 0) >= 10;
};
const isWatched = watchedIn(watches);
const past: { time: number; item: number }[][] = users.map(() => []);
watches.users.forEach((user, row) =>
  past[user].push({ time: watches.times[row], item: watches.items[row] }),
);
// Of each visit the first place of the first shelf.
const openings = ({ sessions }: { sessions: number[] }) =>
  sessions.flatMap((visit, row) => (visit === sessions[row - 1] ? [] : [row]));
const log = openings(shown).flatMap((row) => {
  const visit = shown.sessions[row];
  const [user, time] = [visits.users[visit], visits.starts[visit]];
  if (time < moment) return [];
  const item = shown.items[row];
  const seen = past[user].filter((one) => one.time < time);
  return {
    user,
    time,
    item,
    seen: new Set(seen.map((one) => one.item)),
    reward: Number(shown.clicks[row] === 1 && isWatched(user, item)),
    propensity: shown.propensities[row],
  };
});
const reward = log.map((row) => row.reward);
const propensity = log.map((row) => row.propensity);
const clusters = log.map((row) => row.user);
display({
  visits: log.length,
  people: new Set(clusters).size,
  'share whose first film was watched': mean(reward),
  'propensity of the film in the middle': propensity.toSorted((a, b) => a - b)[
    log.length >> 1
  ],
  'rarest film': propensity.reduce((a, b) => Math.min(a, b)),
});

// %% [estimate] What would a ranker do that never ran? needs=truth,propensities
import { directMethod } from 'recsys';
const perUser = <T>(make: (user: number) => T) => {
  const known = new Map<number, T>();
  return (user: number) => {
    if (!known.has(user)) known.set(user, make(user));
    return known.get(user)!;
  };
};
// The policy: draw a film in proportion to e^(score / T). The smaller T, the greedier.
const softly = (T: number) =>
  perUser((user) => {
    const scores = als32.scores(user);
    const top = scores.reduce((a, b) => Math.max(a, b));
    return Float64Array.from(scores, (score) => Math.exp((score - top) / T));
  });
// The reward model: how often a first film is watched, by steps of the score, counted among the people of the other half.
const EDGES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5];
const stepsOf = perUser((user) =>
  Uint8Array.from(
    als32.scores(user),
    (score) => EDGES.filter((edge) => score >= edge).length,
  ),
);
const rates = [0, 1].map((half) =>
  [...EDGES, 1].map((_, step) => {
    const rows = log.filter(
      ({ user, item }) => user % 2 !== half && stepsOf(user)[item] === step,
    );
    return (0.7 + sum(rows.map((row) => row.reward))) / (10 + rows.length);
  }),
);
const asked = (T: number) => {
  const weightsOf = softly(T);
  const rows = log.map(({ user, time, item, seen }) => {
    const [chances, steps, rate] = [
      weightsOf(user),
      stepsOf(user),
      rates[user % 2],
    ];
    const byStep = rate.map(() => 0);
    for (let film = 0; film < chances.length; film++) {
      const isHere = START + truth.films.arrives[film] * 86_400 <= time;
      if (isHere && !seen.has(film)) byStep[steps[film]] += chances[film];
    }
    const total = sum(byStep);
    return {
      target: seen.has(item) ? 0 : chances[item] / total,
      logged: rate[steps[item]],
      value: sum(byStep.map((chance, step) => (chance / total) * rate[step])),
    };
  });
  return {
    reward,
    propensity,
    target: rows.map(({ target }) => target),
    model: {
      logged: rows.map(({ logged }) => logged),
      value: rows.map(({ value }) => value),
    },
    clusters,
  };
};
const estimators = {
  IPS: ips,
  SNIPS: snips,
  'direct method': directMethod,
  'doubly robust': doublyRobust,
};
const estimatesOf = (question: ReturnType<typeof asked>) =>
  Object.entries(estimators).map(([estimator, estimate]) => {
    const { value, interval, ess, verdict } = estimate(question);
    return {
      estimator,
      value,
      low: interval[0],
      high: interval[1],
      'effective rows': ess,
      verdict,
    };
  });
const soft = asked(0.15);
display(estimatesOf(soft));
display({
  'mean weight': ips(soft).meanWeight,
  'largest weight': ips(soft).maxWeight,
});

// %% [greedy] The same question of a policy that never doubts needs=truth,propensities
const greedy = asked(0.002);
display(estimatesOf(greedy));
display({ why: ips(greedy).why });

// %% [card] Turn the card over needs=truth timeout=120
import { experiment, loggingPolicy } from 'recsys';
import type { Policy, PolicyRequest } from 'recsys';
const logging = loggingPolicy(truth.films, (user) => truth.person(user), {
  seed: truth.seed,
});
// Ours fills the first place; the rest of the shelf stays as it was.
const leading =
  (first: (request: PolicyRequest) => number): Policy =>
  (request) => {
    const film = first(request);
    const available = request.available.slice();
    available[film] = 0;
    const rest = logging({ ...request, k: request.k - 1, available });
    return { items: [film, ...Array.from(rest.items)] };
  };
const weightsAt = softly(0.15);
const lived = await experiment(truth, {
  control: leading(({ user, available, random: r }) =>
    r.weighted(weightsAt(user).map((chance, film) => chance * available[film])),
  ),
  treatment: leading(({ user, available }) => {
    const scores = als32
      .scores(user)
      .map((score, film) => (available[film] ? score : -Infinity));
    return scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
  }),
  from: Math.ceil((moment - START) / 86_400),
  days: 19,
  users: 1600,
  seed: 42,
  history: watches,
  signal,
  onProgress: progress,
});
const isWatchedThere = watchedIn(lived.log.watches);
const { impressions, sessions } = lived.log;
const outcome = [0, 1].map((arm) => {
  const rows = openings(impressions).filter(
    (row) => lived.arm[sessions.users[impressions.sessions[row]]] === arm,
  );
  const user = rows.map((row) => sessions.users[impressions.sessions[row]]);
  const ones = rows.map(() => 1);
  // a policy's own log has weights of 1: the estimate is a mean, its interval by person
  return ips({
    reward: rows.map((row, n) =>
      Number(
        impressions.clicks[row] === 1 &&
          isWatchedThere(user[n], impressions.items[row]),
      ),
    ),
    propensity: ones,
    target: ones,
    clusters: user,
  });
});
display(
  ['soft', 'greedy'].map((policy, arm) => ({
    policy,
    visits: outcome[arm].ess,
    'first film watched': outcome[arm].value,
    low: outcome[arm].interval[0],
    high: outcome[arm].interval[1],
    'direct method said': directMethod([soft, greedy][arm]).value,
    'doubly robust said': doublyRobust([soft, greedy][arm]).value,
  })),
);

// %% [replays] Two hundred logs a third as long needs=truth,propensities
const dealt = random(5);
const thirds = Array.from({ length: 200 }, () => {
  const isIn = perUser(() => dealt.next() < 1 / 3);
  return [...log.keys()].filter((row) => isIn(clusters[row]));
});
const fromRows = (question: ReturnType<typeof asked>, rows: number[]) => {
  const those = (column: number[]) => rows.map((row) => column[row]);
  const { model } = question;
  return {
    reward: those(reward),
    propensity: those(propensity),
    target: those(question.target),
    model: { logged: those(model.logged), value: those(model.value) },
    clusters: those(clusters),
  };
};
const replays = Object.entries({ soft, greedy }).flatMap(
  ([policy, question], arm) => {
    const logs = thirds.map((rows) => fromRows(question, rows));
    return Object.entries(estimators).map(([estimator, estimate]) => {
      const values = logs
        .map((one) => estimate(one).value)
        .toSorted((a, b) => a - b);
      return {
        policy,
        estimator,
        lowest: values[5],
        middle: values[100],
        highest: values[194],
        truth: outcome[arm].value,
      };
    });
  },
);
display(replays);
display(({ width }) =>
  Plot.plot({
    width,
    height: 260,
    marginLeft: 100,
    ariaLabel:
      'For each estimator the range of 95 % of 200 estimates, for the soft and the greedy policy, and the truth',
    x: { label: 'first film watched →', grid: true, domain: [-0.1, 1] },
    y: { label: null, domain: Object.keys(estimators) },
    fy: { label: null },
    marks: [
      Plot.ruleY(replays, {
        fy: 'policy',
        y: 'estimator',
        x1: 'lowest',
        x2: (d: { highest: number }) => Math.min(1, d.highest),
        stroke: 'var(--series-1)',
        strokeWidth: 3,
      }),
      Plot.dot(replays, {
        fy: 'policy',
        y: 'estimator',
        x: 'middle',
        fill: 'var(--series-1)',
        r: 4,
      }),
      Plot.ruleX(replays, {
        fy: 'policy',
        x: 'truth',
        stroke: 'var(--accent)',
      }),
    ],
  }),
);

// %% [sharp] How far from the log may a policy be? needs=truth,propensities
const grid = [1, 0.3, 0.15, 0.1, 0.08].map((T) => {
  const question = T === 0.15 ? soft : asked(T);
  const { value, interval, ess, maxWeight, verdict } = doublyRobust(question);
  return {
    T,
    value,
    low: interval[0],
    high: interval[1],
    'effective rows': ess,
    'largest weight': maxWeight,
    verdict,
  };
});
display(grid);

// %% [own] A log of your own
const pasted = `reward,propensity,target
0,0.25,0.60
1,0.10,0.05
0,0.50,0.10
0,0.25,0.60
1,0.25,0.60
0,0.05,0.01
0,0.50,0.10
1,0.50,0.10
0,0.10,0.05
0,0.25,0.60
0,0.50,0.10
1,0.25,0.60`;
const [header, ...lines] = pasted.trim().split('\n');
const at = (name: string) => header.split(',').indexOf(name);
const column = (name: string) =>
  lines.map((line) => Number(line.split(',')[at(name)]));
const own = {
  reward: column('reward'),
  propensity: column('propensity'),
  target: column('target'),
};
const answer = snips(own);
display({
  rows: lines.length,
  'the policy that ran': mean(own.reward),
  'the other, by SNIPS': answer.value,
  'mean weight': answer.meanWeight,
  'effective rows': answer.ess,
  verdict: answer.verdict,
});
display([answer.why, ...answer.warnings].filter(Boolean));

// %% [try-reweigh] Your turn: SNIPS and its effective rows
exercise(
  'reweigh',
  (
    reward: number[],
    propensity: number[],
    target: number[],
  ): { value: number; effectiveRows: number } => {
    // what the log's own policy earned; make it the other's
    const sum = reward.reduce((a, b) => a + b, 0);
    return { value: sum / reward.length, effectiveRows: reward.length };
  },
);

// %% [check-reweigh] Check of reweigh hidden
check(
  'reweigh',
  (
    reweigh: (
      reward: number[],
      propensity: number[],
      target: number[],
    ) => { value: number; effectiveRows: number },
  ) => {
    const near = (got: number, wanted: number, what: string) => {
      if (!(Math.abs(got - wanted) < 1e-9))
        throw new Error(`${what} should be ${wanted.toFixed(4)}, got ${got}`);
    };
    const same = reweigh(
      [1, 0, 0, 1],
      [0.5, 0.2, 0.1, 0.2],
      [0.5, 0.2, 0.1, 0.2],
    );
    near(same.value, 0.5, 'the value of the policy that wrote the log');
    near(
      same.effectiveRows,
      4,
      'effective rows of the policy that wrote the log',
    );
    const hand = reweigh(
      [1, 0, 0, 1],
      [0.5, 0.5, 0.25, 0.1],
      [0.1, 0.4, 0.5, 0.3],
    );
    near(hand.value, 3.2 / 6, 'the value of the four rows of the chapter');
    near(hand.effectiveRows, 36 / 13.68, 'their effective rows, (Σw)² / Σw²');
    const lifted = reweigh(
      [11, 10, 10, 11],
      [0.5, 0.5, 0.25, 0.1],
      [0.1, 0.4, 0.5, 0.3],
    );
    near(lifted.value, 10 + 3.2 / 6, 'with 10 added to each reward, the value');
    return 'Adding a constant moves SNIPS by that constant. IPS would have moved by the constant times the mean weight.';
  },
);

// %% [solve-reweigh] Solution of reweigh hidden
solution(
  'reweigh',
  (reward: number[], propensity: number[], target: number[]) => {
    const w = target.map((p, row) => p / propensity[row]);
    const total = w.reduce((a, b) => a + b, 0);
    const squares = w.reduce((a, b) => a + b * b, 0);
    const earned = w.reduce((all, one, row) => all + one * reward[row], 0);
    return { value: earned / total, effectiveRows: total ** 2 / squares };
  },
);

// %% [try-pick] Your turn: pick the estimator, or refuse
import type { LoggedFeedback } from 'recsys';
exercise('pick', (log: LoggedFeedback): number | null => {
  return ips(log).value;
});

// %% [check-pick] Check of pick hidden
const madeLog = (
  seed: number,
  {
    size,
    far,
    slip,
    level,
  }: { size: number; far: number; slip: number; level: number },
) => {
  const r = random(seed);
  const rows = Array.from({ length: size }, () => {
    const taste = 8 * r.next();
    const shares = [0.7, 0.2, 0.1];
    const action = r.weighted(shares);
    const target = [1 - far, far / 2, far / 2];
    const expected = (one: number) => level + taste + one;
    return {
      reward: expected(action) + 0.3 * r.normal(),
      propensity: Math.min(1, shares[action] * slip),
      target: target[action],
      logged: expected(action),
      value: target.reduce(
        (all, chance, one) => all + chance * expected(one),
        0,
      ),
    };
  });
  const of = (name: keyof (typeof rows)[number]) =>
    rows.map((row) => row[name]);
  const log = {
    reward: of('reward'),
    propensity: of('propensity'),
    target: of('target'),
  };
  return {
    log,
    model: { logged: of('logged'), value: of('value') },
    truth: mean(of('value')),
  };
};
check('pick', (pick: (log: LoggedFeedback) => number | null) => {
  const demand = (
    got: number | null,
    truth: number,
    within: number,
    what: string,
  ) => {
    if (got === null)
      throw new Error(`${what}: this log can be used, got a refusal`);
    if (!(Math.abs(got - truth) <= within))
      throw new Error(
        `${what}: the truth is ${truth.toFixed(2)}, the answer ${got.toFixed(2)} is further than ${within} from it`,
      );
  };
  for (const seed of [1, 2, 3]) {
    const plain = madeLog(seed, { size: 600, far: 0.7, slip: 1, level: 100 });
    demand(pick(plain.log), plain.truth, 1, 'rewards near 100, no model');
    const {
      log,
      model,
      truth: value,
    } = madeLog(seed, { size: 600, far: 0.7, slip: 1, level: 0 });
    demand(pick({ ...log, model }), value, 0.12, 'a good reward model at hand');
    const few = madeLog(seed, { size: 60, far: 0.9, slip: 1, level: 0 });
    if (pick(few.log) !== null)
      throw new Error(
        '60 rows, a third of them in effect: a handful decide, so the answer should be null',
      );
    const wrong = madeLog(seed, { size: 2000, far: 0.7, slip: 0.6, level: 0 });
    if (pick({ ...wrong.log, model: wrong.model }) !== null)
      throw new Error(
        'the weights average far from 1: the propensities are wrong, so the answer should be null',
      );
  }
  return 'A model where there is one, self-normalised weights where there is none, and no number at all where the log holds none.';
});

// %% [solve-pick] Solution of pick hidden
solution('pick', (log: LoggedFeedback) => {
  const answer = log.model ? doublyRobust(log) : snips(log);
  const isFit = answer.verdict === 'usable' && answer.warnings.length === 0;
  return isFit ? answer.value : null;
});
