import { describe, expect, it } from 'vitest';
import { grown, memoryTable, withSaved } from '../../bench/memoryResult';
import type { Footprint } from '../../bench/tab';

const held: Footprint = { heapMB: 20, nodes: 5000, listeners: 900, workers: 1, workerHeapMB: 100, processMB: 300, tensors: 3 };
const stretch = (more: Partial<Footprint>) => ({
  task: 'cell',
  name: 'runs',
  times: 50,
  before: held,
  after: { ...held, ...more },
});
const found = (more: Partial<Footprint>) => grown({ stretches: [stretch(more)] });

describe('grown', () => {
  it('names a single tensor or worker', () => {
    expect(found({})).toEqual([]);
    expect(found({ tensors: 4, workers: 2 })).toEqual(['runs: tensors 4, was 3 before', 'runs: workers 2, was 1 before']);
  });

  it('names nodes and listeners of which one was left each time', () => {
    expect(found({ nodes: 5049, listeners: 949 })).toEqual([]);
    expect(found({ nodes: 5050, listeners: 950 })).toEqual([
      'runs: nodes 5050, was 5000 before',
      'runs: listeners 950, was 900 before',
    ]);
  });

  it('names heaps that have grown by more than two looks at them differ', () => {
    expect(found({ heapMB: 21.9, workerHeapMB: 102.9 })).toEqual([]);
    expect(found({ heapMB: 22.1, workerHeapMB: 103.1 })).toEqual([
      'runs: workerHeapMB 103.1, was 100.0 before',
      'runs: heapMB 22.1, was 20.0 before',
    ]);
    expect(found({ heapMB: NaN })).toHaveLength(1);
  });

  it('names a process that has grown, WebAssembly and all', () => {
    expect(found({ processMB: 329 })).toEqual([]);
    expect(found({ processMB: 331 })).toEqual(['runs: processMB 331.0, was 300.0 before']);
  });

  it('takes half a minute of a loop for no reason to find a node that is not there', () => {
    expect(grown({ stretches: [{ ...stretch({}), times: 0.5 }] })).toEqual([]);
    expect(grown({ stretches: [{ ...stretch({ nodes: 5001 }), times: 0.5 }] })).toHaveLength(1);
  });

  it('is content with less', () => {
    expect(found({ heapMB: 1, nodes: 1, listeners: 1, workers: 0, workerHeapMB: 1, tensors: 0 })).toEqual([]);
  });
});

describe('withSaved', () => {
  it('keeps what was not done anew on the same machine', () => {
    const of = (task: string, name: string) => ({ ...stretch({}), task, name });
    const saved = { machine: { cores: 2 }, stretches: [of('cell', 'old'), of('loop', 'old')] };
    const fresh = (cores: number) => ({ machine: { cores }, stretches: [of('cell', 'new')] });
    const names = (cores: number) => withSaved(saved, fresh(cores), ['cell', 'loop']).stretches.map(({ name }) => name);
    expect([names(2), names(4)]).toEqual([['new', 'old'], ['new']]);
  });
});

describe('memoryTable', () => {
  it('tells what there was before and after', () => {
    const rows = (text: string) => text.split('\n').filter((each) => each.startsWith('|')).map((each) => each.split('|').length); // prettier-ignore
    const table = memoryTable({ machine: { cores: 2 }, stretches: [stretch({ nodes: 5001 })] });
    expect(table).toContain(
      '| runs | 3 → 3 | 1 → 1 | 100.0 → 100.0 MB | 20.0 → 20.0 MB | 300.0 → 300.0 MB | 5000 → 5001 | 900 → 900 |',
    );
    expect(new Set(rows(table)).size).toBe(1); // a head for each column
  });
});
