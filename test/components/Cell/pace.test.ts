import { describe, expect, it } from 'vitest';
import type { CellState } from '../../../src/components/Cell/cellState';
import { paceOf } from '../../../src/components/Cell/pace';
import { statusText } from '../../../src/components/Cell/status';
import type { ProgressOutput } from '../../../src/notebook/types';

const bar = (done: number, total = 10, label = 'epoch'): ProgressOutput => ({
  kind: 'progress',
  label,
  done,
  total,
  history: [],
});

const running = (state: Partial<CellState>): CellState => ({
  ...{ code: '', edited: false, outputs: [], inputs: {}, alive: false },
  ...state,
  status: 'running',
});

describe('paceOf(outputs, before, elapsed)', () => {
  it('counts from where a bar was first seen', () => {
    const first = paceOf([bar(1)], undefined, 3000);
    expect(first).toEqual({ label: 'epoch', done: 1, after: 3000 });
    expect(paceOf([bar(5)], first, 4000)).toBe(first);
  });

  it('counts anew for another bar, and for one that began anew', () => {
    const first = paceOf([bar(4)], undefined, 1000);
    expect(paceOf([bar(10), bar(0, 5, 'query')], first, 2000)).toEqual({ label: 'query', done: 0, after: 2000 });
    expect(paceOf([bar(1)], first, 2000)).toEqual({ label: 'epoch', done: 1, after: 2000 });
    expect(paceOf([bar(10)], first, 2000)).toBeUndefined();
  });
});

describe('the words of a run under way', () => {
  it.each([
    ['fast', 1100, 'epoch 5 of 10 · 40 per s · 0.1 s left'],
    ['steady', 2000, 'epoch 5 of 10 · 4.0 per s · 1.3 s left'],
    ['slow', 21_000, 'epoch 5 of 10 · 5.0 s each · 25 s left'],
  ])('tell rate and remaining time of a %s loop, without what came before it', (_, elapsed, words) => {
    expect(statusText(running({ outputs: [bar(5)], pace: { label: 'epoch', done: 1, after: 1000 } }), elapsed)).toBe(words);
  });

  it('tell what tensors take, to the eye only', () => {
    const state = running({ memory: { tensors: 12, bytes: 1_200_000, backend: 'wasm' } });
    expect(statusText(state, 1500)).toBe('running · 1.5 s · 12 tensors, 1.2 MB · wasm');
    expect(statusText(state)).toBe('running');
  });

  it('guess nothing from a single report', () => {
    expect(statusText(running({ outputs: [bar(1)], pace: { label: 'epoch', done: 1, after: 1000 } }), 1500)).toBe(
      'epoch 1 of 10 · 1.5 s',
    );
  });
});

describe('the words of a run that is over', () => {
  it('tell whoever edited a cell and sees nothing what would show it', () => {
    const done: CellState = { ...running({ cost: { ms: 5 }, alive: true }), status: 'done' };
    expect(statusText({ ...done, edited: true })).toBe('0.01 s · nothing shown: display(…) shows a value');
    expect([statusText(done), statusText({ ...done, edited: true, outputs: [bar(1)] })]).toEqual(['0.01 s', '0.01 s']);
  });
});
