/**
 * Hono: an application is a function from a web `Request` to a `Response`. The same object answers in a browser's worker, on Deno, Bun, at the edge,
 * and here behind Node's server by an adapter.
 */
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { BadRequest, readEvents, readTopK, readUserId, runAlone } from '../recommender';
import type { AddressInfo } from 'node:net';
import type { Running, Service } from '../recommender';

/** The application, without a server. */
export function makeApp(service: Service): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/recommend', (c) => {
    const [userId, ...others] = c.req.queries('user_id') ?? [];
    return c.json(service.recommend(readUserId(others.length === 0 ? userId : undefined), readTopK(c.req.query('top_k'))));
  });
  app.post('/events', bodyLimit({ maxSize: 1 << 20 }), async (c) => {
    const body: unknown = await c.req.json().catch(() => {
      throw new BadRequest('the body must be JSON');
    });
    return c.json(service.record(readEvents(body)), 202);
  });
  app.notFound((c) => c.json({ status: 404, detail: 'there is nothing here' }, 404));
  app.onError((error, c) => {
    const status = error instanceof BadRequest ? 400 : error instanceof HTTPException ? error.status : 500;
    return c.json({ status, detail: status < 500 ? error.message : 'something went wrong' }, status);
  });
  return app;
}

export async function start(service: Service, port: number): Promise<Running> {
  const server = createAdaptorServer({ fetch: makeApp(service).fetch });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

if (import.meta.url === `file://${process.argv[1]}`) await runAlone(start);
