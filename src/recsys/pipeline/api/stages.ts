/** A request's stages: each is timed, and each has a budget after which the request goes on without it. */

/** How a stage went. */
export interface StageReport {
  name: string;
  /** Milliseconds. */
  ms: number;
  /** Why there is no result. */
  failure?: 'timeout' | 'error';
  /** What was thrown, for the log; never for the answer. */
  error?: unknown;
}

/** Runs stages one after another and keeps their reports. */
export interface Stages {
  reports: StageReport[];
  /**
   * Runs a stage. Resolves to nothing if it throws or takes longer than `budget` milliseconds. What computes without awaiting cannot be
   * interrupted: it is let finish, and its result is used.
   */
  run<T>(name: string, budget: number, work: () => T | Promise<T>): Promise<T | undefined>;
}

export function stages(): Stages {
  const reports: StageReport[] = [];
  return {
    reports,
    async run(name, budget, work) {
      const start = performance.now();
      const report: StageReport = { name, ms: 0 };
      reports.push(report);
      try {
        const result = work();
        return result instanceof Promise ? await within(budget, result) : result;
      } catch (error) {
        report.failure = error === LATE ? 'timeout' : 'error';
        report.error = error;
        return undefined;
      } finally {
        report.ms = performance.now() - start;
      }
    },
  };
}

const LATE = new Error('the stage took longer than its budget');

/** The promise's result, or LATE thrown. What the promise does later concerns nobody. */
function within<T>(budget: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(LATE), budget);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The stages as the header `Server-Timing` has them, which the browser's developer tools draw. */
export function serverTiming(reports: readonly StageReport[]): string {
  return reports.map(({ name, ms, failure }) => `${name};dur=${ms.toFixed(2)}${failure ? `;desc="${failure}"` : ''}`).join(', ');
}
