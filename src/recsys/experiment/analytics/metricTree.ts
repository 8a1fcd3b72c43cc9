/** Metric trees: a number taken apart into those that make it, and a change in it traced to them. */
import { log1p } from '../../math/functions';

/** A leaf holds a value; a branch is the sum or the product of its children. */
export type MetricNode = { name: string; value: number } | { name: string; of: 'sum' | 'product'; children: MetricNode[] };

/** A node with its values, and what it has to do with the root's change. */
export interface MetricChange {
  name: string;
  before: number;
  after: number;
  /** after − before. */
  change: number;
  /** Part of the root's change that comes through this node; children's contributions sum to their parent's. */
  contribution: number;
  children: MetricChange[];
}

/** The value of a node: leaves as given, branches computed. */
export function metricValue(node: MetricNode): number {
  if (!('of' in node)) {
    if (!Number.isFinite(node.value)) throw new RangeError(`value of '${node.name}' must be a finite number, got ${node.value}`);
    return node.value;
  }
  if (node.children.length === 0) throw new RangeError(`children of '${node.name}' must be at least 1, got 0`);
  const values = node.children.map(metricValue);
  return node.of === 'sum'
    ? values.reduce((sum, value) => sum + value, 0)
    : values.reduce((product, value) => product * value, 1);
}

/**
 * Compares two states of one tree. In a sum a child contributes its change; in a product of positive numbers the shares are those of the
 * logarithms, Δ · ln(after/before of child) / ln(after/before), which leave no rest (logarithmic mean Divisia index). Where a value is not
 * positive, each factor is changed in turn, in the mean over first-to-last and last-to-first.
 *
 *     metricTree(lastMonth, thisMonth)  // { name: 'revenue', change: 1200, children: [{ name: 'users', contribution: 900 … }] }
 *
 * B. Ang: The LMDI approach to decomposition analysis: a practical guide. Energy Policy 2005.
 *
 * @throws RangeError if the trees differ in shape, a branch has no children, or a value is not finite
 */
export function metricTree(before: MetricNode, after: MetricNode = before): MetricChange {
  return trace(before, after, 1);
}

/** `rate`: by how much the root changes for each unit that this node does. */
function trace(before: MetricNode, after: MetricNode, rate: number): MetricChange {
  checkAlike(before, after);
  const from = metricValue(before);
  const to = metricValue(after);
  const node = { name: before.name, before: from, after: to, change: to - from, contribution: rate * (to - from) };
  if (!('of' in before) || !('of' in after)) return { ...node, children: [] };
  const pairs = before.children.map((child, i): [number, number] => [metricValue(child), metricValue(after.children[i])]);
  const rates = before.of === 'sum' ? pairs.map(() => 1) : productRates(pairs, from, to);
  return { ...node, children: before.children.map((child, i) => trace(child, after.children[i], rate * rates[i])) };
}

/** By how much a product changes for each unit that a factor does, so that the changes times these sum to the product's. */
function productRates(pairs: [number, number][], from: number, to: number): number[] {
  if (pairs.every(([x, y]) => x > 0 && y > 0)) {
    const mean = logarithmicMean(from, to);
    return pairs.map(([x, y]) => mean / logarithmicMean(x, y));
  }
  const product = (values: number[]) => values.reduce((all, value) => all * value, 1);
  return pairs.map((_, i) => {
    const inTurn = product(pairs.map(([x, y], j) => (j === i ? 1 : j < i ? y : x)));
    const inReverse = product(pairs.map(([x, y], j) => (j === i ? 1 : j < i ? x : y)));
    return (inTurn + inReverse) / 2;
  });
}

/** (y − x) / ln(y/x), which is x where both are equal. */
function logarithmicMean(x: number, y: number): number {
  return x === y ? x : (y - x) / log1p((y - x) / x);
}

function checkAlike(before: MetricNode, after: MetricNode): void {
  const shape = (node: MetricNode) =>
    'of' in node ? `${node.of} of ${node.children.map((child) => child.name).join(', ')}` : 'leaf';
  if (before.name !== after.name || shape(before) !== shape(after)) {
    throw new RangeError(
      `after must have the shape of before at '${before.name}' (${shape(before)}), got '${after.name}' (${shape(after)})`,
    );
  }
}
