/** What those ask who keep the service running: is it alive, may it have requests, how does it do. */
import { route } from '../route';

const checked = {
  type: 'object',
  required: ['ready', 'model_version', 'checks'],
  properties: {
    ready: { type: 'boolean' },
    model_version: { type: 'string' },
    checks: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

/** Alive: a process that does not answer this is to be restarted. */
export const healthRoute = route({
  method: 'GET',
  path: '/health',
  summary: 'Whether the process is alive.',
  parameters: {},
  responses: {
    200: {
      description: 'It is.',
      schema: { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: ['ok'] } } },
    },
  },
  answer: async () => ({ body: { status: 'ok' } }),
});

/** Ready: a balancer sends requests only to those that say so. */
export const readyRoute = route({
  method: 'GET',
  path: '/ready',
  summary: 'Whether requests may be sent here.',
  parameters: {},
  responses: {
    200: { description: 'They may. A check that is not `ok` names what is done without.', schema: checked },
    503: { description: 'They may not: it is starting or about to stop.', schema: checked },
  },
  async answer({ parts }) {
    const { ready, checks } = await parts.ready();
    return { status: ready ? 200 : 503, body: { ready, model_version: parts.model.version, checks } };
  },
});

export const metricsRoute = route({
  method: 'GET',
  path: '/metrics',
  summary: 'Counts and durations for Prometheus.',
  parameters: {},
  responses: { 200: { description: 'Text in the exposition format.', type: 'text/plain' } },
  answer: async ({ parts }) => ({
    body: parts.metrics.text(),
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  }),
});
