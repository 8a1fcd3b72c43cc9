// The API: a recommender that answers requests, inside the page: what it accepts, what it refuses, how fast, and what it does when a stage is late.

// %% [scratch] From scratch
import { implicitAls, topk } from 'recsys';
const { interactions, items, users, name } = await data();
const als = await implicitAls(interactions, {
  ...{ factors: 32, iterations: 8, seed: 42, signal },
});
const numberOf = new Map(users.map(({ id }, user) => [id, user]));

/** A whole service: a function from a request to an answer. */
function answer(request: Request): Response {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== '/recommend') return new Response('?', { status: 404 });
  const user = numberOf.get(searchParams.get('user_id') ?? '');
  const k = Number(searchParams.get('top_k') ?? 10);
  const list = als.recommend(user!, { k });
  return Response.json(Array.from(list.items, (item) => items[item].title));
}
const first = users[0].id;
const reply = answer(
  new Request(`http://service/recommend?user_id=${first}&top_k=3`),
);
display(name);
display({ status: reply.status, body: await reply.json() });

// %% [careless] Ask it something else
async function tried(ask: () => Response | Promise<Response>) {
  try {
    const response = await ask();
    const text = await response.text();
    return { status: response.status, answer: text.slice(0, 90) };
  } catch (error) {
    return { status: 500, answer: String(error).slice(0, 90) };
  }
}
const questions = [
  'user_id=nobody&top_k=3',
  `user_id=${first}&top_k=many`,
  `user_id=${first}&top_k=-1`,
  `user_id=${first}&top_k=1000000`,
  `user_id=${first}&topk=3`,
  `user_id=${first}&user_id=2&top_k=3`,
];
const careless = [];
for (const question of questions)
  careless.push({
    question,
    ...(await tried(() =>
      answer(new Request(`http://service/recommend?${question}`)),
    )),
  });
display(careless);

// %% [app] The service of this book
import { exactSearch, recommendApi, serveRecommender } from 'recsys';
const model = serveRecommender(als, {
  train: interactions,
  items,
  version: '2011-07',
});
const index = exactSearch(als.itemFactors, { dimensions: als.factors });
const app = recommendApi({ model, index });
const response = await app.request(`/recommend?user_id=${first}&top_k=3`);
display({
  status: response.status,
  ...Object.fromEntries(
    ['content-type', 'x-request-id', 'server-timing'].map((header) => [
      header,
      volatile(response.headers.get(header) ?? ''),
    ]),
  ),
});
display(await response.json());

// %% [refused] The same questions again
const refused = [];
for (const question of questions) {
  const got = await app.request(`/recommend?${question}`);
  const body = await got.json();
  refused.push({
    question,
    status: got.status,
    answer: body.detail ?? `${body.items.length} films`,
  });
}
display(refused);

// %% [status] One table of what may happen
const post = (body: string, type = 'application/json') => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
});
const cases: [what: string, path: string, init?: RequestInit][] = [
  ['a list', `/recommend?user_id=${first}`],
  ['films like one', `/similar/${items[0].id}`],
  ['a film that is not there', '/similar/none'],
  ['no such page', '/recomend'],
  ['the wrong method', '/recommend', { method: 'DELETE' }],
  [
    'what happened, sent as text',
    '/events',
    post('watched Alien', 'text/plain'),
  ],
  ['what happened, broken', '/events', post('{"events": [')],
  ['search, which this service has not', '/search?q=alien'],
  ['is it alive?', '/health'],
  ['may it be asked?', '/ready'],
];
const outcomes = [];
for (const [what, path, init] of cases) {
  const got = await app.request(path, init);
  const body = await got.json();
  outcomes.push({ what, status: got.status, says: String(body.detail ?? '') });
}
display(outcomes);

// %% [late] A stage that is late, or gone
import { featureStore, rowsPerItem } from 'recsys';
import type { FeatureStore, RankRequest } from 'recsys';
const store = featureStore();
await store.write(
  Array.from(rowsPerItem(interactions), (value, item) => ({
    id: `rows ${item}`,
    entity: `item:${items[item].id}`,
    feature: 'rows',
    value,
    time: 0,
  })),
);
/** A ranker that lifts what many have watched, and takes this many milliseconds for it. */
const ranked = (ms: number) => ({
  ...model,
  itemFeatures: ['rows'],
  async rank({ candidates, itemFeatures }: RankRequest) {
    if (ms > 0) await new Promise((wake) => setTimeout(wake, ms));
    return candidates.scores.map((score, at) => {
      const rows = itemFeatures[at];
      return score + (Number.isNaN(rows) ? 0 : 0.05 * Math.log1p(rows));
    });
  },
});
const gone = (): never => {
  throw new Error('connection refused');
};
const dead: FeatureStore = { ...store, latest: async () => gone() };
const budgets = { rank: 20 };
const services = {
  whole: recommendApi({ model: ranked(0), features: store, budgets }),
  'the ranker takes 300 ms': recommendApi({
    ...{ model: ranked(300), features: store, budgets },
  }),
  'the feature store is dead': recommendApi({
    ...{ model: ranked(0), features: dead, budgets },
  }),
  'the candidates fail': recommendApi({
    ...{ model: { ...ranked(0), candidates: gone }, features: store, budgets },
  }),
};
const degraded = [];
for (const [service, one] of Object.entries(services)) {
  const got = await one.request(`/recommend?user_id=${first}&top_k=3`);
  const body = await got.json();
  degraded.push({
    service,
    status: got.status,
    'order from': body.source,
    'left out': body.degraded
      .map((each: string | { stage: string }) =>
        typeof each === 'string' ? each : each.stage,
      )
      .join(', '),
    films: body.items.map(({ title }: { title: string }) => title).join(', '),
  });
}
display(degraded);

// %% [timing] Where the milliseconds go
const passed = [];
for (const [request, one] of Object.entries(services))
  for (const viewer of [first, 'a stranger']) {
    const got = await one.request(`/recommend?user_id=${viewer}&top_k=10`);
    const header = got.headers.get('server-timing') ?? '';
    for (const part of header.split(', ')) {
      const [stage, duration, note] = part.split(';');
      passed.push({
        request: `${request}, ${viewer === first ? 'a known viewer' : viewer}`,
        stage,
        ms: volatile(Number(duration.slice('dur='.length))),
        note: (note ?? '').replace('desc=', '').replaceAll('"', ''),
      });
    }
  }
display(passed);

// %% [twice] The same event twice needs=times
const watched = {
  id: 'a1b2',
  user_id: first,
  item_id: items[als.recommend(0, { k: 1 }).items[0]].id,
  kind: 'watch',
  time: interactions.times.reduce((a, b) => Math.max(a, b), 0),
};
const send = async () =>
  (
    await app.request('/events', post(JSON.stringify({ events: [watched] })))
  ).json();
const titlesOf = async () => {
  const got = await app.request(`/recommend?user_id=${first}&top_k=3`);
  const { items: list } = (await got.json()) as { items: { title: string }[] };
  return list.map(({ title }) => title);
};
display({
  before: await titlesOf(),
  'sent once': await send(),
  'and again': await send(),
  after: await titlesOf(),
});

// %% [pages] The second page
/** Films by score, falling, and what a page shows of them. */
const shelf = ['Alien', 'Heat', 'Fargo', 'Jaws', 'Up', 'Big'].map(
  (film, at) => ({ film, score: 0.9 - at / 10 }),
);
const byOffset = (list: typeof shelf, offset: number) =>
  list.slice(offset, offset + 2).map(({ film }) => film);
/** After the last film of the page before: below its score. */
const after = (list: typeof shelf, score: number) =>
  list
    .filter((row) => row.score < score)
    .slice(0, 2)
    .map(({ film }) => film);
const later = [{ film: 'Solaris', score: 0.95 }, ...shelf];
display({
  'first page': byOffset(shelf, 0),
  'second page, by offset, one film was added meanwhile': byOffset(later, 2),
  'second page, after the last score': after(later, 0.8),
});

// %% [load] A load, in this tab
const taken: number[] = [];
const began = performance.now();
for (let n = 0; n < 3000 && !signal.aborted; n++) {
  const start = performance.now();
  await app.request(
    `/recommend?user_id=${users[n % users.length].id}&top_k=10`,
  );
  taken.push(performance.now() - start);
  if (n % 100 === 99) progress({ done: n + 1, total: 3000, label: 'request' });
}
const rising = taken.toSorted((a, b) => a - b);
const quantile = (share: number) => rising[Math.floor(share * rising.length)];
display({
  'requests a second': volatile(
    Math.round((1000 * taken.length) / (performance.now() - began)),
  ),
  'p50, ms': volatile(quantile(0.5)),
  'p95, ms': volatile(quantile(0.95)),
  'p99, ms': volatile(quantile(0.99)),
  'slowest, ms': volatile(rising.at(-1)!),
});
const bounds = [0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, Infinity];
display(
  bounds.slice(1).map((to, at) => {
    const share =
      taken.filter((ms) => ms >= bounds[at] && ms < to).length / taken.length;
    return {
      'took, ms': to === Infinity ? `${bounds[at]} and more` : `under ${to}`,
      share: volatile(share),
      bar: volatile('█'.repeat(Math.round(30 * share))),
    };
  }),
);

// %% [contract] What it says of itself
const contract = await (await app.request('/openapi.json')).json();
display(
  Object.entries(
    contract.paths as Record<
      string,
      Record<
        string,
        { summary: string; parameters?: { name: string }[]; responses: object }
      >
    >,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary, parameters = [], responses }]) => ({
        route: `${method.toUpperCase()} ${path}`,
        parameters: parameters.map((each) => each.name).join(', '),
        answers: Object.keys(responses).join(' '),
        summary: summary.slice(0, 60),
      }),
    ),
  ),
);

// %% [try-intake] Your turn: take events in, once
exercise('intake', () => {
  const known: { id: string }[] = [];
  return (
    events: { id: string }[],
  ): { accepted: number; duplicates: number } => {
    // keep the events that are new; an event whose id is known is a duplicate, also within one call
    known.push(...events);
    return { accepted: events.length, duplicates: 0 };
  };
});

// %% [check-intake] Check of intake hidden
check(
  'intake',
  (
    intake: () => (events: { id: string }[]) => {
      accepted: number;
      duplicates: number;
    },
  ) => {
    const take = intake();
    const say = (ids: string[]) =>
      JSON.stringify(take(ids.map((id) => ({ id }))));
    const expect = (
      ids: string[],
      accepted: number,
      duplicates: number,
      why: string,
    ) => {
      const got = say(ids);
      if (got !== JSON.stringify({ accepted, duplicates }))
        throw new Error(
          `[${ids.join(', ')}] should give ${accepted} accepted and ${duplicates} duplicates, since ${why}; got ${got}`,
        );
    };
    expect(['a', 'b'], 2, 0, 'both are new');
    expect(['a', 'b'], 0, 2, 'a client that got no answer sends them again');
    expect(['c', 'c', 'a'], 1, 2, 'c is new once, and a was known');
    expect([], 0, 0, 'nothing was sent');
    if (
      JSON.stringify(intake()([{ id: 'a' }])) !==
      '{"accepted":1,"duplicates":0}'
    )
      throw new Error('a second intake must know nothing of the first');
    return 'Now a client may repeat what it is unsure of. That is what idempotent means.';
  },
);

// %% [solve-intake] Solution of intake hidden
solution('intake', () => {
  const known = new Set<string>();
  return (events: { id: string }[]) => {
    const before = known.size;
    for (const { id } of events) known.add(id);
    const accepted = known.size - before;
    return { accepted, duplicates: events.length - accepted };
  };
});

// %% [try-page] Your turn: a page that no film slips through
exercise(
  'page',
  (
    films: { id: number; score: number }[],
    size: number,
    after?: { id: number; score: number },
  ): number[] =>
    // the ids of the next `size` films by falling score, equal scores by rising id, after the film that the page before ended with
    films
      .filter(({ score }) => after === undefined || score < after.score)
      .sort((a, b) => b.score - a.score)
      .slice(0, size)
      .map(({ id }) => id),
);

// %% [check-page] Check of page hidden
check(
  'page',
  (
    page: (
      films: { id: number; score: number }[],
      size: number,
      after?: { id: number; score: number },
    ) => number[],
  ) => {
    const films = [
      { id: 5, score: 0.5 },
      { id: 3, score: 0.5 },
      { id: 9, score: 0.9 },
      { id: 4, score: 0.5 },
      { id: 1, score: 0.1 },
    ];
    const seen: number[] = [];
    let last: { id: number; score: number } | undefined;
    for (let turn = 0; turn < 4; turn++) {
      const ids = page([...films], 2, last);
      if (ids.length === 0) break;
      seen.push(...ids);
      last = films.find(({ id }) => id === ids.at(-1));
    }
    if (seen.join() !== '9,3,4,5,1')
      throw new Error(
        `page by page the films should come as 9, 3, 4, 5, 1; got ${seen.join(', ')}. What about those whose score equals that of the last one shown?`,
      );
    if (page(films, 2, { id: 3, score: 0.5 }).join() !== '4,5')
      throw new Error('after film 3 come 4 and 5, which have the same score');
    return 'A cursor must name a place in a total order. A score alone does not.';
  },
);

// %% [solve-page] Solution of page hidden
solution(
  'page',
  (
    films: { id: number; score: number }[],
    size: number,
    after?: { id: number; score: number },
  ) =>
    films
      .filter(
        ({ id, score }) =>
          after === undefined ||
          score < after.score ||
          (score === after.score && id > after.id),
      )
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, size)
      .map(({ id }) => id),
);
