import { describe, expect, it, vi } from 'vitest';
import { BUILT_IN, isSame, nameOf, parseChoice } from '../../../src/components/Data/choice';
import type { Choice } from '../../../src/components/Data/choice';
import { ChoiceStore } from '../../../src/components/Data/choiceStore';
import { guessColumns } from '../../../src/components/Data/columns';
import { IntakeClient } from '../../../src/components/Data/intakeClient';
import type { FromIntake, OwnSet, ToIntake } from '../../../src/runtime/intakeProtocol';

const OWN: Choice = { kind: 'own', id: 'x1', name: 'orders.csv' };
const INSTALLED: Choice = { kind: 'installed', id: 'ml', name: 'MovieLens', folder: 'ml', files: ['ratings.csv'] };

describe('a choice of data', () => {
  it('survives being kept, and a damaged one is the built-in world', () => {
    for (const choice of [OWN, INSTALLED]) expect(parseChoice(JSON.stringify(choice))).toEqual(choice);
    for (const text of [null, '', 'null', '{"kind":"own"}', '{"kind":"installed","id":"a","name":"b","folder":3,"files":[]}'])
      expect(parseChoice(text)).toEqual(BUILT_IN);
  });

  it('has a name, and is the same as another of its kind and id', () => {
    expect([nameOf(BUILT_IN), nameOf(OWN)]).toEqual(['built-in world', 'orders.csv']);
    expect([isSame(OWN, { ...OWN, name: 'renamed' }), isSame(OWN, INSTALLED), isSame(BUILT_IN, BUILT_IN)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is kept, told of, and forgotten when it is the built-in world again', () => {
    const kept = new Map<string, string>();
    const storage = () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    const store = new ChoiceStore(storage);
    const told: Choice[] = [];
    store.subscribe(() => told.push(store.get()));
    store.set(OWN);
    expect(new ChoiceStore(storage).get()).toEqual(OWN);
    store.set(BUILT_IN);
    expect([told, kept.size]).toEqual([[OWN, BUILT_IN], 0]);
  });

  it('is not kept where the browser refuses to keep the set itself', () => {
    const kept = new Map([['data', JSON.stringify(OWN)]]);
    const store = new ChoiceStore(() => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    }));
    store.set({ kind: 'held', id: 'x2', name: 'orders.csv' });
    expect([store.get().kind, kept.size]).toEqual(['held', 0]);
  });

  it('holds without storage as long as the page is open', () => {
    const store = new ChoiceStore(() => {
      throw new Error('forbidden');
    });
    expect(store.get()).toEqual(BUILT_IN);
    store.set(OWN);
    expect(store.get()).toEqual(OWN);
  });
});

describe('guessColumns', () => {
  it.each([
    [['userId', 'movieId', 'rating', 'timestamp'], ['1', '2', '4', '99'], { user: 0, item: 1, value: 2, time: 3, header: true }],
    [
      ['ordered_at', 'sku', 'customer', 'qty'],
      ['2024-01-01', 'x', 'c', '1'],
      { user: 2, item: 1, value: 3, time: 0, header: true },
    ],
    [['a', 'b'], ['1', '2'], { user: 0, item: 1, value: undefined, time: undefined, header: true }],
    [['7', '8', '5', '99'], ['1', '2', '4', '99'], { user: 0, item: 1, value: 2, time: 3, header: false }],
    [['anna', 'alien'], ['bert', 'heat'], { user: 0, item: 1, value: undefined, time: undefined, header: false }],
  ])('of %j', (first, row, expected) => {
    expect(guessColumns({ file: 'a.csv', first, rows: [row] })).toEqual(expected);
  });
});

describe('IntakeClient', () => {
  function fake() {
    const workers: { sent: ToIntake[]; isTerminated: boolean; says: (message: FromIntake) => void; crashes: () => void }[] = [];
    const start = () => {
      const listeners: Record<string, (event: never) => void> = {};
      const worker = {
        sent: [] as ToIntake[],
        isTerminated: false,
        postMessage: (message: ToIntake) => void worker.sent.push(message),
        terminate: () => void (worker.isTerminated = true),
        addEventListener: (type: string, listener: (event: never) => void) => void (listeners[type] = listener),
        says: (data: FromIntake) => listeners.message({ data } as never),
        crashes: () => listeners.error({} as never),
      };
      workers.push(worker);
      return worker;
    };
    return { client: new IntakeClient(start, { pause: 0 }), workers };
  }
  const set = { id: 'x', name: 'n', rows: 1 } as OwnSet;

  it('tells of progress and gives the set that was kept', async () => {
    const { client, workers } = fake();
    const shares: number[] = [];
    const answer = client.take([], undefined, (share) => shares.push(share));
    workers[0].says({ type: 'progress', done: 1, total: 4 });
    workers[0].says({ type: 'kept', set });
    expect(await answer).toEqual({ set });
    expect(shares).toEqual([0.25]);
    const listed = client.list();
    workers[0].says({ type: 'sets', sets: [set] });
    expect(await listed).toEqual([set]);
    expect(workers).toHaveLength(1);
  });

  it('rejects with the reader’s words, ends the worker on cancel, and outlives a crash', async () => {
    const { client, workers } = fake();
    const failed = client.take([]);
    workers[0].says({ type: 'failed', message: 'ratings.csv, line 3: …' });
    await expect(failed).rejects.toThrow('line 3');
    const cancelled = client.take([]);
    client.cancel();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0].isTerminated).toBe(true);
    const crashed = client.take([]);
    workers[1].says({ type: 'ready' });
    workers[1].crashes();
    await expect(crashed).rejects.toThrow('want of memory');
    const again = client.list();
    workers[2].says({ type: 'sets', sets: [] });
    expect(await again).toEqual([]);
  });

  it('asks once more for a worker that could not be loaded, and tells it the same', async () => {
    const { client, workers } = fake();
    const listed = client.list();
    workers[0].crashes();
    await vi.waitFor(() => expect(workers[1]?.sent).toEqual([{ type: 'list' }]));
    workers[1].says({ type: 'ready' });
    workers[1].says({ type: 'sets', sets: [set] });
    expect(await listed).toEqual([set]);
    expect(workers[0].isTerminated).toBe(true);
  });

  it('says that what reads the data does not come, and asks anew for the next wish', async () => {
    const { client, workers } = fake();
    const lost = client.list();
    const refused = expect(lost).rejects.toThrow('could not be loaded: check the connection');
    workers[0].crashes();
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    workers[1].crashes();
    await refused;
    const again = client.list();
    workers[2].says({ type: 'sets', sets: [] });
    expect(await again).toEqual([]);
  });

  it('gives up a wish for the next one', async () => {
    const { client, workers } = fake();
    const first = client.list();
    const second = client.list();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    workers[1].says({ type: 'sets', sets: [] });
    expect(await second).toEqual([]);
  });
});
