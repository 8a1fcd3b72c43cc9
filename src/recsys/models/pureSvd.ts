/** PureSVD: unseen is zero, and the matrix is replaced by its best approximation of low rank. */
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { plainIteration, simdIteration } from './pureSvdIteration';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { FactorArrays, FactorModel } from './factors';

export interface PureSvdOptions extends TrainOptions {
  /** Rank of the approximation; 20 by default, at most min(users, items). */
  factors?: number;
  /** Rounds of subspace iteration at most; 60 by default. */
  iterations?: number;
  /** A round in which no wanted singular value changes by more than this share is the last; 10⁻⁹ by default. */
  tolerance?: number;
}

/**
 * score(u, ·) = x_u V Vᵀ for the `factors` leading right singular vectors V of the binary matrix: `itemFactors` is V, `userFactors` XV.
 * By subspace iteration with 20 spare vectors from a seeded start, so no more than the products with X and Xᵀ are needed.
 *
 * P. Cremonesi, Y. Koren, R. Turrin: Performance of recommender algorithms on top-N recommendation tasks. RecSys 2010; N. Halko,
 * P.-G. Martinsson, J. Tropp: Finding structure with randomness. SIAM Review 53(2), 2011, algorithm 4.4.
 *
 * @throws RangeError if train is empty, or there are more factors than users or items
 */
export async function pureSvd(train: Interactions, options: PureSvdOptions = {}): Promise<FactorModel> {
  const { factors = 20, iterations = 60, tolerance = 1e-9, seed = 42, signal, onProgress } = options;
  checkPositiveInteger('factors', factors);
  checkPositiveInteger('iterations', iterations);
  const matrix = userItemMatrix(checkTrain(train), 'binary');
  const rank = Math.min(matrix.rows, matrix.columns);
  if (factors > rank) throw new RangeError(`factors must be at most min(users, items) = ${rank}, got ${factors}`);
  const byItem = transpose(matrix);
  const columns = Math.min(factors + 20, rank);
  const draw = random(seed);
  const start = Float64Array.from({ length: matrix.columns * columns }, () => draw.normal());
  const iteration = simdIteration(matrix, byItem, start) ?? plainIteration(matrix, byItem, start);
  await iteration.start();
  let singular = new Float64Array(columns);
  for (let round = 1; round <= iterations && !(signal?.aborted && round > 1); round++) {
    const now = await iteration.round();
    const settled = now.subarray(0, factors).every((value, i) => Math.abs(value - singular[i]) <= tolerance * now[0]);
    singular = now as Float64Array<ArrayBuffer>;
    onProgress?.({ done: round, total: iterations, label: 'iteration', values: { singular: now[factors - 1] } });
    if (settled) break;
  }
  return factorModel({
    kind: 'pureSvd',
    settings: { items: matrix.columns, factors },
    arrays: { seenPointers: matrix.pointers, seenItems: matrix.indices, ...iteration.factors(factors) },
  });
}

/** Reads the model back. */
pureSvd.fromBuffer = (buffer: ArrayBuffer): FactorModel => factorModel(unpackModel<FactorArrays>(buffer, 'pureSvd'));
