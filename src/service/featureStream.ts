/** Turns the log of events into features, a batch at a time, for as long as the service runs. Of many replicas one does it. */
import { onlineUpdates } from '../recsys/pipeline/onlineFeatures';
import { streamConsumer } from '../recsys/serve/streamConsumer';
import type { EventLog, UserEvent } from '../recsys/serve/eventLog';
import type { FeatureStore } from '../recsys/serve/featureStore';
import type { StreamConsumer, StreamState } from '../recsys/serve/streamConsumer';

export interface FeatureStreamOptions {
  log: EventLog;
  store: FeatureStore;
  /** Seconds that an event may come late. */
  lateness: number;
  /** Whether this replica may do it now; always by default. */
  hold?: () => Promise<boolean>;
  /** Told of what fails; it is tried again. */
  onError: (error: unknown) => void;
  /** Milliseconds between two looks at the log. */
  every?: number;
}

export interface FeatureStream {
  /** How far it has come; nothing where another replica does it. */
  state(): StreamState | undefined;
  /** Looks at the log now. */
  wake(): void;
  /** Ends after what is under way. */
  close(): Promise<void>;
}

const BATCH = 500;

export function featureStream(options: FeatureStreamOptions): FeatureStream {
  const { log, store, lateness, hold = async () => true, onError, every = 1000 } = options;
  let consumer: StreamConsumer<UserEvent> | undefined;
  let next = 0;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const readOn = async () => {
    if (!(await hold())) {
      consumer = undefined;
      return;
    }
    if (!consumer) {
      consumer = await streamConsumer<UserEvent>({ store, name: 'features', lateness, update: onlineUpdates });
      next = consumer.state().position;
    }
    for (let records = await log.read(next, BATCH); records.length > 0 && !closed; records = await log.read(next, BATCH)) {
      await consumer.push(records);
      next += records.length;
      if (records.length < BATCH) break;
    }
  };
  const run = (): void => {
    if (closed) return;
    if (running) {
      again = true;
      return;
    }
    running = readOn()
      .catch((error: unknown) => {
        consumer = undefined; // it begins again from where the store says it is
        onError(error);
      })
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          run();
        }
      });
  };
  const timer = setInterval(run, every);
  timer.unref();
  run();
  return {
    state: () => consumer?.state(),
    wake: run,
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
