import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/notebook/graph';
import type { GraphCell } from '../../src/notebook/graph';
import { hashSource, staleCells } from '../../src/notebook/stale';
import type { RunRecord } from '../../src/notebook/stale';

const cell = (
  id: string,
  { declares = [], reads = [], assigns = [], mutates = [] }: Partial<Record<string, string[]>>,
): GraphCell => ({
  id,
  analysis: { declares, reads, mutates, imports: [], assigns: assigns.map((name, i) => ({ name, line: i + 2, column: 3 })) },
});

const chapter = [
  cell('load', { declares: ['data1'] }),
  cell('split', { declares: ['train', 'test'], reads: ['data1', 'display'] }),
  cell('fit', { declares: ['model'], reads: ['train'] }),
  cell('aside', { declares: ['x'] }),
  cell('score', { reads: ['model', 'test'] }),
];

describe('buildGraph(cells)', () => {
  it('knows owners, direct and all needs, and dependents, in the notebook’s order', () => {
    const graph = buildGraph(chapter);
    expect(graph.order).toEqual(['load', 'split', 'fit', 'aside', 'score']);
    expect(graph.owners.get('test')).toBe('split');
    expect(graph.owners.has('display')).toBe(false);
    expect(graph.directNeeds('score')).toEqual(['split', 'fit']);
    expect(graph.needs('score')).toEqual(['load', 'split', 'fit']);
    expect(graph.needs('aside')).toEqual([]);
    expect(graph.dependents('load')).toEqual(['split', 'fit', 'score']);
    expect(graph.dependents('aside')).toEqual([]);
    expect(graph.needs('unknown')).toEqual([]);
    expect(graph.problems).toEqual([]);
  });

  it('makes a cell that mutates a name a need of later readers, and not of earlier ones', () => {
    const graph = buildGraph([
      cell('make', { declares: ['list'] }),
      cell('before', { reads: ['list'] }),
      cell('grow', { reads: ['list'], mutates: ['list'] }),
      cell('grow2', { mutates: ['list'] }),
      cell('after', { reads: ['list'] }),
    ]);
    expect(graph.directNeeds('before')).toEqual(['make']);
    expect(graph.directNeeds('grow')).toEqual(['make']);
    expect(graph.directNeeds('grow2')).toEqual(['make', 'grow']);
    expect(graph.directNeeds('after')).toEqual(['make', 'grow', 'grow2']);
    expect(graph.problems).toEqual([]);
  });

  it('does not take a mutated global for a cell’s name', () => {
    expect(
      buildGraph([cell('a', { mutates: ['console'], reads: ['console'] }), cell('b', { reads: ['console'] })]).needs('b'),
    ).toEqual([]);
  });

  it('refuses an assignment to another cell’s name, at its place', () => {
    const { problems } = buildGraph([
      cell('fit', { declares: ['model'] }),
      cell('use', { reads: ['model'], assigns: ['model', 'fresh'] }),
    ]);
    expect(problems).toEqual([
      { cell: 'use', message: '`model` belongs to cell [fit]; only that cell may assign it', line: 2, column: 3 },
    ]);
  });

  it('refuses a name that two cells declare, naming both', () => {
    const { problems, owners } = buildGraph([cell('a', { declares: ['x'] }), cell('b', { declares: ['x'] })]);
    expect(problems).toEqual([{ cell: 'b', message: '`x` is declared by cells [a] and [b]: rename one of them' }]);
    expect(owners.get('x')).toBe('a');
  });

  it('refuses a name that only a later cell declares', () => {
    const graph = buildGraph([cell('a', { reads: ['x'] }), cell('b', { declares: ['x'] })]);
    expect(graph.problems).toEqual([
      { cell: 'a', message: '`x` is declared by the later cell [b]: a cell sees only what stands above it' },
    ]);
    expect(graph.needs('a')).toEqual([]);
  });

  it('has needs that are closed, come earlier, and mirror dependents, for any cells', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const some = fc.subarray(names);
    const cells = fc.array(fc.record({ declares: some, reads: some, mutates: some, assigns: some }), { maxLength: 8 });
    fc.assert(
      fc.property(cells, (parts) => {
        const graph = buildGraph(parts.map((part, i) => cell(`c${i}`, part)));
        for (const [at, id] of graph.order.entries()) {
          const needs = graph.needs(id);
          for (const need of needs) {
            expect(graph.order.indexOf(need)).toBeLessThan(at);
            expect(needs).toEqual(expect.arrayContaining(graph.needs(need)));
            expect(graph.dependents(need)).toContain(id);
          }
          for (const dependent of graph.dependents(id)) expect(graph.needs(dependent)).toContain(id);
          expect(needs).toEqual(expect.arrayContaining(graph.directNeeds(id)));
        }
      }),
      { seed: 1 },
    );
  });
});

describe('staleCells(graph, current, records, original)', () => {
  const graph = buildGraph(chapter);
  const original = Object.fromEntries(graph.order.map((id) => [id, `${id}-0`]));
  const saved = Object.fromEntries(graph.order.map((id): [string, RunRecord] => [id, { hash: `${id}-0`, run: 'saved' }]));
  const ran = (id: string, run: number, edit = 0): Record<string, RunRecord> => ({ [id]: { hash: `${id}-${edit}`, run } });
  const stale = (current: Record<string, string>, records: Record<string, RunRecord | undefined>) =>
    Object.fromEntries(
      [...staleCells(graph, { ...original, ...current }, records, original)].map(([id, { reason, cause }]) => [
        id,
        `${reason} ${cause}`,
      ]),
    );

  it('finds nothing stale as published', () => {
    expect(stale({}, saved)).toEqual({});
  });

  it('marks an edited cell and all that need it, with the cause', () => {
    expect(stale({ split: 'split-1' }, saved)).toEqual({
      split: 'edited split',
      fit: 'need-edited split',
      score: 'need-edited split',
    });
  });

  it('takes the marks back when the edit is undone', () => {
    expect(stale({ split: 'split-0' }, { ...saved, ...ran('split', 1) })).toEqual({});
  });

  it('keeps saved outputs when their needs run as published', () => {
    expect(stale({}, { ...saved, ...ran('load', 1), ...ran('split', 2), ...ran('fit', 3) })).toEqual({});
  });

  it('marks what was not run again after an edited need was', () => {
    const records = { ...saved, ...ran('load', 1), ...ran('split', 2, 1) };
    expect(stale({ split: 'split-1' }, records)).toEqual({ fit: 'need-edited split', score: 'need-edited split' });
    expect(stale({ split: 'split-1' }, { ...records, ...ran('fit', 3) })).toEqual({ score: 'need-edited split' });
    expect(stale({ split: 'split-1' }, { ...records, ...ran('fit', 3), ...ran('score', 4) })).toEqual({});
  });

  it('marks what ran on an edit that was then undone without a run', () => {
    const records = { ...saved, ...ran('load', 1), ...ran('split', 2, 1), ...ran('fit', 3) };
    expect(stale({ split: 'split-0' }, records)).toEqual({
      split: 'edited split',
      fit: 'need-edited split',
      score: 'need-edited split',
    });
  });

  it('marks a run cell when a need runs again after it', () => {
    const records = { ...saved, ...ran('load', 1), ...ran('split', 2), ...ran('fit', 3), ...ran('score', 4) };
    expect(stale({}, records)).toEqual({});
    expect(stale({}, { ...records, ...ran('fit', 5) })).toEqual({ score: 'need-reran fit' });
    expect(stale({}, { ...records, ...ran('load', 5) })).toEqual({
      split: 'need-reran load',
      fit: 'need-reran load',
      score: 'need-reran load',
    });
  });

  it('does not mark a cell without outputs', () => {
    expect(stale({ load: 'load-1' }, { load: saved.load })).toEqual({ load: 'edited load' });
  });

  it('takes any run of a need for a change when the published code is not known', () => {
    expect([...staleCells(graph, original, { ...saved, ...ran('fit', 1) }).keys()]).toEqual(['score']);
  });
});

describe('hashSource(source)', () => {
  it('is the same for the same source and differs for others', () => {
    expect(hashSource('const a = 1;')).toBe(hashSource('const a = 1;'));
    expect(hashSource('')).toMatch(/^[0-9a-f]{16}$/);
    const hashes = new Set(Array.from({ length: 20_000 }, (_, i) => hashSource(`const a = ${i};`)));
    expect(hashes.size).toBe(20_000);
    expect(hashSource('ab')).not.toBe(hashSource('ba'));
  });
});
