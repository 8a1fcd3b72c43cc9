/** `POST /events`: what users did. Sending the same again does no harm, so a client that got no answer may simply repeat. */
import { Problem } from '../problem';
import { route } from '../route';
import { eventSchema, MOST_EVENTS, readUserEvents } from '../userEvents';

export const eventsRoute = route({
  method: 'POST',
  path: '/events',
  summary: 'Takes in what users did. Idempotent: an event whose id is known is counted as a duplicate and dropped.',
  parameters: {},
  body: {
    type: 'object',
    required: ['events'],
    properties: { events: { type: 'array', minItems: 1, maxItems: MOST_EVENTS, items: eventSchema } },
  },
  responses: {
    202: {
      description: 'All of them are in the log.',
      schema: {
        type: 'object',
        required: ['accepted', 'duplicates'],
        properties: {
          accepted: { type: 'integer', description: 'How many were new.' },
          duplicates: { type: 'integer', description: 'How many were known.' },
        },
      },
    },
    413: { description: 'The body is too large.' },
    415: { description: 'The body is not JSON.' },
    503: { description: 'The log cannot be written now; none of the events is in it.' },
  },
  async answer({ json, parts: { events: log, metrics, now, onEvents } }) {
    const events = readUserEvents(await json(), now());
    let accepted: number;
    try {
      accepted = await log.append(events);
    } catch (error) {
      const problem = new Problem(503, 'the events could not be written; send them again', { headers: { 'retry-after': '1' } });
      problem.cause = error;
      throw problem;
    }
    const counter = metrics.counter('events_total', 'Events received, by what became of them.');
    counter.add({ outcome: 'accepted' }, accepted);
    counter.add({ outcome: 'duplicate' }, events.length - accepted);
    if (accepted > 0) onEvents();
    return { status: 202, body: { accepted, duplicates: events.length - accepted } };
  },
});
