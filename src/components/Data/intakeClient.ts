/** The page's side of the worker that takes in readers' data. */
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

/** One wish at a time; a new one ends what is under way. */
export class IntakeClient {
  private readonly start: () => IntakeWorker;
  private worker: IntakeWorker | undefined;
  private giveUp: ((reason: Error) => void) | undefined;

  constructor(start: () => IntakeWorker) {
    this.start = start;
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
    this.worker = undefined;
    this.giveUp?.(new DOMException('cancelled', 'AbortError'));
    this.giveUp = undefined;
  }

  private ask(wish: ToIntake, onProgress?: (progress: Extract<FromIntake, { type: 'progress' }>) => void): Promise<FromIntake> {
    if (this.giveUp) this.cancel();
    return new Promise((resolve, reject) => {
      const worker = (this.worker ??= this.connect());
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

  private connect(): IntakeWorker {
    const worker = this.start();
    worker.addEventListener('message', ({ data }: { data: FromIntake }) => this.worker === worker && this.heard(data));
    worker.addEventListener('error', ({ message }: { message?: string }) => {
      if (this.worker !== worker) return;
      worker.terminate();
      this.worker = undefined;
      this.giveUp?.(new Error(message || 'the reading of the data crashed, maybe for want of memory'));
      this.giveUp = undefined;
    });
    return worker;
  }
}

function setsOf(answer: FromIntake): OwnSet[] {
  if (answer.type !== 'sets') throw new Error(`unexpected answer: ${answer.type}`);
  return answer.sets;
}
