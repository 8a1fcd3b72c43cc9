import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChapterTypes } from '../../../src/components/Editor/chapterTypes';
import { typesText, TypesStore } from '../../../src/components/Editor/typesStore';
import type { TypeClient } from '../../../src/typing/client';
import type { FileCell } from '../../../src/typing/cellFile';
import type { TypeProblem } from '../../../src/typing/protocol';

const problem = (cell: string, message: string): TypeProblem => ({ cell, message, from: 0, to: 1, line: 1, column: 1, code: 1 });

/** A chapter of two cells, and a checker that answers when the test says so. */
function start(isWelcome = true) {
  const codes: Record<string, string> = { a: '1', b: '2' };
  const listeners = new Set<() => void>();
  const asked: { cells: FileCell[]; answer: (found: TypeProblem[]) => void; fail: (reason: string) => void }[] = [];
  const client = {
    ask: (_: string, cells: FileCell[]) =>
      new Promise((resolve, reject) => {
        asked.push({ cells, answer: resolve, fail: (reason) => reject(new Error(reason)) });
      }),
  } as unknown as TypeClient;
  const session = {
    chapter: { path: 'theory/test', cells: [{ id: 'a' }, { id: 'b' }] },
    state: (id: string) => ({ code: codes[id] }),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => undefined;
    },
  } as never;
  const store = new TypesStore();
  const types = new ChapterTypes({ session, store, client: () => client, isWelcome: () => isWelcome });
  const write = (id: string, code: string) => {
    codes[id] = code;
    for (const listener of listeners) listener();
  };
  const rest = () => vi.advanceTimersByTimeAsync(400);
  return { types, store, asked, write, rest, isHeard: () => listeners.size > 0 };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('ChapterTypes', () => {
  it('does nothing before the first edit', async () => {
    const { types, store, asked, write, rest, isHeard } = start();
    write('a', '11');
    expect(await types.ask({ kind: 'hover', at: { cell: 'a', offset: 0 } })).toBeUndefined();
    await rest();
    expect([asked.length, isHeard(), store.get().status]).toEqual([0, false, 'off']);
  });

  it('does nothing after it where the checker is not welcome', async () => {
    const { types, store, asked, rest, isHeard } = start(false);
    types.typed();
    await rest();
    expect([asked.length, isHeard(), store.get().status]).toEqual([0, false, 'off']);
  });

  it('checks once when the reader rests, and then whatever changes the code', async () => {
    const { types, store, asked, write, rest } = start();
    for (const code of ['x', 'xy', 'xyz']) {
      write('a', code);
      types.typed();
    }
    expect(store.get().status).toBe('loading');
    await rest();
    expect(asked.map(({ cells }) => cells.map(({ code }) => code))).toEqual([['xyz', '2']]);
    asked[0].answer([problem('b', 'no')]);
    await rest();
    expect(store.get().status).toBe('ready');
    expect(typesText(store.get(), 'b', false)).toBe('1 type error');
    expect(store.get().checked.get('a')).toBe('xyz');
    write('b', 'reset');
    await rest();
    expect(asked.length).toBe(2);
  });

  it('drops what was found of an older text, and checks again', async () => {
    const { types, store, asked, write, rest } = start();
    write('a', 'x');
    types.typed();
    await rest();
    write('a', 'xy');
    types.typed();
    await rest();
    expect(asked.length).toBe(1); // one at a time
    asked[0].answer([problem('a', 'of x')]);
    await rest();
    expect(store.get().problems.size).toBe(0);
    expect(asked[1].cells[0].code).toBe('xy');
    asked[1].answer([problem('a', 'of xy')]);
    await rest();
    expect(
      store
        .get()
        .problems.get('a')!
        .map(({ message }) => message),
    ).toEqual(['of xy']);
    expect(asked.length).toBe(2);
  });

  it('says why it failed, and tries again with the next edit', async () => {
    const { types, store, asked, write, rest } = start();
    write('a', 'x');
    types.typed();
    await rest();
    asked[0].fail('offline');
    await rest();
    expect(store.get()).toMatchObject({ status: 'failed', reason: 'offline' });
    expect(typesText(store.get(), 'a', true)).toBe('no type checks');
    expect(asked.length).toBe(1);
    write('a', 'xy');
    types.typed();
    expect(store.get()).toMatchObject({ status: 'loading', reason: undefined });
    await rest();
    asked[1].answer([]);
    await rest();
    expect([store.get().status, typesText(store.get(), 'a', true)]).toEqual(['ready', '']);
  });
});
