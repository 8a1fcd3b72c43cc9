import { describe, expect, it } from 'vitest';
import { eventLog } from '../../../src/recsys/serve/eventLog';
import { featureStore } from '../../../src/recsys/serve/featureStore';
import { app, ask, items, model, send, train } from './api/app';
import type { RankRequest } from '../../../src/recsys/pipeline/api/servedModel';
import type { AccessEntry } from '../../../src/recsys/pipeline/recommendApi';

const never = () => new Promise<never>(() => undefined);
const ids = (list: { items: { item_id: string }[] }) => list.items.map(({ item_id }) => item_id);

describe('GET /recommend', () => {
  it('gives the candidates in the order of the ranker', async () => {
    const list = await ask(app({ perDirector: 99 }), '/recommend?user_id=u4&top_k=5');
    const user = train.userIds.indexOf('u4');
    const candidates = (await model.candidates(user, { k: 100 })).items;
    expect(ids(list)).toEqual([...candidates].sort((a, b) => b - a).slice(0, 5).map((item) => train.itemIds[item])); // prettier-ignore
    expect(list).toMatchObject({ source: 'ranker', degraded: [], known_user: true });
    expect(list.items[0]).toMatchObject({ rank: 1, title: `Film ${list.items[0].item_id}` });
  });

  it('times every stage, in the header that developer tools draw', async () => {
    const answer = await app({ features: featureStore() }).request('/recommend?user_id=u4');
    expect(answer.headers.get('server-timing')).toMatch(
      /^seen;dur=[\d.]+, candidates;dur=[\d.]+, rank;dur=[\d.]+, rules;dur=[\d.]+, total;dur=[\d.]+$/,
    );
  });

  it('pages through the list without gaps or repeats', async () => {
    const api = app();
    const whole = await ask(api, '/recommend?user_id=u4&top_k=30');
    const pages: string[] = [];
    for (let path: string | undefined = '/recommend?user_id=u4&top_k=7'; path && pages.length < 30;) {
      const page: Awaited<ReturnType<typeof ask>> = await ask(api, path);
      pages.push(...ids(page));
      path = page.next;
    }
    expect(pages.slice(0, 30)).toEqual(ids(whole));
    expect(new Set(pages).size).toBe(pages.length);
  });

  it('gives strangers what is popular', async () => {
    const list = await ask(app({ perDirector: 99 }), '/recommend?user_id=nobody');
    expect(list).toMatchObject({ source: 'popularity', known_user: false, degraded: [] });
    expect(ids(list)).toEqual([...model.popular.items.slice(0, 10)].map((item) => train.itemIds[item]));
  });

  it('does not show what the user has met since', async () => {
    const api = app();
    const before = await ask(api, '/recommend?user_id=u4');
    const met = ids(before).slice(0, 3);
    await send(api, { events: met.map((item) => ({ id: `e-${item}`, user_id: 'u4', item_id: item, kind: 'watch' })) });
    const after = await ask(api, '/recommend?user_id=u4');
    expect(ids(after).slice(0, 7)).toEqual(ids(before).slice(3));
  });

  it('keeps to an age rating, leaving out what has none', async () => {
    for (const user of ['u4', 'nobody']) {
      const list = await ask(app(), `/recommend?user_id=${user}&max_rating=PG&top_k=100`);
      expect(list.items.length).toBeGreaterThan(5);
      for (const { item_id } of list.items) expect(['G', 'PG']).toContain(items[train.itemIds.indexOf(item_id)].ageRating);
    }
  });

  it('begins with no more than two films of a director', async () => {
    const list = await ask(app(), '/recommend?user_id=u4&top_k=20');
    const directed = list.items.filter(({ item_id }) => items[train.itemIds.indexOf(item_id)].director);
    expect(directed.length).toBe(2);
  });

  it('gives the ranker the features of the user and of each candidate', async () => {
    const features = featureStore();
    await features.write([
      { id: 'a', entity: 'user:u4', feature: 'watches', value: 7, time: 1 },
      ...train.itemIds.map((id, item) => ({ id, entity: `item:${id}`, feature: 'views', value: item, time: 1 })),
    ]);
    const asked: RankRequest[] = [];
    const api = app({
      features,
      model: {
        ...model,
        userFeatures: ['watches', 'unknown'],
        itemFeatures: ['views'],
        rank(request) {
          asked.push(request);
          return new Float32Array(request.candidates.items.length);
        },
      },
    });
    await ask(api, '/recommend?user_id=u4');
    expect([...asked[0].userFeatures]).toEqual([7, NaN]);
    expect([...asked[0].itemFeatures]).toEqual([...asked[0].candidates.items]);
    expect(asked[0].user).toBe(train.userIds.indexOf('u4'));
  });
});

describe('a stage that fails', () => {
  const budgets = { seen: 5, features: 5, candidates: 5, rank: 5, search: 5 };

  it('a slow ranker leaves the order of the candidates', async () => {
    const list = await ask(app({ budgets, perDirector: 99, model: { ...model, rank: never } }), '/recommend?user_id=u4');
    const candidates = await model.candidates(train.userIds.indexOf('u4'), { k: 10 });
    expect(list).toMatchObject({ source: 'candidates', degraded: ['rank: timeout'] });
    expect(ids(list)).toEqual([...candidates.items].map((item) => train.itemIds[item]));
  });

  it.each([
    ['throws', () => { throw new Error('secret'); }, 'error'],
    ['rejects', () => Promise.reject(new Error('secret')), 'error'],
    ['gives too few scores', () => new Float32Array(1), 'error'],
    ['gives NaN', async ({ candidates }: RankRequest) => new Float32Array(candidates.items.length).fill(NaN), 'error'],
  ] as const)('a ranker that %s is left out', async (_, rank, reason) => {
    const entries: AccessEntry[] = [];
    const answer = await app({ model: { ...model, rank: rank as never }, log: (entry) => entries.push(entry) }).request('/recommend?user_id=u4');
    const text = await answer.text();
    expect(text).not.toContain('secret');
    expect(JSON.parse(text)).toMatchObject({ source: 'candidates', degraded: [`rank: ${reason}`] });
    expect(entries[0].failed[0].error).toBeInstanceOf(Error);
  }); // prettier-ignore

  it('without candidates there is what is popular', async () => {
    for (const candidates of [never, () => Promise.reject(new Error('gone'))]) {
      const list = await ask(app({ budgets, model: { ...model, candidates } }), '/recommend?user_id=u4');
      expect(list.source).toBe('popularity');
      expect(list.items.length).toBe(10);
    }
  });

  it('a store that does not answer costs its budget and no more: the ranker does without', async () => {
    const stuck = { ...featureStore(), latest: never };
    const list = await ask(
      app({ budgets, features: stuck, model: { ...model, userFeatures: ['watches'] } }),
      '/recommend?user_id=u4',
    );
    expect(list).toMatchObject({ source: 'ranker', degraded: ['features: timeout'] });
    const dead = { ...eventLog(), itemsOf: () => Promise.reject(new Error('connection lost')) };
    expect((await ask(app({ events: dead }), '/recommend?user_id=u4')).degraded).toEqual(['seen: error']);
  });

  it('never makes an error of a request: any mixture of failures is answered with ten items', async () => {
    const faults = [undefined, never, () => Promise.reject(new Error('x')), () => { throw new Error('y'); }]; // prettier-ignore
    for (const seen of faults) for (const latest of faults) for (const candidates of faults) for (const rank of faults) {
      const api = app({
        budgets,
        events: { ...eventLog(), ...(seen && { itemsOf: seen }) },
        features: { ...featureStore(), ...(latest && { latest }) },
        model: { ...model, userFeatures: ['x'], ...(candidates && { candidates }), ...(rank && { rank }) },
      });
      const list = await ask(api, '/recommend?user_id=u4');
      expect(list.items.length).toBe(10);
      expect(list.source).toBe(candidates ? 'popularity' : rank ? 'candidates' : 'ranker');
    } // prettier-ignore
  });

  it('rules are not left out: without them there is no list', async () => {
    const broken = { ...model, items: items.map((item) => ({ ...item, get director(): string { throw new Error('secret'); } })) }; // prettier-ignore
    const answer = await app({ model: broken }).request('/recommend?user_id=u4');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });
});

describe('GET /search and /similar', () => {
  it('search pages through what the engine finds', async () => {
    const first = await ask(app(), '/search?q=Film&top_k=3');
    expect(first.items.length).toBe(3);
    expect(first.next).toBe('/search?q=Film&top_k=3&offset=3');
    const second = await ask(app(), first.next!);
    expect(second.items[0].rank).toBe(4);
    expect((await ask(app(), '/search?q=no%20such')).items).toEqual([]);
  });

  it('search that is slow or not there says so', async () => {
    const slow = await app({ search: never, budgets: { search: 5 } }).request('/search?q=x');
    expect([slow.status, slow.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await app({ search: undefined }).request('/search?q=x')).status).toBe(501);
  });

  it('similar gives the nearest items, not the item itself', async () => {
    const list = await ask(app(), '/similar/i3?top_k=5');
    expect(list.items.length).toBe(5);
    expect(ids(list)).not.toContain('i3');
    expect(list.items[0].score).toBeGreaterThanOrEqual(list.items[4].score);
    expect((await app().request('/similar/i999')).status).toBe(404);
    expect((await app({ index: undefined }).request('/similar/i3')).status).toBe(501);
  });
});

describe('POST /events', () => {
  const event = { id: 'e1', user_id: 'u4', item_id: 'i3', kind: 'watch', value: 0.9, time: 1_299_999_999 };

  it('takes events in once, however often they are sent', async () => {
    const events = eventLog();
    let told = 0;
    const api = app({ events, onEvents: () => told++ });
    const first = await send(api, { events: [event, { ...event, id: 'e2', value: undefined, time: undefined }] });
    expect([first.status, await first.json()]).toEqual([202, { accepted: 2, duplicates: 0 }]);
    const again = await send(api, { events: [event] });
    expect(await again.json()).toEqual({ accepted: 0, duplicates: 1 });
    expect((await events.read(0, 9)).map((record) => record.event)).toEqual([
      { id: 'e1', user: 'u4', item: 'i3', kind: 'watch', value: 0.9, time: 1_299_999_999 },
      { id: 'e2', user: 'u4', item: 'i3', kind: 'watch', value: 1, time: 1_300_000_000 },
    ]);
    expect(told).toBe(1);
  });

  it('says 503 when the log cannot be written, and the cause only to the log', async () => {
    const entries: AccessEntry[] = [];
    const events = { ...eventLog(), append: () => Promise.reject(new Error('connection lost')) };
    const answer = await send(app({ events, log: (entry) => entries.push(entry) }), { events: [event] });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.text()).not.toContain('connection lost');
    expect(String(entries[0].error)).toContain('connection lost');
  });

  it.each([
    ['not json', 400, 'the body must be JSON in UTF-8'],
    ['null', 400, 'the body must be an object with an array events'],
    ['[]', 400, 'the body must be an object with an array events'],
    [{ events: [] }, 400, 'events must be 1 … 1000, got 0'],
    [{ events: Array.from({ length: 1001 }, () => event) }, 400, 'events must be 1 … 1000, got 1001'],
    [{ events: [7] }, 400, 'events[0] must be an object'],
    [{ events: [event, { ...event, id: '' }] }, 400, 'events[1].id must be a text of 1 … 100 characters'],
    [{ events: [{ ...event, item_id: 3 }] }, 400, 'events[0].item_id must be a text of 1 … 64 characters'],
    [{ events: [{ ...event, kind: 'DROP TABLE' }] }, 400, 'events[0].kind must be one of click, watch, rate'],
    [{ events: [{ ...event, value: '1' }] }, 400, 'events[0].value must be a finite number'],
    [
      '{"events":[{"id":"a","user_id":"u","item_id":"i","kind":"watch","time":1e999}]}',
      400,
      'events[0].time must be a number of seconds',
    ],
    [{ events: [{ ...event, time: 4e9 }] }, 400, 'events[0].time must be at most 300 seconds ahead'],
    [{ events: [{ ...event, extra: 1 }] }, 400, 'events[0].extra is not a field of an event'],
    ['{"events":[{"__proto__":{"id":"x"}}]}', 400, 'events[0].id must be a text'],
  ])('refuses %j', async (body, status, detail) => {
    const answer = await send(app(), body);
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as { detail: string }).detail).toContain(detail);
  });

  it('refuses what is too large, before or while it arrives, and what is no JSON by its own word', async () => {
    const large = JSON.stringify({ events: Array.from({ length: 100 }, () => event) });
    expect((await send(app({ maxBody: 1000 }), large)).status).toBe(413);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(600));
      },
    });
    const headers = { 'content-type': 'application/json' };
    const request = new Request('http://x/events', { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit);
    expect((await app({ maxBody: 1000 }).fetch(request)).status).toBe(413);
    expect((await send(app(), { events: [event] }, { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('what is asked wrongly', () => {
  it.each([
    ['/recommend', 400, 'user_id must be given'],
    ['/recommend?user_id=', 400, 'user_id must have 1 … 64 characters, got ""'],
    [`/recommend?user_id=${'x'.repeat(65)}`, 400, 'user_id must have 1 … 64 characters, got "xxxx'],
    ['/recommend?user_id=u4&user_id=u5', 400, 'user_id must be given once, got 2 times'],
    ['/recommend?user_id=u4&top_k=0', 400, 'top_k must be a whole number in 1 … 100, got "0"'],
    ['/recommend?user_id=u4&top_k=101', 400, 'top_k must be a whole number in 1 … 100, got "101"'],
    ['/recommend?user_id=u4&top_k=1e1', 400, 'got "1e1"'],
    ['/recommend?user_id=u4&top_k=-1', 400, 'got "-1"'],
    ['/recommend?user_id=u4&top_k=99999999999999999999', 400, 'got "99999999999999999999"'],
    ['/recommend?user_id=u4&top_k=%00', 400, 'got "\\u0000"'],
    ['/recommend?user_id=u4&offset=901', 400, 'offset must be a whole number in 0 … 900'],
    ['/recommend?user_id=u4&max_rating=X', 400, 'max_rating must be one of G, PG, PG-13, R, NC-17, got "X"'],
    ['/recommend?user_id=u4&topk=3', 400, 'topk is not a parameter of this route; there is user_id, top_k, offset, max_rating'],
    ['/recommend?user_id=u4&__proto__=3', 400, '__proto__ is not a parameter of this route'],
    ['/recommend?user_id=u4&constructor=3', 400, 'constructor is not a parameter of this route'],
    ['/search', 400, 'q must be given'],
    ['/similar/%E0%A4%A', 404, 'no item has the id'],
    ['/similar/__proto__', 404, 'no item has the id "__proto__"'],
    ['/similar/', 404, 'there is nothing here'],
    ['/../../etc/passwd', 404, 'there is nothing here'],
    ['/', 404, 'there are /recommend, /search'],
  ])('%s is answered %i: %s', async (path, status, detail) => {
    const answer = await app().request(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const body = (await answer.json()) as { status: number; detail: string; request_id: string };
    expect(body.detail).toContain(detail);
    expect([body.status, body.request_id]).toEqual([status, answer.headers.get('x-request-id')]);
  });

  it('tells all faults of a query at once', async () => {
    const answer = await app().request('/recommend?top_k=x&offset=-1&zzz=1');
    const { errors } = (await answer.json()) as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).toEqual(['user_id', 'top_k', 'offset', 'zzz']);
  });

  it('names the method that it would take', async () => {
    const answer = await app().request('/events');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await app().request('/recommend?user_id=u4', { method: 'DELETE' })).status).toBe(405);
    expect((await app().request('/recommend?user_id=u4', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('for those who run it', () => {
  it('keeps the id that a request brings, unless it could do harm', async () => {
    const idFor = async (id?: string) => {
      const answer = await app().request('/health', { headers: id ? { 'x-request-id': id } : {} });
      return answer.headers.get('x-request-id')!;
    };
    expect(await idFor('client-7.a:b_c')).toBe('client-7.a:b_c');
    for (const id of ['a b', '<script>', 'x'.repeat(65), 'a"b', undefined]) expect(await idFor(id)).toMatch(/^[0-9a-f]{16}$/);
    expect(await idFor()).not.toBe(await idFor());
  });

  it('is alive, and ready when it says so', async () => {
    expect(await (await app().request('/health')).json()).toEqual({ status: 'ok' });
    const ready = async () => ({ ready: false, checks: { drain: 'stopping' } });
    const answer = await app({ ready }).request('/ready');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, model_version: 'test-1', checks: { drain: 'stopping' } },
    ]);
  });

  it('logs one entry a request', async () => {
    const entries: AccessEntry[] = [];
    const api = app({ log: (entry) => entries.push(entry), newId: () => 'id' });
    await api.request('/similar/i3');
    await api.request('/nothing');
    expect(entries).toMatchObject([
      { requestId: 'id', method: 'GET', route: '/similar/:item', status: 200, failed: [] },
      { requestId: 'id', route: 'unmatched', status: 404 },
    ]);
  });

  it('counts what it does', async () => {
    const api = app({ model: { ...model, rank: () => { throw new Error('x'); } } }); // prettier-ignore
    for (let n = 0; n < 3; n++) await api.request('/recommend?user_id=u4');
    await api.request('/recommend');
    await api.request('/nothing', { method: 'BREW' });
    await send(api, { events: [{ id: 'a', user_id: 'u', item_id: 'i', kind: 'watch' }] });
    const text = await (await api.request('/metrics')).text();
    expect(text).toContain('http_requests_total{method="GET",route="/recommend",status="200"} 3\n');
    expect(text).toContain('http_requests_total{method="GET",route="/recommend",status="400"} 1\n');
    expect(text).toContain('http_requests_total{method="other",route="unmatched",status="404"} 1\n');
    expect(text).toContain('stage_failures_total{stage="rank",reason="error"} 3\n');
    expect(text).toContain('stage_duration_seconds_count{stage="candidates"} 3\n');
    expect(text).toContain('events_total{outcome="accepted"} 1\n');
    expect(text).toContain('model_info{version="test-1"} 1\n');
  });
});
