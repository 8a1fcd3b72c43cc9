// Peeking: what looking early does to a test, and how to look honestly; many metrics; effects that fade.

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

// %% [charts] A fortnight under the charts, day by day needs=truth timeout=60
import { experiment } from 'recsys';
import type { Policy } from 'recsys';
const people = world.users.length;
const [DAY, DAYS] = [86_400, 14];
const start =
  DAY * Math.ceil(sessions.starts.reduce((a, b) => Math.max(a, b)) / DAY);
const mean = (x: ArrayLike<number>) =>
  Array.from(x).reduce((a, b) => a + b, 0) / x.length;
/** Everybody lives the fortnight under one shelf; `byDay` holds the films each person watched on each day. */
const live = async (policy: Policy) => {
  const { arm, before, outcomes, log } = await experiment(truth, {
    control: policy,
    treatment: policy,
    days: DAYS,
    seed: 1,
    history,
    sessions,
    signal,
    onProgress: progress,
  });
  const byDay = Array.from({ length: DAYS }, () => new Float64Array(people));
  log.watches.users.forEach((user, row) => {
    const day = Math.floor((log.watches.times[row] - start) / DAY);
    if (log.watches.percents[row] >= 10)
      byDay[Math.max(0, Math.min(DAYS - 1, day))][user] += 1;
  });
  return { arm, before, outcomes, byDay };
};
const control = await live(charts);
display({ 'films a person': mean(control.outcomes.watches) });

// %% [personal] The same fortnight under the personal shelf needs=truth timeout=60
const treatment = await live(personal);
const { arm, before } = treatment;
const [y0, y1] = [control.outcomes.watches, treatment.outcomes.watches];
const effect = mean(y1) - mean(y0);
display({ 'films a person': mean(y1), 'true effect': effect });

// %% [by-hand] Two looks, five looks
import { normalCdf, normalQuantile, peekingInflation, random } from 'recsys';
const coin = random(1);
/** Half of the data, then all of it: does either look lie beyond 1.96? */
const twoLooks = Array.from({ length: 100_000 }, () => {
  const half = coin.normal();
  const whole = (half + coin.normal()) / Math.SQRT2;
  return Math.abs(half) > 1.96 || Math.abs(whole) > 1.96 ? 1 : 0;
});
display({
  'two looks, were they independent': 1 - 0.95 ** 2,
  'two looks, simulated':
    twoLooks.reduce((a: number, b) => a + b, 0) / twoLooks.length,
  'two looks, the library': peekingInflation({ looks: 2 }).estimate,
  'five looks': peekingInflation({ looks: 5 }).estimate,
  'fourteen looks': peekingInflation({ looks: 14 }).estimate,
  'a hundred looks': peekingInflation({ looks: 100 }).estimate,
});

// %% [peek] A thousand A/A tests, looked at daily needs=truth
import * as Plot from '@observablehq/plot';
interface Look {
  estimate: number;
  error: number;
}
/** Difference of the means of those people in `rows` from first to last, with its error. */
class Arms {
  private readonly n = [0, 0];
  private readonly sum = [0, 0];
  private readonly squares = [0, 0];
  add(value: number, which: number) {
    this.n[which] += 1;
    this.sum[which] += value;
    this.squares[which] += value * value;
  }
  look(): Look {
    const [a, b] = [0, 1].map((which) => {
      const average = this.sum[which] / this.n[which];
      const spread = this.squares[which] - this.n[which] * average * average;
      return {
        average,
        variance: spread / (this.n[which] - 1) / this.n[which],
      };
    });
    return {
      estimate: b.average - a.average,
      error: Math.sqrt(a.variance + b.variance),
    };
  }
}
/** New people at every look, each with a whole fortnight. */
const asPeopleCome = (
  values: [Float64Array, Float64Array],
  order: Uint32Array,
  arm: Uint8Array,
): Look[] => {
  const arms = new Arms();
  return Array.from({ length: DAYS }, (_, look) => {
    const until = Math.floor(((look + 1) * people) / DAYS);
    for (let at = Math.floor((look * people) / DAYS); at < until; at++) {
      const user = order[at];
      arms.add(values[arm[user]][user], arm[user]);
    }
    return arms.look();
  });
};
const soFar = (() => {
  const total = new Float64Array(people);
  return control.byDay.map((films) =>
    total.map((_, i) => (total[i] += films[i])).slice(),
  );
})();
/** The same people at every look, with one day more; all of them, or those who have watched something. */
const asDaysPass = (arm: Uint8Array, onlySeen: boolean): Look[] =>
  soFar.map((films) => {
    const arms = new Arms();
    films.forEach((y, i) => (!onlySeen || y > 0) && arms.add(y, arm[i]));
    return arms.look();
  });
const deal = random(4);
const order = Uint32Array.from({ length: people }, (_, i) => i);
const newArms = () => Uint8Array.from(order, () => deal.int(2));
const dashboards = {
  'new people at each look': () =>
    asPeopleCome([y0, y0], deal.shuffle(order), newArms()),
  'those who watched so far': () => asDaysPass(newArms(), true),
  'the same people, a day more': () => asDaysPass(newArms(), false),
};
const TESTS = 1000;
const crossed = Object.entries(dashboards).map(([dashboard, looks], at) => {
  const byLook = new Float64Array(DAYS);
  for (let test = 0; test < TESTS; test++) {
    const first = looks().findIndex(
      ({ estimate, error }) => Math.abs(estimate) > 1.96 * error,
    );
    if (first >= 0) for (let k = first; k < DAYS; k++) byLook[k] += 1 / TESTS;
  }
  progress({ done: at + 1, total: 3, label: 'dashboard' });
  return { dashboard, byLook };
});
const theory = peekingInflation({ looks: DAYS }).byLook;
display([
  ...crossed.map(({ dashboard, byLook }) => ({
    dashboard,
    'false alarms by look 1': byLook[0],
    'by look 7': byLook[6],
    'by look 14': byLook[13],
  })),
  {
    dashboard: 'theory, new people',
    'false alarms by look 1': theory[0],
    'by look 7': theory[6],
    'by look 14': theory[13],
  },
]);
display(({ width }) =>
  Plot.plot({
    width,
    height: 240,
    ariaLabel:
      'Share of a thousand A/A tests that were significant at some look, rising from about 5 % at the first to more than twice that at the fourteenth, and with new people to about four times that',
    x: { label: 'looks →', domain: [1, DAYS], ticks: 7 },
    y: { label: '↑ significant by now, %', domain: [0, 25], grid: true },
    color: {
      domain: Object.keys(dashboards),
      range: ['var(--series-1)', 'var(--series-3)', 'var(--series-2)'],
      legend: true,
    },
    marks: [
      Plot.ruleY([5], { stroke: 'var(--ink)', strokeDasharray: '3,3' }),
      Plot.line(
        Array.from(theory, (share, k) => ({ look: k + 1, share: 100 * share })),
        {
          x: 'look',
          y: 'share',
          stroke: 'var(--second)',
          strokeDasharray: '4,3',
        },
      ),
      Plot.line(
        crossed.flatMap(({ dashboard, byLook }) =>
          Array.from(byLook, (share, k) => ({
            dashboard,
            look: k + 1,
            share: 100 * share,
          })),
        ),
        { x: 'look', y: 'share', stroke: 'dashboard', strokeWidth: 2 },
      ),
    ],
  }),
);

// %% [boundaries] Two ways to share five per cent
import { groupSequential } from 'recsys';
const looks = 14;
const pocock = groupSequential({ looks, boundary: 'pocock' });
const obrien = groupSequential({ looks, boundary: 'obrien-fleming' });
display(
  [1, 2, 4, 7, 10, 14].map((look) => ({
    look,
    'Pocock, |z| from': pocock.boundaries[look - 1],
    'or p below': pocock.nominal[look - 1],
    'O’Brien–Fleming, |z| from': obrien.boundaries[look - 1],
    'or p under': obrien.nominal[look - 1],
  })),
);

// %% [mixture] A p-value for any time, by hand
import { alwaysValidInterval } from 'recsys';
const alwaysValid = (estimate: number, error: number, tau: number) => {
  const [v, t2] = [error ** 2, tau ** 2];
  const ratio =
    Math.sqrt(v / (v + t2)) *
    Math.exp((t2 * estimate ** 2) / (2 * v * (v + t2)));
  return { ratio, p: Math.min(1, 1 / ratio) };
};
const two = { estimate: 1, standardError: 0.5, tau: 0.5 };
const plainHalf = 1.96 * two.standardError;
display({
  'ratio Λ': alwaysValid(1, 0.5, 0.5).ratio,
  'always-valid p': alwaysValid(1, 0.5, 0.5).p,
  'the library': alwaysValidInterval(two).pValue,
  'ordinary interval': `${(1 - plainHalf).toFixed(2)} … ${(1 + plainHalf).toFixed(2)}`,
  'always-valid interval': alwaysValidInterval(two)
    .interval.map((end) => end.toFixed(2))
    .join(' … '),
});

// %% [watch] Our experiment, as it was watched needs=truth
const TAU = 0.5;
const arrival = random(2).shuffle(order.slice());
const watched = asPeopleCome([y0, y1], arrival, arm).map((look, k) => {
  const { interval } = alwaysValidInterval({
    estimate: look.estimate,
    standardError: look.error,
    tau: TAU,
  });
  return {
    look: k + 1,
    estimate: look.estimate,
    low: look.estimate - 1.96 * look.error,
    high: look.estimate + 1.96 * look.error,
    'always from': interval[0],
    'always to': interval[1],
    z: look.estimate / look.error,
  };
});
/** Who would stop at a look, having not stopped before. */
const firstBeyond = (boundary: (k: number) => number) =>
  watched.findIndex(({ z }, k) => Math.abs(z) > boundary(k)) + 1;
const stopsAt = {
  'the one who peeks at 1.96': firstBeyond(() => 1.96),
  Pocock: firstBeyond((k) => pocock.boundaries[k]),
  'O’Brien–Fleming': firstBeyond((k) => obrien.boundaries[k]),
};
display(watched);
display(stopsAt);
display(({ width }) =>
  Plot.plot({
    width,
    height: 260,
    ariaLabel:
      'The estimate at fourteen looks with its ordinary interval and, wider, its always-valid interval; both shrink around the true effect',
    x: { label: 'look →', ticks: 7 },
    y: { label: '↑ difference, films a person', grid: true },
    marks: [
      Plot.areaY(watched, {
        x: 'look',
        y1: 'always from',
        y2: 'always to',
        fill: 'var(--second)',
        fillOpacity: 0.18,
      }),
      Plot.areaY(watched, {
        x: 'look',
        y1: 'low',
        y2: 'high',
        fill: 'var(--series-1)',
        fillOpacity: 0.3,
      }),
      Plot.line(watched, {
        x: 'look',
        y: 'estimate',
        stroke: 'var(--series-1)',
      }),
      Plot.ruleY([effect], { stroke: 'var(--accent)' }),
      Plot.ruleY([0], { stroke: 'var(--ink)', strokeDasharray: '3,3' }),
    ],
  }),
);

// %% [rules] Six rules for stopping, judged needs=truth
import { moments } from 'recsys';
const filmsBetween = (from: number, to: number) => {
  const counts = new Float64Array(people);
  history.users.forEach((user, row) => {
    const age = (start - history.times[row]) / DAY;
    if (age > from && age <= to && history.percents[row] >= 10)
      counts[user] += 1;
  });
  return counts;
};
/** θ of CUPED, from two stretches of the log: known before the start. */
const past = moments().addAll(filmsBetween(0, 14), filmsBetween(14, 42));
const theta = past.covariance / past.varianceY;
const meanBefore = mean(before.watches);
const lessPast = (y: Float64Array) =>
  y.map((films, i) => films - theta * (before.watches[i] - meanBefore));
type Rule = (look: Look, k: number) => boolean;
const beyond =
  (z: (k: number) => number): Rule =>
  ({ estimate, error }, k) =>
    Math.abs(estimate) > z(k) * error;
const stopping: Record<string, Rule> = {
  'look once, at the end': beyond((k) => (k === DAYS - 1 ? 1.96 : Infinity)),
  'peek daily at 1.96': beyond(() => 1.96),
  'Bonferroni over the looks': beyond(() => normalQuantile(1 - 0.025 / DAYS)),
  Pocock: beyond((k) => pocock.boundaries[k]),
  'O’Brien–Fleming': beyond((k) => obrien.boundaries[k]),
  'always valid': ({ estimate, error }) =>
    alwaysValidInterval({ estimate, standardError: error, tau: TAU }).pValue <=
    0.05,
};
const replay = (values: [Float64Array, Float64Array], seed: number) => {
  const draw = random(seed);
  const line = order.slice();
  return Array.from({ length: 500 }, () =>
    asPeopleCome(
      values,
      draw.shuffle(line),
      Uint8Array.from(line, () => draw.int(2)),
    ),
  );
};
const outcome = (walks: Look[][], rule: Rule) => {
  const stops = walks.map((walk) => walk.findIndex(rule));
  const found = walks.flatMap((walk, at) =>
    stops[at] < 0 ? [] : [walk[stops[at]].estimate],
  );
  return {
    found: found.length / walks.length,
    looks: mean(stops.map((stop) => (stop < 0 ? DAYS : stop + 1))),
    estimate: mean(found),
  };
};
const walks = {
  aa: replay([y0, y0], 21),
  ab: replay([y0, y1], 22),
  cuped: replay([lessPast(y0), lessPast(y1)], 23),
};
display({ 'θ from the log': theta, 'true effect': effect });
display(
  Object.entries(stopping).map(([rule, stops]) => {
    const plain = outcome(walks.ab, stops);
    const cuped = outcome(walks.cuped, stops);
    return {
      rule,
      'false alarms': outcome(walks.aa, stops).found,
      found: plain.found,
      looks: plain.looks,
      'estimate at stop': plain.estimate,
      'found, CUPED': cuped.found,
      'looks, CUPED': cuped.looks,
    };
  }),
);

// %% [segments] Some segment always differs needs=truth
import { holm, welch } from 'recsys';
const nobody = newArms();
const traits = Object.keys(world.users[0].attributes);
const segments = new Map<string, number[]>();
world.users.forEach(({ attributes }, user) => {
  for (const [at, trait] of traits.entries())
    for (const other of traits.slice(at + 1)) {
      const name = `${trait} ${attributes[trait]}, ${other} ${attributes[other]}`;
      segments.set(name, [...(segments.get(name) ?? []), user]);
    }
});
const tested = [...segments]
  .filter(([, members]) => members.length >= 100)
  .map(([segment, members]) => {
    const side = (which: number) =>
      members.filter((i) => nobody[i] === which).map((i) => y0[i]);
    const { estimate, pValue } = welch(side(1), side(0));
    return { segment, people: members.length, difference: estimate, p: pValue };
  });
const safe = holm(tested.map(({ p }) => p)).adjusted;
display({
  'segments of at least 100 people': tested.length,
  'with p below 0.05': tested.filter(({ p }) => p < 0.05).length,
});
display(
  tested
    .map((row, at) => ({ ...row, 'p, Holm': safe[at] }))
    .sort((a, b) => a.p - b.p)
    .slice(0, 5),
);

// %% [many] Twenty experiments a quarter, five of them real needs=truth
import { benjaminiHochberg, bonferroni } from 'recsys';
const draw = random(31);
const pOf = (a: Float64Array, b: Float64Array) => {
  const arms = new Arms();
  for (let i = 0; i < people; i++) {
    const which = draw.int(2);
    arms.add(which ? b[i] : a[i], which);
  }
  const { estimate, error } = arms.look();
  return 2 * normalCdf(-Math.abs(estimate) / error);
};
const quarters = Array.from({ length: 200 }, () =>
  Array.from({ length: 20 }, (_, i) => pOf(y0, i < 5 ? y1 : y0)),
);
const corrections = {
  'p below 0.05': (p: number[]) => p.map((one) => one < 0.05),
  Bonferroni: (p: number[]) => bonferroni(p).rejected,
  Holm: (p: number[]) => holm(p).rejected,
  'Benjamini–Hochberg': (p: number[]) => benjaminiHochberg(p).rejected,
};
display(
  Object.entries(corrections).map(([correction, reject]) => {
    const results = quarters.map((p) => {
      const rejected = reject(p);
      const real = rejected.filter((yes, i) => yes && i < 5).length;
      return { real, wrong: rejected.filter(Boolean).length - real };
    });
    return {
      correction,
      'real ones found, of 5': mean(results.map(({ real }) => real)),
      'false ones': mean(results.map(({ wrong }) => wrong)),
      'quarters with a false one': mean(
        results.map(({ wrong }) => (wrong > 0 ? 1 : 0)),
      ),
      'false among found': mean(
        results.map(({ real, wrong }) => wrong / Math.max(1, real + wrong)),
      ),
    };
  }),
);

// %% [novelty] What is new wears off, or needs getting used to needs=truth
import { cuped } from 'recsys';
const luck = random(41);
/** The control's films under a made-up change whose effect on day d is `share(d)` of what people watch. */
const changed = (share: (day: number) => number) =>
  control.byDay.map((films, day) =>
    films.map((count) => {
      const by = share(day);
      if (by >= 0) return count + luck.poisson(by * count);
      let left = 0;
      for (let film = 0; film < count; film++) if (luck.next() >= -by) left++;
      return left;
    }),
  );
const fading = (day: number) => 2 ** (-day / 3);
const changes: Record<string, Float64Array[]> = {
  'our ranker': treatment.byDay,
  'a badge (made up)': changed((day) => 0.9 * fading(day)),
  'a new layout (made up)': changed((day) => 0.35 - 0.9 * fading(day)),
};
/** Effect on films a person and day, over some days; of everybody, or of those in `rows`. */
const effectOn = (
  under: Float64Array[],
  from: number,
  to: number,
  rows = [...arm.keys()],
) => {
  const y = rows.map((i) => {
    const days = (arm[i] ? under : control.byDay).slice(from, to);
    return days.reduce((sum, films) => sum + films[i], 0) / (to - from);
  });
  const { estimate, interval } = cuped(
    y,
    rows.map((i) => before.watches[i]),
    { groups: rows.map((i) => arm[i]) },
  );
  return { estimate, low: interval[0], high: interval[1] };
};
/** The card: the same days, had everybody been in either arm. */
const trueOn = (under: Float64Array[], from: number, to: number) => {
  const days = under
    .slice(from, to)
    .map((films, day) =>
      mean(films.map((y, i) => y - control.byDay[from + day][i])),
    );
  return mean(days);
};
display(
  Object.entries(changes).map(([change, under]) => ({
    change,
    'all days': effectOn(under, 0, 14).estimate,
    'days 1–3': effectOn(under, 0, 3).estimate,
    truly: trueOn(under, 0, 3),
    'days 8–14': effectOn(under, 7, 14).estimate,
    'in truth': trueOn(under, 7, 14),
  })),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: width > 500 ? 220 : 480,
    ariaLabel:
      'Effect by day of the experiment: it lasts for the ranker, falls to nothing for the badge, and rises from below zero for the new layout',
    x: { label: 'day →', ticks: 5 },
    y: { label: 'films a person and day', labelAnchor: 'center', grid: true },
    fx: { label: null },
    fy: { axis: null },
    marks: [
      Plot.ruleY([0], { stroke: 'var(--ink)', strokeDasharray: '3,3' }),
      Plot.text(width > 500 ? [] : Object.keys(changes), {
        fy: (change) => change,
        text: (change) => change,
        frameAnchor: 'top',
      }),
      ...['rule', 'dot'].map((kind) => {
        const rows = Object.entries(changes).flatMap(([change, under]) =>
          Array.from({ length: DAYS }, (_, day) => ({
            change,
            day: day + 1,
            ...effectOn(under, day, day + 1),
          })),
        );
        const facet = width > 500 ? { fx: 'change' } : { fy: 'change' };
        return kind === 'rule'
          ? Plot.ruleX(rows, {
              x: 'day',
              y1: 'low',
              y2: 'high',
              stroke: 'var(--second)',
              ...facet,
            })
          : Plot.dot(rows, {
              x: 'day',
              y: 'estimate',
              fill: 'var(--series-1)',
              r: 3,
              ...facet,
            });
      }),
    ],
  }),
);

// %% [breaks] Peeking that nobody calls peeking needs=truth
const {
  watches,
  hours,
  sessions: visits,
  clicks,
  activeDays,
} = control.outcomes;
const cap = (share: number) => {
  const most = watches.slice().sort()[Math.floor(share * (people - 1))];
  return watches.map((films) => Math.min(films, most));
};
const pAmong = (y: Float64Array, groups: Uint8Array, until = people) => {
  const arms = new Arms();
  for (let i = 0; i < until; i++) arms.add(y[i], groups[i]);
  const { estimate, error } = arms.look();
  return 2 * normalCdf(-Math.abs(estimate) / error);
};
const least = (columns: Float64Array[], groups: Uint8Array, until?: number) =>
  Math.min(...columns.map((y) => pAmong(y, groups, until)));
/** A second half of people, only if the first is promising. */
const andMore = (columns: Float64Array[], groups: Uint8Array) => {
  const half = least(columns, groups, people / 2);
  return half < 0.05 || half > 0.2 ? half : least(columns, groups);
};
const metrics = [watches, hours, visits, clicks, activeDays];
const caps = [watches, cap(0.99), cap(0.95)];
const habits: Record<string, (groups: Uint8Array) => number> = {
  'one metric, one test': (groups) => pAmong(watches, groups),
  'go on if p is between 0.05 and 0.2': (groups) => andMore([watches], groups),
  'cut the tail if that helps': (groups) => least(caps, groups),
  'the best of five metrics': (groups) => least(metrics, groups),
  'all three': (groups) => andMore([...metrics, ...caps], groups),
};
display(
  Object.entries(habits).map(([habit, p]) => ({
    habit,
    'false alarms': mean(
      Array.from({ length: 1000 }, () => (p(newArms()) < 0.05 ? 1 : 0)),
    ),
  })),
);

// %% [memo] One page to take to work needs=truth
import { sampleRatioMismatch, sampleSize } from 'recsys';
// A plan is written before the start, so it knows the log only: the fortnight before, and the four weeks before that.
const [fortnight, earlier] = [filmsBetween(0, 14), filmsBetween(14, 42)];
const [usual, usualBefore] = [mean(fortnight), mean(earlier)];
const spread = moments().addAll(
  fortnight.map((films, i) => films - theta * (earlier[i] - usualBefore)),
);
const visitsBefore =
  sessions.starts.filter((time) => time >= start - 14 * DAY).length / people;
const planned = sampleSize({
  baseline: usual,
  deviation: Math.sqrt(spread.variance),
  mde: 0.1,
  relative: true,
});
const page = asPeopleCome([lessPast(y0), lessPast(y1)], arrival, arm);
const stop = page.findIndex(stopping['O’Brien–Fleming']);
const last = stop < 0 ? DAYS - 1 : stop;
const number = (x: number) => x.toFixed(2).replace('-', '−');
const ends = ({ estimate, error }: Look, z: number) =>
  `${number(estimate)} (${number(estimate - z * error)} … ${number(estimate + z * error)})`;
const soMany = Math.floor(((last + 1) * people) / DAYS);
const reached = Array.from(arrival.subarray(0, soMany));
const sizes = [0, 1].map(
  (which) => reached.filter((i) => arm[i] === which).length,
);
const allowed = 0.05 * visitsBefore;
const least10 = 0.1 * usual;
const sure = page[last].estimate - obrien.boundaries[last] * page[last].error;
const [early, late] = [
  effectOn(treatment.byDay, 0, 3, reached),
  effectOn(treatment.byDay, 7, 14, reached),
];
const guard = cuped(
  reached.map((i) => (arm[i] ? treatment : control).outcomes.sessions[i]),
  reached.map((i) => before.sessions[i]),
  { groups: reached.map((i) => arm[i]) },
);
console.log(`EXPERIMENT PLAN  (written before the start)
Question     Do people who get the personal shelf watch more films in 14 days?
Unit         a person, by a hash of their id; half and half
Metric       films watched a person, 14 days from their first day
Covariate    films in the 28 days before; θ = ${theta.toFixed(2)}, from the log
Guardrail    visits a person must not fall by more than 5 %
Worth it     a lift of 10 %, ${number(least10)} films
People       ${planned.total} for 80 % power at 5 %, two-sided; we have ${people}
Looks        ${DAYS}, O’Brien–Fleming; the guardrail is read at the same looks
Not allowed  other metrics, segments or cuts as reasons to ship

DECISION MEMO
Stopped      at look ${last + 1} of ${DAYS}, with ${sizes[0]} + ${sizes[1]} people; split p = ${sampleRatioMismatch(sizes).pValue.toFixed(2)}
Effect       ${ends(page[last], obrien.boundaries[last])} films a person, interval valid at every look
Read it as   an upper guess: whoever stops early has been lucky
Visits       ${number(guard.estimate)} (${number(guard.interval[0])} … ${number(guard.interval[1])}) a person: ${guard.interval[0] > -allowed ? 'the guardrail of −5 % holds' : 'a fall of 5 % is not ruled out'}
Novelty      effect on days 8–14 ${number(late.estimate)} (${number(late.low)} … ${number(late.high)}) a day, on days 1–3 ${number(early.estimate)} (${number(early.low)} … ${number(early.high)})
Decision     ${sure > least10 ? 'ship' : sure > 0 ? 'ship: it helps, though a lift of 10 % is not shown' : 'do not ship'}
Afterwards   hold 5 % back, and read them again in a quarter`);
display({ 'the card, turned over': effect });

// %% [try-valid] Your turn: a p-value for any time
exercise('anytime', (estimate: number, error: number, tau: number): number => {
  // the always-valid p-value of this look
  return 1;
});

// %% [check-valid] Check of anytime hidden
check(
  'anytime',
  (f: (estimate: number, error: number, tau: number) => number) => {
    for (const [estimate, standardError, tau] of [
      [1, 0.5, 0.5],
      [-1, 0.5, 0.5],
      [2, 0.4, 1],
      [0, 0.4, 1],
      [0.3, 0.1, 0.05],
    ]) {
      const wanted = alwaysValidInterval({
        estimate,
        standardError,
        tau,
      }).pValue;
      const got = f(estimate, standardError, tau);
      if (!(Math.abs(got - wanted) < 1e-9))
        throw new Error(
          `estimate ${estimate}, error ${standardError}, τ ${tau}: p should be ${wanted.toPrecision(4)}, got ${got}`,
        );
    }
    const r = random(51);
    let alarms = 0;
    for (let walk = 0; walk < 500; walk++) {
      let sum = 0;
      for (let n = 1; n <= 400; n++) {
        sum += r.normal();
        if (f(sum / n, 1 / Math.sqrt(n), 0.2) <= 0.05) {
          alarms++;
          break;
        }
      }
    }
    return `Of 500 walks without an effect, looked at 400 times each, ${alarms} raised an alarm. Four hundred looks, and still not one in twenty.`;
  },
);

// %% [solve-valid] Solution of anytime hidden
solution('anytime', (estimate: number, error: number, tau: number) => {
  const [v, t2] = [error ** 2, tau ** 2];
  const ratio =
    Math.sqrt(v / (v + t2)) *
    Math.exp((t2 * estimate ** 2) / (2 * v * (v + t2)));
  return Math.min(1, 1 / ratio);
});

// %% [try-peeker] Your turn: find the peeker
/** How an experiment of fourteen planned looks ended: the look at which it was stopped, and the ordinary p-value there. */
interface Ending {
  look: number;
  p: number;
}
exercise('peeker', (teams: Record<string, Ending[]>): string => {
  const meanOf = (endings: Ending[]) =>
    endings.reduce((sum, { p }) => sum + p, 0) / endings.length;
  return Object.keys(teams).sort(
    (a, b) => meanOf(teams[a]) - meanOf(teams[b]),
  )[0];
});

// %% [check-peeker] Check of peeker hidden
check('peeker', (f: (teams: Record<string, Ending[]>) => string) => {
  const boundary = groupSequential({ looks: 14 }).boundaries;
  const habitsOf: Record<string, [drift: number, z: (k: number) => number]> = {
    'tests once, at the end': [0, (k) => (k === 13 ? 1.96 : Infinity)],
    'has good ideas, and tests once': [
      2.5,
      (k) => (k === 13 ? 1.96 : Infinity),
    ],
    'stops early by O’Brien and Fleming': [1, (k) => boundary[k]],
    'peeks at 1.96': [0, () => 1.96],
  };
  for (let round = 0; round < 6; round++) {
    const r = random(60 + round);
    const names = r.shuffle(['Ada', 'Ben', 'Cleo', 'Dan']);
    const teams: Record<string, Ending[]> = {};
    const who: Record<string, string> = {};
    Object.entries(habitsOf).forEach(([habit, [drift, z]], at) => {
      who[names[at]] = habit;
      teams[names[at]] = Array.from({ length: 120 }, () => {
        let sum = 0;
        for (let k = 0; ; k++) {
          sum += drift / 14 + r.normal() / Math.sqrt(14);
          const score = Math.abs(sum) / Math.sqrt((k + 1) / 14);
          if (score > z(k) || k === 13)
            return { look: k + 1, p: 2 * normalCdf(-score) };
        }
      });
    });
    const shown = Object.fromEntries(
      Object.entries(teams).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const accused = f(shown);
    if (who[accused] !== 'peeks at 1.96')
      throw new Error(
        `you accuse ${accused}, who ${who[accused] ?? 'is not there'}. Small p-values are no crime, nor is stopping early where a boundary says so`,
      );
  }
  return 'Found in six of six. The peeker’s p-values crowd just below 0.05 long before the end, where no boundary would have let anybody stop.';
});

// %% [solve-peeker] Solution of peeker hidden
solution('peeker', (teams: Record<string, Ending[]>) => {
  const suspicious = (endings: Ending[]) =>
    endings.filter(({ look, p }) => look <= 12 && p > 0.025 && p < 0.05).length;
  return Object.keys(teams).sort(
    (a, b) => suspicious(teams[b]) - suspicious(teams[a]),
  )[0];
});
