/**
 * LambdaRank: every pair of rows of different grade in a query pulls apart, as strongly as nDCG would change if the two changed places.
 *
 * C. Burges: From RankNet to LambdaRank to LambdaMART: an overview. Microsoft Research MSR-TR-2010-82, sections 4 and 7.
 */
import { log2, sigmoid } from '../../math/functions';
import { dcg, discount } from '../../metrics/dcg';
import { groupOffsets } from '../table';
import { checkGrades } from './ndcg';
import type { Gain } from '../../metrics/dcg';
import type { Table } from '../table';
import type { Objective } from './objective';

export interface LambdaRankSettings {
  /** Whose nDCG: only pairs with a row in the first so many places count, and places below are worth nothing. */
  truncation: number;
  /** σ of the logistic: how soon a lead is enough. */
  sigma: number;
  /** Whether pairs far apart in score and queries with many pairs are held back, as LightGBM does. */
  normalize: boolean;
  /** What a grade is worth. */
  gain: Gain;
}

/** Sorts row numbers by falling score, ties by the lower row. Nearly sorted input, as from tree to tree, takes linear time. */
export function sortByScore(order: Int32Array, begin: number, end: number, scores: Float64Array): void {
  for (let i = begin + 1; i < end; i++) {
    const row = order[i];
    const score = scores[row];
    let at = i;
    while (at > begin && (scores[order[at - 1]] < score || (scores[order[at - 1]] === score && order[at - 1] > row))) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = row;
  }
}

/**
 * For rows i, j with grades y_i > y_j: λ = σ |ΔnDCG_ij| / (1 + e^{σ (s_i − s_j)}) is added to the gradient of j and taken from that of i, and both
 * hessians grow by σ² |ΔnDCG_ij| ρ (1 − ρ), with ρ the logistic in λ.
 *
 * With `normalize`, |ΔnDCG_ij| is divided by 0.01 + |s_i − s_j|, and a query's sums by Σ / log₂(1 + Σ), where Σ is the sum of its 2λ.
 */
export function lambdarank(table: Table, settings: LambdaRankSettings): Objective {
  const { labels, rows, groups } = table;
  checkGrades(labels);
  const { truncation, gain } = settings;
  const starts = groupOffsets(rows, groups);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const gains = Float64Array.from(labels, (label) => dcg([label], { gain }));
  // gains as shares of the query's ideal DCG, so that differences are those of nDCG
  for (let q = 0; q + 1 < starts.length; q++) {
    const ideal = dcg(
      labels
        .slice(starts[q], starts[q + 1])
        .sort()
        .reverse(),
      { k: truncation, gain },
    );
    for (let row = starts[q]; row < starts[q + 1]; row++) gains[row] = ideal > 0 ? gains[row] / ideal : 0;
  }
  return {
    base: 0,
    gradients(scores, into) {
      into.fill(0);
      for (let q = 0; q + 1 < starts.length; q++) {
        sortByScore(order, starts[q], starts[q + 1], scores);
        addPairs(order.subarray(starts[q], starts[q + 1]), gains, scores, settings, into);
      }
    },
  };
}

/** The pairs of one query, whose rows stand in the order of their scores. */
function addPairs(
  order: Int32Array,
  gains: Float64Array,
  scores: Float64Array,
  { truncation, sigma, normalize }: LambdaRankSettings,
  into: Float32Array,
): void {
  const n = order.length;
  const spread = n > 0 && scores[order[0]] !== scores[order[n - 1]];
  let total = 0;
  /** The pair at the places a < b. */
  const pull = (a: number, b: number): void => {
    const worth = gains[order[a]] - gains[order[b]];
    if (worth === 0) return;
    const high = worth > 0 ? order[a] : order[b];
    const low = worth > 0 ? order[b] : order[a];
    const lead = scores[high] - scores[low];
    let delta = Math.abs(worth) * (discount(a) - (b < truncation ? discount(b) : 0));
    if (normalize && spread) delta /= 0.01 + Math.abs(lead);
    const rho = sigmoid(-sigma * lead);
    const lambda = sigma * delta * rho;
    const hessian = sigma * lambda * (1 - rho);
    into[2 * high] -= lambda;
    into[2 * low] += lambda;
    into[2 * high + 1] += hessian;
    into[2 * low + 1] += hessian;
    total += 2 * lambda;
  };
  // Most rows of most queries are worth nothing, and two of those make no pair.
  const relevant: number[] = [];
  for (let place = 0; place < n; place++) if (gains[order[place]] > 0) relevant.push(place);
  for (let a = 0, next = 0; a < Math.min(truncation, n); a++) {
    if (relevant[next] === a) {
      next++;
      for (let b = a + 1; b < n; b++) pull(a, b);
    } else for (let i = next; i < relevant.length; i++) pull(a, relevant[i]);
  }
  if (!(normalize && total > 0)) return;
  const factor = log2(1 + total) / total;
  for (let i = 0; i < n; i++) {
    into[2 * order[i]] *= factor;
    into[2 * order[i] + 1] *= factor;
  }
}
