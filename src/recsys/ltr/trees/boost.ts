/**
 * Gradient boosting: each tree is grown on the derivatives of the loss at what the trees before it say, and takes a step of `learningRate` towards
 * lowering it.
 *
 * J. Friedman: Greedy function approximation: a gradient boosting machine. Annals of Statistics 29(5), 2001, algorithm 1, with the second-order
 * step of T. Chen, C. Guestrin: XGBoost. KDD 2016, section 2.
 */
import { breathe } from '../../math/breathe';
import { checkAtLeast, checkPositive, checkPositiveInteger } from '../../math/check';
import { random } from '../../math/random';
import { checkTable, groupOffsets } from '../table';
import { binTable, MISSING } from './bins';
import { Grower } from './grow';
import { encodeCategories, targetStatistics } from './targetStatistics';
import { addTree } from './tree';
import type { TrainOptions } from '../../types';
import type { Random } from '../../math/random';
import type { Judge, Objective } from '../objectives/objective';
import type { Table } from '../table';
import type { Ensemble } from './model';
import type { Tree } from './tree';

export interface BoostOptions extends TrainOptions {
  /** Trees at most; 100 by default. */
  trees?: number;
  /** Leaves of a tree at most; 31 by default. */
  leaves?: number;
  /** How much of each tree's step is taken; 0.1 by default. */
  learningRate?: number;
  /** Rows that every leaf must have; 20 by default. */
  minData?: number;
  /** Sum of hessians that every leaf must have; 0.001 by default. */
  minHessian?: number;
  /** λ, added to every leaf's sum of hessians; 0 by default. */
  l2?: number;
  /** Intervals at most into which a column is cut, 2 … 255; 255 by default. */
  bins?: number;
  /** Share of the rows (of the queries, where there are groups) that each tree is grown on, drawn anew; 1 by default. */
  rowShare?: number;
  /** Share of the columns that each tree may ask about, drawn anew; 1 by default. */
  columnShare?: number;
  /** Columns whose numbers are names: they become ordered target statistics, see `targetStatistics`. */
  categorical?: readonly number[];
  /** Judged after each tree: training stops after `patience` trees without a new best, and keeps the trees up to the best. */
  validation?: Table;
  /** 20 by default. */
  patience?: number;
}

/** The goal, and how its success is measured. */
export interface Goal {
  objective: (train: Table, seed: number) => Objective;
  judge: Judge;
}

function checkOptions(
  options: Required<Omit<BoostOptions, 'validation' | 'signal' | 'onProgress' | 'seed' | 'categorical'>>,
): void {
  for (const name of ['trees', 'minData', 'patience'] as const) checkPositiveInteger(name, options[name]);
  for (const name of ['leaves', 'bins'] as const) {
    checkPositiveInteger(name, options[name]);
    if (options[name] < 2) throw new RangeError(`${name} must be at least 2, got ${options[name]}`);
  }
  if (options.bins > MISSING) throw new RangeError(`bins must be at most ${MISSING}, got ${options.bins}`);
  checkPositive('learningRate', options.learningRate);
  checkAtLeast('minHessian', options.minHessian, 0);
  checkAtLeast('l2', options.l2, 0);
  for (const name of ['rowShare', 'columnShare'] as const) {
    if (!(options[name] > 0 && options[name] <= 1))
      throw new RangeError(`${name} must be above 0 and at most 1, got ${options[name]}`);
  }
}

/** A share of 0 … n − 1, at least one, rising; all of them for the share 1. */
function sample(n: number, share: number, draw: Random): Int32Array {
  const all = new Int32Array(n);
  for (let i = 0; i < n; i++) all[i] = i;
  return share === 1 ? all : draw.shuffle(all).subarray(0, Math.max(1, Math.round(share * n))).sort(); // prettier-ignore
}

/** The rows of a share of the queries, or a share of the rows where there are none. */
function sampleRows({ rows, groups }: Table, share: number, draw: Random): Int32Array {
  if (!groups || share === 1) return sample(rows, share, draw);
  const starts = groupOffsets(rows, groups);
  const chosen: number[] = [];
  for (const q of sample(groups.length, share, draw)) for (let row = starts[q]; row < starts[q + 1]; row++) chosen.push(row);
  return Int32Array.from(chosen);
}

/** Adds the tree's leaves to the rows that it was not grown on. */
function addToOthers(tree: Tree, { features, rows, columns }: Table, order: Int32Array, scores: Float64Array): void {
  if (order.length === rows) return;
  const added = new Float64Array(rows);
  addTree(tree, features, columns, added);
  for (let i = 0; i < order.length; i++) added[order[i]] = 0;
  for (let row = 0; row < rows; row++) scores[row] += added[row];
}

/** The course of a validation table: its scores, and when they were best. */
class Course {
  best = 0;
  private readonly scores: Float64Array;
  private readonly table: Table;
  private readonly judge: Judge;
  private bestValue: number;

  constructor(table: Table, base: number, judge: Judge) {
    this.table = table;
    this.judge = judge;
    this.scores = new Float64Array(table.rows).fill(base);
    this.bestValue = judge.measure(this.scores, table);
  }

  /** The measure after one more tree, the one with this number from 1. */
  add(tree: Tree, number: number): number {
    addTree(tree, this.table.features, this.table.columns, this.scores);
    const value = this.judge.measure(this.scores, this.table);
    if (this.judge.rises ? value > this.bestValue : value < this.bestValue) {
      this.bestValue = value;
      this.best = number;
    }
    return value;
  }
}

/** Trains an ensemble. Ends early, too, when a tree finds no split. */
export async function boost(train: Table, { objective: start, judge }: Goal, options: BoostOptions): Promise<Ensemble> {
  const { seed = 42, signal, onProgress, validation, categorical = [] } = options;
  const { trees: most = 100, leaves = 31, learningRate = 0.1, minData = 20, minHessian = 1e-3, l2 = 0 } = options;
  const { bins = MISSING, rowShare = 1, columnShare = 1, patience = 20 } = options;
  checkOptions({ trees: most, leaves, learningRate, minData, minHessian, l2, bins, rowShare, columnShare, patience });
  const { rows, columns, names } = checkTable(train);
  const objective = start(train, seed + 1);
  const { statistics, features } = targetStatistics(train, categorical, seed + 2);
  const table = { ...train, features };
  const grower = new Grower(binTable(features, rows, columns, bins), { leaves, learningRate, minData, minHessian, l2 });
  const course = validation && new Course(encoded(validation, train, statistics), objective.base, judge);
  const draw = random(seed);
  const scores = new Float64Array(rows).fill(objective.base);
  const gradients = new Float32Array(2 * rows);
  const trees: Tree[] = [];
  while (trees.length < most && !signal?.aborted) {
    objective.gradients(scores, gradients);
    const order = sampleRows(table, rowShare, draw);
    const tree = grower.grow(gradients, order, sample(columns, columnShare, draw), scores);
    if (tree.column.length === 1) break;
    addToOthers(tree, table, order, scores);
    trees.push(tree);
    const judged = course?.add(tree, trees.length);
    onProgress?.({ done: trees.length, total: most, label: 'tree', values: values(judge, scores, table, judged) });
    if (course && trees.length - course.best >= patience) break;
    await breathe();
  }
  const kept = course ? trees.slice(0, course.best) : trees;
  return { columns, base: objective.base, trees: kept, statistics, names };
}

function encoded(validation: Table, { columns }: Table, statistics: Ensemble['statistics']): Table {
  if (checkTable(validation).columns !== columns)
    throw new RangeError(`validation must have ${columns} columns as train has, got ${validation.columns}`);
  return { ...validation, features: encodeCategories(statistics, validation.features, columns) };
}

/** What is told after a tree: the measure on the table learned from and, where there is one, on the validation table. */
function values(judge: Judge, scores: Float64Array, table: Table, validation: number | undefined): Record<string, number> {
  const own = { [judge.name]: judge.measure(scores, table) };
  if (validation === undefined) return own;
  return { ...own, [judge.name === 'loss' ? 'validationLoss' : 'validationNdcg']: validation };
}
