// Ratios and variance: how large the error of an estimate is, and how to make it smaller.

// %% [ranker] The same two rankers needs=truth
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
const charts = popularityPolicy(truth.films);
const personal = scorePolicy((user) => {
  if (known.user !== user) known = { user, scores: model.scores(user) };
  return known.scores;
});
display({ control: 'charts', treatment: 'implicit ALS' });

// %% [charts] A fortnight under the charts needs=truth timeout=60
import { experiment } from 'recsys';
import type { Policy } from 'recsys';
const people = world.users.length;
const sum = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0);
const mean = (x: ArrayLike<number>) => sum(x) / x.length;
/** Everybody lives the fortnight under one shelf. */
const live = async (policy: Policy) => {
  const { arm, before, outcomes, log } = await experiment(truth, {
    control: policy,
    treatment: policy,
    days: 14,
    seed: 1,
    history,
    sessions,
    signal,
    onProgress: progress,
  });
  const shelves = new Float64Array(people);
  const clicked = new Float64Array(people);
  log.impressions.sessions.forEach((session, row) => {
    const user = log.sessions.users[session];
    if (log.impressions.positions[row] === 0) shelves[user] += 1;
    clicked[user] += log.impressions.clicks[row];
  });
  return { arm, before, ...outcomes, shelves, clicked };
};
const control = await live(charts);
const summary = ({ shelves, clicked, watches }: typeof control) => ({
  'shelves shown': sum(shelves),
  'with a click': sum(clicked),
  'click-through': sum(clicked) / sum(shelves),
  'films a person': mean(watches),
});
display(summary(control));

// %% [personal] The same fortnight under the personal shelf needs=truth timeout=60
const treatment = await live(personal);
const { arm, before } = treatment;
display([
  { everybody: 'sees the charts', ...summary(control) },
  { everybody: 'sees the personal shelf', ...summary(treatment) },
]);

// %% [by-hand] Four people, twelve shelves
import { cuped, random, ratioMetric, welch } from 'recsys';
const four = { clicked: [0, 2, 0, 4], shelves: [2, 2, 4, 4] };
const total = (x: number[]) => x.reduce((a, b) => a + b, 0);
const rate = total(four.clicked) / total(four.shelves);
const shares = four.clicked.map(
  (clicks, i) => (clicks - rate * four.shelves[i]) / (total(four.shelves) / 4),
);
display({
  ratio: rate,
  'error, twelve coins': Math.sqrt((rate * (1 - rate)) / 12),
  'error, four people': Math.sqrt(total(shares.map((e) => e * e)) / 3 / 4),
  'the library': ratioMetric({
    numerators: four.clicked,
    denominators: four.shelves,
  }).standardError,
});

// %% [aa] A thousand experiments without an effect needs=truth
import { normalCdf } from 'recsys';
import * as Plot from '@observablehq/plot';
type Rows = number[] | Uint32Array;
/** Click-through in some people, and two opinions on its variance. */
const clickThrough = (arm: typeof control, rows: Rows) => {
  let [y, x, yy, xy, xx] = [0, 0, 0, 0, 0];
  for (const i of rows) {
    const [clicks, shown] = [arm.clicked[i], arm.shelves[i]];
    y += clicks;
    x += shown;
    yy += clicks * clicks;
    xy += clicks * shown;
    xx += shown * shown;
  }
  const [ratio, n] = [y / x, rows.length];
  const spread = (yy - 2 * ratio * xy + ratio * ratio * xx) / (n - 1);
  return {
    ratio,
    naive: (ratio * (1 - ratio)) / x,
    delta: spread / n / (x / n) ** 2,
  };
};
const deal = random(7);
const order = Uint32Array.from({ length: people }, (_, i) => i);
const aa = Array.from({ length: 1000 }, () => {
  deal.shuffle(order);
  const a = clickThrough(control, order.subarray(0, people / 2));
  const b = clickThrough(control, order.subarray(people / 2));
  const difference = a.ratio - b.ratio;
  const test = (method: 'naive' | 'delta') => {
    const error = Math.sqrt(a[method] + b[method]);
    return { error, p: 2 * normalCdf(-Math.abs(difference) / error) };
  };
  return { difference, naive: test('naive'), delta: test('delta') };
});
const falseAlarms = (method: 'naive' | 'delta') =>
  mean(aa.map((one) => (one[method].p < 0.05 ? 1 : 0)));
display({
  'naive test, false alarms': falseAlarms('naive'),
  'delta method, false alarms': falseAlarms('delta'),
  'error, as it is over the replays': Math.sqrt(
    mean(aa.map(({ difference }) => difference ** 2)),
  ),
  'error, says the naive test': mean(aa.map(({ naive }) => naive.error)),
  'error, says the delta method': mean(aa.map(({ delta }) => delta.error)),
});
display(({ width }) =>
  Plot.plot({
    width,
    height: 200,
    ariaLabel:
      'Histograms of the p-values of 1,000 A/A tests: those of the naive test heap up near zero, those of the delta method are flat',
    x: { label: 'p-value →', domain: [0, 1], ticks: 5 },
    y: { label: '↑ tests', grid: true },
    fx: { label: null },
    marks: [
      Plot.rectY(
        aa.flatMap(({ naive, delta }) => [
          { p: naive.p, method: 'naive test' },
          { p: delta.p, method: 'delta method' },
        ]),
        {
          ...Plot.binX({ y: 'count' }, { x: 'p', thresholds: 20 }),
          fx: 'method',
          fill: 'var(--series-1)',
          insetLeft: 1,
        },
      ),
      Plot.ruleY([50], { stroke: 'var(--second)', strokeDasharray: '3,3' }),
    ],
  }),
);

// %% [bootstrap] The same error without a formula needs=truth
const rowsOf = (which: number) =>
  Array.from(arm.keys()).filter((user) => arm[user] === which);
const [inControl, inTreatment] = [rowsOf(0), rowsOf(1)];
const draw = random(3);
/** Every person counts as often as a Poisson variable of mean 1 says. */
const resampled = (of: typeof control, rows: number[]) => {
  let [y, x] = [0, 0];
  for (const i of rows) {
    const weight = draw.poisson(1);
    y += weight * of.clicked[i];
    x += weight * of.shelves[i];
  }
  return y / x;
};
const replicates = Array.from({ length: 1000 }, (_, done) => {
  if (done % 100 === 99) progress({ done: done + 1, total: 1000 });
  return resampled(treatment, inTreatment) - resampled(control, inControl);
}).sort((a, b) => a - b);
const centre = mean(replicates);
const [t, c] = [
  clickThrough(treatment, inTreatment),
  clickThrough(control, inControl),
];
display({
  'difference in click-through': t.ratio - c.ratio,
  'true difference':
    summary(treatment)['click-through'] - summary(control)['click-through'],
  'error, bootstrap': Math.sqrt(
    sum(replicates.map((x) => (x - centre) ** 2)) / (replicates.length - 1),
  ),
  'error, delta method': Math.sqrt(t.delta + c.delta),
  'error, naive': Math.sqrt(t.naive + c.naive),
  low: replicates[24],
  high: replicates[974],
});

// %% [quantile] Where there is no formula at hand needs=truth
import { bootstrap } from 'recsys';
const pick = (x: Float64Array, rows: number[]) =>
  Float64Array.from(rows, (i) => x[i]);
const ninth = (x: Float64Array) => {
  const sorted = x.slice().sort();
  return sorted[Math.floor(0.9 * (sorted.length - 1))];
};
const busy = bootstrap(
  pick(treatment.hours, inTreatment),
  pick(control.hours, inControl),
  { statistic: ninth, resamples: 1000, seed: 5 },
);
display({
  '90th percentile of hours, difference': busy.estimate,
  low: busy.interval[0],
  high: busy.interval[1],
  'true difference': ninth(treatment.hours) - ninth(control.hours),
});

// %% [cuped] What the past knows needs=truth
import { moments } from 'recsys';
const watched = Float64Array.from(arm, (own, i) =>
  own ? treatment.watches[i] : control.watches[i],
);
const past = before.watches;
const inArm = (rows: number[]) =>
  moments().addAll(pick(watched, rows), pick(past, rows));
const [mc, mt] = [inArm(inControl), inArm(inTreatment)];
const within = (of: 'variance' | 'varianceY' | 'covariance') =>
  (mc.n - 1) * mc[of] + (mt.n - 1) * mt[of];
const theta = within('covariance') / within('varianceY');
const rho =
  within('covariance') / Math.sqrt(within('variance') * within('varianceY'));
const meanPast = mean(past);
const adjusted = watched.map((y, i) => y - theta * (past[i] - meanPast));
const compare = (y: Float64Array) => {
  const result = welch(pick(y, inTreatment), pick(y, inControl));
  const [low, high] = result.interval;
  return { difference: result.estimate, low, high, p: result.pValue };
};
display({
  'θ in control': mc.covariance / mc.varianceY,
  'θ in treatment': mt.covariance / mt.varianceY,
  'θ, pooled': theta,
  'correlation ρ': rho,
  '1 − ρ²': 1 - rho * rho,
  'variance, after ÷ before':
    (mt.n * variance(pick(adjusted, inTreatment)) +
      mc.n * variance(pick(adjusted, inControl))) /
    (mt.n * mt.variance + mc.n * mc.variance),
});
function variance(x: Float64Array) {
  return moments().addAll(x).variance;
}
const library = cuped(watched, past, { groups: arm });
display([
  { 'films a person': 'as counted', ...compare(watched) },
  { 'films a person': 'adjusted by θ', ...compare(adjusted) },
  {
    'films a person': 'the library',
    difference: library.estimate,
    low: library.interval[0],
    high: library.interval[1],
    p: library.pValue,
  },
]);

// %% [cloud] The first six hundred needs=truth
display(
  Array.from({ length: 600 }, (_, i) => ({
    before: past[i],
    during: watched[i],
    treated: arm[i],
  })),
);

// %% [covariates] Which past? needs=truth
const DAY = 86_400;
const end = sessions.starts.reduce((a, b) => Math.max(a, b));
const filmsIn = (days: number) => {
  const counts = new Float64Array(people);
  history.users.forEach((user, row) => {
    if (history.times[row] > end - days * DAY && history.percents[row] >= 10)
      counts[user] += 1;
  });
  return counts;
};
const pasts = {
  'films, last 7 days': filmsIn(7),
  'films, last 28 days': before.watches,
  'films, last 90 days': filmsIn(90),
  'visits, last 28 days': before.sessions,
  'whether they came at all': before.sessions.map((x) => (x > 0 ? 1 : 0)),
  'the past of a stranger': before.watches.toReversed(),
};
display(
  Object.entries(pasts).map(([covariate, x]) => {
    const { correlation, varianceRatio } = cuped(watched, x, { groups: arm });
    return { covariate, correlation, 'people still needed': varianceRatio };
  }),
);

// %% [strata] Compare like with like needs=truth
import { stratified } from 'recsys';
const stratumOf = (films: number) =>
  films === 0
    ? '0 films'
    : films < 4
      ? '1–3'
      : films < 10
        ? '4–9'
        : films < 25
          ? '10–24'
          : '25 and more';
const strata = Array.from(past, stratumOf);
const sampleOf = (rows: number[]) => ({
  values: pick(watched, rows),
  strata: rows.map((i) => strata[i]),
});
const byStratum = stratified(sampleOf(inTreatment), sampleOf(inControl));
const trueIn = (stratum: string) => {
  const rows = Array.from(arm.keys()).filter((i) => strata[i] === stratum);
  return mean(rows.map((i) => treatment.watches[i] - control.watches[i]));
};
display(
  byStratum.strata
    .map(({ stratum, weight, estimate, standardError }) => ({
      'watched before': stratum,
      'share of people': weight,
      difference: estimate,
      error: standardError,
      'true difference': trueIn(stratum),
    }))
    .sort(
      (a, b) => parseInt(a['watched before']) - parseInt(b['watched before']),
    ),
);
display({
  difference: byStratum.estimate,
  low: byStratum.interval[0],
  high: byStratum.interval[1],
});

// %% [methods] Five ways to read one experiment needs=truth
interface Experiment {
  y: Float64Array;
  arm: Uint8Array;
}
interface Verdict {
  estimate: number;
  interval: [low: number, high: number];
  pValue: number;
}
type Estimator = (one: Experiment) => Verdict;
const side = (y: Float64Array, groups: Uint8Array, which: number) =>
  y.filter((_, i) => groups[i] === which);
const plain: Estimator = (one) =>
  welch(side(one.y, one.arm, 1), side(one.y, one.arm, 0));
/** What lies above the quantile is set to it, in both arms alike. */
const winsorised =
  (share: number): Estimator =>
  (one) => {
    const sorted = one.y.slice().sort();
    const cap = sorted[Math.floor(share * (sorted.length - 1))];
    return plain({ ...one, y: one.y.map((v) => Math.min(v, cap)) });
  };
const inStrata: Estimator = (one) => {
  const arms = [1, 0].map((which) => ({
    values: side(one.y, one.arm, which),
    strata: strata.filter((_, i) => one.arm[i] === which),
  }));
  return stratified(arms[0], arms[1]);
};
const withPast: Estimator = (one) => cuped(one.y, past, { groups: one.arm });
const estimators: Record<string, Estimator> = {
  'plain difference': plain,
  'winsorised at 99 %': winsorised(0.99),
  'winsorised at 95 %': winsorised(0.95),
  'stratified by the past': inStrata,
  'CUPED, films before': withPast,
};
display(
  Object.entries(estimators).map(([estimator, estimate]) => {
    const { estimate: difference, interval } = estimate({ y: watched, arm });
    return { estimator, difference, low: interval[0], high: interval[1] };
  }),
);

// %% [judge] Four hundred replays needs=truth
const effect = mean(treatment.watches) - mean(control.watches);
const coin = random(9);
/** The same fortnight, dealt anew. */
const replays = Array.from({ length: 400 }, () => {
  const arm = Uint8Array.from({ length: people }, () => coin.int(2));
  const y = Float64Array.from(arm, (own, i) =>
    own ? treatment.watches[i] : control.watches[i],
  );
  return { y, arm };
});
const judge = (
  estimators: Record<string, Estimator>,
  spoil = (y: Float64Array) => y,
) => {
  const verdicts = Object.keys(estimators).map((): Verdict[] => []);
  replays.forEach(({ y, arm }, done) => {
    Object.values(estimators).forEach((estimate, at) =>
      verdicts[at].push(estimate({ y: spoil(y), arm })),
    );
    if (done % 20 === 19) progress({ done: done + 1, total: replays.length });
  });
  return Object.keys(estimators).map((estimator, at) => {
    const share = (keep: (one: Verdict) => boolean) =>
      verdicts[at].filter(keep).length / replays.length;
    const errors = verdicts[at].map(({ estimate }) => estimate - effect);
    return {
      estimator,
      mean: effect + mean(errors),
      RMSE: Math.sqrt(mean(errors.map((e) => e * e))),
      width: mean(
        verdicts[at].map(({ interval }) => interval[1] - interval[0]),
      ),
      'holds truth': share(
        ({ interval }) => interval[0] <= effect && effect <= interval[1],
      ),
      found: share(({ pValue }) => pValue < 0.05),
    };
  });
};
const spread = moments().addAll(
  treatment.watches.map((films, i) => films - control.watches[i]),
);
display({
  'true effect': effect,
  'its standard deviation over people': Math.sqrt(spread.variance),
});
display(judge(estimators));

// %% [outliers] One account that is no person needs=truth
const crawler = random(13).int(people);
const withCrawler = (y: Float64Array) =>
  y.map((films, i) => (i === crawler ? 3000 : films));
const capped =
  (share: number): Estimator =>
  ({ y, arm }) => {
    const cap = y.slice().sort()[Math.floor(share * (people - 1))];
    return withPast({ y: y.map((v) => Math.min(v, cap)), arm });
  };
display(
  judge(
    {
      'plain difference': plain,
      'CUPED, films before': withPast,
      'winsorised at 99.9 %': winsorised(0.999),
      'winsorised at 99.9 %, then CUPED': capped(0.999),
    },
    withCrawler,
  ),
);

// %% [breaks] A covariate from inside the experiment needs=truth
const adjustedBy =
  (column: 'sessions' | 'clicks' | 'activeDays'): Estimator =>
  (one) => {
    const during = Float64Array.from(one.arm, (own, i) =>
      own ? treatment[column][i] : control[column][i],
    );
    return cuped(one.y, during, { groups: one.arm });
  };
display(
  judge({
    'CUPED, films before': withPast,
    'CUPED, active days during': adjustedBy('activeDays'),
    'CUPED, clicks during': adjustedBy('clicks'),
  }),
);

// %% [two-ratios] One name, two questions needs=truth
const personRates = ({ clicked, shelves }: typeof control) =>
  Array.from(clicked, (y, i) => y / shelves[i]).filter((r) => r >= 0);
display(
  [
    {
      metric: 'clicks of all ÷ shelves of all',
      under: [control, treatment].map((of) => summary(of)['click-through']),
    },
    {
      metric: 'mean of each person’s own rate',
      under: [control, treatment].map((of) => mean(personRates(of))),
    },
    {
      metric: 'clicks a person',
      under: [control, treatment].map((of) => mean(of.clicked)),
    },
    {
      metric: 'films watched a person',
      under: [control, treatment].map((of) => mean(of.watches)),
    },
  ].map(({ metric, under: [a, b] }) => ({
    metric,
    charts: a,
    personal: b,
    'true lift': b / a - 1,
  })),
);

// %% [try-delta] Your turn: the variance of a ratio
exercise(
  'ratio-variance',
  (numerators: number[], denominators: number[]): number => {
    // the variance of Σ numerators ÷ Σ denominators; one entry a person
    return 0;
  },
);

// %% [check-delta] Check of ratio-variance hidden
check('ratio-variance', (f: (y: number[], x: number[]) => number) => {
  const near = (got: number, wanted: number, what: string) => {
    if (!(Math.abs(got - wanted) < 1e-9 * Math.max(1, wanted)))
      throw new Error(
        `${what}: should be ${wanted.toPrecision(6)}, got ${got}`,
      );
  };
  near(
    f([0, 2, 0, 4], [2, 2, 4, 4]),
    10 / 108,
    'the four people of this chapter, whose error is 0.3043',
  );
  near(
    f([1, 0, 1, 1, 0], [1, 1, 1, 1, 1]),
    0.3 / 5,
    'with one shelf each it is the variance of a mean, s² ÷ n',
  );
  near(
    f([3, 6, 9], [10, 20, 30]),
    0,
    'people who all click at the same rate; does the covariance enter with −2R?',
  );
  const r = random(17);
  for (let trial = 0; trial < 5; trial++) {
    const x = Array.from({ length: 40 }, () => 1 + r.poisson(4));
    const y = x.map((shown) => r.int(shown + 1));
    const { standardError } = ratioMetric({ numerators: y, denominators: x });
    near(f(y, x), standardError ** 2, 'forty people with unequal shelves');
  }
  return 'Five sums and a count, and they add up over days and machines. That is why platforms choose it over the bootstrap.';
});

// %% [solve-delta] Solution of ratio-variance hidden
solution('ratio-variance', (numerators: number[], denominators: number[]) => {
  const n = numerators.length;
  const total = (x: number[]) => x.reduce((a, b) => a + b, 0);
  const ratio = total(numerators) / total(denominators);
  const residuals = numerators.map((y, i) => y - ratio * denominators[i]);
  const spread = total(residuals.map((e) => e * e)) / (n - 1);
  return spread / n / (total(denominators) / n) ** 2;
});

// %% [try-pick] Your turn: pick the estimator
/** One person of an experiment: films watched, in three stretches of time. */
interface Person {
  treated: boolean;
  /** In the four weeks before. */
  before: number;
  /** In the first week of the experiment. */
  firstWeek: number;
  /** In the whole experiment, the first week included: the metric. */
  during: number;
}
exercise(
  'estimate',
  (persons: Person[]): { estimate: number; error: number } => {
    const of = (treated: boolean) =>
      persons.filter((one) => one.treated === treated).map((one) => one.during);
    const { estimate, standardError } = welch(of(true), of(false));
    return { estimate, error: standardError };
  },
);

// %% [check-pick] Check of estimate hidden
check(
  'estimate',
  (f: (persons: Person[]) => { estimate: number; error: number }) => {
    const r = random(23);
    const RUNS = 200;
    const lift = 0.6;
    let [covered, bias, errors, plainErrors] = [0, 0, 0, 0];
    for (let run = 0; run < RUNS; run++) {
      const persons = Array.from({ length: 400 }, (): Person => {
        const habit = r.gamma(1) * 4;
        const treated = r.next() < 0.5;
        const week = () => r.poisson(habit + (treated ? lift / 2 : 0));
        const before = r.poisson(2 * habit);
        const firstWeek = week();
        return { treated, before, firstWeek, during: firstWeek + week() };
      });
      const { estimate, error } = f(persons);
      if (!(error > 0))
        throw new Error(`error must be a positive number, got ${error}`);
      if (Math.abs(estimate - lift) <= 1.97 * error) covered++;
      bias += (estimate - lift) / RUNS;
      errors += error / RUNS;
      const of = (treated: boolean) =>
        persons
          .filter((one) => one.treated === treated)
          .map((one) => one.during);
      plainErrors += welch(of(true), of(false)).standardError / RUNS;
    }
    if (Math.abs(bias) > 0.1)
      throw new Error(
        `the true effect is ${lift}; over ${RUNS} experiments you found ${(lift + bias).toFixed(2)} on average. Which of your columns could the treatment have moved?`,
      );
    if (covered / RUNS < 0.9)
      throw new Error(
        `estimate ± 1.97 errors holds the truth in ${covered} of ${RUNS} experiments; the error is too small`,
      );
    if (!(errors < 0.6 * plainErrors))
      throw new Error(
        `right, but wide: your error is ${errors.toFixed(2)} on average, that of the plain difference ${plainErrors.toFixed(2)}. It can be less than 0.6 of it.`,
      );
    return `Right on average, holds the truth in ${covered} of ${RUNS}, and ${(errors / plainErrors).toFixed(2)} of the plain error: ${Math.round(100 * (errors / plainErrors) ** 2)} % of the people would do.`;
  },
);

// %% [solve-pick] Solution of estimate hidden
solution('estimate', (persons: Person[]) => {
  const { estimate, standardError } = cuped(
    persons.map(({ during }) => during),
    persons.map(({ before }) => before),
    { groups: persons.map(({ treated }) => Number(treated)) },
  );
  return { estimate, error: standardError };
});
