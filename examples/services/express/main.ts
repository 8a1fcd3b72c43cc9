/**
 * Express: a list of functions, each of which answers or passes on. It checks nothing and describes nothing: that is the handler's, or a library's.
 * Since version 5 a rejected promise reaches the error handler.
 */
import express from 'express';
import { BadRequest, readEvents, readTopK, readUserId, runAlone } from '../recommender';
import type { Express, NextFunction, Request, Response } from 'express';
import type { AddressInfo } from 'node:net';
import type { Running, Service } from '../recommender';

/** The application, without a server. */
export function makeApp(service: Service): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '1mb' }));
  app.get('/health', (_, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/recommend', ({ query }, response) => {
    const topK = query.top_k === undefined ? undefined : String(query.top_k);
    response.json(service.recommend(readUserId(query.user_id), readTopK(topK)));
  });
  app.post('/events', ({ body }, response) => {
    response.status(202).json(service.record(readEvents(body)));
  });
  app.use((_, response) => {
    response.status(404).json({ status: 404, detail: 'there is nothing here' });
  });
  // Express knows an error handler by its four parameters.
  app.use((error: Error & { status?: number }, _: Request, response: Response, _next: NextFunction) => {
    const status = error instanceof BadRequest ? 400 : (error.status ?? 500);
    response.status(status).json({ status, detail: status < 500 ? error.message : 'something went wrong' });
  });
  return app;
}

export async function start(service: Service, port: number): Promise<Running> {
  const app = makeApp(service);
  const server = await new Promise<ReturnType<Express['listen']>>((resolve) => {
    const listening = app.listen(port, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

if (import.meta.url === `file://${process.argv[1]}`) await runAlone(start);
