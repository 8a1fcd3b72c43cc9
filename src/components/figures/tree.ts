/** The metric tree of product analytics: leaves from a saved output, nudged, and traced to the root. */
import { metricTree } from '../../recsys/experiment/analytics/metricTree';
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
  for (const output of outputs) {
    if (output.kind !== 'table') continue;
    const places = ['leaf', 'before', 'after'].map((name) => output.columns.findIndex((column) => column.name === name));
    if (places.some((place) => place < 0)) continue;
    return output.rows.map((row) => {
      const [leaf, before, after] = places.map((place) => row[place]);
      return { leaf: String(leaf), before: Number(before), after: Number(after) };
    });
  }
  throw new RangeError('outputs must hold a table with the columns leaf, before and after');
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
