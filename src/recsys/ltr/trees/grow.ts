/**
 * Grows one tree leaf by leaf: of all leaves, the one whose best split gains most is split next, until there are as many as allowed. Trees become
 * deep where it pays.
 *
 * H. Shi: Best-first decision tree learning. 2007; G. Ke et al.: LightGBM. NIPS 2017. The rows of a node stand together in one array that is
 * partitioned in place; the histogram of the larger child is the parent's less the smaller child's.
 */
import { MISSING } from './bins';
import { countingUnit, emptyHistogram, fillHistogram, subtractHistogram } from './histogram';
import { SplitSearch } from './split';
import { emptyTree, sliceTree } from './tree';
import type { Binned } from './bins';
import type { Histogram } from './histogram';
import type { LeafLimits, Split, Totals } from './split';
import type { Tree } from './tree';

export interface GrowOptions extends LeafLimits {
  /** Leaves at most. */
  leaves: number;
  /** What every leaf's value is multiplied by. */
  learningRate: number;
}

/** A leaf that may still be split. */
interface Leaf extends Totals {
  node: number;
  /** Its rows are `order[begin]` … `order[end − 1]`. */
  begin: number;
  end: number;
  histogram?: Histogram;
  best?: Split;
}

/** Grows trees on one table, keeping its memory from tree to tree. */
export class Grower {
  private readonly binned: Binned;
  private readonly options: GrowOptions;
  private readonly pool: Histogram[] = [];
  private readonly scratch: Int32Array;
  private unit = 1;

  constructor(binned: Binned, options: GrowOptions) {
    this.binned = binned;
    this.options = options;
    this.scratch = new Int32Array(binned.rows + 1);
  }

  /**
   * Grows a tree on the rows of `order`, which it reorders by leaf, and adds each leaf's value to the scores of its rows.
   *
   * @param gradients gradient and hessian of row r at 2r and 2r + 1
   * @param columns which columns may be asked about, rising
   */
  grow(gradients: Float32Array, order: Int32Array, columns: Int32Array, scores: Float64Array): Tree {
    const tree = emptyTree(2 * this.options.leaves - 1);
    const leaves = [this.root(gradients, order, columns)];
    this.write(tree, leaves[0]);
    while (leaves.length < this.options.leaves) {
      const next = largestGain(leaves);
      if (next < 0) break;
      const [left, right] = this.split(leaves[next], 2 * leaves.length - 1, tree, order);
      leaves.splice(next, 1, left);
      leaves.push(right);
      if (leaves.length < this.options.leaves) this.prepare(leaves[next], right, gradients, order, columns);
    }
    for (const { node, begin, end, histogram } of leaves) {
      if (histogram) this.pool.push(histogram);
      for (let i = begin; i < end; i++) scores[order[i]] += tree.value[node];
    }
    return sliceTree(tree, 0, 2 * leaves.length - 1);
  }

  private root(gradients: Float32Array, order: Int32Array, columns: Int32Array): Leaf {
    let [gradient, hessian] = [0, 0];
    for (let i = 0; i < order.length; i++) {
      gradient += gradients[2 * order[i]];
      hessian += gradients[2 * order[i] + 1];
    }
    const leaf: Leaf = { node: 0, begin: 0, end: order.length, rows: order.length, gradient, hessian };
    this.unit = countingUnit(hessian);
    leaf.histogram = this.take();
    fillHistogram(leaf.histogram, this.unit, this.binned, gradients, order, 0, order.length);
    this.search(leaf, columns);
    return leaf;
  }

  private take(): Histogram {
    return this.pool.pop() ?? emptyHistogram(this.binned.stride);
  }

  private write(tree: Tree, { node, rows, gradient, hessian }: Leaf): void {
    tree.rows[node] = rows;
    tree.hessian[node] = hessian;
    const weight = hessian + this.options.l2;
    tree.value[node] = weight > 0 ? 0 - (gradient / weight) * this.options.learningRate : 0;
  }

  /** Makes a leaf's best split: writes it, divides its rows, and returns the two new leaves, the first in nodes `child` and after. */
  private split(leaf: Leaf, child: number, tree: Tree, order: Int32Array): [Leaf, Leaf] {
    const { column, bin, gain, missingLeft, left } = leaf.best!;
    tree.column[leaf.node] = column;
    tree.threshold[leaf.node] = this.binned.bounds[column][bin] ?? Infinity;
    tree.missingLeft[leaf.node] = missingLeft ? 1 : 0;
    tree.left[leaf.node] = child;
    tree.gain[leaf.node] = gain;
    const middle = this.partition(order, leaf, column, bin, missingLeft);
    const right: Totals = {
      rows: leaf.rows - left.rows,
      gradient: leaf.gradient - left.gradient,
      hessian: leaf.hessian - left.hessian,
    };
    // The parent's histogram goes to whichever child is larger.
    const { histogram } = leaf;
    const a: Leaf = { ...left, node: child, begin: leaf.begin, end: middle, ...(left.rows > right.rows && { histogram }) };
    const b: Leaf = { ...right, node: child + 1, begin: middle, end: leaf.end, ...(left.rows <= right.rows && { histogram }) };
    this.write(tree, a);
    this.write(tree, b);
    return [a, b];
  }

  /** Moves the rows that go left before those that go right, each side in its old order; returns where the right side begins. */
  private partition(order: Int32Array, { begin, end }: Leaf, column: number, bin: number, missingLeft: boolean): number {
    const { bytes, stride } = this.binned;
    const { scratch } = this;
    // Slots turned by one where missing values, the last of them, go left with the first. No branch: which way a row goes is a coin's throw.
    const turn = missingLeft ? 1 : 0;
    const last = bin + turn;
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const row = order[i];
      const goesLeft = (((bytes[4 * stride * row + column] + turn) & MISSING) - last - 1) >>> 31;
      order[left] = row;
      scratch[right] = row;
      left += goesLeft;
      right += 1 - goesLeft;
    }
    for (let i = 0; i < right; i++) order[left + i] = scratch[i];
    return left;
  }

  /** Gives two new leaves their histograms and finds their best splits, unless they are too small for any. */
  private prepare(a: Leaf, b: Leaf, gradients: Float32Array, order: Int32Array, columns: Int32Array): void {
    const [small, large] = a.histogram ? [b, a] : [a, b];
    if (large.rows < 2 * this.options.minData) return;
    small.histogram = this.take();
    fillHistogram(small.histogram, this.unit, this.binned, gradients, order, small.begin, small.end);
    subtractHistogram(large.histogram!, small.histogram);
    this.search(a, columns);
    this.search(b, columns);
  }

  private search(leaf: Leaf, columns: Int32Array): void {
    if (leaf.rows < 2 * this.options.minData) return;
    const search = new SplitSearch(leaf.histogram!, this.unit, leaf, this.options);
    for (let c = 0; c < columns.length; c++) search.search(columns[c], this.binned.bounds[columns[c]].length + 1);
    leaf.best = search.best();
  }
}

/** The leaf whose split gains most, the older of equals; −1 where none can be split. */
function largestGain(leaves: Leaf[]): number {
  let found = -1;
  for (let i = 0; i < leaves.length; i++) {
    const { best, node } = leaves[i];
    if (!best) continue;
    const against = found < 0 ? undefined : leaves[found];
    if (!against || best.gain > against.best!.gain || (best.gain === against.best!.gain && node < against.node)) found = i;
  }
  return found;
}
