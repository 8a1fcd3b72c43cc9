/**
 * Fastify: routes state JSON schemas for what comes in and goes out. The first checks requests before the handler sees them, the second makes a
 * serialiser for the answer; plugins make an OpenAPI document of both.
 */
import Fastify from 'fastify';
import { BadRequest, MOST_ITEMS, runAlone } from '../recommender';
import type { FastifyInstance } from 'fastify';
import type { Event, Running, Service } from '../recommender';

const text = { type: 'string', minLength: 1, maxLength: 64 };

const recommendSchema = {
  querystring: {
    type: 'object',
    required: ['user_id'],
    properties: { user_id: text, top_k: { type: 'integer', minimum: 1, maximum: MOST_ITEMS, default: 10 } },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        user_id: text,
        items: {
          type: 'array',
          items: { type: 'object', properties: { item_id: text, title: { type: 'string' }, score: { type: 'number' } } },
        },
      },
    },
  },
};

const event = { type: 'object', required: ['id', 'user_id', 'item_id'], properties: { id: text, user_id: text, item_id: text } };
const eventsSchema = {
  body: {
    type: 'object',
    required: ['events'],
    properties: { events: { type: 'array', minItems: 1, maxItems: 1000, items: event } },
  },
};

/** The application, without a server. */
export function makeApp(service: Service): FastifyInstance {
  // Ajv turns "5" into 5 by default, and an array or a number into a text: the first is wanted in a query, the second nowhere.
  const app = Fastify({ bodyLimit: 1 << 20, ajv: { customOptions: { coerceTypes: false } } });
  app.get('/health', async () => ({ status: 'ok' }));
  app.get<{ Querystring: { user_id: string; top_k: number } }>(
    '/recommend',
    {
      schema: recommendSchema,
      preValidation: async ({ query }) => {
        const top = (query as { top_k?: unknown }).top_k;
        if (typeof top === 'string' && /^\d+$/.test(top)) query.top_k = Number(top);
      },
    },
    async ({ query }) => service.recommend(query.user_id, query.top_k),
  );
  app.post<{ Body: { events: Event[] } }>('/events', { schema: eventsSchema }, async ({ body }, reply) => {
    return reply.code(202).send(service.record(body.events));
  });
  app.setNotFoundHandler(async (_, reply) => reply.code(404).send({ status: 404, detail: 'there is nothing here' }));
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _, reply) => {
    const status = error instanceof BadRequest ? 400 : (error.statusCode ?? 500);
    return reply.code(status).send({ status, detail: status < 500 ? error.message : 'something went wrong' });
  });
  return app;
}

export async function start(service: Service, port: number): Promise<Running> {
  const app = makeApp(service);
  return { url: await app.listen({ port, host: '127.0.0.1' }), close: () => app.close() };
}

if (import.meta.url === `file://${process.argv[1]}`) await runAlone(start);
