import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start as express } from '../../../examples/services/express/main';
import { start as fastify } from '../../../examples/services/fastify/main';
import { start as hono } from '../../../examples/services/hono/main';
import { start as nest } from '../../../examples/services/nest/main';
import { makeService } from '../../../examples/services/recommender';
import { popularity } from '../../../src/recsys/models/popularity';
import { items, train } from '../../recsys/pipeline/api/app';
import type { Running } from '../../../examples/services/recommender';

const frameworks = { hono, fastify, express, nest };

describe.each(Object.entries(frameworks))('the API under %s', (_, start) => {
  let running: Running;

  beforeAll(async () => {
    running = await start(makeService(popularity(train), train, items), 0);
  });
  afterAll(() => running?.close());

  const get = async (path: string) => {
    const answer = await fetch(running.url + path);
    return { status: answer.status, body: (await answer.json()) as { items: { item_id: string }[]; detail: string } };
  };
  const post = async (body: string, type = 'application/json') => {
    const answer = await fetch(`${running.url}/events`, { method: 'POST', headers: { 'content-type': type }, body });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const ids = async (path: string) => (await get(path)).body.items.map(({ item_id }) => item_id);

  it('is alive', async () => expect(await get('/health')).toEqual({ status: 200, body: { status: 'ok' } }));

  it('recommends what the model says, ten items by default', async () => {
    const { status, body } = await get('/recommend?user_id=u4&top_k=3');
    expect(status).toBe(200);
    const expected = popularity(train).recommend(train.userIds.indexOf('u4'), { k: 3 });
    expect(body).toEqual({
      user_id: 'u4',
      items: [...expected.items].map((item, rank) => ({
        item_id: train.itemIds[item],
        title: items[item].title,
        score: expected.scores[rank],
      })),
    });
    expect((await get('/recommend?user_id=u4')).body.items.length).toBe(10);
    expect((await get('/recommend?user_id=nobody&top_k=100')).body.items.length).toBe(40);
  });

  it('takes events in once, and no longer shows what was met', async () => {
    const [first, second, third] = await ids('/recommend?user_id=u7&top_k=3');
    const events = [first, second].map((item) => ({ id: `e-${item}`, user_id: 'u7', item_id: item }));
    expect(await post(JSON.stringify({ events }))).toEqual({ status: 202, body: { accepted: 2, duplicates: 0 } });
    expect(await post(JSON.stringify({ events }))).toEqual({ status: 202, body: { accepted: 0, duplicates: 2 } });
    expect((await ids('/recommend?user_id=u7&top_k=3'))[0]).toBe(third);
  });

  it.each([
    '/recommend',
    '/recommend?user_id=',
    `/recommend?user_id=${'x'.repeat(65)}`,
    '/recommend?user_id=u1&user_id=u2',
    '/recommend?user_id[a]=u1',
    '/recommend?user_id=u1&top_k=0',
    '/recommend?user_id=u1&top_k=101',
    '/recommend?user_id=u1&top_k=ten',
    '/recommend?user_id=u1&top_k=1e1',
    '/recommend?user_id=u1&top_k=',
  ])('answers 400 to %s, and says why', async (path) => {
    const { status, body } = await get(path);
    expect([status, body]).toEqual([400, { status: 400, detail: expect.stringMatching(/user_id|top_k/) }]);
  });

  it.each([
    '{',
    '[]',
    'null',
    '{}',
    '{"events":[]}',
    '{"events":[{"id":"a"}]}',
    '{"events":[{"id":1,"user_id":"u","item_id":"i"}]}',
  ])('answers 400 to the body %s', async (body) => {
    const answer = await post(body);
    expect([answer.status, answer.body]).toEqual([400, { status: 400, detail: expect.any(String) }]);
  });

  it('answers 413 to a body that is too large, and 404 to what is not there', async () => {
    expect((await post(JSON.stringify({ events: 'x'.repeat(1 << 21) }))).status).toBe(413);
    expect(await get('/nothing')).toEqual({ status: 404, body: { status: 404, detail: 'there is nothing here' } });
  });
});
