import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTypeClient } from '../../src/typing/client';
import type { TypeWorkerLike } from '../../src/typing/client';
import type { FromTypeWorker, ToTypeWorker, TypeAssets } from '../../src/typing/protocol';

const assets: TypeAssets = { typescript: 'ts.js', packs: { library: 'l', tensorflow: 't', plot: 'p' } };
const cells = [{ id: 'a', code: '1' }];

/** Workers that do nothing but take note. */
function fakeWorkers() {
  const workers: { said: ToTypeWorker[]; isEnded: boolean; hear: (message: FromTypeWorker) => void; fail: () => void }[] = [];
  const startWorker = (): TypeWorkerLike => {
    const listeners = new Map<string, (event: never) => void>();
    const worker = {
      said: [] as ToTypeWorker[],
      isEnded: false,
      hear: (data: FromTypeWorker) => listeners.get('message')!({ data } as never),
      fail: () => listeners.get('error')!({ message: 'gone' } as never),
    };
    workers.push(worker);
    return {
      postMessage: (message) => void worker.said.push(message),
      terminate: () => void (worker.isEnded = true),
      addEventListener: (type, listener) => void listeners.set(type, listener),
    };
  };
  return { workers, startWorker };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createTypeClient', () => {
  it('starts one worker with the first question, and gives each answer to who asked', async () => {
    const { workers, startWorker } = fakeWorkers();
    const client = createTypeClient({ startWorker, assets });
    expect(workers).toEqual([]);
    const first = client.ask('c', cells, { kind: 'check' });
    const second = client.ask('c', cells, { kind: 'hover', at: { cell: 'a', offset: 0 } });
    expect(workers[0].said.map(({ type }) => type)).toEqual(['start', 'ask', 'ask']);
    workers[0].hear({ type: 'answer', id: 2, answer: undefined });
    workers[0].hear({ type: 'answer', id: 1, answer: [] });
    expect(await Promise.all([first, second])).toEqual([[], undefined]);
    expect(workers.length).toBe(1);
  });

  it('rejects what the worker could not do, and keeps it', async () => {
    const { workers, startWorker } = fakeWorkers();
    const client = createTypeClient({ startWorker, assets });
    const asked = client.ask('c', cells, { kind: 'check' });
    workers[0].hear({ type: 'failed', id: 1, message: '404' });
    await expect(asked).rejects.toThrow('404');
    void client.ask('c', cells, { kind: 'check' });
    expect(workers.length).toBe(1);
  });

  it('starts a fresh worker after one that broke or did not answer', async () => {
    const { workers, startWorker } = fakeWorkers();
    const client = createTypeClient({ startWorker, assets, patience: 1000 });
    const first = client.ask('c', cells, { kind: 'check' });
    workers[0].fail();
    await expect(first).rejects.toThrow('gone');
    const second = client.ask('c', cells, { kind: 'check' });
    vi.advanceTimersByTime(1000);
    await expect(second).rejects.toThrow('the type checker did not answer');
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true]);
    const third = client.ask('c', cells, { kind: 'check' });
    workers[1].hear({ type: 'answer', id: 3, answer: [] }); // too late, and of an ended one
    workers[2].hear({ type: 'answer', id: 3, answer: [] });
    expect(await third).toEqual([]);
  });
});
