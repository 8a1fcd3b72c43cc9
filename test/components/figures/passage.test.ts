import { describe, expect, it } from 'vitest';
import { layEndToEnd, readPassages } from '../../../src/components/figures/passage';
import type { Output } from '../../../src/notebook/types';

const output: Output = {
  kind: 'table',
  columns: ['request', 'stage', 'ms', 'note'].map((name) => ({ name, type: 'text' as const })),
  rows: [
    ['known', 'seen', 1, ''],
    ['known', 'rank', 20, 'timeout'],
    ['known', 'total', 25, ''],
    ['stranger', 'rules', 2, ''],
    ['stranger', 'total', 2, ''],
  ],
  total: 5,
};

describe('readPassages', () => {
  it('gathers the stages of each request, and takes its total apart', () => {
    const [known, stranger] = readPassages([output]);
    expect(known).toEqual({
      request: 'known',
      total: 25,
      stages: [
        { stage: 'seen', ms: 1, note: '' },
        { stage: 'rank', ms: 20, note: 'timeout' },
      ],
    });
    expect(stranger.total).toBe(2);
    expect(() => readPassages([])).toThrow('outputs must hold a table with the columns request, stage, ms, note');
  });
});

describe('layEndToEnd', () => {
  it('begins each stage where the one before ends, and keeps what lies outside', () => {
    const [known, stranger] = readPassages([output]);
    expect(layEndToEnd(known)).toEqual({ starts: [0, 1], rest: 4 });
    expect(layEndToEnd(stranger).rest).toBe(0);
  });
});
