import { describe, expect, it } from 'vitest';
import { createClient } from '../../src/kernel/client';
import type { ClientOptions, KernelClient, RestartReason, Timers, WorkerLike } from '../../src/kernel/client';
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import type { FromWorker, OutputEvent, ToWorker } from '../../src/kernel/protocol';
import { serveKernel } from '../../src/kernel/serve';

/** A worker that does what the test says. */
class FakeWorker implements WorkerLike {
  sent: ToWorker[] = [];
  isTerminated = false;
  private readonly listeners: Record<string, ((event: unknown) => void)[]> = {};

  postMessage(message: ToWorker): void {
    this.sent.push(structuredClone(message));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    (this.listeners[type] ??= []).push(listener as (event: unknown) => void);
  }

  says(message: FromWorker): void {
    this.fires('message', { data: message });
  }

  fires(type: string, event: unknown = {}): void {
    for (const listener of this.listeners[type] ?? []) listener(event);
  }
}

/** A clock that moves by hand. */
class FakeTimers implements Timers {
  private time = 0;
  private readonly due = new Map<number, { at: number; callback: () => void }>();
  private ids = 0;

  setTimeout(callback: () => void, ms: number): number {
    this.due.set(++this.ids, { at: this.time + ms, callback });
    return this.ids;
  }

  clearTimeout(timer: unknown): void {
    this.due.delete(timer as number);
  }

  now(): number {
    return this.time;
  }

  pass(ms: number): void {
    this.time += ms;
    for (const [id, { at, callback }] of [...this.due]) {
      if (at > this.time) continue;
      this.due.delete(id);
      callback();
    }
  }
}

const cell = compileCell('a', 'display(1)');
const text = (content: string): OutputEvent => ({ at: 0, output: { kind: 'text', stream: 'log', text: content } });

function setUp(options: Partial<ClientOptions> = {}): {
  client: KernelClient;
  workers: FakeWorker[];
  timers: FakeTimers;
  restarts: RestartReason[];
  events: OutputEvent[];
  run: () => ReturnType<KernelClient['run']>;
} {
  const workers: FakeWorker[] = [];
  const timers = new FakeTimers();
  const restarts: RestartReason[] = [];
  const events: OutputEvent[] = [];
  const client = createClient({
    startWorker: () => {
      workers.push(new FakeWorker());
      return workers[workers.length - 1];
    },
    onRestart: (reason) => void restarts.push(reason),
    timers,
    ...options,
  });
  const run = (): ReturnType<KernelClient['run']> => client.run(cell, { onOutputs: (some) => void events.push(...some) });
  return { client, workers, timers, restarts, events, run };
}

describe('createClient(options)', () => {
  it('starts no worker before it is needed, and posts nothing before the worker is ready', async () => {
    const { client, workers, events, run } = setUp();
    expect(workers).toHaveLength(0);
    client.warm(['recsys']);
    const end = run();
    expect(workers[0].sent).toEqual([]);
    workers[0].says({ type: 'ready' });
    expect(workers[0].sent.map((message) => message.type)).toEqual(['warm', 'run']);
    workers[0].says({ type: 'outputs', run: 1, events: [text('hi')] });
    workers[0].says({ type: 'end', run: 1, status: 'done', cost: { ms: 3 } });
    expect(await end).toEqual({ status: 'done', cost: { ms: 3 } });
    expect(events).toEqual([text('hi')]);
    expect(workers).toHaveLength(1);
  });

  it('warms each module once', () => {
    const { client, workers } = setUp();
    client.warm([]);
    client.warm(['m']);
    client.warm(['m', 'n']);
    client.warm([]);
    workers[0].says({ type: 'ready' });
    expect(workers[0].sent).toEqual([
      { type: 'warm', modules: [] },
      { type: 'warm', modules: ['m'] },
      { type: 'warm', modules: ['n'] },
    ]);
  });

  it('sends with a run what it was given, and nothing else', async () => {
    const { client, workers } = setUp();
    const end = client.run(cell, { onOutputs: () => undefined });
    workers[0].says({ type: 'ready' });
    workers[0].says({ type: 'end', run: 1, status: 'done', cost: { ms: 1 } });
    await end;
    const given = { fork: [cell], inputs: { k: 3 }, needs: [{ cell: 'a', needs: ['times' as const] }] };
    void client.run(cell, { onOutputs: () => undefined, ...given });
    expect(workers[0].sent).toStrictEqual([
      { type: 'run', run: 1, cell },
      { type: 'run', run: 2, cell, ...given },
    ]);
  });

  it('tells what tensors take of the run under way only', async () => {
    const { client, workers } = setUp();
    const told: unknown[] = [];
    void client.run(cell, { onOutputs: () => undefined, onMemory: (memory) => told.push(memory) });
    workers[0].says({ type: 'ready' });
    workers[0].says({ type: 'memory', run: 1, memory: { tensors: 2, bytes: 8 } });
    workers[0].says({ type: 'memory', run: 9, memory: { tensors: 3, bytes: 9 } });
    expect(told).toEqual([{ tensors: 2, bytes: 8 }]);
  });

  it('has nothing to interrupt before it runs, nor in a worker that is not ready', async () => {
    const { client, workers, run } = setUp();
    client.interrupt();
    void run();
    client.interrupt();
    workers[0].says({ type: 'ready' });
    expect(workers[0].sent.map(({ type }) => type)).toEqual(['run']);
    client.interrupt();
    expect(workers[0].sent.map(({ type }) => type)).toEqual(['run', 'stop']);
    workers[0].says({ type: 'end', run: 1, status: 'aborted', cost: { ms: 1 } });
    client.interrupt();
    expect(workers[0].sent).toHaveLength(2);
  });

  it('fails a run whose worker says what cannot be read, with the message of a crash where it has one', async () => {
    const { workers, events, restarts, run } = setUp();
    const end = run();
    workers[0].says({ type: 'ready' });
    workers[0].fires('messageerror');
    expect((await end).status).toBe('failed');
    const hint = 'run again: a fresh kernel will be started';
    const unread = { kind: 'error', name: 'KernelError', message: 'a message of the kernel could not be read', hint };
    expect(events).toEqual([{ at: 0, output: unread }]);
    workers[0].fires('messageerror'); // the worker that is gone
    const next = run();
    workers[1].says({ type: 'ready' });
    workers[1].fires('error', { message: 'out of memory' });
    await next;
    expect(events[1].output).toMatchObject({ message: 'the kernel crashed: out of memory', hint });
    expect(restarts).toEqual(['crashed', 'crashed']);
  });

  it('runs one cell at a time', async () => {
    const { client, workers, run } = setUp();
    const end = run();
    expect(client.isBusy).toBe(true);
    await expect(run()).rejects.toThrow('a cell is running');
    workers[0].says({ type: 'ready' });
    workers[0].says({ type: 'end', run: 1, status: 'failed', cost: { ms: 1 } });
    expect((await end).status).toBe('failed');
    expect(client.isBusy).toBe(false);
  });

  it('drops what an older run still says', async () => {
    const { workers, events, run } = setUp();
    const first = run();
    workers[0].says({ type: 'ready' });
    workers[0].says({ type: 'end', run: 1, status: 'done', cost: { ms: 1 } });
    await first;
    const second = run();
    workers[0].says({ type: 'outputs', run: 1, events: [text('old')] });
    workers[0].says({ type: 'end', run: 1, status: 'failed', cost: { ms: 1 } });
    workers[0].says({ type: 'outputs', run: 2, events: [text('new')] });
    workers[0].says({ type: 'end', run: 2, status: 'done', cost: { ms: 1 } });
    expect((await second).status).toBe('done');
    expect(events).toEqual([text('new')]);
  });

  it('stops by asking, and keeps the worker of a cell that heeds it', async () => {
    const { client, workers, timers, restarts, run } = setUp();
    const end = run();
    workers[0].says({ type: 'ready' });
    client.stop();
    client.stop();
    expect(workers[0].sent.filter((message) => message.type === 'stop')).toEqual([{ type: 'stop', run: 1 }]);
    timers.pass(900);
    workers[0].says({ type: 'end', run: 1, status: 'stopped', cost: { ms: 900 } });
    expect((await end).status).toBe('stopped');
    timers.pass(5000);
    expect([workers[0].isTerminated, restarts]).toEqual([false, []]);
  });

  it('ends the worker of a cell that does not, after a second, and warms a fresh one', async () => {
    const { client, workers, timers, restarts, events, run } = setUp();
    client.warm(['tf']);
    const end = run();
    workers[0].says({ type: 'ready' });
    timers.pass(500);
    client.stop();
    timers.pass(999);
    expect(workers[0].isTerminated).toBe(false);
    timers.pass(1);
    expect(workers[0].isTerminated).toBe(true);
    expect(await end).toEqual({ status: 'killed', cost: { ms: 1500 } });
    expect(restarts).toEqual(['killed']);
    workers[1].says({ type: 'ready' });
    expect(workers[1].sent).toEqual([{ type: 'warm', modules: ['tf'] }]);
    // The dead worker's last words reach nobody.
    const second = run();
    workers[0].says({ type: 'outputs', run: 2, events: [text('ghost')] });
    workers[1].says({ type: 'end', run: 2, status: 'done', cost: { ms: 1 } });
    expect((await second).status).toBe('done');
    expect(events).toEqual([]);
  });

  it('interrupts by asking only, however long the cell takes', async () => {
    const { client, workers, timers, run } = setUp();
    const end = run();
    workers[0].says({ type: 'ready' });
    client.interrupt();
    timers.pass(60_000);
    expect(workers[0].sent.at(-1)).toEqual({ type: 'stop', run: 1 });
    expect(workers[0].isTerminated).toBe(false);
    workers[0].says({ type: 'end', run: 1, status: 'aborted', cost: { ms: 1 } });
    expect((await end).status).toBe('aborted');
  });

  it('stops a run that waits for its worker without ending the worker', async () => {
    const { client, workers, timers, restarts, run } = setUp();
    client.warm(['tf']);
    const end = run();
    client.stop();
    expect((await end).status).toBe('aborted');
    timers.pass(5000);
    workers[0].says({ type: 'ready' });
    expect(workers[0].sent).toEqual([{ type: 'warm', modules: ['tf'] }]);
    expect(restarts).toEqual([]);
  });

  it('restarts at once, ending the run under way', async () => {
    const { client, workers, restarts, run } = setUp();
    const end = run();
    workers[0].says({ type: 'ready' });
    client.restart();
    expect((await end).status).toBe('killed');
    expect([workers[0].isTerminated, workers.length, restarts]).toEqual([true, 2, ['restarted']]);
  });

  it('asks again for a worker that could not be loaded, and tells it what the first was to be told', async () => {
    const { workers, timers, events, run } = setUp();
    const end = run();
    workers[0].fires('error', { message: '' });
    expect(workers).toHaveLength(1);
    timers.pass(500);
    workers[1].says({ type: 'ready' });
    expect(workers[1].sent.map((message) => message.type)).toEqual(['run']);
    workers[0].fires('error', { message: 'late' });
    workers[1].says({ type: 'end', run: 1, status: 'done', cost: { ms: 1 } });
    expect((await end).status).toBe('done');
    expect(events).toEqual([]);
  });

  it('fails a run whose worker cannot be loaded twice, says so, and tries a fresh one next time', async () => {
    const { workers, timers, events, restarts, run } = setUp();
    const end = run();
    workers[0].fires('error', { message: '' });
    timers.pass(500);
    workers[1].fires('error', { message: '' });
    expect((await end).status).toBe('failed');
    expect(events).toMatchObject([
      { at: 0, output: { kind: 'error', name: 'LoadError', message: 'the kernel could not be loaded' } },
    ]);
    expect(restarts).toEqual([]);
    const second = run();
    workers[2].says({ type: 'ready' });
    workers[2].says({ type: 'end', run: 2, status: 'done', cost: { ms: 1 } });
    expect((await second).status).toBe('done');
  });

  it('asks for no second worker once it was disposed of', () => {
    const { client, workers, timers, run } = setUp();
    void run();
    workers[0].fires('error', { message: '' });
    client.dispose();
    timers.pass(500);
    expect(workers).toHaveLength(1);
  });

  it('fails a run whose worker cannot be started at all', async () => {
    const { events, run } = setUp({
      startWorker: () => {
        throw new Error('no workers here');
      },
    });
    expect((await run()).status).toBe('failed');
    expect(events).toMatchObject([{ output: { message: 'the kernel could not be started: no workers here' } }]);
  });

  it('fails a run whose worker crashes, its error behind the outputs it had, and says that names are lost', async () => {
    const { workers, events, restarts, run } = setUp();
    const end = run();
    workers[0].says({ type: 'ready' });
    workers[0].says({ type: 'outputs', run: 1, events: [text('x'), { ...text('y'), at: 1 }] });
    workers[0].fires('error', {});
    expect((await end).status).toBe('failed');
    expect(events[2]).toMatchObject({ at: 2, output: { message: 'the kernel crashed' } });
    expect(restarts).toEqual(['crashed']);
  });

  it('has nobody to tell of a crash that comes while no cell runs, or of a restart that nobody asked to hear of', async () => {
    const { client, workers, run } = setUp({ onRestart: undefined });
    const end = run();
    workers[0].says({ type: 'ready' });
    workers[0].says({ type: 'memory', run: 1, memory: { tensors: 1, bytes: 4 } });
    workers[0].says({ type: 'end', run: 1, status: 'done', cost: { ms: 1 } });
    await end;
    workers[0].fires('error', {});
    expect(workers[0].isTerminated).toBe(true);
    expect(client.isBusy).toBe(false);
    client.restart();
    expect(workers).toHaveLength(2);
    client.dispose();
    client.restart();
    client.interrupt();
    expect(workers).toHaveLength(2);
  });

  it('says why a worker could not be loaded, where the browser tells', async () => {
    const { workers, timers, events, run } = setUp();
    const end = run();
    workers[0].fires('error', { message: '' });
    timers.pass(500);
    workers[1].fires('error', { message: 'no such file' });
    await end;
    expect(events).toMatchObject([{ output: { message: 'the kernel could not be loaded: no such file' } }]);
  });

  it('outlives a late throw in a timer of a cell', async () => {
    const { workers, restarts, run } = setUp();
    const end = run();
    workers[0].says({ type: 'ready' });
    workers[0].fires('error', { message: 'Uncaught Error: late', lineno: 3 });
    workers[0].says({ type: 'end', run: 1, status: 'done', cost: { ms: 1 } });
    expect((await end).status).toBe('done');
    expect(restarts).toEqual([]);
  });

  it('takes no outputs that no kernel tells of: a cell has tampered with it', async () => {
    for (const odd of [
      { ...text('x'), at: 4e9 },
      { ...text('x'), at: NaN },
      { ...text('x'), at: -1 },
      { ...text('x'), at: 10_000 },
      { at: 0, output: 7 },
    ]) {
      const { workers, events, run } = setUp();
      const end = run();
      workers[0].says({ type: 'ready' });
      workers[0].says({ type: 'outputs', run: 1, events: [text('right'), odd as OutputEvent] });
      expect((await end).status).toBe('failed');
      const message = 'the kernel tells of outputs as no kernel does: a cell has changed how it works';
      expect(events).toMatchObject([{ at: 0, output: { kind: 'error', name: 'KernelError', message } }]);
      expect(workers[0].isTerminated).toBe(true);
    }
  });

  it('ends everything when disposed of', async () => {
    const { client, workers, run } = setUp();
    const end = run();
    client.dispose();
    expect((await end).status).toBe('killed');
    expect(workers[0].isTerminated).toBe(true);
    await expect(run()).rejects.toThrow('disposed');
    client.warm(['m']);
    client.restart();
    expect(workers).toHaveLength(1);
  });

  it('compiles an edited cell', async () => {
    const { client } = setUp();
    expect((await client.compile('a', 'const x: number = 1')).analysis.declares).toEqual(['x']);
    await expect(client.compile('a', 'const x = ')).rejects.toMatchObject({ line: 1, column: 11 });
  });
});

describe('serveKernel(kernel, port)', () => {
  /** A client and a kernel joined by a message channel, as page and worker are. */
  const joined = (): { client: KernelClient; close: () => void } => {
    const { port1, port2 } = new MessageChannel();
    const client = createClient({
      startWorker: () => ({
        postMessage: (message) => port1.postMessage(message),
        terminate: () => port1.close(),
        addEventListener: (type, listener) => {
          port1.addEventListener(type as 'message', listener as unknown as EventListener);
          port1.start();
        },
      }),
    });
    const kernel = createKernel({ modules: { m: async () => ({ one: 1 }) }, formatters: [], globals: {} });
    serveKernel(kernel, {
      postMessage: (message) => port2.postMessage(message),
      addEventListener: (type, listener) => {
        port2.addEventListener(type, listener as unknown as EventListener);
        port2.start();
      },
    });
    return { client, close: () => (port1.close(), port2.close()) };
  };
  const outputsOf = async (client: KernelClient, id: string, source: string): Promise<[string, unknown[]]> => {
    const outputs: unknown[] = [];
    const onOutputs = (events: OutputEvent[]): void => events.forEach(({ at, output }) => (outputs[at] = output));
    const { status } = await client.run(await client.compile(id, source), { onOutputs });
    return [status, outputs];
  };

  it('carries runs, outputs, names and failures across', async () => {
    const { client, close } = joined();
    client.warm(['m', 'missing']);
    expect(await outputsOf(client, 'a', 'import { one } from "m"; const f = () => one; display(f())')).toMatchObject([
      'done',
      [{ kind: 'value' }],
    ]);
    expect(await outputsOf(client, 'b', 'f().x.y')).toMatchObject(['failed', [{ kind: 'error', cell: 'b', line: 1 }]]);
    close();
  });

  it('aborts the signal of the run that is to stop', async () => {
    const { client, close } = joined();
    const end = outputsOf(
      client,
      'a',
      'for (;;) { signal.throwIfAborted(); await new Promise((r) => setTimeout(r, 1)); display("on") }',
    );
    setTimeout(() => client.stop(), 30);
    expect((await end)[0]).toBe('aborted');
    expect((await outputsOf(client, 'a', 'display("again")'))[0]).toBe('done');
    close();
  });
});
