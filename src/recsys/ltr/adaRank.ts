/** AdaRank: boosting whose weak rankers are single features, and whose weights go to the queries that are still ranked badly. */
import { breathe } from '../math/breathe';
import { packModel, unpackModel } from '../math/buffer';
import { checkPositiveInteger } from '../math/check';
import { exp, log } from '../math/functions';
import { queryNdcg } from './queryNdcg';
import { fitScale, standardise } from './standardise';
import { checkTable, groupOffsets } from './table';
import type { TrainOptions } from '../types';
import type { ModelParts } from '../math/buffer';
import type { FeatureRanker } from './featureRanker';
import type { Table } from './table';

export interface AdaRankOptions extends TrainOptions {
  /** Weak rankers to add, a positive integer; 50 by default. */
  rounds?: number;
  /** The measure is nDCG@k with exponential gain; 10 by default. */
  k?: number;
}

/** A weighted sum of standardised features. */
export interface AdaRank extends FeatureRanker {
  /** The weight of each column; negative where less is better. */
  weights: Float32Array;
}

interface Arrays extends Record<string, Float32Array> {
  weights: Float32Array;
  means: Float32Array;
  factors: Float32Array;
}

/**
 * Round t takes the feature, rising or falling, whose ranking has the largest Σ_q P_t(q) E_q, with E the measure in 0 … 1; its weight is
 * α_t = ½ ln (Σ P_t (1 + E) / Σ P_t (1 − E)). Then the queries are weighed anew by how the sum of all weak rankers so far does on them:
 * P_{t+1}(q) ∝ exp(−E_q). Ends before `rounds` when a weak ranker is perfect. `onProgress` tells the mean of the measure.
 *
 * What this adds to the paper: features are standardised, so that the sum does not depend on their units, and each may also count downwards.
 * A feature that changed no query's measure sits out the next round, as P would be the same and the feature be chosen for ever. There
 * is no gradient: this optimises nDCG itself, but by features one at a time.
 *
 *     const model = await adaRank(train, { rounds: 50, k: 10 });
 *     queryNdcg(test, model.predict(test.features, test.rows, test.columns));
 *
 * J. Xu, H. Li: AdaRank: a boosting algorithm for information retrieval. SIGIR 2007, figure 1.
 *
 * @throws RangeError if the table is not whole, or an option is out of its range
 */
export async function adaRank(train: Table, { rounds = 50, k = 10, signal, onProgress }: AdaRankOptions = {}): Promise<AdaRank> {
  checkPositiveInteger('rounds', rounds);
  checkPositiveInteger('k', k);
  const { features, rows, columns, groups } = checkTable(train);
  const scale = fitScale(features, columns);
  const x = standardise(features, rows, columns, scale);
  const measure = (scores: Float32Array) => queryNdcg(train, scores, { k });
  const weak: Float64Array[] = []; // [2 column + (0 rising, 1 falling)]: E of each query
  for (let column = 0; column < columns; column++) {
    for (const sign of [1, -1])
      weak.push(measure(Float32Array.from({ length: rows }, (_, row) => sign * x[row * columns + column])));
    await breathe();
  }
  const queries = groupOffsets(rows, groups).length - 1;
  const weights = new Float32Array(columns);
  let share = new Float64Array(queries).fill(1 / queries); // P
  let before: Float64Array | undefined;
  let resting = -1;
  for (let round = 1; round <= rounds && !signal?.aborted; round++) {
    const value = (by: Float64Array) => by.reduce((sum, e, query) => sum + share[query] * e, 0);
    const values = weak.map((by, w) => (w === resting ? -Infinity : value(by)));
    const best = values.indexOf(Math.max(...values));
    const alpha = 0.5 * log((1 + values[best]) / Math.max(1 - values[best], 1e-9));
    weights[best >> 1] += best % 2 === 0 ? alpha : -alpha;
    const together = measure(linear(x, rows, weights));
    resting = before && together.every((e, query) => e === before![query]) ? best : -1;
    before = together;
    const raw = together.map((e) => exp(-e));
    const total = raw.reduce((a, b) => a + b, 0);
    share = raw.map((weight) => weight / total);
    const ndcg = together.reduce((a, b) => a + b, 0) / queries;
    onProgress?.({ done: round, total: rounds, label: 'round', values: { ndcg } });
    if (values[best] > 1 - 1e-9) break;
    await breathe();
  }
  return build({ kind: 'adaRank', settings: {}, arrays: { weights, ...scale } });
}

/** Σ of weight × feature of each row. */
function linear(x: Float32Array, rows: number, weights: Float32Array): Float32Array {
  const scores = new Float32Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < weights.length; column++, at++) sum += weights[column] * x[at];
    scores[row] = sum;
  }
  return scores;
}

function build(parts: ModelParts<Arrays>): AdaRank {
  const { weights, means, factors } = parts.arrays;
  return {
    weights,
    predict: (features, rows, columns) => linear(standardise(features, rows, columns, { means, factors }), rows, weights),
    toBuffer: () => packModel(parts),
  };
}

/** Reads the model back. */
adaRank.fromBuffer = (buffer: ArrayBuffer): AdaRank => build(unpackModel<Arrays>(buffer, 'adaRank'));
