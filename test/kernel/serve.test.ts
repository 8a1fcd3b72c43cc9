import { describe, expect, it, vi } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import type { Kernel, RunRequest, RunResult } from '../../src/kernel/execute';
import type { FromWorker, ToWorker } from '../../src/kernel/protocol';
import { serveKernel } from '../../src/kernel/serve';

/** A kernel that does what the test says, behind a port that keeps what is posted. */
function served(run: (request: RunRequest) => Promise<RunResult>) {
  const posted: FromWorker[] = [];
  const warm = vi.fn<Kernel['warm']>(() => Promise.reject(new Error('no such module')));
  let tell: (message: ToWorker) => void = () => undefined;
  serveKernel(
    { run, warm, value: () => undefined },
    {
      postMessage: (message) => void posted.push(message),
      addEventListener: (_, listener) => (tell = (data) => listener({ data })),
    },
  );
  return { posted, warm, tell: (message: ToWorker) => tell(message) };
}
const cell = compileCell('a', '1');
const done: RunResult = { status: 'done', outputs: [], cost: { ms: 1 } };
const ends = (posted: FromWorker[]) => posted.filter(({ type }) => type === 'end');

describe('serveKernel(kernel, port)', () => {
  it('is ready, takes runs and what comes with them, and posts outputs and end under their number', async () => {
    const asked: RunRequest[] = [];
    const { posted, tell } = served(async (request) => {
      asked.push(request);
      request.onOutputs([{ at: 0, output: { kind: 'text', stream: 'log', text: 'hi' } }]);
      request.onMemory!({ tensors: 2, bytes: 8 });
      return done;
    });
    expect(posted).toEqual([{ type: 'ready' }]);
    const needs = [{ cell: 'a', needs: ['times'] }];
    tell({ type: 'run', run: 7, cell, inputs: { k: 3 }, needs });
    await vi.waitFor(() => expect(ends(posted)).toEqual([{ type: 'end', run: 7, status: 'done', cost: { ms: 1 } }]));
    expect(posted[1]).toEqual({
      type: 'outputs',
      run: 7,
      events: [{ at: 0, output: { kind: 'text', stream: 'log', text: 'hi' } }],
    });
    expect(posted[2]).toEqual({ type: 'memory', run: 7, memory: { tensors: 2, bytes: 8 } });
    expect(asked).toMatchObject([{ cell, inputs: { k: 3 }, needs }]);
  });

  it('fails a run that the kernel cannot end, says why, and takes the next', async () => {
    const { posted, tell } = served(async ({ cell: { id } }) => {
      if (id === 'bad') throw new Error('could not be cloned');
      return done;
    });
    tell({ type: 'run', run: 1, cell: { ...cell, id: 'bad' } });
    tell({ type: 'run', run: 2, cell });
    await vi.waitFor(() => expect(ends(posted)).toHaveLength(2));
    expect(posted[1]).toMatchObject({
      ...{ type: 'outputs', run: 1 },
      events: [{ at: 0, output: { kind: 'error', message: 'could not be cloned' } }],
    });
    expect(posted[2]).toMatchObject({ type: 'end', run: 1, status: 'failed' });
    expect((posted[2] as { cost: { ms: number } }).cost.ms).toBeLessThan(5_000);
    expect(posted[3]).toMatchObject({ type: 'end', run: 2, status: 'done' });
  });

  it('stops the run that is named, whether it runs or waits, and none that has ended', async () => {
    const signals: AbortSignal[] = [];
    const go: (() => void)[] = [];
    const { posted, tell } = served(({ signal }) => {
      signals.push(signal);
      return new Promise((resolve) => go.push(() => resolve(done)));
    });
    for (const run of [1, 2]) tell({ type: 'run', run, cell });
    tell({ type: 'stop', run: 2 });
    tell({ type: 'stop', run: 9 });
    await vi.waitFor(() => expect(go).toHaveLength(1));
    expect(signals[0].aborted).toBe(false);
    go[0]();
    await vi.waitFor(() => expect(go).toHaveLength(2));
    expect(signals[1].aborted).toBe(true);
    tell({ type: 'stop', run: 1 });
    expect(signals[0].aborted).toBe(false);
    go[1]();
    await vi.waitFor(() => expect(ends(posted)).toHaveLength(2));
  });

  it('warms what it is told to, without a word when it cannot, and does nothing at what it does not know', async () => {
    const run = vi.fn(() => Promise.resolve(done));
    const { posted, warm, tell } = served(run);
    tell({ type: 'warm', modules: ['recsys'] });
    tell({ type: 'dance' } as unknown as ToWorker);
    await new Promise((next) => setTimeout(next, 5));
    expect(warm.mock.calls).toEqual([[['recsys']]]);
    expect(run).not.toHaveBeenCalled();
    expect(posted).toEqual([{ type: 'ready' }]);
  });
});
