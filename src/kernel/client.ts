/**
 * The page's side of the kernel: one worker at a time, one run at a time.
 *
 * Stop asks first: the cell's `AbortSignal` is aborted. Who has not ended a second later, be it `for (;;) {}` or a promise that
 * never settles, loses the worker; a fresh one is warmed at once, and `onRestart` says that the kernel's names are gone.
 */
import type { CompiledCell, DataNeeds, ErrorOutput, InputValues, Output } from '../notebook/types';
import { LOAD_ERROR, LOAD_HINT } from './protocol';
import type { FromWorker, OutputEvent, RunCost, RunStatus, TensorMemory, ToWorker } from './protocol';

/** What the client needs of a `Worker`. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  addEventListener(type: 'message' | 'error' | 'messageerror', listener: (event: never) => void): void;
}

/** `setTimeout` and its kin, replaceable in tests. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  now(): number;
}

/** Why the kernel's names are gone. */
export type RestartReason = 'killed' | 'restarted' | 'crashed';

export interface ClientOptions {
  startWorker: () => WorkerLike;
  /** Told when the kernel lost its names: no cell has run any more. */
  onRestart?: (reason: RestartReason) => void;
  timers?: Timers;
  /** Milliseconds that a stopped run is given to end by itself. */
  patience?: number;
}

/** How a run ended for the page. `killed`: it did not heed Stop, and its worker was ended. */
export interface RunEnd {
  status: RunStatus | 'killed';
  cost: RunCost;
}

export interface RunHandlers {
  onOutputs: (events: OutputEvent[]) => void;
  /** Told of what tensors take while the run goes on. */
  onMemory?: (memory: TensorMemory) => void;
  /** Cells to run before it, all of them in a copy of the scope that is thrown away. */
  fork?: CompiledCell[];
  /** What the reader set the cell's inputs to. */
  inputs?: InputValues;
  /** What of the data it cannot do without. */
  needs?: DataNeeds[];
}

export interface KernelClient {
  /** Runs a cell. One at a time: rejects while another run is under way. */
  run(cell: CompiledCell, handlers: RunHandlers): Promise<RunEnd>;
  /** Asks the run under way to stop; ends its worker when it has not after a second. */
  stop(): void;
  /** Asks the run under way to stop, and waits as long as it takes: another one is to follow. */
  interrupt(): void;
  /** Ends the worker, and with it any run and all names; a fresh one is started. */
  restart(): void;
  /** Starts the worker and loads modules, ahead of a run. */
  warm(modules: string[]): void;
  /** Compiles an edited cell; the compiler is fetched on first use. Rejects with a `CompileError`. */
  compile(id: string, source: string): Promise<CompiledCell>;
  /** Whether a run is under way. */
  readonly isBusy: boolean;
  /** Ends the worker for good, when the page is left. */
  dispose(): void;
}

const PATIENCE = 1_000;
/** Places for outputs that a run can have: a kernel keeps far fewer. */
const MOST_PLACES = 10_000;
/** Milliseconds before a worker that could not be loaded is asked for again. */
const PAUSE = 500;

const SYSTEM_TIMERS: Timers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => performance.now(),
};

/** Makes a client. No worker is started before the first `warm` or `run`. */
export function createClient(options: ClientOptions): KernelClient {
  return new Client(options);
}

interface Active {
  run: number;
  handlers: RunHandlers;
  resolve: (end: RunEnd) => void;
  start: number;
  /** Outputs heard of so far: where an error of the client goes. */
  outputs: number;
  stopTimer?: unknown;
}

interface Connection {
  worker: WorkerLike;
  isReady: boolean;
  /** Messages that wait for `ready`: a module worker that is still loading could lose them. */
  queue: ToWorker[];
  /** Whether its worker is the second one, after one that could not be loaded. */
  isRetried: boolean;
}

class Client implements KernelClient {
  private readonly options: ClientOptions;
  private readonly timers: Timers;
  private connection: Connection | undefined;
  private active: Active | undefined;
  private runs = 0;
  private warmed = new Set<string>();
  private isDisposed = false;

  constructor(options: ClientOptions) {
    this.options = options;
    this.timers = options.timers ?? SYSTEM_TIMERS;
  }

  get isBusy(): boolean {
    return this.active !== undefined;
  }

  run(cell: CompiledCell, handlers: RunHandlers): Promise<RunEnd> {
    if (this.isDisposed) return Promise.reject(new Error('the kernel was disposed of'));
    if (this.active) return Promise.reject(new Error('a cell is running: wait for its end, or stop it'));
    const run = ++this.runs;
    return new Promise((resolve) => {
      const { fork, inputs, needs } = handlers;
      this.active = { run, handlers, resolve, start: this.timers.now(), outputs: 0 };
      this.post({ type: 'run', run, cell, ...(fork && { fork }), ...(inputs && { inputs }), ...(needs && { needs }) });
    });
  }

  stop(): void {
    const { active } = this;
    if (!active || active.stopTimer !== undefined) return;
    if (this.connection && !this.connection.isReady) {
      // Nothing of it has begun: the worker and its warming stay.
      this.connection.queue = this.connection.queue.filter((message) => message.type !== 'run');
      return this.end('aborted');
    }
    active.stopTimer = this.timers.setTimeout(() => this.replace('killed'), this.options.patience ?? PATIENCE);
    this.post({ type: 'stop', run: active.run });
  }

  interrupt(): void {
    if (this.active && this.connection?.isReady) this.post({ type: 'stop', run: this.active.run });
  }

  restart(): void {
    if (!this.isDisposed) this.replace('restarted');
  }

  warm(modules: string[]): void {
    if (this.isDisposed) return;
    const fresh = modules.filter((name) => !this.warmed.has(name));
    for (const name of fresh) this.warmed.add(name);
    if (fresh.length > 0 || !this.connection) this.post({ type: 'warm', modules: fresh });
  }

  async compile(id: string, source: string): Promise<CompiledCell> {
    const { compileCell } = await import('./compile');
    return compileCell(id, source);
  }

  dispose(): void {
    this.isDisposed = true;
    this.drop();
    this.end('killed');
  }

  private post(message: ToWorker): void {
    const connection = this.connect();
    if (!connection) return;
    if (connection.isReady) connection.worker.postMessage(message);
    else connection.queue.push(message);
  }

  private connect(): Connection | undefined {
    if (this.connection) return this.connection;
    const worker = this.start();
    if (!worker) return undefined;
    this.connection = { worker, isReady: false, queue: [], isRetried: false };
    this.listen(this.connection);
    return this.connection;
  }

  private start(): WorkerLike | undefined {
    try {
      return this.options.startWorker();
    } catch (error) {
      this.fail(`the kernel could not be started: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private listen(connection: Connection): void {
    const { worker } = connection;
    const current = (): boolean => this.connection === connection && connection.worker === worker;
    worker.addEventListener('message', (event: { data: FromWorker }) => current() && this.receive(event.data, connection));
    worker.addEventListener('error', (event: Partial<ErrorEvent>) => current() && this.fault(event, connection));
    worker.addEventListener('messageerror', () => current() && this.fail('a message of the kernel could not be read'));
  }

  /** Asks once more for a worker that could not be loaded; what was to be told to the first is told to the second. */
  private retry(connection: Connection): void {
    connection.isRetried = true;
    connection.worker.terminate();
    this.timers.setTimeout(() => {
      if (this.connection !== connection) return;
      const worker = this.start();
      if (!worker) return;
      connection.worker = worker;
      this.listen(connection);
    }, PAUSE);
  }

  private receive(message: FromWorker, connection: Connection): void {
    if (message.type === 'ready') {
      connection.isReady = true;
      for (const queued of connection.queue.splice(0)) connection.worker.postMessage(queued);
      return;
    }
    const { active } = this;
    if (!active || message.run !== active.run) return;
    if (message.type === 'end') return this.end(message.status, message.cost);
    if (message.type === 'memory') return active.handlers.onMemory?.(message.memory);
    if (!message.events.every(({ at, output }) => at >= 0 && at < MOST_PLACES && typeof output === 'object'))
      return this.fail('the kernel tells of outputs as no kernel does: a cell has changed how it works');
    for (const { at } of message.events) active.outputs = Math.max(active.outputs, at + 1);
    active.handlers.onOutputs(message.events);
  }

  /** An `error` event: before `ready` the script failed to load; later, one without a line is a crash, and one with a line a late throw in a timer of a cell, which the worker outlives. */
  private fault(event: Partial<ErrorEvent>, connection: Connection): void {
    if (connection.isReady) {
      if (!event.lineno) this.fail(`the kernel crashed${event.message ? `: ${event.message}` : ''}`);
    } else if (!connection.isRetried) {
      this.retry(connection);
    } else {
      const message = `the kernel could not be loaded${event.message ? `: ${event.message}` : ''}`;
      this.fail(message, LOAD_HINT, LOAD_ERROR);
    }
  }

  /** The worker is of no use any more: the run under way fails, and the next one gets a fresh worker. */
  private fail(message: string, hint = 'run again: a fresh kernel will be started', name = 'KernelError'): void {
    const hadRun = this.connection?.isReady ?? false;
    this.drop();
    const error: ErrorOutput = { kind: 'error', name, message, hint };
    this.active?.handlers.onOutputs([{ at: this.active.outputs, output: error satisfies Output }]);
    this.end('failed');
    if (hadRun) this.options.onRestart?.('crashed');
  }

  /** Ends the worker and starts a fresh one, with the same modules warmed. */
  private replace(reason: RestartReason): void {
    const modules = [...this.warmed];
    this.drop();
    this.warm(modules);
    this.end('killed');
    this.options.onRestart?.(reason);
  }

  private drop(): void {
    this.connection?.worker.terminate();
    this.connection = undefined;
    this.warmed = new Set();
  }

  private end(status: RunEnd['status'], cost?: RunCost): void {
    const { active } = this;
    if (!active) return;
    this.active = undefined;
    if (active.stopTimer !== undefined) this.timers.clearTimeout(active.stopTimer);
    active.resolve({ status, cost: cost ?? { ms: this.timers.now() - active.start } });
  }
}
