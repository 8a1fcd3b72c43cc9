// Know your data: a table with its faults, a join that lies, the long tail, visits, and the ratings that are not there.

// %% [log] The log, and the table beside it
import { summary } from 'recsys';
const set = await data();
const { interactions, items, users } = set;
display(set.name);
display(summary(interactions));
display(
  items.slice(0, 5).map(({ id, title, year, genres }) => ({
    id,
    title,
    year: year ?? null,
    genres: genres.join(', '),
  })),
);

// %% [raw] The table as it came needs=rawFilms
import { DataFrame } from 'danfojs';
import { isWorld } from 'recsys';
const world = await data();
if (!isWorld(world)) throw new TypeError('only the built-in world has these');
const rows = await world.rawFilms();
const raw = new DataFrame(rows);
const empty = raw.columns.map((column) => ({
  column,
  'share empty': raw.column(column).eq('').sum() / rows.length,
  'different values': raw.column(column).nUnique(),
}));
display(empty);
const odd = [
  'Tora, Tora, Tora',
  'AstÈrix aux Jeux Olympiques',
  '300',
  '12 Angry Men',
  'Wilson',
  'Casablanca',
  'King Kong (1933)',
];
display(raw.query(rows.map(({ Title }) => odd.includes(Title))));

// %% [audit] Ask every row the same questions needs=rawFilms
const yearOf = (row: Record<string, string>) =>
  Number(row['Release Date'].slice(-4));
/** Each rule is true of a row that cannot be right, or that you would want to see. */
const rules: Record<string, (row: Record<string, string>) => boolean> = {
  'no title': (row) => row.Title === '',
  'made after this table': (row) => yearOf(row) > 2011,
  'released on a 31 December': (row) =>
    row['Release Date'].startsWith('Dec 31'),
  'a letter that is not one': (row) => /[ÈÙÍËÛÎ‰‡Ω]/.test(row.Title),
  'article behind a comma': (row) => /, (The|A|An)$/.test(row.Title),
  'year inside the title': (row) => /\(\d{4}\)$/.test(row.Title),
  'two values in one': (row) => row['Major Genre'].includes('/'),
  'rating that does not exist': (row) => row['MPAA Rating'] === 'Open',
};
display(
  Object.entries(rules).map(([rule, broken]) => {
    const found = rows.filter(broken);
    return {
      rule,
      rows: found.length,
      'for example': found
        .slice(0, 3)
        .map((row) => `${row.Title} (${row['Release Date']})`)
        .join(', '),
    };
  }),
);

// %% [mended] What the repairs changed needs=rawFilms
const before = new Map(rows.map((row) => [row.row, row]));
const mended = items.map((film) => ({ film, was: before.get(film.id)! }));
const yearsMoved = mended.filter(({ film, was }) => film.year !== yearOf(was));
display({
  'rows that came': rows.length,
  'films that stayed': items.length,
  'titles changed': mended.filter(({ film, was }) => film.title !== was.Title)
    .length,
  'years changed or taken away': yearsMoved.length,
  'genres changed': mended.filter(
    ({ film, was }) => film.genres.join() !== was['Major Genre'],
  ).length,
});
display(
  [
    'AstÈrix aux Jeux Olympiques',
    'Casablanca',
    'King Kong (1933)',
    'Requiem for a Dream',
  ].flatMap((title) =>
    mended
      .filter(({ was }) => was.Title === title)
      .map(({ film, was }) => ({
        came: `${was.Title}, ${was['Release Date']}, ${was['Major Genre']}`,
        is: `${film.title}, ${film.year}, ${film.genres.join(' and ')}`,
      })),
  ),
);

// %% [join] Two joins, one right needs=rawFilms
import { merge } from 'danfojs';
const watches = await world.watches();
/** Minutes that a film lasts, as far as the log can tell: the median of those who saw it to its end. */
const lasting = items.map((): number[] => []);
watches.items.forEach((item, row) => {
  if (watches.percents[row] >= 95)
    lasting[item].push(watches.seconds[row] / 60);
});
const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const heldBy = (key: (item: number) => string) =>
  merge({
    left: new DataFrame({
      row: items.map((_, item) => key(item)),
      film: items.map(({ title }) => title),
      'lasts, by the log': lasting.map(median),
    }),
    right: raw.loc({ columns: ['row', 'Title', 'Running Time min'] }),
    on: ['row'],
    how: 'inner',
  });
const joins = {
  'film’s place in the list': heldBy((item) => String(item + 1)),
  'film’s id': heldBy((item) => items[item].id),
};
display(
  Object.entries(joins).map(([join, frame]) => {
    const timed = frame.query(
      frame
        .column('Running Time min')
        .ne('')
        .and(frame.column('lasts, by the log').gt(0)),
    );
    const off = timed.values.filter(
      ([, , byLog, , byTable]) =>
        Math.abs(Number(byLog) - Number(byTable)) > 15,
    );
    return {
      'joined on': join,
      'films that found a partner': frame.shape[0],
      'lengths that disagree by 15 minutes': off.length / timed.shape[0],
    };
  }),
);
display(joins['film’s place in the list'].iloc({ rows: ['1000:1005'] }));

// %% [gini-by-hand] Inequality, by hand
/** 0 when all have the same, near 1 when one has all. */
function giniOf(counts: number[]): number {
  const rising = counts.toSorted((a, b) => a - b);
  const n = rising.length;
  let sum = 0;
  let total = 0;
  rising.forEach((count, place) => {
    sum += (2 * (place + 1) - n - 1) * count;
    total += count;
  });
  return sum / (n * total);
}
display({
  '6, 2, 1, 1': giniOf([6, 2, 1, 1]),
  '3, 3, 3, 3': giniOf([3, 3, 3, 3]),
  '10, 0, 0, 0': giniOf([10, 0, 0, 0]),
});

// %% [tail] The long tail
import { gini, rowsPerItem, rowsPerUser, topShare } from 'recsys';
const perFilm = Array.from(rowsPerItem(interactions)).sort((a, b) => b - a);
let held = 0;
const running = perFilm.map(
  (count) => (held += count) / interactions.items.length,
);
display(
  Array.from({ length: 100 }, (_, percent) => {
    const films = Math.max(
      1,
      Math.round(((percent + 1) / 100) * perFilm.length),
    );
    return { films: (percent + 1) / 100, share: running[films - 1] };
  }),
);
display({
  gini: gini(perFilm),
  'share of the top 1 %': topShare(perFilm, { share: 0.01 }),
  'share of the top 10 %': topShare(perFilm, { share: 0.1 }),
  'share of the lower half': 1 - topShare(perFilm, { share: 0.5 }),
  'films nobody watched': perFilm.filter((count) => count === 0).length,
});

// %% [people] How much people watch
import * as Plot from '@observablehq/plot';
const perPerson = Array.from(rowsPerUser(interactions)).filter(Boolean);
perPerson.sort((a, b) => a - b);
const quantile = (share: number) =>
  perPerson[Math.floor(share * perPerson.length)];
display({
  people: perPerson.length,
  'the median person': quantile(0.5),
  'one in ten watches at most': quantile(0.1),
  'one in ten watches at least': quantile(0.9),
  mean: interactions.users.length / perPerson.length,
  'share of the log of the busiest tenth': topShare(perPerson, { share: 0.1 }),
});
display(({ width }) =>
  Plot.plot({
    width,
    height: 220,
    ariaLabel: 'People by how many films they watched, on a logarithmic scale',
    x: {
      type: 'log',
      label: 'films watched →',
      ticks: [1, 3, 10, 30, 100, 300],
      tickFormat: String,
    },
    y: { label: '↑ people', grid: true },
    marks: [
      Plot.rectY(
        perPerson.map((films) => ({ films })),
        {
          ...Plot.binX(
            { y: 'count' },
            {
              x: {
                value: 'films',
                thresholds: Array.from({ length: 25 }, (_, n) => 10 ** (n / 8)),
              },
            },
          ),
          fill: 'var(--series-1)',
          inset: 0.5,
        },
      ),
      Plot.ruleX([quantile(0.5)], {
        stroke: 'var(--second)',
        strokeDasharray: '3,3',
      }),
    ],
  }),
);

// %% [evening] One person's week needs=times
const nameOfDay = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const someone = rowsPerUser(interactions).findIndex((n) => n > 60 && n < 80);
const theirs = Array.from(interactions.users.keys())
  .filter((row) => interactions.users[row] === someone)
  .sort((a, b) => interactions.times[a] - interactions.times[b]);
display({ viewer: users[someone].id, ...users[someone].attributes });
display(
  theirs.slice(-12).map((row) => {
    const at = new Date(interactions.times[row] * 1000);
    return {
      ended: `${nameOfDay[at.getUTCDay()]} ${at.toISOString().slice(0, 16).replace('T', ' ')}`,
      film: items[interactions.items[row]].title,
      value: interactions.values[row],
    };
  }),
);

// %% [visits] What is a visit? needs=times
import { sessions } from 'recsys';
const gaps = [5, 15, 30, 60, 120, 240, 480, 960];
const visits = gaps.map((minutes) => {
  const { lengths, events } = sessions(interactions, { gap: 60 * minutes });
  return {
    'pause of, minutes': minutes,
    visits: lengths.length,
    'films a visit': interactions.users.length / lengths.length,
    'one film only': events.filter((n) => n === 1).length / lengths.length,
  };
});
display(visits);

// %% [visits-truth] And what the simulator knows of visits needs=truth
const known = await world.sessions();
const clicks = new DataFrame({ clicks: known.clicks }).column('clicks');
const withFilm = clicks.gt(0).sum();
display({
  visits: known.starts.length,
  'with at least one film begun': withFilm,
  'films begun a visit': clicks.sum() / withFilm,
});

// %% [truth] What people would think of every film needs=truth,times
const worldTruth = await world.truth();
const end = interactions.times.reduce((a, b) => Math.max(a, b), 0);
const asked = users.map((_, user) => user).filter((user) => user % 12 === 0);
const opinions = new Map<number, Float64Array>();
for (const user of asked) {
  opinions.set(user, worldTruth.stars(user, end));
  progress({ done: opinions.size, total: asked.length, label: 'person' });
}
const average = (values: ArrayLike<number>) =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const most = (user: number, count: number) =>
  Array.from(items.keys())
    .sort((a, b) => opinions.get(user)![b] - opinions.get(user)![a])
    .slice(0, count);
display({
  'people asked': asked.length,
  [`person ${users[asked[1]].id} would like`]: most(asked[1], 5).map(
    (item) => items[item].title,
  ),
});

// %% [short] Too short to count needs=truth
const bands = [
  [0, 1],
  [2, 9],
  [10, 49],
  [50, 89],
  [90, 100],
];
const theirRows = Array.from(watches.users.keys()).filter((row) =>
  opinions.has(watches.users[row]),
);
display(
  bands.map(([from, to]) => {
    const inside = theirRows.filter(
      (row) => watches.percents[row] >= from && watches.percents[row] <= to,
    );
    return {
      'share of the film, %': `${from} to ${to}`,
      'share of all watches': inside.length / theirRows.length,
      'stars they would give': average(
        inside.map(
          (row) => opinions.get(watches.users[row])![watches.items[row]],
        ),
      ),
    };
  }),
);

// %% [missing-by-hand] A mean of those who answered, by hand
/** How many would give each number of stars, and the chance that each of them says so. */
const keen = slider('chance that a five is given', {
  min: 0.05,
  max: 1,
  step: 0.05,
  value: 0.4,
});
const crowd = [
  { stars: 1, people: 40, says: 0.05 },
  { stars: 3, people: 40, says: 0.1 },
  { stars: 5, people: 20, says: keen },
];
const meanOf = (weight: (group: (typeof crowd)[number]) => number) =>
  crowd.reduce((sum, group) => sum + group.stars * weight(group), 0) /
  crowd.reduce((sum, group) => sum + weight(group), 0);
display({
  'of everybody': meanOf(({ people }) => people),
  'of those who rated': meanOf(({ people, says }) => people * says),
  'of those who rated, each weighted by 1 / chance': meanOf(
    ({ people, says }) => (people * says) / says,
  ),
});

// %% [missing] The stars that nobody gave needs=truth
const given = await world.ratings();
const sums = new Float64Array(items.length);
const would = new Float64Array(10);
for (const stars of opinions.values())
  stars.forEach((value, item) => {
    sums[item] += value / asked.length;
    would[Math.max(1, Math.round(2 * value)) - 1] +=
      1 / items.length / asked.length;
  });
display({
  'mean of the stars given': average(given.stars),
  'mean of the stars all would give': average(sums),
  'pairs with stars': given.stars.length / items.length / users.length,
});
const shares = Array.from(would, (share, bin) => {
  const stars = (bin + 1) / 2;
  const same = given.stars.filter((value) => value === stars).length;
  return [
    { stars, whose: 'given', share: same / given.stars.length },
    { stars, whose: 'all would give', share },
  ];
}).flat();
display(({ width }) =>
  Plot.plot({
    width,
    height: 240,
    ariaLabel:
      'Shares of the numbers of stars: of the ratings given, and of those that all people would give to all films',
    x: { type: 'point', label: 'stars →' },
    y: { label: '↑ share', percent: true, grid: true },
    color: {
      legend: true,
      domain: ['given', 'all would give'],
      range: ['var(--series-1)', 'var(--series-2)'],
    },
    marks: [
      Plot.lineY(shares, { x: 'stars', y: 'share', stroke: 'whose' }),
      Plot.dot(shares, { x: 'stars', y: 'share', fill: 'whose' }),
    ],
  }),
);

// %% [order] And the order of films changes with them needs=truth
const votes = new Map<number, number[]>();
given.items.forEach((item, row) => {
  votes.set(item, [...(votes.get(item) ?? []), given.stars[row]]);
});
const judged = [...votes].filter(([, stars]) => stars.length >= 10);
const lifted = judged
  .map(([item, stars]) => ({
    film: items[item].title,
    votes: stars.length,
    'mean given': average(stars),
    'mean of all': sums[item],
  }))
  .sort(
    (a, b) =>
      b['mean given'] - b['mean of all'] - a['mean given'] + a['mean of all'],
  );
display([...lifted.slice(0, 4), ...lifted.slice(-4)]);

// %% [positions] Only what was seen can be clicked needs=impressions,propensities
import { positionCurve } from 'recsys';
const curve = positionCurve(await world.impressions());
display(
  curve.map(({ position, shown, rate, relative }) => ({
    place: position + 1,
    shown,
    clicked: rate,
    'of the first': relative,
  })),
);

// %% [breaks] Only complete rows, please needs=rawFilms
const complete = rows.filter((row) =>
  Object.values(row).every((value) => value !== ''),
);
const ofAll = new Set(complete.map(({ row }) => row));
const kept = items.map(({ id }) => ofAll.has(id));
const old = (film: { year?: number }) => (film.year ?? 2010) < 1990;
display({
  'rows that are complete': complete.length / rows.length,
  'films before 1990, of all': items.filter(old).length / items.length,
  'films before 1990, of the complete':
    items.filter((film, item) => kept[item] && old(film)).length /
    kept.filter(Boolean).length,
  'share of the watches that is lost':
    interactions.items.filter((item) => !kept[item]).length /
    interactions.items.length,
});

// %% [try-join] Your turn: find the bug
exercise(
  'titles',
  (
    log: { item: string; stars: number }[],
    films: { id: string; title: string }[],
  ): { title: string; stars: number }[] =>
    log.map(({ item, stars }) => ({
      title: films[Number(item) - 1]?.title ?? 'unknown',
      stars,
    })),
);

// %% [check-join] Check of join hidden
check(
  'titles',
  (
    titles: (
      log: { item: string; stars: number }[],
      films: { id: string; title: string }[],
    ) => { title: string; stars: number }[],
  ) => {
    const films = [
      { id: '1', title: 'Alien' },
      { id: '3', title: 'Heat' },
      { id: '296', title: 'Pulp Fiction' },
      { id: '7a', title: 'Jaws' },
    ];
    const log = ['1', '3', '296', '7a', '2', '1'].map((item, stars) => ({
      item,
      stars,
    }));
    const got = titles(log, films);
    if (!Array.isArray(got) || got.length !== log.length)
      throw new Error(
        `the log has ${log.length} rows, the result ${Array.isArray(got) ? got.length : 'none'}: a join that loses rows must say so`,
      );
    const expected = [
      'Alien',
      'Heat',
      'Pulp Fiction',
      'Jaws',
      'unknown',
      'Alien',
    ];
    expected.forEach((title, row) => {
      if (got[row].title !== title)
        throw new Error(
          `the item with id ${log[row].item} is ${title}, and was called ${got[row].title}`,
        );
      if (got[row].stars !== row)
        throw new Error(
          `row ${row} had ${row} stars and has now ${got[row].stars}`,
        );
    });
    return 'An id is a name. It is not a number, and never a place in a list.';
  },
);

// %% [solve-join] Solution of join hidden
solution(
  'titles',
  (
    log: { item: string; stars: number }[],
    films: { id: string; title: string }[],
  ) => {
    const titleOf = new Map(films.map(({ id, title }) => [id, title]));
    return log.map(({ item, stars }) => ({
      title: titleOf.get(item) ?? 'unknown',
      stars,
    }));
  },
);

// %% [try-visits] Your turn: cut a log into visits
exercise('visits', (times: number[], gap: number): number[][] => {
  // the times of one person, in no particular order, in seconds;
  // return the visits, each a list of times in rising order: a new one begins after a pause longer than `gap`
  return [times];
});

// %% [check-visits] Check of visits hidden
check('visits', (visits: (times: number[], gap: number) => number[][]) => {
  for (const [times, gap, expected, why] of [
    [[0, 10, 20], 10, [[0, 10, 20]], 'no pause is longer than 10'],
    [[0, 10, 21], 10, [[0, 10], [21]], 'eleven seconds are longer than 10'],
    [
      [100, 5, 101, 1],
      10,
      [
        [1, 5],
        [100, 101],
      ],
      'a log need not be in order',
    ],
    [
      [1000, 9, 80],
      100,
      [[9, 80], [1000]],
      'times are numbers, and sort() compares texts',
    ],
    [[7], 10, [[7]], 'one event is one visit'],
    [[], 10, [], 'nobody came'],
  ] as [number[], number, number[][], string][]) {
    const got = visits([...times], gap);
    if (JSON.stringify(got) !== JSON.stringify(expected))
      throw new Error(
        `[${times.join(', ')}] with a pause of ${gap} should give ${JSON.stringify(expected)}, since ${why}; got ${JSON.stringify(got)}`,
      );
  }
  return 'The pause is a decision of yours. Write it down beside the number of visits.';
});

// %% [solve-visits] Solution of visits hidden
solution('visits', (times: number[], gap: number) => {
  const result: number[][] = [];
  const rising = times.toSorted((a, b) => a - b);
  rising.forEach((time, at) => {
    if (at === 0 || time - rising[at - 1] > gap) result.push([]);
    result[result.length - 1].push(time);
  });
  return result;
});
