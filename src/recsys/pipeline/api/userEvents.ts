/** Events as clients send them. */
import { Problem } from './problem';
import type { UserEvent } from '../../serve/eventLog';
import type { FieldError } from './problem';

/** Most events of one request. */
export const MOST_EVENTS = 1000;

/** Seconds that an event's time may lie ahead of our clock: clients' clocks differ. Further ahead it would close the stream for all others. */
export const CLOCK_SKEW = 300;

/** What a user can do with an item. What was merely shown to them is none of these. */
const KINDS = ['click', 'watch', 'rate'];

/** What a client sends, as a JSON schema. */
export const eventSchema = {
  type: 'object',
  required: ['id', 'user_id', 'item_id', 'kind'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 100, description: 'Chosen by the client; the same id twice counts once.' },
    user_id: { type: 'string', minLength: 1, maxLength: 64 },
    item_id: { type: 'string', minLength: 1, maxLength: 64 },
    kind: { type: 'string', enum: KINDS, description: 'What was done.' },
    value: { type: 'number', default: 1, description: 'Its strength, such as the share watched.' },
    time: {
      type: 'number',
      minimum: 0,
      description: 'Seconds since 1970-01-01 UTC; now by default. At most five minutes ahead.',
    },
  },
};

const isText = (value: unknown, most: number) => typeof value === 'string' && value.length >= 1 && value.length <= most;

/**
 * Reads the body `{ events: […] }`.
 *
 * @param now seconds since 1970
 * @throws Problem 400 that names the first ten faults by their paths
 */
export function readUserEvents(body: unknown, now: number): UserEvent[] {
  const events = (body as { events?: unknown } | null)?.events;
  if (!Array.isArray(events)) throw new Problem(400, 'the body must be an object with an array events');
  if (events.length < 1 || events.length > MOST_EVENTS) {
    throw new Problem(400, `events must be 1 … ${MOST_EVENTS}, got ${events.length}`);
  }
  const errors: FieldError[] = [];
  const read = events.map((event: unknown, at) =>
    readEvent(event, now, (name, message) => {
      errors.push({ field: name ? `events[${at}].${name}` : `events[${at}]`, message });
    }),
  );
  if (errors.length > 0) {
    const [{ field, message }] = errors;
    throw new Problem(400, `${field} ${message}`, { errors: errors.slice(0, 10) });
  }
  return read;
}

function readEvent(event: unknown, now: number, fault: (name: string, message: string) => void): UserEvent {
  const none = { id: '', user: '', item: '', kind: '', value: 1, time: now };
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    fault('', 'must be an object');
    return none;
  }
  const { id, user_id: user, item_id: item, kind, value = 1, time = now, ...rest } = event as Record<string, unknown>;
  if (!isText(id, 100)) fault('id', 'must be a text of 1 … 100 characters');
  if (!isText(user, 64)) fault('user_id', 'must be a text of 1 … 64 characters');
  if (!isText(item, 64)) fault('item_id', 'must be a text of 1 … 64 characters');
  if (!KINDS.includes(kind as string)) fault('kind', `must be one of ${KINDS.join(', ')}`);
  if (!Number.isFinite(value)) fault('value', 'must be a finite number');
  if (!(Number.isFinite(time) && (time as number) >= 0)) fault('time', 'must be a number of seconds since 1970');
  else if ((time as number) > now + CLOCK_SKEW)
    fault('time', `must be at most ${CLOCK_SKEW} seconds ahead of the server's clock`);
  for (const name of Object.keys(rest)) fault(name.slice(0, 40), 'is not a field of an event');
  return { id, user, item, kind, value, time } as UserEvent;
}
