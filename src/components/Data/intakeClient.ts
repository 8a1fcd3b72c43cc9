/** The page's side of the worker that takes in readers' data. */
import { LoadError } from '../../offline/retrying';
import type { FromIntake, OwnSet, TableColumns, ToIntake } from '../../runtime/intakeProtocol';

export type Preview = Extract<FromIntake, { type: 'table' }>['preview'];

/** A set that the browser refuses to keep, and why. */
export type Held = Omit<Extract<FromIntake, { type: 'held' }>, 'type'>;

/** What became of files: a set that is kept now, one that is not, or a table whose columns have to be named first. */
export type Answer = { set: OwnSet } | { held: Held } | { table: Preview };

/** What is used of a `Worker`. */
export interface IntakeWorker {
  postMessage(message: ToIntake): void;
  terminate(): void;
  addEventListener(type: 'message' | 'error', listener: (event: never) => void): void;
}

/** Milliseconds before a worker that could not be loaded is asked for again. */
const PAUSE = 500;

/** One wish at a time; a new one ends what is under way. */
export class IntakeClient {
  private readonly start: () => IntakeWorker;
  private readonly pause: number;
  private worker: IntakeWorker | undefined;
  private giveUp: ((reason: Error) => void) | undefined;

  constructor(start: () => IntakeWorker, { pause = PAUSE } = {}) {
    this.start = start;
    this.pause = pause;
  }

  /** Reads files and keeps the set, if the browser lets it. Rejects with the reader's message. */
  async take(files: File[], columns?: TableColumns, onProgress?: (share: number) => void): Promise<Answer> {
    const answer = await this.ask({ type: 'take', files, ...(columns && { columns }) }, ({ done, total }) =>
      onProgress?.(total > 0 ? done / total : 0),
    );
    if (answer.type === 'kept') return { set: answer.set };
    if (answer.type === 'held') return { held: answer };
    if (answer.type === 'table') return { table: answer.preview };
    throw new Error(`unexpected answer: ${answer.type}`);
  }

  /** The sets that readers brought, newest first. */
  async list(): Promise<OwnSet[]> {
    return setsOf(await this.ask({ type: 'list' }));
  }

  /** Forgets one of them; gives the others. */
  async remove(id: string): Promise<OwnSet[]> {
    return setsOf(await this.ask({ type: 'remove', id }));
  }

  /** Ends what is under way, in the middle of a file if need be. */
  cancel(): void {
    this.worker?.terminate();
    this.fail(new DOMException('cancelled', 'AbortError'));
  }

  private ask(wish: ToIntake, onProgress?: (progress: Extract<FromIntake, { type: 'progress' }>) => void): Promise<FromIntake> {
    if (this.giveUp) this.cancel();
    return new Promise((resolve, reject) => {
      const worker = (this.worker ??= this.connect(wish));
      this.giveUp = reject;
      this.heard = (message) => {
        if (message.type === 'progress') return onProgress?.(message);
        this.giveUp = undefined;
        if (message.type === 'failed') reject(new Error(message.message));
        else resolve(message);
      };
      worker.postMessage(wish);
    });
  }

  private heard: (message: FromIntake) => void = () => undefined;

  /** A worker, for its first wish. One that could not be loaded is asked for once more, and given the same. */
  private connect(wish: ToIntake, isRetried = false): IntakeWorker {
    const worker = this.start();
    let isReady = false;
    worker.addEventListener('message', ({ data }: { data: FromIntake }) => {
      if (this.worker !== worker) return;
      isReady = true;
      if (data.type !== 'ready') this.heard(data);
    });
    worker.addEventListener('error', ({ message }: { message?: string }) => {
      if (this.worker !== worker) return;
      worker.terminate();
      if (isReady) this.fail(new Error(message || 'the reading of the data crashed, maybe for want of memory'));
      else if (isRetried)
        this.fail(new LoadError('what reads the data could not be loaded: check the connection, and try again'));
      else setTimeout(() => this.worker === worker && this.retry(wish), this.pause);
    });
    return worker;
  }

  private retry(wish: ToIntake): void {
    this.worker = this.connect(wish, true);
    this.worker.postMessage(wish);
  }

  private fail(reason: Error): void {
    this.worker = undefined;
    this.giveUp?.(reason);
    this.giveUp = undefined;
  }
}

function setsOf(answer: FromIntake): OwnSet[] {
  if (answer.type !== 'sets') throw new Error(`unexpected answer: ${answer.type}`);
  return answer.sets;
}
