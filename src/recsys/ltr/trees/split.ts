/**
 * Where to cut a node: of all cuts of its histogram, the one that lowers the loss most.
 *
 * With G and H the sums of gradients and hessians, a leaf's best value is −G / (H + λ), and cutting a node in two lowers the loss, to second
 * order, by
 *
 *     gain = ½ [ G_L² / (H_L + λ) + G_R² / (H_R + λ) − G² / (H + λ) ]
 *
 * T. Chen, C. Guestrin: XGBoost: a scalable tree boosting system. KDD 2016, equations 5 and 7; missing values take the better side, as in its
 * algorithm 3.
 */
import { MISSING, SLOTS } from './bins';
import type { Histogram } from './histogram';

/** What every leaf must have. */
export interface LeafLimits {
  /** Rows. */
  minData: number;
  /** Sum of hessians. */
  minHessian: number;
  /** λ, added to the hessian. */
  l2: number;
}

/** Sums over a set of rows. */
export interface Totals {
  gradient: number;
  hessian: number;
  rows: number;
}

/** A cut of a node. */
export interface Split {
  column: number;
  /** Bins up to this one go left. */
  bin: number;
  /** By how much it lowers the loss, to second order. */
  gain: number;
  /** Where rows without a value go. */
  missingLeft: boolean;
  /** The sums of the left side. */
  left: Totals;
}

/** Of a node's own score, so small a share is rounding and no gain. */
const ROUNDING = 1e-10;

/** The sums of one slot, or of several added up, taken apart. */
export function totalsOf(gradient: number, weight: number, unit: number): Totals {
  const rows = Math.round(weight / unit);
  return { gradient, hessian: weight - rows * unit, rows };
}

/** Looks for the best cut of one node, column by column. */
export class SplitSearch {
  /** If set, receives the gain of a cut after each bin of the column searched, −Infinity where there may be none. */
  gains?: Float64Array;
  private readonly sums: Histogram;
  private readonly unit: number;
  private readonly node: Totals;
  private readonly limits: LeafLimits;
  /** The node's score G² / (H + λ), and the best sum of the scores of its two sides. */
  private readonly own: number;
  private score: number;
  private column = -1;
  private bin = 0;
  private missingLeft = false;

  constructor(sums: Histogram, unit: number, node: Totals, limits: LeafLimits) {
    this.sums = sums;
    this.unit = unit;
    this.node = node;
    this.limits = limits;
    this.own = (node.gradient * node.gradient) / (node.hessian + limits.l2);
    this.score = this.own * (1 + ROUNDING);
  }

  /**
   * Searches a column of so many bins. A later cut must be better than all before it: ties go to the lower column, then to missing values on the
   * right, then to the lower bin.
   */
  search(column: number, bins: number): void {
    this.gains?.fill(-Infinity);
    const missing = this.sums[2 * (SLOTS * column + MISSING) + 1] > this.unit / 2;
    // where values are missing, those that are not may stand alone
    this.scan(column, missing ? bins : bins - 1, false);
    if (missing) this.scan(column, bins - 1, true);
  }

  private scan(column: number, cuts: number, missingLeft: boolean): void {
    const { sums, unit, gains } = this;
    const { gradient, hessian, rows } = this.node;
    const { minData, minHessian, l2 } = this.limits;
    const first = 2 * SLOTS * column;
    const half = unit / 2;
    const perUnit = 1 / unit; // exact: the unit is a power of two
    const most = rows - Math.max(minData, 1);
    let g = missingLeft ? sums[first + 2 * MISSING] : 0;
    let weight = missingLeft ? sums[first + 2 * MISSING + 1] : 0;
    for (let b = 0; b < cuts; b++) {
      const own = sums[first + 2 * b + 1];
      if (own < half) continue; // no row
      g += sums[first + 2 * b];
      weight += own;
      const n = Math.round(weight * perUnit);
      if (n < minData) continue;
      if (n > most) break;
      const h = weight - n * unit;
      const rest = hessian - h;
      if (h < minHessian || rest < minHessian) continue;
      const score = (g * g) / (h + l2) + ((gradient - g) * (gradient - g)) / (rest + l2);
      if (gains !== undefined) gains[b] = Math.max(gains[b], (score - this.own) / 2);
      if (score > this.score) {
        this.score = score;
        this.column = column;
        this.bin = b;
        this.missingLeft = missingLeft;
      }
    }
  }

  /** The best cut, or undefined where none leaves both sides what they must have and gains anything. */
  best(): Split | undefined {
    const { sums, unit, column, bin, missingLeft } = this;
    if (column < 0) return undefined;
    const first = 2 * SLOTS * column;
    let g = missingLeft ? sums[first + 2 * MISSING] : 0;
    let weight = missingLeft ? sums[first + 2 * MISSING + 1] : 0;
    for (let b = 0; b <= bin; b++) {
      if (sums[first + 2 * b + 1] < unit / 2) continue;
      g += sums[first + 2 * b];
      weight += sums[first + 2 * b + 1];
    }
    const left = totalsOf(g, weight, unit);
    // Where none is missing, rows without a value will go where most rows go.
    const missing = sums[first + 2 * MISSING + 1] > unit / 2;
    const side = missing ? missingLeft : 2 * left.rows >= this.node.rows;
    return { column, bin, gain: (this.score - this.own) / 2, missingLeft: side, left };
  }
}
