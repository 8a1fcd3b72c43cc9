import { describe, expect, it } from 'vitest';
import type { CellState } from '../../../src/components/Cell/cellState';
import type { Line } from '../../../src/components/Cell/runQueue';
import type { Session } from '../../../src/components/Cell/session';
import { watchWork } from '../../../src/components/Desk/watch';
import { Work } from '../../../src/components/Desk/work';

/** A chapter whose queue the test moves by hand. */
function fakeSession(titles: Record<string, string>) {
  const listeners = new Set<() => void>();
  const states: Record<string, Partial<CellState>> = {};
  const session = {
    line: { waiting: [] } as Line,
    chapter: { path: 'theory/test', cells: Object.entries(titles).map(([id, title]) => ({ id, title })) },
    state: (id: string) => ({ outputs: [], status: 'done', ...states[id] }),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const move = (line: Line, changed: typeof states = {}) => {
    Object.assign(states, changed);
    session.line = line;
    for (const listener of listeners) listener();
  };
  return { session: session as unknown as Session, move };
}

function start(titles: Record<string, string>, page = { title: 'Metrics', hidden: false }) {
  const { session, move } = fakeSession(titles);
  const said: string[] = [];
  const work = new Work({ sessions: () => [session], onOpen: () => () => undefined });
  watchWork(work, page, (sentence) => said.push(sentence));
  return { move, said, page, work };
}

const two = { a: 'Split', b: 'Fit' };

describe('watchWork', () => {
  it('says of one run that it began and how it ended, and nothing of its epochs', () => {
    const { move, said, page } = start(two);
    const bar = (done: number) =>
      ({ a: { outputs: [{ kind: 'progress', label: 'epoch', done, total: 8, history: [] }] } }) as never;
    move({ running: 'a', waiting: [] });
    for (const done of [1, 2, 3]) move({ running: 'a', waiting: [] }, bar(done));
    expect(page.title).toBe('▶ 37 % · Metrics');
    move({ waiting: [] }, { a: { outputs: [], cost: { ms: 2400 } } });
    expect(said).toEqual(['Running: Split.', 'Split: done in 2.4 s.']);
    expect(page.title).toBe('Metrics');
  });

  it('says of several how many they are, which of them went wrong, and that all are over', () => {
    const { move, said, page } = start(two, { title: 'Metrics', hidden: true });
    move({ running: 'a', waiting: ['b'] });
    expect(page.title).toBe('▶ 2 cells · Metrics');
    const error = { kind: 'error', name: 'TypeError', message: 'no' } as const;
    move({ running: 'b', waiting: [] }, { a: { status: 'failed', outputs: [error] } });
    move({ waiting: [] });
    expect(said).toEqual(['Running 2 cells.', 'Split: failed. no', '2 cells ran, 1 of them not to the end.']);
    expect(page.title).toBe('✕ Metrics');
  });

  it('says nothing of a chapter that is opened and does nothing', () => {
    const { move, said } = start(two);
    move({ waiting: [] });
    expect(said).toEqual([]);
  });

  it('tells the verdict on an exercise', () => {
    const { move, said } = start(two);
    const check = { kind: 'check', exercise: 'e', of: 'attempt', passed: false, message: 'dcg of [] must be 0' } as const;
    move({ running: 'b', waiting: [] });
    move({ waiting: [] }, { b: { outputs: [check] } });
    expect(said.at(-1)).toBe('Fit: not yet. dcg of [] must be 0');
  });

  it('marks the end in the title of a page that nobody sees', () => {
    const { move, page } = start(two, { title: 'Metrics', hidden: true });
    move({ running: 'a', waiting: [] });
    move({ waiting: [] });
    expect(page.title).toBe('✓ Metrics');
    move({ running: 'b', waiting: [] });
    expect(page.title).toBe('▶ Metrics');
  });
});

describe('Work', () => {
  it('is the same list until a cell begins, ends or moves up', () => {
    const { move, work } = start(two);
    const line = { running: 'a', waiting: ['b'] };
    move(line);
    const jobs = work.get();
    expect(jobs.map(({ title, isRunning }) => [title, isRunning])).toEqual([
      ['Split', true],
      ['Fit', false],
    ]);
    move(line, { a: { cost: { ms: 1 } } });
    expect(work.get()).toBe(jobs);
    move({ running: 'b', waiting: [] });
    expect(work.get()).not.toBe(jobs);
  });
});
