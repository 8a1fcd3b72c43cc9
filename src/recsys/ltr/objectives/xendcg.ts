/**
 * XE-NDCG: the cross entropy between the softmax of a query's scores and a target that falls with the grade as nDCG's gain does, slightly shaken
 * anew for each tree. A convex bound of nDCG, and linear in the rows of a query where LambdaRank is quadratic.
 *
 * S. Bruch: An alternative cross entropy loss for learning-to-rank. The Web Conference 2021.
 */
import { exp, pow } from '../../math/functions';
import { random } from '../../math/random';
import { groupOffsets } from '../table';
import { checkGrades } from './ndcg';
import type { Table } from '../table';
import type { Objective } from './objective';

/**
 * With ρ = softmax(s) and φ_i = (2^{y_i} − γ_i) / Σ_j (2^{y_j} − γ_j), γ uniform in [0, 1): the loss −Σ φ_i ln ρ_i has the gradient ρ − φ and, on
 * the diagonal, the hessian ρ (1 − ρ). (LightGBM's `rank_xendcg` adds terms for what stands off the diagonal.) A query in which nothing is
 * relevant pulls nowhere.
 */
export function xendcg(table: Table, seed: number): Objective {
  const { labels, rows, groups } = table;
  checkGrades(labels);
  const starts = groupOffsets(rows, groups);
  const gains = Float64Array.from(labels, (label) => pow(2, label));
  const draw = random(seed);
  const target = new Float64Array(rows);
  return {
    base: 0,
    gradients(scores, into) {
      into.fill(0);
      for (let row = 0; row < rows; row++) target[row] = gains[row] - draw.next();
      for (let q = 0; q + 1 < starts.length; q++) addQuery(starts[q], starts[q + 1], scores, labels, target, into);
    },
  };
}

function addQuery(
  begin: number,
  end: number,
  scores: Float64Array,
  labels: Float32Array,
  target: Float64Array,
  into: Float32Array,
): void {
  let [highest, relevant, targets, sum] = [-Infinity, false, 0, 0];
  for (let row = begin; row < end; row++) {
    highest = Math.max(highest, scores[row]);
    relevant ||= labels[row] > 0;
    targets += target[row];
  }
  if (!relevant) return;
  for (let row = begin; row < end; row++) sum += exp(scores[row] - highest);
  for (let row = begin; row < end; row++) {
    const rho = exp(scores[row] - highest) / sum;
    into[2 * row] = rho - target[row] / targets;
    into[2 * row + 1] = rho * (1 - rho);
  }
}
