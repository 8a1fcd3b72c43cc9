import { describe, expect, it } from 'vitest';
import { readSteps, savedFrom } from '../../../src/components/figures/steps';
import type { Output } from '../../../src/notebook/types';

const steps = [
  { step: 'visit', count: 1000, conversion: 1 },
  { step: 'clicked', count: 400, conversion: 0.4 },
  { step: 'watched', count: 300, conversion: 0.75 },
];

describe('savedFrom', () => {
  it('leaves the funnel as it is where nobody is saved', () => {
    expect(savedFrom(steps, [0, 0, 0]).map(({ count }) => count)).toEqual([1000, 400, 300]);
  });

  it('passes on those saved at a step at the rates of the steps after it', () => {
    const after = savedFrom(steps, [0, 0.5, 0]);
    expect(after[1].count).toBeCloseTo(700);
    expect(after[2].count).toBeCloseTo(700 * 0.75);
  });

  it('saves everyone if told to', () => {
    expect(savedFrom(steps, [0, 1, 1])[2].count).toBeCloseTo(1000);
  });
});

describe('readSteps', () => {
  it('parts the funnels by unit', () => {
    const table = {
      kind: 'table',
      columns: ['unit', 'step', 'count', 'conversion'].map((name) => ({ name })),
      rows: [
        ['visit', 'a', 10, 1],
        ['person', 'a', 5, 1],
      ],
    } as unknown as Output;
    expect([...readSteps([table]).keys()]).toEqual(['visit', 'person']);
  });

  it('refuses outputs without a funnel', () => {
    expect(() => readSteps([])).toThrow('outputs must hold a table with the columns unit');
  });
});
