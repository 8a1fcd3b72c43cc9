/** The page's side of the type checker: one worker a tab, started by the first question. */
import type { FileCell } from './cellFile';
import type { AnswerTo, Ask, FromTypeWorker, ToTypeWorker, TypeAssets } from './protocol';

/** What the client needs of a `Worker`. */
export interface TypeWorkerLike {
  postMessage(message: ToTypeWorker): void;
  terminate(): void;
  addEventListener(type: 'message' | 'error', listener: (event: never) => void): void;
}

export interface TypeClientOptions {
  startWorker: () => TypeWorkerLike;
  assets: TypeAssets;
  /** Milliseconds after which a worker that does not answer is ended. */
  patience?: number;
}

export interface TypeClient {
  /** Rejects when the worker cannot be started, loaded or understood; the next question starts a fresh one where the old one is of no use. */
  ask<A extends Ask>(chapter: string, cells: FileCell[], ask: A): Promise<AnswerTo<A>>;
}

/** A slow line needs half a minute for the compiler. */
const PATIENCE = 60_000;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export function createTypeClient({ startWorker, assets, patience = PATIENCE }: TypeClientOptions): TypeClient {
  const waiting = new Map<number, Waiting>();
  let worker: TypeWorkerLike | undefined;
  let asked = 0;

  const take = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    if (one) clearTimeout(one.timer);
    waiting.delete(id);
    return one;
  };
  const drop = (reason: string) => {
    worker?.terminate();
    worker = undefined;
    for (const id of [...waiting.keys()]) take(id)?.reject(new Error(reason));
  };
  const start = (): TypeWorkerLike => {
    const fresh = startWorker();
    fresh.addEventListener('message', ({ data }: { data: FromTypeWorker }) => {
      if (fresh !== worker) return;
      const one = take(data.id);
      if (data.type === 'answer') one?.resolve(data.answer as never);
      else one?.reject(new Error(data.message));
    });
    fresh.addEventListener('error', ({ message }: Partial<ErrorEvent>) => {
      if (fresh === worker) drop(message || 'its worker could not be loaded');
    });
    fresh.postMessage({ type: 'start', assets });
    return fresh;
  };
  return {
    ask: (chapter, cells, ask) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const id = ++asked;
        const timer = setTimeout(() => drop('the type checker did not answer'), patience);
        waiting.set(id, { resolve, reject, timer });
        worker.postMessage({ type: 'ask', id, chapter, cells, ask });
      }),
  };
}
