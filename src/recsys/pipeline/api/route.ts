/** What a route is: data, from which the application, the checks and the OpenAPI document are made. */
import type { EventLog } from '../../serve/eventLog';
import type { VectorIndex } from '../../serve/vectorIndex';
import type { Ranking } from '../../types';
import type { Metrics } from './serviceMetrics';
import type { Parameter, Values } from './parameters';
import type { RecommendParts } from './recommend';
import type { StageReport } from './stages';

/** Answers a query with items, best first. */
export type Search = (query: string, options: { k: number }) => Ranking | Promise<Ranking>;

/** What one thing that the service needs is like: `ok`, or a word on what is wrong. */
export type Checks = Record<string, string>;

/** Everything that routes answer from. */
export interface ApiParts extends RecommendParts {
  events: EventLog;
  index?: VectorIndex;
  search?: Search;
  metrics: Metrics;
  /** Whether requests may be sent here, and why. */
  ready: () => Promise<{ ready: boolean; checks: Checks }>;
  /** Told of new events. */
  onEvents: () => void;
  /** Seconds since 1970. */
  now: () => number;
}

/** A request, read and checked. */
export interface Asked<Parameters> {
  values: Values<Parameters>;
  /** The text in the place of `:name` in the path. */
  path(name: string): string;
  /** The body; throws a Problem if it is none. */
  json(): Promise<unknown>;
  parts: ApiParts;
}

/** What a route answers. */
export interface Answer {
  /** 200 by default. */
  status?: number;
  /** An object is sent as JSON, a text as it is. */
  body: object | string;
  headers?: Record<string, string>;
  /** The stages it went through: sent as `Server-Timing`, counted, and those that failed told in the log. */
  stages?: readonly StageReport[];
}

export interface Route<Parameters extends Record<string, Parameter<unknown>> = Record<string, Parameter<unknown>>> {
  method: 'GET' | 'POST';
  /** As Hono has it: `/similar/:item`. */
  path: string;
  /** One line for the document. */
  summary: string;
  /** Of the query. */
  parameters: Parameters;
  /** Descriptions of the parts of the path. */
  pathParameters?: Record<string, { description: string; example: string }>;
  /** JSON schema of the body. */
  body?: object;
  /** Answers by status: what they mean and the JSON schema of the body. */
  responses: Record<number, { description: string; schema?: object; type?: string }>;
  answer(asked: Asked<Parameters>): Promise<Answer>;
}

/** A route whose parameters the compiler knows, as one of a list. */
export function route<Parameters extends Record<string, Parameter<unknown>>>(one: Route<Parameters>): Route {
  return one as unknown as Route;
}
