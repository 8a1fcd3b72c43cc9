import { describe, expect, it } from 'vitest';
import { nudged, readLeaves } from '../../../src/components/figures/tree';

const leaf = (name: string, before: number, after = before) => ({ leaf: name, before, after });
const leaves = [
  leaf('new', 10),
  leaf('back', 20),
  leaf('stayed', 70),
  leaf('visits a person', 5),
  leaf('films a visit', 1.2),
  leaf('hours a film', 1.5),
];

describe('nudged', () => {
  it('multiplies people, visits, films and hours', () => {
    expect(nudged(leaves, {}).before).toBeCloseTo(100 * 5 * 1.2 * 1.5);
    expect(nudged(leaves, {}).change).toBe(0);
  });

  it('carries a factor’s per cent whole to the root, and a summand’s by its share', () => {
    expect(nudged(leaves, { 'films a visit': 10 }).after / 900).toBeCloseTo(1.1);
    expect(nudged(leaves, { new: 10 }).after / 900).toBeCloseTo(1.01);
  });

  it('splits the root’s change among the leaves without a rest', () => {
    const root = nudged(leaves, { new: 30, 'visits a person': -20, 'hours a film': 5 });
    const ends = root.children.flatMap((node) => (node.children.length ? node.children : [node]));
    expect(ends.reduce((sum, node) => sum + node.contribution, 0)).toBeCloseTo(root.change);
  });
});

describe('readLeaves', () => {
  it('refuses outputs without leaves', () => {
    expect(() => readLeaves([])).toThrow('outputs must hold a table with the columns leaf, before and after');
  });
});
