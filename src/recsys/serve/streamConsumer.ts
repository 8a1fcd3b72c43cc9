/**
 * From a log of events to features, each event counted exactly once, however often it is delivered and in whatever order, as long as it is not
 * too late.
 *
 * Events wait until the watermark has passed them: the latest time seen, less the lateness that is allowed. Then they are applied in the order
 * of time. So what waits is all that must be remembered: a second copy either meets the first while it waits, or comes when the watermark has
 * passed, and is dropped with whatever is too late. The watermark and the place in the log are written to the store together with the
 * features, in one append: a consumer that dies begins again where the features stand.
 *
 * T. Akidau et al.: The dataflow model. VLDB 2015 (watermarks, lateness); J. Kreps et al.: Kafka. NetDB 2011 (logs, offsets).
 */
import { checkAtLeast } from '../math/check';
import type { LogRecord } from './eventLog';
import type { FeatureEvent, FeatureStore } from './featureStore';

/** What an event of a stream must have. */
export interface StreamEvent {
  /** Idempotency key. */
  id: string;
  /** When it happened, seconds since 1970-01-01 UTC. */
  time: number;
}

/** What an event does to one feature. */
export interface FeatureUpdate {
  entity: string;
  feature: string;
  /** The new value, from the one before it, or from nothing. */
  next: (previous: number | undefined) => number;
}

export interface StreamConsumerOptions<Event extends StreamEvent> {
  store: FeatureStore;
  /** Names the consumer: what the place in the log is stored under. */
  name: string;
  /** Which features an event changes, and how. */
  update: (event: Event) => FeatureUpdate[];
  /** How many seconds an event may come after a later one; 0 by default. */
  lateness?: number;
}

/** How far a consumer has come. */
export interface StreamState {
  /** Events applied by this consumer. */
  applied: number;
  /** Second copies that met the first while it waited. */
  duplicates: number;
  /** Events that came when the watermark had passed, among them second copies of what had been applied. */
  late: number;
  /** Events that wait. */
  pending: number;
  /** Times before it are closed; −Infinity at the beginning. */
  watermark: number;
  /** Where in the log to read on after a restart: the first event that still waits, or the next to come. */
  position: number;
}

export interface StreamConsumer<Event extends StreamEvent> {
  /** Takes in records; resolves when all that they set free is in the store. What fails to be written waits for the next call. */
  push(records: readonly LogRecord<Event>[]): Promise<StreamState>;
  /** Sets free all that waits: the watermark moves past it. */
  flush(): Promise<StreamState>;
  state(): StreamState;
}

/**
 * A consumer that goes on where the store says it was.
 *
 *     const consumer = await streamConsumer<UserEvent>({
 *       store, name: 'watches', lateness: 3600,
 *       update: ({ user }) => [{ entity: `user:${user}`, feature: 'watches', next: (n = 0) => n + 1 }],
 *     });
 *     await consumer.push(await log.read(consumer.state().position, 1000));
 *
 * A feature so made is `known` its lateness after its time: only then could it be served.
 *
 * @throws RangeError if the lateness is negative
 */
export async function streamConsumer<Event extends StreamEvent>(
  options: StreamConsumerOptions<Event>,
): Promise<StreamConsumer<Event>> {
  const { store, name, update, lateness = 0 } = options;
  checkAtLeast('lateness', lateness, 0);
  const entity = `stream:${name}`;
  const [position, watermark] = await store.latest([entity], ['position', 'watermark']);
  const state = { applied: 0, duplicates: 0, late: 0, watermark: orElse(watermark, -Infinity), next: orElse(position, 0) };
  const waiting = new Map<string, LogRecord<Event>>();
  let latest = -Infinity;
  let queue: Promise<unknown> = Promise.resolve();

  /** Moves with every record, so that what is late depends on the log alone and not on how many records come in one call. */
  const mark = () => Math.max(state.watermark, latest - lateness);

  const takeIn = (record: LogRecord<Event>) => {
    const { id, time } = record.event;
    state.next = Math.max(state.next, record.offset + 1);
    if (time < mark()) state.late++;
    else if (waiting.has(id)) state.duplicates++;
    else {
      waiting.set(id, record);
      latest = Math.max(latest, time);
    }
  };

  /** Applies what is older than the new watermark, and writes down how far that is. */
  const advance = async (to: number) => {
    if (!(to > state.watermark)) return;
    const free = [...waiting.values()].filter(({ event }) => event.time < to);
    if (free.length === 0) return;
    free.sort((a, b) => a.event.time - b.event.time || (a.event.id < b.event.id ? -1 : 1));
    const events = free.map(({ event }) => event);
    const features = await applied(store, events, { update, lateness });
    const rest = firstOffset(waiting, to, state.next);
    const place = { entity, time: to };
    await store.write([
      ...features,
      { ...place, id: `${entity}/position@${to}`, feature: 'position', value: rest },
      { ...place, id: `${entity}/watermark@${to}`, feature: 'watermark', value: to },
    ]);
    for (const { id } of events) waiting.delete(id);
    state.applied += events.length;
    state.watermark = to;
  };

  const snapshot = (): StreamState => ({
    applied: state.applied,
    duplicates: state.duplicates,
    late: state.late,
    pending: waiting.size,
    watermark: mark(),
    position: firstOffset(waiting, -Infinity, state.next),
  });
  /** One call after another. */
  const inTurn = (work: () => Promise<void>): Promise<StreamState> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn.then(snapshot);
  };
  return {
    push: (records) =>
      inTurn(async () => {
        for (const { event } of records) checkTime(event);
        records.forEach(takeIn);
        await advance(mark());
      }),
    flush: () => inTurn(async () => advance(latest + 1)),
    state: snapshot,
  };
}

/** The feature events that these events make, in their order. */
async function applied<Event extends StreamEvent>(
  store: FeatureStore,
  events: Event[],
  { update, lateness }: { update: (event: Event) => FeatureUpdate[]; lateness: number },
): Promise<FeatureEvent[]> {
  const updates = events.flatMap((event) => update(event).map((one) => ({ ...one, event })));
  const entities = [...new Set(updates.map(({ entity }) => entity))];
  const features = [...new Set(updates.map(({ feature }) => feature))];
  const before = await store.latest(entities, features);
  const row = new Map(entities.map((entity, r) => [entity, r]));
  const column = new Map(features.map((feature, f) => [feature, f]));
  const made = new Map<string, FeatureEvent>();
  for (const { entity, feature, next, event } of updates) {
    const at = row.get(entity)! * features.length + column.get(feature)!;
    before[at] = next(Number.isNaN(before[at]) ? undefined : before[at]);
    const id = `${event.id}/${entity}/${feature}`; // of two updates of one feature by one event, the last holds
    made.set(id, { id, entity, feature, value: before[at], time: event.time, known: event.time + lateness });
  }
  return [...made.values()];
}

function checkTime({ id, time }: StreamEvent): void {
  if (!Number.isFinite(time)) throw new RangeError(`time must be a finite number of seconds, got ${time} in ${id}`);
}

/** The lowest offset of what will still wait when the watermark stands there. */
function firstOffset<Event extends StreamEvent>(waiting: Map<string, LogRecord<Event>>, watermark: number, next: number): number {
  let first = next;
  for (const { offset, event } of waiting.values()) if (event.time >= watermark && offset < first) first = offset;
  return first;
}

function orElse(value: number, other: number): number {
  return Number.isNaN(value) ? other : value;
}
