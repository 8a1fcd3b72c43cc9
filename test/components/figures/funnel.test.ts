import { describe, expect, it } from 'vitest';
import { cost, reached, readFunnel } from '../../../src/components/figures/funnel';

const step = { candidates: 100, recall: 0.4, ceiling: 0.5, unranked: 0.1 };

describe('reached', () => {
  it('runs from the first stage’s order to the ceiling, and not beyond', () => {
    expect(reached(step, 0)).toBe(0.1);
    expect(reached(step, 0.5)).toBeCloseTo(0.3);
    expect(reached(step, 1)).toBe(0.5);
  });
});

describe('cost', () => {
  it('scores the catalogue cheaply and the candidates dearly', () => {
    expect(cost(3000, 100, { cheap: 0.05, dear: 50 })).toEqual([150, 5000]);
  });
});

describe('readFunnel', () => {
  it('reads the columns by name', () => {
    const columns = ['candidates', 'recall', 'ranked', 'ceiling', 'unranked'].map((name) => ({ name, type: 'number' as const }));
    const rows = [[100, 0.4, 0.2, 0.5, 0.1]];
    expect(readFunnel([{ kind: 'table', columns, rows, total: 1 }])).toEqual([step]);
  });

  it('refuses outputs without the table', () => {
    expect(() => readFunnel([])).toThrow('outputs must hold a table with the columns candidates, recall, ceiling, unranked');
  });
});
