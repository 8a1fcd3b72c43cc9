// A/B tests: plan one, run it in the world, read it, and turn the card over.

// %% [ranker] Two rankers, one question needs=truth
import { implicitAls, isWorld, popularityPolicy, scorePolicy } from 'recsys';
const world = await data();
if (!isWorld(world)) throw new TypeError('only the built-in world has a truth');
const truth = await world.truth();
const [history, sessions] = [await world.watches(), await world.sessions()];
const model = await implicitAls(world.interactions, {
  factors: 32,
  iterations: 8,
  alpha0: 0.1,
  regularization: 0.01,
  seed: 42,
  signal,
  onProgress: progress,
});
let known: { user: number; scores: Float32Array } = {
  user: -1,
  scores: new Float32Array(0),
};
const arms = {
  control: popularityPolicy(truth.films),
  treatment: scorePolicy((user) => {
    if (known.user !== user) known = { user, scores: model.scores(user) };
    return known.scores;
  }),
};
display(Object.keys(arms));

// %% [baseline] What a fortnight looks like without any change needs=truth
const DAY = 86_400;
const end = sessions.starts.reduce((a, b) => Math.max(a, b));
const watches = new Float64Array(world.users.length);
history.users.forEach((user, row) => {
  const isRecent = history.times[row] > end - 14 * DAY;
  if (isRecent && history.percents[row] >= 10) watches[user] += 1;
});
const mean = (x: ArrayLike<number>) =>
  Array.from(x).reduce((a, b) => a + b, 0) / x.length;
const baseline = mean(watches);
const deviation = Math.sqrt(mean(watches.map((x) => (x - baseline) ** 2)));
display({
  people: watches.length,
  'films a person in 14 days': baseline,
  'standard deviation': deviation,
  'share who watched nothing':
    watches.filter((x) => x === 0).length / watches.length,
});

// %% [by-hand] How many people, by hand
import { sampleSize } from 'recsys';
const byHand = (sigma: number, delta: number) =>
  (2 * sigma ** 2 * (1.96 + 0.8416) ** 2) / delta ** 2;
display({
  'σ = 6, δ = 0.6': byHand(6, 0.6),
  'the library': sampleSize({ baseline: 3, deviation: 6, mde: 0.6 }).perGroup,
});

// %% [plan] Plan ours needs=truth
import { minimalDetectableEffect, power } from 'recsys';
const plan = { baseline, deviation };
display(
  [0.3, 0.2, 0.1, 0.05, 0.01].map((lift) => ({
    'lift worth finding': lift,
    'people per arm': sampleSize({ ...plan, mde: lift, relative: true })
      .perGroup,
  })),
);
const perArm = Math.floor(world.users.length / 2);
display({
  'we have, per arm': perArm,
  'least lift found in 80 % of cases': minimalDetectableEffect({
    ...plan,
    perGroup: perArm,
  }).relative,
  'chance to find a lift of 10 %': power({
    ...plan,
    mde: 0.1,
    relative: true,
    perGroup: perArm,
  }),
});

// %% [assign] Who is in which arm
import { assign, chiSquare } from 'recsys';
const armOf = (id: string, experiment: string) =>
  assign(id, experiment, { shares: { control: 0.5, treatment: 0.5 } });
const ids = Array.from({ length: 20_000 }, (_, id) => `user-${id}`);
const crossed = [
  [0, 0],
  [0, 0],
];
for (const id of ids)
  crossed[Number(armOf(id, 'ranker') === 'treatment')][
    Number(armOf(id, 'button') === 'treatment')
  ] += 1;
display({
  'user-42 in the ranker test': armOf('user-42', 'ranker'),
  'and on any other server': armOf('user-42', 'ranker'),
  'user-42 in the button test': armOf('user-42', 'button'),
});
display([
  {
    ranker: 'control',
    'button: control': crossed[0][0],
    'button: treatment': crossed[0][1],
  },
  {
    ranker: 'treatment',
    'button: control': crossed[1][0],
    'button: treatment': crossed[1][1],
  },
]);
display({ 'p-value of independence': chiSquare(crossed).pValue });

// %% [aa] A test of the test needs=truth
import { aaTest } from 'recsys';
import * as Plot from '@observablehq/plot';
const aa = aaTest(watches, { splits: 1000, seed: 7 });
display({
  'false alarms': aa.estimate,
  low: aa.interval[0],
  high: aa.interval[1],
});
display(({ width }) =>
  Plot.plot({
    width,
    height: 180,
    ariaLabel: 'Histogram of the p-values of 1,000 A/A tests: nearly flat',
    x: { label: 'p-value →', domain: [0, 1] },
    y: { label: '↑ tests', grid: true },
    marks: [
      Plot.rectY(
        Array.from(aa.pValues, (p) => ({ p })),
        {
          ...Plot.binX({ y: 'count' }, { x: 'p', thresholds: 20 }),
          fill: 'var(--series-1)',
          insetLeft: 1,
        },
      ),
      Plot.ruleY([50], { stroke: 'var(--second)', strokeDasharray: '3,3' }),
    ],
  }),
);

// %% [run] Run it for a fortnight needs=truth timeout=120
import { experiment } from 'recsys';
const run = await experiment(truth, {
  ...arms,
  days: 14,
  seed: 1,
  history,
  sessions,
  signal,
  onProgress: progress,
});
const people = (arm: number) => run.arm.filter((own) => own === arm).length;
display({ control: people(0), treatment: people(1) });

// %% [read] First the counts, then the metric needs=truth
import { sampleRatioMismatch, welch } from 'recsys';
const srm = sampleRatioMismatch([people(0), people(1)]);
display({ 'p-value of the split': srm.pValue, mismatch: srm.mismatch });
const inArm = (column: Float64Array, arm: number) =>
  column.filter((_, user) => run.arm[user] === arm);
const metrics = ['watches', 'hours', 'sessions', 'activeDays'] as const;
display(
  metrics.map((metric) => {
    const column = run.outcomes[metric];
    const { estimate, interval, pValue } = welch(
      inArm(column, 1),
      inArm(column, 0),
    );
    return {
      metric,
      control: mean(inArm(column, 0)),
      difference: estimate,
      low: interval[0],
      high: interval[1],
      'p-value': pValue,
    };
  }),
);

// %% [card] Turn the card over needs=truth timeout=180
import { bothArms } from 'recsys';
const both = await bothArms(truth, {
  ...arms,
  days: 14,
  seed: 1,
  history,
  signal,
  onProgress: progress,
});
const trueEffect = (metric: (typeof metrics)[number]) =>
  mean(both.treatment[metric]) - mean(both.control[metric]);
display(
  metrics.map((metric) => ({
    metric,
    'true effect': trueEffect(metric),
    'true lift': trueEffect(metric) / mean(both.control[metric]),
  })),
);

// %% [replays] The same test four hundred times needs=truth
const effect = trueEffect('watches');
const replays = Array.from({ length: 400 }, (_, replay) => {
  const isTreated = world.users.map(
    ({ id }) => armOf(id, `replay ${replay}`) === 'treatment',
  );
  const a = both.treatment.watches.filter((_, user) => isTreated[user]);
  const b = both.control.watches.filter((_, user) => !isTreated[user]);
  const { estimate, interval, pValue } = welch(a, b);
  return { replay, estimate, low: interval[0], high: interval[1], pValue };
});
const shareOf = (keep: (one: (typeof replays)[number]) => boolean) =>
  replays.filter(keep).length / replays.length;
const found = replays.filter(({ pValue }) => pValue < 0.05);
display({
  'interval holds the truth': shareOf(
    ({ low, high }) => low <= effect && effect <= high,
  ),
  'effect found (power)': found.length / replays.length,
  'found with the wrong sign': shareOf(
    ({ pValue, estimate }) => pValue < 0.05 && estimate < 0,
  ),
  'mean estimate, all': mean(replays.map(({ estimate }) => estimate)),
  'mean estimate, found ones only': mean(found.map(({ estimate }) => estimate)),
});
const hundred = replays
  .slice(0, 100)
  .toSorted((a, b) => a.estimate - b.estimate)
  .map((one, place) => ({
    ...one,
    place,
    misses: one.low > effect || one.high < effect,
  }));
display(({ width }) =>
  Plot.plot({
    width,
    height: 300,
    ariaLabel:
      'A hundred replays: intervals of the difference in films watched, and the true effect as a line',
    x: { label: 'a hundred replays, by estimate', ticks: [] },
    y: { label: '↑ difference in films a person', grid: true },
    marks: [
      Plot.ruleX(hundred, {
        x: 'place',
        y1: 'low',
        y2: 'high',
        stroke: (d: { misses: boolean }) =>
          d.misses ? 'var(--accent)' : 'var(--second)',
      }),
      Plot.ruleY([effect], { stroke: 'var(--series-1)' }),
      Plot.ruleY([0], { stroke: 'var(--ink)', strokeDasharray: '3,3' }),
    ],
  }),
);

// %% [breaks] One line of code, and every number is wrong needs=truth
const isBusy = run.outcomes.sessions.map((visits) => (visits > 3 ? 1 : 0));
const kept = (arm: number, drop: boolean) =>
  run.outcomes.watches.filter(
    (_, user) => run.arm[user] === arm && !(drop && isBusy[user]),
  );
const dropped = { control: kept(0, false), treatment: kept(1, true) };
const counts = [dropped.control.length, dropped.treatment.length];
const check1 = sampleRatioMismatch(counts);
const wrong = welch(dropped.treatment, dropped.control);
display({
  'control, people': counts[0],
  'treatment, people': counts[1],
  'difference in films': wrong.estimate,
  'p-value of the difference': wrong.pValue,
  'p-value of the split': check1.pValue,
  mismatch: check1.mismatch,
});

// %% [simpson] Better in both halves, worse in the whole
const traffic = [
  { day: 'Friday', arm: 'control', people: 9900, bought: 198 },
  { day: 'Friday', arm: 'treatment', people: 100, bought: 3 },
  { day: 'Saturday', arm: 'control', people: 5000, bought: 50 },
  { day: 'Saturday', arm: 'treatment', people: 5000, bought: 60 },
];
const rate = (keep: (row: (typeof traffic)[number]) => boolean) => {
  const rows = traffic.filter(keep);
  const sum = (key: 'people' | 'bought') =>
    rows.reduce((total, row) => total + row[key], 0);
  return sum('bought') / sum('people');
};
display(
  ['Friday', 'Saturday', 'both'].map((day) => ({
    day,
    control: rate(
      (row) => row.arm === 'control' && (day === 'both' || row.day === day),
    ),
    treatment: rate(
      (row) => row.arm === 'treatment' && (day === 'both' || row.day === day),
    ),
  })),
);

// %% [try-srm] Your turn: is this split broken?
exercise('split', (counts: [number, number], share: number): number => {
  // Pearson's χ² of two counts against the planned share of the first arm
  return 0;
});

// %% [check-srm] Check of split hidden
check('split', (split: (counts: [number, number], share: number) => number) => {
  const near = (got: number, wanted: number, what: string) => {
    if (!(Math.abs(got - wanted) < 1e-9))
      throw new Error(`${what}: χ² should be ${wanted.toFixed(3)}, got ${got}`);
  };
  near(split([500, 500], 0.5), 0, '500 and 500 where halves were planned');
  near(
    split([520, 480], 0.5),
    1.6,
    '520 and 480 where halves were planned, (20² + 20²) / 500',
  );
  near(split([100, 900], 0.1), 0, '100 and 900 where a tenth was planned');
  near(
    split([120, 880], 0.1),
    400 / 100 + 400 / 900,
    '120 and 880 where a tenth was planned',
  );
  return 'With one degree of freedom, 10.83 is the threshold at p = 0.001. Now find the filter that did it.';
});

// %% [solve-srm] Solution of split hidden
solution('split', (counts: [number, number], share: number) => {
  const total = counts[0] + counts[1];
  return [share, 1 - share].reduce(
    (sum, part, arm) =>
      sum + (counts[arm] - part * total) ** 2 / (part * total),
    0,
  );
});

// %% [try-plan] Your turn: plan for one per cent
exercise(
  'plan',
  (
    {
      mean,
      deviation,
      arriving,
    }: { mean: number; deviation: number; arriving: number },
    lift: number,
  ): { perArm: number; weeks: number } => {
    // 80 % power, 5 % two-sided, two equal arms; `arriving` new people come each week.
    // Whole people, whole weeks, both rounded up.
    return { perArm: 1, weeks: 1 };
  },
);

// %% [check-plan] Check of plan hidden
check(
  'plan',
  (
    plan: (
      facts: { mean: number; deviation: number; arriving: number },
      lift: number,
    ) => { perArm: number; weeks: number },
  ) => {
    const facts = { mean: 4, deviation: 8, arriving: 60_000 };
    for (const lift of [0.1, 0.02, 0.01]) {
      const wanted = sampleSize({
        baseline: 4,
        deviation: 8,
        mde: lift,
        relative: true,
      }).perGroup;
      const { perArm, weeks } = plan(facts, lift);
      if (!(Math.abs(perArm - wanted) <= 0.002 * wanted + 2))
        throw new Error(
          `a lift of ${100 * lift} % of a mean of 4 with deviation 8 needs ${wanted} people per arm, got ${perArm}. The lift is relative.`,
        );
      const need = Math.ceil((2 * wanted) / 60_000);
      if (weeks !== need)
        throw new Error(
          `${wanted} per arm are ${2 * wanted} people; at 60,000 a week that is ${need} weeks, got ${weeks}`,
        );
    }
    return 'A tenth of the lift, a hundred times the people. Most experiments that “found nothing” were planned without this line.';
  },
);

// %% [solve-plan] Solution of plan hidden
solution(
  'plan',
  (
    {
      mean,
      deviation,
      arriving,
    }: { mean: number; deviation: number; arriving: number },
    lift: number,
  ) => {
    const { perGroup, total } = sampleSize({
      baseline: mean,
      deviation,
      mde: lift,
      relative: true,
    });
    return { perArm: perGroup, weeks: Math.ceil(total / arriving) };
  },
);
