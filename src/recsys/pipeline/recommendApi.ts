/**
 * The recommender behind HTTP: one application on web standards, without Node. It answers a `Request` with a `Response` in the page's worker
 * as it does behind a server.
 */
import { Hono } from 'hono';
import { eventLog } from '../serve/eventLog';
import { readJson } from './api/body';
import { serviceMetrics } from './api/serviceMetrics';
import { openapi } from './api/openapi';
import { readParameters } from './api/parameters';
import { Problem, problemResponse } from './api/problem';
import { route } from './api/route';
import { eventsRoute } from './api/routes/eventsRoute';
import { recommendRoute } from './api/routes/recommendRoute';
import { searchRoute } from './api/routes/searchRoute';
import { similarRoute } from './api/routes/similarRoute';
import { healthRoute, metricsRoute, readyRoute } from './api/routes/statusRoutes';
import { idsOf } from './api/servedModel';
import { serverTiming } from './api/stages';
import type { Context } from 'hono';
import type { EventLog } from '../serve/eventLog';
import type { FeatureStore } from '../serve/featureStore';
import type { VectorIndex } from '../serve/vectorIndex';
import type { Metrics } from './api/serviceMetrics';
import type { Budgets } from './api/recommend';
import type { Answer, ApiParts, Checks, Route, Search } from './api/route';
import type { ServedModel } from './api/servedModel';
import type { StageReport } from './api/stages';

/** One line of the log. */
export interface AccessEntry {
  requestId: string;
  method: string;
  /** The route's path, such as `/similar/:item`; `unmatched` where there is none. */
  route: string;
  status: number;
  /** Milliseconds. */
  ms: number;
  /** Stages that failed, with their errors. */
  failed: StageReport[];
  /** What became a 500 or a 503. */
  error?: unknown;
}

export interface RecommendApiOptions {
  model: ServedModel;
  /** Features by `user:<id>` and `item:<id>`, for the ranker. */
  features?: FeatureStore;
  /** The items' vectors, for `/similar`. */
  index?: VectorIndex;
  /** For `/search`. */
  search?: Search;
  /** Where events go, and what a user has met is asked of; in memory by default. */
  events?: EventLog;
  /** Told when events are new. */
  onEvents?: () => void;
  /** Milliseconds that each stage may take: 20 for what is asked of stores, 50 for what is computed. */
  budgets?: Partial<Budgets>;
  /** How many candidates are re-ranked; 100 by default. */
  candidates?: number;
  /** How many films of one director a list begins with at most; 2 by default. */
  perDirector?: number;
  /** Shared by applications that follow one another; its own by default. */
  metrics?: Metrics;
  /** Whether requests may be sent here; always by default. */
  ready?: () => Promise<{ ready: boolean; checks: Checks }>;
  /** Told of every request. */
  log?: (entry: AccessEntry) => void;
  /** Most bytes of a body; 1 MiB by default. */
  maxBody?: number;
  /** The clock, in seconds since 1970. */
  now?: () => number;
  /** Makes the id of a request that brings none; 16 random hexadecimal digits by default. */
  newId?: () => string;
}

/**
 * The application.
 *
 *     const app = recommendApi({ model, features, index });
 *     const answer = await app.request('/recommend?user_id=42&top_k=10');
 *     await answer.json()
 *
 * `GET /recommend`, `/search`, `/similar/:item`, `/health`, `/ready`, `/metrics`, `/openapi.json` and `POST /events`. Every answer has the id of
 * its request; errors are problem details (RFC 9457). A stage that fails or exceeds its budget is left out of the answer, which says so.
 */
export function recommendApi(options: RecommendApiOptions): Hono {
  const { maxBody = 1 << 20, newId = randomId, log } = options;
  const parts = partsOf(options);
  const document = () => openapi(routes, { version: parts.model.version });
  const routes: Route[] = [
    recommendRoute,
    searchRoute,
    similarRoute,
    eventsRoute,
    healthRoute,
    readyRoute,
    metricsRoute,
    route({
      method: 'GET',
      path: '/openapi.json',
      summary: 'This document.',
      parameters: {},
      responses: { 200: { description: 'The document.', schema: { type: 'object' } } },
      answer: async () => ({ body: document() }),
    }),
  ];
  const observe = observer(parts.metrics);
  const app = new Hono();

  /** What every request goes through, whatever answers it. */
  const handle = async (c: Context, name: string, answer: () => Promise<Answer>): Promise<Response> => {
    const start = performance.now();
    const requestId = givenId(c.req.header('x-request-id')) ?? newId();
    let stages: readonly StageReport[] = [];
    let error: unknown;
    let response: Response;
    try {
      const given = await answer();
      stages = given.stages ?? [];
      response = responseOf(given);
    } catch (thrown) {
      response = problemResponse(thrown, requestId);
      if (response.status >= 500) error = thrown instanceof Problem ? (thrown.cause ?? thrown) : thrown;
    }
    const ms = performance.now() - start;
    response.headers.set('x-request-id', requestId);
    if (stages.length > 0) response.headers.set('server-timing', `${serverTiming(stages)}, total;dur=${ms.toFixed(2)}`);
    observe({ method: c.req.method, route: name, status: response.status, ms, stages });
    log?.({
      requestId,
      method: c.req.method,
      route: name,
      status: response.status,
      ms,
      failed: stages.filter(({ failure }) => failure),
      error,
    });
    return response;
  };

  for (const one of routes) {
    app.on(one.method, one.path, (c) =>
      handle(c, one.path, async () =>
        one.answer({
          values: readParameters(one.parameters, new URL(c.req.url).searchParams),
          path: (name) => c.req.param(name) ?? '',
          json: () => readJson(c.req.raw, maxBody),
          parts,
        }),
      ),
    );
    app.all(one.path, (c) =>
      handle(c, one.path, async () => {
        throw new Problem(405, `the method must be ${one.method}, got ${c.req.method.slice(0, 20)}`, {
          headers: { allow: one.method },
        });
      }),
    );
  }
  app.notFound((c) =>
    handle(c, 'unmatched', async () => {
      throw new Problem(404, `there is nothing here; there are ${routes.map(({ path }) => path).join(', ')}`);
    }),
  );
  return app;
}

function partsOf(options: RecommendApiOptions): ApiParts {
  const {
    model,
    features,
    index,
    search,
    events = eventLog(),
    metrics = ownMetrics(model),
    candidates = 100,
    perDirector = 2,
  } = options;
  const { now = () => Date.now() / 1000, onEvents = () => undefined } = options;
  return {
    model,
    ids: idsOf(model),
    features,
    index,
    search,
    events,
    onEvents,
    budgets: { seen: 20, features: 20, candidates: 50, rank: 50, search: 50, similar: 50, ...options.budgets },
    candidates,
    perDirector,
    metrics,
    ready: options.ready ?? (async () => ({ ready: true, checks: { model: 'ok' } })),
    now,
  };
}

function ownMetrics({ version }: ServedModel): Metrics {
  const metrics = serviceMetrics();
  metrics.gauge('model_info', 'The model that is served.', () => [{ labels: { version }, value: 1 }]);
  return metrics;
}

function responseOf({ status = 200, body, headers }: Answer): Response {
  if (typeof body === 'string') return new Response(body, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

/** Counts requests and stages. */
function observer(metrics: Metrics) {
  const requests = metrics.counter('http_requests_total', 'Requests, by route and status.');
  const seconds = metrics.histogram('http_request_duration_seconds', 'How long requests take.');
  const stageSeconds = metrics.histogram('stage_duration_seconds', 'How long the stages of a request take.');
  const failures = metrics.counter('stage_failures_total', 'Stages that were left out, by reason.');
  return (seen: { method: string; route: string; status: number; ms: number; stages: readonly StageReport[] }) => {
    const method = /^(GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH)$/.test(seen.method) ? seen.method : 'other';
    requests.add({ method, route: seen.route, status: seen.status });
    seconds.observe(seen.ms / 1000, { route: seen.route });
    for (const { name, ms, failure } of seen.stages) {
      stageSeconds.observe(ms / 1000, { stage: name });
      if (failure) failures.add({ stage: name, reason: failure });
    }
  };
}

/** A client's own id of its request, if it can stand in a header and a log. */
function givenId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:-]{1,64}$/.test(id) ? id : undefined;
}

function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
