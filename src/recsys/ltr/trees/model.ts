/** A fitted ensemble of trees: it predicts, explains itself, and fits in one buffer. */
import { checkIndex, checkOneOf } from '../../math/check';
import { packModel, unpackModel } from '../../math/buffer';
import { checkFeatures } from '../table';
import { encodeCategories } from './targetStatistics';
import { addTree, readTree, sliceTree, TREE_FIELDS } from './tree';
import { addContributions, expectedValue } from './treeShap';
import type { ModelArray, ModelParts } from '../../math/buffer';
import type { FeatureRanker } from '../featureRanker';
import type { TargetStatistics } from './targetStatistics';
import type { Tree, TreeNode } from './tree';

/** Why a row was predicted what it was: `base` and `values` sum to the prediction. */
export interface Contributions {
  /** The prediction when nothing is known of the row. */
  base: number;
  /** What each column adds to it, by column: its Shapley value. */
  values: Float64Array;
}

/** How the importance of a column is counted: the gains of its splits, or their number. */
export type Importance = 'gain' | 'split';

/** Boosted trees. */
export interface Trees extends FeatureRanker {
  /** How many columns a row has. */
  columns: number;
  /** How many trees there are. */
  trees: number;
  /** The score before the first tree. */
  base: number;
  /** The columns' names, where the table had them. */
  names?: string[];
  /**
   * One score per row: the sum of the trees. It is the value itself for `l2`, the log-odds for `logistic` (`sigmoid` makes them a
   * probability), and something to sort by for ranking.
   *
   * @param features rows × columns, row after row; NaN where a value is missing
   */
  predict(features: Float32Array, rows: number, columns: number, options?: { trees?: number }): Float32Array;
  /** Why this row is predicted what it is, by TreeSHAP. */
  contributions(row: ArrayLike<number>): Contributions;
  /** The importance of each column over all trees; `gain` by default. */
  importance(kind?: Importance): Float64Array;
  /** The nodes of one tree, in the order in which they were made. */
  nodes(tree: number): TreeNode[];
  /** The whole model in one buffer; `gbdt.fromBuffer` and `lambdaMart.fromBuffer` read it back. */
  toBuffer(): ArrayBuffer;
}

/** What a fitted ensemble consists of. */
export interface Ensemble {
  columns: number;
  base: number;
  trees: Tree[];
  statistics: TargetStatistics;
  names?: string[];
}

/** The model of an ensemble. */
export function treesModel(kind: string, ensemble: Ensemble): Trees {
  const { columns, base, trees, statistics, names } = ensemble;
  const checkWidth = (width: number) => {
    if (width !== columns) throw new RangeError(`columns must be ${columns} as in training, got ${width}`);
  };
  return {
    columns,
    trees: trees.length,
    base,
    ...(names && { names }),
    predict(features, rows, width, { trees: first = trees.length } = {}) {
      checkWidth(width);
      checkFeatures(features, rows, width);
      checkIndex('trees', first, trees.length + 1);
      const encoded = encodeCategories(statistics, features, columns);
      const scores = new Float64Array(rows).fill(base);
      for (let t = 0; t < first; t++) addTree(trees[t], encoded, columns, scores);
      return Float32Array.from(scores);
    },
    contributions(row) {
      checkWidth(row.length);
      const encoded = encodeCategories(statistics, Float32Array.from(row), columns);
      const values = new Float64Array(columns);
      for (const tree of trees) addContributions(tree, encoded, values);
      return { base: trees.reduce((sum, tree) => sum + expectedValue(tree), base), values };
    },
    importance(kind = 'gain') {
      checkOneOf('kind', kind, ['gain', 'split']);
      const sums = new Float64Array(columns);
      for (const { column, gain } of trees) {
        for (let node = 0; node < column.length; node++) {
          if (column[node] >= 0) sums[column[node]] += kind === 'gain' ? gain[node] : 1;
        }
      }
      return sums;
    },
    nodes(tree) {
      checkIndex('tree', tree, trees.length);
      return readTree(trees[tree], names);
    },
    toBuffer: () => packModel(ensembleParts(kind, ensemble)),
  };
}

/** The trees laid end to end, and the statistics of the categories likewise. */
function ensembleParts(kind: string, { columns, base, trees, statistics, names }: Ensemble): ModelParts {
  const nodes = trees.reduce((sum, tree) => sum + tree.column.length, 0);
  const arrays: Record<string, ModelArray> = { sizes: Int32Array.from(trees, (tree) => tree.column.length) };
  for (const field of TREE_FIELDS) {
    const whole = isWhole(field) ? new Int32Array(nodes) : new Float64Array(nodes);
    let at = 0;
    for (const tree of trees) {
      whole.set(tree[field], at);
      at += tree.column.length;
    }
    arrays[field] = whole;
  }
  const entries = statistics.values.flatMap((values) => [...values]);
  arrays.categorical = Int32Array.from(statistics.columns);
  arrays.categoryCounts = Int32Array.from(statistics.values, (values) => values.size);
  arrays.categories = Float64Array.from(entries, ([category]) => category);
  arrays.categoryValues = Float64Array.from(entries, ([, value]) => value);
  const settings = { columns, base, prior: statistics.prior, ...(names && { names: JSON.stringify(names) }) };
  return { kind, settings, arrays };
}

const isWhole = (field: keyof Tree) => field !== 'threshold' && field !== 'gain' && field !== 'hessian' && field !== 'value';

/** Reads a model of this kind back. */
export function treesFromBuffer(kind: string, buffer: ArrayBuffer): Trees {
  const { settings, arrays } = unpackModel<Record<string, ModelArray>>(buffer, kind);
  const all = Object.fromEntries(TREE_FIELDS.map((field) => [field, arrays[field]])) as unknown as Tree;
  let node = 0;
  const trees = Array.from(arrays.sizes, (size) => sliceTree(all, node, (node += size)));
  let at = 0;
  const values = Array.from(arrays.categoryCounts, (count) => {
    const own = new Map<number, number>();
    for (let i = 0; i < count; i++, at++) own.set(arrays.categories[at], arrays.categoryValues[at]);
    return own;
  });
  const statistics = { columns: Array.from(arrays.categorical), values, prior: settings.prior as number };
  const names = settings.names === undefined ? undefined : (JSON.parse(settings.names as string) as string[]);
  return treesModel(kind, { columns: settings.columns as number, base: settings.base as number, trees, statistics, names });
}
