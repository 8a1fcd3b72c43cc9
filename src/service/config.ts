/** The service's settings, read from the environment once, each checked: a wrong one is an error at start, not at night. */

export interface Config {
  /** Address to listen on; only this machine by default. */
  host: string;
  /** Port; 0 for any that is free. */
  port: number;
  /** The artefact to serve; by default one that is trained at the first start. */
  model: string | undefined;
  /** Milliseconds between two looks at whether the artefact was replaced. */
  modelPoll: number;
  /** A Redis for features and events; without it they live in memory. */
  redisUrl: string | undefined;
  /** Milliseconds that each stage of a request may take. */
  stageBudget: number;
  /** Seconds that the features of items are remembered: so old may they be. */
  itemFeatures: number;
  /** Seconds that an event may come after a later one and still count. */
  lateness: number;
  /** Seconds that a service about to stop still answers, so that the balancer sees it is not ready. */
  drainDelay: number;
  /** Seconds after which a service about to stop no longer waits for requests. */
  drainLimit: number;
  /** What is logged: every request, what went wrong (answers that lack the same stage once a second), or nothing. */
  log: 'all' | 'errors' | 'none';
}

/** Names, defaults and meanings, for the usage text. */
export const SETTINGS = {
  HOST: ['127.0.0.1', 'address to listen on'],
  PORT: ['8080', 'port; 0 for any that is free'],
  MODEL: ['', 'artefact to serve; without it one is trained at the first start'],
  MODEL_POLL_MS: ['1000', 'how often the artefact is looked at'],
  REDIS_URL: ['', 'such as redis://localhost:6379; without it features and events live in memory'],
  STAGE_BUDGET_MS: ['50', 'how long each stage of a request may take'],
  ITEM_FEATURES_S: ['30', 'how old the features of items may be'],
  LATENESS_S: ['60', 'how late an event may come and still count'],
  DRAIN_DELAY_S: ['0', 'how long to answer on after SIGTERM, not ready'],
  DRAIN_LIMIT_S: ['10', 'how long to wait for open requests after that'],
  LOG: ['errors', 'all, errors or none'],
} as const satisfies Record<string, readonly [string, string]>;

/**
 * Reads the settings.
 *
 * @throws RangeError that names the setting, what it must be and what it is
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const text = (name: keyof typeof SETTINGS) => (env[name] === undefined || env[name] === '' ? SETTINGS[name][0] : env[name]);
  const number = (name: keyof typeof SETTINGS, minimum: number, maximum: number) => {
    const value = /^\d+(\.\d+)?$/.test(text(name)) ? Number(text(name)) : NaN;
    if (!(value >= minimum && value <= maximum)) {
      throw new RangeError(`${name} must be a number in ${minimum} … ${maximum}, got '${text(name)}'`);
    }
    return value;
  };
  const port = number('PORT', 0, 65_535);
  if (!Number.isInteger(port)) throw new RangeError(`PORT must be a whole number, got '${text('PORT')}'`);
  const log = text('LOG');
  if (log !== 'all' && log !== 'errors' && log !== 'none') throw new RangeError(`LOG must be all, errors or none, got '${log}'`);
  const redisUrl = text('REDIS_URL') || undefined;
  if (redisUrl && !/^rediss?:\/\/\S+$/.test(redisUrl)) throw new RangeError('REDIS_URL must begin with redis:// or rediss://');
  return {
    host: text('HOST'),
    port,
    model: text('MODEL') || undefined,
    modelPoll: number('MODEL_POLL_MS', 10, 3_600_000),
    redisUrl,
    stageBudget: number('STAGE_BUDGET_MS', 1, 60_000),
    itemFeatures: number('ITEM_FEATURES_S', 0.001, 86_400),
    lateness: number('LATENESS_S', 0, 86_400),
    drainDelay: number('DRAIN_DELAY_S', 0, 600),
    drainLimit: number('DRAIN_LIMIT_S', 0, 600),
    log,
  };
}
