/** The best linear ranker of the conditional logit: the strongest a straight line can be, to compare with. */
import { cholesky, solveCholesky } from '../../../src/recsys/math/linalg';
import { fitScale, standardise } from '../../../src/recsys/ltr/standardise';
import type { Table } from '../../../src/recsys/ltr/table';

/**
 * Maximises Σ over queries of ln softmax(x w)[the relevant row] − ½ ‖w‖² by Newton's method, one relevant row a query; returns the scores of other
 * tables. Convex, so ten steps from 0 are at the optimum.
 */
export function linearRanker(train: Table & { groups: Int32Array }): (table: Table) => Float32Array {
  const d = train.columns;
  const scale = fitScale(train.features, d);
  const x = standardise(train.features, train.rows, d, scale);
  const w = new Float64Array(d);
  const score = (features: Float32Array, row: number) => w.reduce((sum, weight, c) => sum + weight * features[row * d + c], 0);
  for (let step = 0; step < 10; step++) {
    const gradient = w.map((weight) => -weight);
    const hessian = new Float64Array(d * d);
    for (let c = 0; c < d; c++) hessian[c * d + c] = 1;
    let begin = 0;
    for (const size of train.groups) {
      const rows = Array.from({ length: size }, (_, i) => begin + i);
      begin += size;
      const worth = rows.map((row) => Math.exp(score(x, row)));
      const total = worth.reduce((a, b) => a + b, 0);
      const mean = new Float64Array(d);
      rows.forEach((row, i) => {
        for (let c = 0; c < d; c++) mean[c] += (worth[i] / total) * x[row * d + c];
      });
      rows.forEach((row, i) => {
        for (let c = 0; c < d; c++) {
          const off = x[row * d + c] - mean[c];
          gradient[c] += train.labels[row] * off;
          for (let e = 0; e <= c; e++) hessian[c * d + e] += (worth[i] / total) * off * (x[row * d + e] - mean[e]);
        }
      });
    }
    cholesky(hessian, d);
    solveCholesky(hessian, d, gradient);
    for (let c = 0; c < d; c++) w[c] += gradient[c];
  }
  return ({ features, rows }) => {
    const own = standardise(features, rows, d, scale);
    return Float32Array.from({ length: rows }, (_, row) => score(own, row));
  };
}
