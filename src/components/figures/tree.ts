/** The metric tree of product analytics: leaves from a saved output, nudged, and traced to the root. */
import { metricTree } from '../../recsys/experiment/analytics/metricTree';
import { rowsWith } from './savedOutputs';
import type { MetricChange, MetricNode } from '../../recsys/experiment/analytics/metricTree';
import type { Output } from '../../notebook/types';

/** A leaf in the two windows that are compared. */
export interface Leaf {
  leaf: string;
  before: number;
  after: number;
}

/**
 * Reads the leaves from a cell's saved outputs: a table with the columns leaf, before and after.
 *
 * @throws RangeError if there is none
 */
export function readLeaves(outputs: Output[]): Leaf[] {
  return rowsWith(outputs, ['leaf', 'before', 'after'], 'leaf, before and after').map(([leaf, before, after]) => ({
    leaf: String(leaf),
    before: Number(before),
    after: Number(after),
  }));
}

/** Kinds of people add up; how often, how many and how long multiply. */
const PEOPLE = ['new', 'back', 'stayed'];

/** hours = (new + back + stayed) · visits a person · films a visit · hours a film, from a value for each leaf. */
export function hoursTree(leaves: Leaf[], valueOf: (leaf: Leaf) => number): MetricNode {
  const nodes = leaves.map((leaf) => ({ name: leaf.leaf, value: valueOf(leaf) }));
  const people: MetricNode = { name: 'people', of: 'sum', children: nodes.filter(({ name }) => PEOPLE.includes(name)) };
  const rest = nodes.filter(({ name }) => !PEOPLE.includes(name));
  return { name: 'hours watched', of: 'product', children: [people, ...rest] };
}

/** The change from the earlier window to the later one, its leaves moved by so many per cent. */
export function nudged(leaves: Leaf[], percents: Record<string, number>): MetricChange {
  return metricTree(
    hoursTree(leaves, ({ before }) => before),
    hoursTree(leaves, ({ leaf, after }) => after * (1 + (percents[leaf] ?? 0) / 100)),
  );
}
