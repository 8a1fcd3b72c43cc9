/**
 * TreeSHAP: each feature's share in one prediction, its Shapley value, exact and in polynomial time.
 *
 * The game: a coalition S of known features is worth what the tree predicts when at every question about a feature outside S both ways are
 * taken, weighted by the rows of training that went there. A feature's share is what it adds to a coalition, on average over the orders in which
 * features can become known. Instead of 2^M coalitions, the walk down the tree carries how many of each size take the present path.
 *
 * S. Lundberg, G. Erion, S.-I. Lee: Consistent individualized feature attribution for tree ensembles. arXiv 1802.03888, 2018, algorithm 2;
 * S. Lundberg et al.: From local explanations to global understanding with explainable AI for trees. Nature Machine Intelligence 2, 2020.
 */
import { nextNode } from './tree';
import type { Tree } from './tree';

/** The features on the way to a node: for each, what share of coalitions without and with it comes by, and the weight of each size. */
interface Path {
  /** The feature of each entry; −1 for the first, which stands for none. */
  features: number[];
  /** z: the share of rows that comes by when the feature is unknown. */
  zeros: number[];
  /** o: 1 if the row itself comes by, else 0. */
  ones: number[];
  /** w: the weight of the coalitions of each size. */
  weights: number[];
}

/** EXTEND: the path with one more feature. */
function extend({ features, zeros, ones, weights }: Path, zero: number, one: number, feature: number): Path {
  const length = features.length;
  const extended = [...weights, length === 0 ? 1 : 0];
  for (let i = length - 1; i >= 0; i--) {
    extended[i + 1] += (one * extended[i] * (i + 1)) / (length + 1);
    extended[i] = (zero * extended[i] * (length - i)) / (length + 1);
  }
  return { features: [...features, feature], zeros: [...zeros, zero], ones: [...ones, one], weights: extended };
}

/** UNWIND: the path as if the feature at `index` had not been met. */
function unwind({ features, zeros, ones, weights }: Path, index: number): Path {
  const last = features.length - 1;
  const one = ones[index];
  const zero = zeros[index];
  const unwound = weights.slice(0, last);
  let next = weights[last];
  for (let i = last - 1; i >= 0; i--) {
    if (one !== 0) {
      const before = unwound[i];
      unwound[i] = (next * (last + 1)) / ((i + 1) * one);
      next = before - (unwound[i] * zero * (last - i)) / (last + 1);
    } else unwound[i] = (unwound[i] * (last + 1)) / (zero * (last - i));
  }
  const without = (values: number[]) => values.filter((_, i) => i !== index);
  return { features: without(features), zeros: without(zeros), ones: without(ones), weights: unwound };
}

/**
 * Adds the contributions of a row's features to the tree's prediction for it. Together with `expectedValue` they sum to that prediction.
 *
 * @param into by column
 */
export function addContributions(tree: Tree, row: ArrayLike<number>, into: Float64Array): void {
  const walk = (node: number, before: Path, zero: number, one: number, feature: number): void => {
    let path = extend(before, zero, one, feature);
    const column = tree.column[node];
    if (column < 0) {
      for (let i = 1; i < path.features.length; i++) {
        const weight = unwind(path, i).weights.reduce((sum, w) => sum + w, 0);
        into[path.features[i]] += weight * (path.ones[i] - path.zeros[i]) * tree.value[node];
      }
      return;
    }
    const hot = nextNode(tree, node, row[column]);
    const cold = 2 * tree.left[node] + 1 - hot;
    // A feature asked about again counts once: what was said of it before is taken back, and joined to what is said now.
    let [ownZero, ownOne] = [1, 1];
    const met = path.features.indexOf(column);
    if (met >= 0) {
      [ownZero, ownOne] = [path.zeros[met], path.ones[met]];
      path = unwind(path, met);
    }
    walk(hot, path, (ownZero * tree.rows[hot]) / tree.rows[node], ownOne, column);
    walk(cold, path, (ownZero * tree.rows[cold]) / tree.rows[node], 0, column);
  };
  walk(0, { features: [], zeros: [], ones: [], weights: [] }, 1, 1, -1);
}

/** What a tree predicts when nothing is known: the mean of its leaves by rows of training. */
export function expectedValue({ column, rows, value }: Tree): number {
  let sum = 0;
  for (let node = 0; node < column.length; node++) if (column[node] < 0) sum += rows[node] * value[node];
  return sum / rows[0];
}
