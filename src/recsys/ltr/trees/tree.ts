/** A grown tree: its arrays, how it predicts, and how a person reads it. */

/**
 * A tree as columns by node. Node 0 is the root; split s made the nodes 2s + 1 (left) and 2s + 2 (right), so the first 2s + 1 nodes are the
 * tree as it was after s splits.
 */
export interface Tree {
  /** The column asked about; −1 for a leaf. */
  column: Int32Array;
  /** Values up to it go left. */
  threshold: Float64Array;
  /** 1 where rows without a value go left, 0 where they go right. */
  missingLeft: Int32Array;
  /** The left child; the right one stands after it. −1 for a leaf. */
  left: Int32Array;
  /** By how much the split lowered the loss, to second order; 0 for a leaf. */
  gain: Float64Array;
  /** Rows of training that came here. */
  rows: Int32Array;
  /** The sum of their hessians. */
  hessian: Float64Array;
  /** What a leaf adds to the score; of another node, what it would add if it were one. */
  value: Float64Array;
}

/** The fields of a tree, each an array over its nodes. */
export const TREE_FIELDS = ['column', 'threshold', 'missingLeft', 'left', 'gain', 'rows', 'hessian', 'value'] as const;

/** A tree of so many nodes, all of them leaves still. */
export function emptyTree(nodes: number): Tree {
  return {
    column: new Int32Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    missingLeft: new Int32Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    gain: new Float64Array(nodes),
    rows: new Int32Array(nodes),
    hessian: new Float64Array(nodes),
    value: new Float64Array(nodes),
  };
}

/** The nodes `begin` … `end − 1`, as views. */
export function sliceTree(tree: Tree, begin: number, end: number): Tree {
  return Object.fromEntries(TREE_FIELDS.map((field) => [field, tree[field].subarray(begin, end)])) as unknown as Tree;
}

/** The child to which a value goes. */
export function nextNode({ threshold, missingLeft, left }: Tree, node: number, value: number): number {
  const goesLeft = value === value ? value <= threshold[node] : missingLeft[node] === 1;
  return goesLeft ? left[node] : left[node] + 1;
}

/** Adds to each row's score the value of its leaf. */
export function addTree(tree: Tree, features: Float32Array, columns: number, scores: Float64Array): void {
  const { column, threshold, missingLeft, left, value } = tree;
  for (let row = 0; row < scores.length; row++) {
    let node = 0;
    while (column[node] >= 0) {
      const x = features[row * columns + column[node]];
      const right = x === x ? (x <= threshold[node] ? 0 : 1) : 1 - missingLeft[node];
      node = left[node] + right;
    }
    scores[row] += value[node];
  }
}

/** A node as a person reads it. */
export interface TreeNode {
  /** Its place in the list: 0 is the root, and split s made the nodes 2s + 1 and 2s + 2. */
  id: number;
  /** Its distance from the root. */
  depth: number;
  /** Rows of training that came here. */
  rows: number;
  /** The sum of their hessians: the weight of the node. */
  hessian: number;
  /** What a leaf adds to the score; of another node, what it would add if it were one. */
  value: number;
  /** What it asks, unless it is a leaf. */
  split?: {
    column: number;
    /** The column's name, where the table had names. */
    name?: string;
    /** Values up to it go left. */
    threshold: number;
    /** Where rows without a value go. */
    missing: 'left' | 'right';
    /** By how much it lowered the loss, to second order. */
    gain: number;
    left: number;
    right: number;
  };
}

/** The nodes of a tree, in the order in which they were made. */
export function readTree(tree: Tree, names?: readonly string[]): TreeNode[] {
  const depth = new Int32Array(tree.column.length);
  return Array.from(tree.column, (column, id) => {
    const node = { id, depth: depth[id], rows: tree.rows[id], hessian: tree.hessian[id], value: tree.value[id] };
    if (column < 0) return node;
    const left = tree.left[id];
    depth[left] = depth[left + 1] = depth[id] + 1;
    const missing = tree.missingLeft[id] === 1 ? 'left' : 'right';
    const split = { column, threshold: tree.threshold[id], missing, gain: tree.gain[id], left, right: left + 1 } as const;
    return { ...node, split: names ? { ...split, name: names[column] } : split };
  });
}
