/** The log: a line of JSON for each thing that happened, on standard output, where whatever runs the service collects it. */
import type { AccessEntry } from '../recsys/pipeline/recommendApi';
import type { Config } from './config';

export interface Log {
  /** Something that those who run the service should know. */
  note(message: string, fields?: Record<string, unknown>): void;
  /** A request. */
  access(entry: AccessEntry): void;
}

/** @param write takes a line without its end */
export function makeLog(level: Config['log'], write: (line: string) => void): Log {
  const line = (fields: object) => write(JSON.stringify({ time: new Date().toISOString(), ...fields }));
  return {
    note: (message, fields = {}) => level !== 'none' && line({ message, ...fields }),
    access({ requestId, method, route, status, ms, failed, error }) {
      const wrong = status >= 500 || failed.length > 0;
      if (level === 'none' || (level === 'errors' && !wrong)) return;
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
      });
    },
  };
}

/** What an error says of itself; its stack where it is a fault of ours. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof TypeError || error instanceof ReferenceError ? (error.stack ?? error.message) : error.message;
}
