import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { app, send } from './app';

type Document = {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>;
  components: { schemas: { Problem: object } };
};

const api = app();
const document = (await (await api.request('/openapi.json')).json()) as Document;

describe('/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    // An outside judge: the schemas that the OpenAPI initiative publishes.
    expect(await new Validator().validate(document)).toEqual({ valid: true });
  });

  it('lists every route', () => {
    expect(Object.keys(document.paths)).toEqual([
      '/recommend',
      '/search',
      '/similar/{item}',
      '/events',
      '/health',
      '/ready',
      '/metrics',
      '/openapi.json',
    ]);
  });

  it.each([
    ['/recommend', '/recommend?user_id=u4'],
    ['/recommend', '/recommend?user_id=nobody&max_rating=G&top_k=100'],
    ['/recommend', '/recommend'],
    ['/search', '/search?q=Film&top_k=2'],
    ['/search', '/search?q=nothing'],
    ['/search', '/search'],
    ['/similar/{item}', '/similar/i3'],
    ['/similar/{item}', '/similar/x'],
    ['/health', '/health'],
    ['/ready', '/ready'],
    ['/health', '/health?x=1'],
  ])('says of %s what %s is answered', async (path, url) => {
    const answer = await api.request(url);
    check('get', path, answer.status, await answer.json());
  });

  it('says of /events what is answered', async () => {
    const event = { id: 'a', user_id: 'u', item_id: 'i', kind: 'watch' };
    for (const body of [{ events: [event] }, { events: [{}] }]) {
      const answer = await send(api, body);
      check('post', '/events', answer.status, await answer.json());
    }
  });
});

function check(method: string, path: string, status: number, body: unknown): void {
  const content = document.paths[path][method].responses[status]?.content;
  expect(content, `${path} does not describe ${status}`).toBeDefined();
  const [{ schema }] = Object.values(content!);
  const ajv = new Ajv({ strict: true, allErrors: true });
  const real = '$ref' in schema ? document.components.schemas.Problem : schema;
  const valid = ajv.validate(real, body);
  expect(ajv.errors ?? [], JSON.stringify(body)).toEqual([]);
  expect(valid).toBe(true);
}
