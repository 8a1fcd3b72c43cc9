/** What boosting minimises: its first and second derivatives at the present scores. The trees know nothing else of the goal. */
import type { Table } from '../table';

export interface Objective {
  /** The score of every row before the first tree. */
  base: number;
  /** Writes the gradient and the hessian of row r to 2r and 2r + 1. */
  gradients(scores: Float64Array, into: Float32Array): void;
}

/** How well scores fit a table, for early stopping. */
export interface Judge {
  /** The measure's name. */
  name: 'loss' | 'ndcg';
  /** Whether more is better. */
  rises: boolean;
  measure(scores: Float64Array, table: Table): number;
}
