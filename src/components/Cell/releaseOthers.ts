/** Ends kernels that do nothing when another is started: a tab that has led through the whole book holds a few workers, not one for each chapter. */

/** What of a session is asked for. */
export interface Released {
  /** Whether it has a kernel at which nothing runs or waits. */
  readonly isIdle: boolean;
  /** When its kernel was last asked for something. */
  readonly lastUsed: number;
  /** Gives the memory of an idle kernel back: the cells' outputs stay, and the next run brings back the names that it needs. */
  release(): void;
}

/** Kernels of other chapters that are kept where memory need not be spared: a worker with data and TensorFlow.js in it takes a hundred megabytes. */
export const KEPT = 3;

/** Of the others, those whose kernels were used last keep them, and those at work. */
export function releaseOthers(others: Iterable<Released>, kept: number): void {
  const idle = [...others].filter(({ isIdle }) => isIdle).toSorted((a, b) => b.lastUsed - a.lastUsed);
  for (const session of idle.slice(kept)) session.release();
}
