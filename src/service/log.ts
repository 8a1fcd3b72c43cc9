/** The log: a line of JSON for each thing that happened, on standard output, where whatever runs the service collects it. */
import type { AccessEntry } from '../recsys/pipeline/recommendApi';
import type { Config } from './config';

export interface Log {
  /** Something that those who run the service should know. */
  note(message: string, fields?: Record<string, unknown>): void;
  /** A request. */
  access(entry: AccessEntry): void;
}

/** Milliseconds within which answers that lack the same stages are told once: while Redis is away, that is every answer. */
const QUIET = 1000;

/**
 * @param write takes a line without its end
 * @param now the clock, in milliseconds
 */
export function makeLog(level: Config['log'], write: (line: string) => void, now: () => number = Date.now): Log {
  const told = new Map<string, { at: number; more: number }>();
  /** How many like it were not told since the last that was; nothing if this one is not to be told either. */
  const hidden = (what: string): number | undefined => {
    const last = told.get(what);
    if (last && now() - last.at < QUIET) {
      last.more++;
      return undefined;
    }
    told.set(what, { at: now(), more: 0 });
    return last?.more ?? 0;
  };
  const line = (fields: object) => write(JSON.stringify({ time: new Date().toISOString(), ...fields }));
  return {
    note: (message, fields = {}) => level !== 'none' && line({ message, ...fields }),
    access({ requestId, method, route, status, ms, failed, error }) {
      const wrong = status >= 500 || failed.length > 0;
      if (level === 'none' || (level === 'errors' && !wrong)) return;
      const degraded = status < 500 && failed.map((stage) => `${stage.name} ${stage.failure}`).join();
      const more = level === 'errors' && degraded ? hidden(`${route} ${degraded}`) : 0;
      if (more === undefined) return;
      line({
        request: requestId,
        method,
        route,
        status,
        ms: Number(ms.toFixed(2)),
        ...(failed.length > 0 && {
          failed: failed.map((stage) => `${stage.name}: ${stage.failure} (${messageOf(stage.error)})`),
        }),
        ...(error !== undefined && { error: messageOf(error) }),
        ...(more > 0 && { more }),
      });
    },
  };
}

/** What an error says of itself; its stack where it is a fault of ours. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof TypeError || error instanceof ReferenceError ? (error.stack ?? error.message) : error.message;
}
