/** The OpenAPI document (3.1), made from the routes themselves, so that it cannot lag behind them. */
import type { Parameter } from './parameters';
import type { Route } from './route';

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** Statuses that every route can answer with, besides its own. */
const common: Record<number, string> = {
  400: 'Something is wrong with the request; `errors` says what.',
  500: 'Something went wrong in the service.',
};

const queryParameter = (name: string, { description, required, schema, example }: Parameter<unknown>) => ({
  name,
  in: 'query',
  required,
  description,
  schema,
  ...(example !== undefined && { example }),
});

function operation(route: Route): object {
  const { method, path, summary, parameters, pathParameters = {}, body } = route;
  const answers: [string, { description: string; schema?: object; type?: string }][] = [
    ...Object.entries(route.responses),
    ...Object.entries(common)
      .filter(([status]) => !(Number(status) in route.responses))
      .map(([status, description]): [string, { description: string }] => [status, { description }]),
  ];
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(.)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    parameters: [
      ...Object.entries(pathParameters).map(([name, { description, example }]) => ({
        name,
        in: 'path',
        required: true,
        description,
        schema: { type: 'string' },
        example,
      })),
      ...Object.entries(parameters).map(([name, parameter]) => queryParameter(name, parameter)),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries(answers.map(([status, answer]) => [status, response(status, answer)])),
  };
}

function response(
  status: string,
  { description, schema, type }: { description: string; schema?: object; type?: string },
): object {
  if (type) return { description, content: { [type]: { schema: { type: 'string' } } } };
  if (schema) return { description, content: { 'application/json': { schema } } };
  return Number(status) < 400
    ? { description }
    : { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

/** The document of these routes. */
export function openapi(routes: readonly Route[], { version }: { version: string }): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Recommendations',
      version,
      description: 'Recommends, searches and finds similar items, and takes in what users did.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: { Problem: problem } },
  };
}
