// Product analytics: from what happens, through sessions and rates, to a number that a decision can hang on.

// %% [by-hand] Three people, four days
import { retention } from 'recsys';
const DAY = 86_400;
// Ada comes on days 0, 1 and 3, Ben on 0 and 3, Cleo joins on day 3. There the log ends.
const three = {
  users: ['Ada', 'Ada', 'Ada', 'Ben', 'Ben', 'Cleo'],
  times: [0, 1, 3, 0, 3, 3].map((day) => day * DAY),
};
const [onDay, onOrAfter] = (['n-day', 'unbounded'] as const).map((kind) =>
  retention(three, { kind, days: 3 }),
);
display(
  onDay.map(({ from, eligible, retained, share }, n) => ({
    day: from,
    'could be seen': eligible,
    'came on it': retained,
    'n-day': share,
    unbounded: onOrAfter[n].share,
  })),
);

// %% [report] Who was here, by day needs=times
import { isWorld } from 'recsys';
import { DataFrame } from 'danfojs';
import * as Plot from '@observablehq/plot';
const set = await data();
const visits = isWorld(set) ? await set.sessions() : undefined;
// Who did something when: a visit, or where the data has none, whatever it has.
const active = visits
  ? { users: visits.users, times: visits.starts }
  : {
      users: Array.from(set.interactions.users),
      times: Array.from(set.interactions.times),
    };
const end = active.times.reduce((a, b) => Math.max(a, b));
const dayOf = (time: number) => Math.floor(time / DAY);
const dateOf = (day: number) => new Date(day * DAY * 1000);
const recent = [...active.times.keys()].filter(
  (row) => dayOf(active.times[row]) > dayOf(end) - 56,
);
// One row for each person and day on which they came.
const perDay = new Map<string, { day: number; visits: number }>();
for (const row of recent) {
  const day = dayOf(active.times[row]);
  const key = `${active.users[row]} ${day}`;
  const one = perDay.get(key) ?? { day, visits: 0 };
  perDay.set(key, { day, visits: one.visits + 1 });
}
const daily = new DataFrame([...perDay.values()])
  .groupby(['day'])
  .agg({ visits: ['count', 'sum', 'mean'] })
  .rename({
    visits_count: 'people',
    visits_sum: 'visits',
    visits_mean: 'visits a person',
  });
const week = daily.head(7);
week.addColumn(
  'day',
  week.column('day').values.map((day) => {
    return dateOf(Number(day)).toISOString().slice(0, 10);
  }),
  { inplace: true },
);
display(week);
display(({ width }) =>
  Plot.plot({
    width,
    height: 200,
    ariaLabel:
      'People a day over eight weeks: high from Friday to Sunday, low between',
    x: { label: null, type: 'utc' },
    y: { label: '↑ people a day', grid: true, zero: true },
    marks: [
      Plot.lineY(
        daily.values.map(([day, people]) => ({
          day: dateOf(Number(day)),
          people: Number(people),
        })),
        { x: 'day', y: 'people', stroke: 'var(--series-1)' },
      ),
    ],
  }),
);

// %% [clickstream] What one evening leaves behind needs=impressions
if (!isWorld(set) || !visits)
  throw new TypeError('only the built-in world has visits');
const { items, users } = set;
const [shown, watches] = [await set.impressions(), await set.watches()];
const percents = new Map<number, number>();
watches.users.forEach((user, row) =>
  percents.set(user * items.length + watches.items[row], watches.percents[row]),
);
const stream: {
  person: number;
  visit: number;
  time: number;
  event: string;
  film: string;
}[] = [];
shown.sessions.forEach((visit, row) => {
  const person = visits.users[visit];
  const write = (after: number, event: string, film = '') =>
    stream.push({
      person,
      visit,
      time: visits.starts[visit] + after,
      event,
      film,
    });
  const film = items[shown.items[row]].title;
  if (visit !== shown.sessions[row - 1]) write(0, 'visit');
  write(1, 'shown', film);
  if (!shown.clicks[row]) return;
  const percent = percents.get(person * items.length + shown.items[row]) ?? 0;
  write(60, 'clicked', film);
  if (percent >= 10) write(600, 'watched');
  if (percent >= 90) write(6000, 'finished');
});
const evening = stream.find(({ event }) => event === 'finished')?.visit;
display(
  new DataFrame(
    stream
      .filter(({ visit }) => visit === evening)
      .toSorted((a, b) => a.time - b.time)
      .map(({ time, event, film }) => ({
        time: new Date(time * 1000).toISOString().slice(0, 16),
        event,
        film,
      })),
  ),
);
display({
  events: stream.length,
  visits: new Set(stream.map(({ visit }) => visit)).size,
});

// %% [sessions] How long is a pause? needs=impressions
import { sessions } from 'recsys';
// A log that writes down only when a visit begins and when it ends, and has lost the visit's number.
const lastWeeks = recent.filter((row) => active.times[row] > end - 28 * DAY);
const bare = {
  users: lastWeeks.flatMap((visit) => [
    visits.users[visit],
    visits.users[visit],
  ]),
  times: lastWeeks.flatMap((visit) => [
    visits.starts[visit],
    visits.ends[visit],
  ]),
};
display(
  [10, 30, 60, 120, 240].map((minutes) => {
    const found = sessions(bare, { gap: minutes * 60 });
    const length =
      found.lengths.reduce((a, b) => a + b, 0) / found.lengths.length;
    return {
      'pause of minutes': minutes,
      'sessions found': found.users.length,
      'visits there were': lastWeeks.length,
      'mean minutes': length / 60,
    };
  }),
);

// %% [steps] From visit to credits needs=impressions
import { funnel } from 'recsys';
const STEPS = ['visit', 'shown', 'clicked', 'watched', 'finished'];
const names = stream.map(({ event }) => event);
const times = stream.map(({ time }) => time);
const through = (['visit', 'person'] as const).flatMap((unit) =>
  funnel(
    { users: stream.map((one) => one[unit]), times, names },
    { steps: STEPS },
  ).map(({ step, users: count, conversion, interval, overall }) => ({
    unit,
    step,
    count,
    conversion,
    low: interval[0],
    high: interval[1],
    overall,
  })),
);
display(through);

// %% [growth] New, back, gone needs=times
import { growthAccounting } from 'recsys';
const growth = growthAccounting(active, { period: 7 * DAY }).slice(-26);
const flows = growth
  .slice(1)
  .flatMap(({ period, fresh, resurrected, churned }) => [
    { week: period, who: 'new', people: fresh },
    { week: period, who: 'back', people: resurrected },
    { week: period, who: 'gone', people: -churned },
  ]);
display(
  growth
    .slice(-6)
    .map(
      ({
        period,
        active: here,
        fresh,
        retained,
        resurrected,
        churned,
        quickRatio,
      }) => ({
        week: period,
        active: here,
        new: fresh,
        stayed: retained,
        back: resurrected,
        gone: churned,
        'quick ratio': quickRatio,
      }),
    ),
);
display(({ width }) =>
  Plot.plot({
    width,
    height: 240,
    ariaLabel:
      'By week: people who are new or back above the line, those gone below it; they nearly balance, but for the last week',
    x: { label: 'week →', tickFormat: 'd' },
    y: { label: '↑ people', grid: true },
    color: {
      domain: ['new', 'back', 'gone'],
      range: ['var(--series-3)', 'var(--series-1)', 'var(--accent)'],
      legend: true,
    },
    marks: [
      Plot.rectY(flows, { x: 'week', interval: 1, y: 'people', fill: 'who' }),
      Plot.ruleY([0]),
    ],
  }),
);

// %% [kept] Three ways to stay needs=times
const firstSeen = new Map<number, number>();
active.users.forEach((user, row) =>
  firstSeen.set(
    user,
    Math.min(firstSeen.get(user) ?? Infinity, active.times[row]),
  ),
);
const begin = active.times.reduce((a, b) => Math.min(a, b));
// People seen in the log's first four weeks may be years old: only later ones are newcomers.
const rows = [...active.users.keys()].filter(
  (row) => firstSeen.get(active.users[row])! > begin + 28 * DAY,
);
const newcomers = {
  users: rows.map((row) => active.users[row]),
  times: rows.map((row) => active.times[row]),
};
const brackets = retention(newcomers, { kind: 'bracket', until: end });
const kept = (events: typeof active, kind: 'n-day' | 'unbounded') =>
  retention(events, { kind, days: 30, until: end });
const [nDay, unbounded, everyone] = [
  kept(newcomers, 'n-day'),
  kept(newcomers, 'unbounded'),
  kept(active, 'n-day'),
];
display(
  [1, 7, 14, 28].map((day) => ({
    day,
    'newcomers, on the day': nDay[day].share,
    'on it or later': unbounded[day].share,
    'all in the log, on the day': everyone[day].share,
    newcomers: nDay[day].eligible,
  })),
);
display(
  brackets.map(({ from, to, share, interval }) => ({
    bracket: `days ${from} to ${to}`,
    share,
    low: interval[0],
    high: interval[1],
  })),
);

// %% [gone] Absent, or gone? needs=truth
import { churn } from 'recsys';
const truth = await set.truth();
const START = 1_294_358_400; // midnight before the world's first day
display(
  churn(active, { period: 28 * DAY }).map(
    ({ period, base, churned, share }) => ({
      'four weeks': period,
      'were here before': base,
      'not seen': churned,
      share,
    }),
  ),
);
const lastSeen = new Map<number, number>();
active.users.forEach((user, row) =>
  lastSeen.set(user, Math.max(lastSeen.get(user) ?? 0, active.times[row])),
);
display(
  [7, 14, 28, 56].map((silent) => {
    const absent = [...lastSeen].filter(
      ([, time]) => time < end - silent * DAY,
    );
    const gone = absent.filter(
      ([user]) => truth.person(user).leaves < truth.days,
    );
    return {
      'not seen for days': silent,
      people: absent.length,
      'of them truly gone': gone.length / absent.length,
    };
  }),
);

// %% [triangle] By the week they came needs=times
import { cohorts } from 'recsys';
const triangle = cohorts(active, { period: 7 * DAY }).slice(-26);
display(
  triangle.map(({ cohort, size, shares, active: counts }) => ({
    cohort,
    people: size,
    'a week later': shares[1] ?? NaN,
    'four weeks later': shares[4] ?? NaN,
    'active, week by week': counts.join(' '),
  })),
);

// %% [sticky] How often, how long needs=impressions
import { stickiness } from 'recsys';
const visitsOf = new Map<number, number>();
for (const visit of lastWeeks)
  visitsOf.set(
    visits.users[visit],
    (visitsOf.get(visits.users[visit]) ?? 0) + 1,
  );
const busiest = [...visitsOf.values()].toSorted((a, b) => b - a);
const tenth = busiest.slice(0, Math.round(busiest.length / 10));
const sticky = stickiness(active).at(-1)!;
const minutes = lastWeeks
  .map((visit) => (visits.ends[visit] - visits.starts[visit]) / 60)
  .toSorted((a, b) => a - b);
display({
  'people on the last day': sticky.daily,
  'in its 28 days': sticky.windowed,
  stickiness: sticky.stickiness,
  'days of 28': 28 * sticky.stickiness,
  'visits by the busiest tenth':
    tenth.reduce((a, b) => a + b, 0) / lastWeeks.length,
  'median visit, minutes': minutes[minutes.length >> 1],
  'mean visit, minutes': minutes.reduce((a, b) => a + b, 0) / minutes.length,
});

// %% [segments] Who watches needs=attributes,impressions
import { segment, welch } from 'recsys';
const films = new Float64Array(users.length);
for (const visit of lastWeeks)
  films[visits.users[visit]] += visits.clicks[visit];
const isHere = new Set(lastWeeks.map((visit) => visits.users[visit]));
const here = [...isHere];
const byAge = segment(
  here.map((user) => films[user]),
  here.map((user) => users[user].attributes.age),
);
display(
  byAge
    .toSorted((a, b) => (a.segment < b.segment ? -1 : 1))
    .map(({ segment: age, users: people, mean, interval, ofTotal }) => ({
      age,
      people,
      'films a person': mean,
      low: interval[0],
      high: interval[1],
      'of all films': ofTotal,
    })),
);

const ofAge = (age: string) =>
  here
    .filter((user) => users[user].attributes.age === age)
    .map((user) => films[user]);
const ends = welch(ofAge('18-24'), ofAge('65+'));
display({
  '18-24 less 65+': ends.estimate,
  low: ends.interval[0],
  high: ends.interval[1],
  'p-value': ends.pValue,
});

// %% [money] What a newcomer costs and brings needs=impressions
import { unitEconomics } from 'recsys';
// Assumed: a film is rented for 3 euros, of which the service keeps 30 %; a person won costs 6, one who is here 40 cents in four weeks.
const months = retention(newcomers, { day: 28 * DAY, days: 4, until: end });
const economics = unitEconomics({
  acquisitionCost: 6 * new Set(newcomers.users).size,
  newUsers: new Set(newcomers.users).size,
  gmvPerUser:
    3 * (here.reduce((sum, user) => sum + films[user], 0) / here.length),
  takeRate: 0.3,
  variableCost: 0.4,
  retention: months.map(({ share }) => share),
  discountRate: 0.01,
});
display({
  'cost of a newcomer (CAC)': economics.cac,
  'goods a person, 4 weeks (GMV)': economics.revenue / 0.3,
  'revenue of it': economics.revenue,
  contribution: economics.contribution,
  'LTV, 20 weeks': economics.ltv,
  'LTV ÷ CAC': economics.ratio,
  'paid back after 4-week periods': economics.payback,
});
display(
  months.map(({ from, share }, n) => ({
    'four weeks': from,
    'still here': share,
    'LTV less CAC': economics.cumulative[n],
  })),
);

// %% [tree] Hours, taken apart needs=impressions
import { metricTree } from 'recsys';
const within = (from: number, to: number) =>
  [...active.times.keys()].filter(
    (row) =>
      active.times[row] > end - from * DAY &&
      active.times[row] <= end - to * DAY,
  );
const leaves = (from: number, to: number) => {
  const rowsIn = within(from, to);
  const people = new Set(rowsIn.map((row) => active.users[row]));
  const before = new Set(
    within(from + 28, from).map((row) => active.users[row]),
  );
  const count = (is: (user: number) => boolean) =>
    [...people].filter(is).length;
  const isNew = (user: number) => firstSeen.get(user)! > end - from * DAY;
  const clicks = rowsIn.reduce((sum, row) => sum + visits.clicks[row], 0);
  const seconds = rowsIn.reduce((sum, row) => sum + visits.seconds[row], 0);
  return {
    new: count(isNew),
    back: count((user) => !isNew(user) && !before.has(user)),
    stayed: count((user) => before.has(user)),
    'visits a person': rowsIn.length / people.size,
    'films a visit': clicks / rowsIn.length,
    'hours a film': seconds / 3600 / clicks,
  };
};
const hoursOf = (x: ReturnType<typeof leaves>) => ({
  name: 'hours watched',
  of: 'product' as const,
  children: [
    {
      name: 'people',
      of: 'sum' as const,
      children: (['new', 'back', 'stayed'] as const).map((name) => ({
        name,
        value: x[name],
      })),
    },
    ...(['visits a person', 'films a visit', 'hours a film'] as const).map(
      (name) => ({ name, value: x[name] }),
    ),
  ],
});
const [earlier, now] = [leaves(56, 28), leaves(28, 0)];
const change = metricTree(hoursOf(earlier), hoursOf(now));
display({ before: change.before, after: change.after, change: change.change });
display(
  change.children.map(({ name, before, after, contribution }) => ({
    branch: name,
    before,
    after,
    'hours through it': contribution,
  })),
);
display(
  Object.entries(earlier).map(([leaf, before]) => ({
    leaf,
    before,
    after: now[leaf as keyof typeof now],
  })),
);

// %% [alarm] When to wake somebody needs=impressions
const counts = new Float64Array(truth.days);
active.times.forEach((time) => {
  const day = Math.floor((time - START) / DAY);
  if (day < truth.days) counts[day] += 1;
});
// On days 110 and 153 a broken client loses a quarter of its events. Made up; the rest is the world's.
const faults = [110, 153];
for (const day of faults) counts[day] *= 0.75;
const spread = (x: number[]) => {
  const centre = x.reduce((a, b) => a + b, 0) / x.length;
  return {
    centre,
    sd: Math.sqrt(
      x.reduce((all, one) => all + (one - centre) ** 2, 0) / x.length,
    ),
  };
};
const before = (day: number, step: number, times: number) =>
  Array.from({ length: times }, (_, n) => counts[day - step * (n + 1)]);
const rules: Record<string, (day: number) => boolean> = {
  'below 90 % of yesterday': (day) => counts[day] < 0.9 * counts[day - 1],
  'three deviations below 28 days': (day) => {
    const { centre, sd } = spread(before(day, 1, 28));
    return counts[day] < centre - 3 * sd;
  },
  'a tenth below its weekday’s mean': (day) =>
    counts[day] < 0.9 * spread(before(day, 7, 4)).centre,
};
const watched = [...counts.keys()].slice(56);
display(
  Object.entries(rules).map(([rule, isAlarm]) => ({
    rule,
    'of 2 faults found': faults.filter(isAlarm).length,
    'false alarms': watched.filter(
      (day) => !faults.includes(day) && isAlarm(day),
    ).length,
    days: watched.length,
  })),
);

// %% [stars] Ask them needs=truth,ratings
const ratings = await set.ratings();
const meanOf = (x: ArrayLike<number>) =>
  Array.from(x).reduce((a, b) => a + b, 0) / x.length;
const starsOf = new Map<number, Float64Array>();
const wouldGive = (user: number, item: number) => {
  if (!starsOf.has(user))
    starsOf.set(user, truth.stars(user, START + 90 * DAY));
  return starsOf.get(user)![item];
};
// One person in twenty, to be quick.
const asked = [...watches.users.keys()].filter(
  (row) => watches.users[row] % 20 === 0,
);
const rated = [...ratings.users.keys()].filter(
  (row) => ratings.users[row] % 20 === 0,
);
display({
  'films watched': asked.length,
  'of them rated': rated.length / asked.length,
  'mean of the stars given': meanOf(rated.map((row) => ratings.stars[row])),
  'mean had everyone rated': meanOf(
    asked.map((row) => wouldGive(watches.users[row], watches.items[row])),
  ),
});

// %% [oec] A metric that a bug improves needs=truth timeout=120
import {
  experiment,
  popularityPolicy,
  random,
  ratioMetric,
  scorePolicy,
} from 'recsys';
const dice = random(3);
const run = await experiment(truth, {
  control: popularityPolicy(truth.films),
  // the bug: the shelf is filled by chance
  treatment: scorePolicy(() => Float32Array.from(items, () => dice.next())),
  users: 1700,
  days: 24,
  seed: 1,
  history: watches,
  signal,
  onProgress: progress,
});
const queries = new Float64Array(1700);
run.log.searches.users.forEach((user) => queries[user]++);
const byArm = (values: Float64Array) =>
  [1, 0].map((arm) => values.filter((_, user) => run.arm[user] === arm));
const { sessions: came, watches: films24, hours } = run.outcomes;
const [treated, control] = [0, 1].map((arm) => ({
  numerators: byArm(queries)[arm],
  denominators: byArm(came)[arm],
}));
const metrics = {
  'queries a visit': {
    control: ratioMetric(control).estimate,
    test: ratioMetric(treated, control),
  },
  ...Object.fromEntries(
    Object.entries({
      'visits a person': came,
      'films a person': films24,
      'hours a person': hours,
    }).map(([name, values]) => {
      const [with1, with0] = byArm(values);
      return [name, { control: meanOf(with0), test: welch(with1, with0) }];
    }),
  ),
};
display(
  Object.entries(metrics).map(([metric, one]) => ({
    metric,
    control: one.control,
    difference: one.test.estimate,
    low: one.test.interval[0],
    high: one.test.interval[1],
    'p-value': one.test.pValue,
  })),
);

// %% [dashboard] A dashboard needs=attributes,impressions
const rerun = 'dependents';
const age = select(
  'age',
  ['all', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'],
  { rerun },
);
const home = select('children', ['all', 'yes', 'no'], { rerun });
const weeks = slider('weeks', { min: 4, max: 25, value: 12, rerun });
const isChosen = users.map(
  ({ attributes }) =>
    (age === 'all' || attributes.age === age) &&
    (home === 'all' || attributes.children === home),
);
const chosen = [...active.users.keys()].filter(
  (row) =>
    isChosen[active.users[row]] && active.times[row] > end - weeks * 7 * DAY,
);
display({
  people: new Set(chosen.map((row) => active.users[row])).size,
  visits: chosen.length,
  'films a visit': meanOf(chosen.map((row) => visits.clicks[row])),
  'hours a visit': meanOf(chosen.map((row) => visits.seconds[row] / 3600)),
});

// %% [by-week] The same people, week by week needs=attributes,impressions
const board = new DataFrame({
  week: chosen.map((row) => Math.floor((active.times[row] - START) / DAY / 7)),
  visits: chosen.map(() => 1),
  films: chosen.map((row) => visits.clicks[row]),
  hours: chosen.map((row) => visits.seconds[row] / 3600),
})
  .groupby(['week'])
  .sum();
display(({ width }) =>
  Plot.plot({
    width,
    height: 200,
    ariaLabel: 'Hours watched by week, of the people chosen',
    x: { label: 'week →', tickFormat: 'd' },
    y: { label: '↑ hours', grid: true, zero: true },
    marks: [
      Plot.rectY(
        board.values.map(([week, , , hours]) => ({
          week: Number(week),
          hours: Number(hours),
        })),
        { x: 'week', interval: 1, y: 'hours', fill: 'var(--series-1)' },
      ),
    ],
  }),
);

// %% [try-return] Your turn: retention that counts only whom one could see
exercise(
  'comeback',
  (
    visits: { person: string; day: number }[],
    n: number,
    lastDay: number,
  ): number => {
    // of all people, the share who came on the n-th day after their first
    const days = new Map<string, Set<number>>();
    for (const { person, day } of visits)
      days.set(person, (days.get(person) ?? new Set()).add(day));
    const came = [...days.values()].filter((own) =>
      own.has(Math.min(...own) + n),
    );
    return came.length / days.size;
  },
);

// %% [check-return] Check of comeback hidden
check(
  'comeback',
  (
    comeback: (
      visits: { person: string; day: number }[],
      n: number,
      lastDay: number,
    ) => number,
  ) => {
    const log = (text: string) =>
      text.split(' ').map((one) => {
        const [person, day] = one.split(':');
        return { person, day: Number(day) };
      });
    const near = (got: number, wanted: number, what: string) => {
      if (!(Math.abs(got - wanted) < 1e-9))
        throw new Error(`${what}: should be ${wanted}, got ${got}`);
    };
    const chapter = log('Ada:0 Ada:1 Ada:3 Ben:0 Ben:3 Cleo:3');
    near(
      comeback(chapter, 1, 3),
      0.5,
      'day 1 of the three people, the log ending with day 3; Cleo’s day 1 is not over',
    );
    near(comeback(chapter, 3, 3), 1, 'day 3, which two could reach');
    near(
      comeback(chapter, 1, 9),
      1 / 3,
      'the same visits, but the log goes on to day 9: now Cleo could be seen',
    );
    near(
      comeback(log('x:5 x:5 x:7 y:6 y:8'), 2, 8),
      1,
      'two who both came after two days',
    );
    return 'The last cohort always looks bad in a report that forgets this.';
  },
);

// %% [solve-return] Solution of comeback hidden
solution(
  'comeback',
  (visits: { person: string; day: number }[], n: number, lastDay: number) => {
    const days = new Map<string, Set<number>>();
    for (const { person, day } of visits)
      days.set(person, (days.get(person) ?? new Set()).add(day));
    const could = [...days.values()].filter(
      (own) => Math.min(...own) + n <= lastDay,
    );
    return (
      could.filter((own) => own.has(Math.min(...own) + n)).length / could.length
    );
  },
);

// %% [try-decide] Your turn: ship, stop, or wait
type Change = { low: number; high: number };
exercise(
  'decide',
  (
    criterion: Change,
    guardrails: (Change & { worst: number })[],
  ): 'ship' | 'stop' | 'wait' => {
    return criterion.low + criterion.high > 0 ? 'ship' : 'stop';
  },
);

// %% [check-decide] Check of decide hidden
check(
  'decide',
  (
    decide: (
      criterion: Change,
      guardrails: (Change & { worst: number })[],
    ) => string,
  ) => {
    const is = (
      criterion: [number, number],
      rails: [low: number, high: number, worst: number][],
      wanted: string,
      why: string,
    ) => {
      const got = decide(
        { low: criterion[0], high: criterion[1] },
        rails.map(([low, high, worst]) => ({ low, high, worst })),
      );
      if (got !== wanted)
        throw new Error(`${why}: should be ${wanted}, got ${got}`);
    };
    is(
      [0.01, 0.03],
      [[-0.005, 0.005, 0.01]],
      'ship',
      'a clear gain, and the guardrail’s whole interval above its worst',
    );
    is(
      [-0.01, 0.03],
      [[-0.005, 0.005, 0.01]],
      'wait',
      'zero is among what the criterion may be',
    );
    is(
      [-0.03, -0.01],
      [[0, 0.01, 0.01]],
      'stop',
      'the criterion falls for certain',
    );
    is(
      [0.01, 0.03],
      [[-0.05, -0.02, 0.01]],
      'stop',
      'the criterion gains, a guardrail is broken for certain',
    );
    is(
      [0.01, 0.03],
      [[-0.02, 0.01, 0.01]],
      'wait',
      'a guardrail may be broken: its interval reaches below its worst',
    );
    is(
      [0.01, 0.03],
      [
        [-0.005, 0.005, 0.01],
        [-0.02, 0.01, 0.01],
      ],
      'wait',
      'one guardrail of two is open',
    );
    is([0.01, 0.03], [], 'ship', 'no guardrail at all');
    return 'A guardrail passes when harm is ruled out, not when harm is not proved.';
  },
);

// %% [solve-decide] Solution of decide hidden
solution(
  'decide',
  (criterion: Change, guardrails: (Change & { worst: number })[]) => {
    const isBroken = guardrails.some(({ high, worst }) => high < -worst);
    if (criterion.high < 0 || isBroken) return 'stop';
    const isSafe = guardrails.every(({ low, worst }) => low >= -worst);
    return criterion.low > 0 && isSafe ? 'ship' : 'wait';
  },
);
