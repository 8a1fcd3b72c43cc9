import { describe, expect, it } from 'vitest';
import type { CellOutputs, ValueNode } from '../../src/notebook/types';
import { valueAt } from '../../src/notebook/valueAt';

const number = (value: number): ValueNode => ({ type: 'leaf', of: 'number', value });
const branch = (entries: Record<string, ValueNode>, shape: 'record' | 'list' = 'record'): ValueNode => ({
  type: 'branch',
  name: '',
  shape,
  entries: Object.entries(entries),
  more: 0,
});

const outputs: CellOutputs = {
  outputs: [
    { kind: 'text', stream: 'log', text: 'als.ndcg 9' },
    {
      kind: 'value',
      tree: branch({ als: branch({ ndcg: number(0.37), 'k=0.5': number(1) }), list: branch({ 0: number(7) }, 'list') }),
    },
    {
      kind: 'table',
      columns: [
        { name: 'model', type: 'text' },
        { name: 'ndcg', type: 'number' },
        { name: 'at 0.5', type: 'number' },
      ],
      rows: [
        ['Popularity', 0.2, 1],
        ['v1.5', 0.3, { special: 'NaN' }],
        [5, null, 2],
      ],
      total: 3,
    },
    {
      kind: 'progress',
      label: 'epoch',
      done: 3,
      total: 4,
      history: [
        { at: 2, values: { loss: 2 } },
        { at: 3, values: { loss: 0.5 } },
      ],
    },
  ],
};

describe('valueAt(outputs, path)', () => {
  it.each([
    ['als.ndcg', 0.37],
    ['als.k=0.5', 1],
    ['list.0', 7],
    ['Popularity.ndcg', 0.2],
    ['Popularity.model', 'Popularity'],
    ['Popularity.at 0.5', 1],
    ['v1.5.ndcg', 0.3],
    ['v1.5.at 0.5', { special: 'NaN' }],
    ['0.ndcg', 0.2],
    ['5.at 0.5', 2],
    ['2.ndcg', null],
    ['loss', 0.5],
    ['done', 3],
  ])('reads %s', (path, value) => {
    expect(valueAt(outputs, path)).toEqual(value);
  });

  it('reads a bare value by the empty path', () => {
    expect(valueAt({ outputs: [{ kind: 'value', tree: number(4) }] }, '')).toBe(4);
  });

  it.each([
    ['als.recall', 'no value at `als.recall`: under `als` are ndcg, k=0.5'],
    ['als', 'no value at `als`: under `als` are ndcg, k=0.5'],
    ['als.ndcg.deep', 'no value at `als.ndcg.deep`: under `als.ndcg` is nothing'],
    ['Popularity.recall', 'no value at `Popularity.recall`: under `Popularity` are model, ndcg, at 0.5'],
  ])('says what there is in place of %s', (path, message) => {
    expect(() => valueAt(outputs, path)).toThrow(message);
  });

  it('says what there is at the top, and when there is nothing', () => {
    expect(() => valueAt({ outputs: [outputs.outputs[1]] }, 'elsa.x')).toThrow('no value at `elsa.x`: there are als, list');
    expect(() => valueAt({ outputs: [outputs.outputs[0]] }, 'a')).toThrow('the cell shows no value, table or progress');
  });
});
