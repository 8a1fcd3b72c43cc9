/** PureSVD: unseen is zero, and the matrix is replaced by its best approximation of low rank. */
import { breathe } from '../math/breathe';
import { checkPositiveInteger } from '../math/check';
import { eigenSymmetric } from '../math/eigen';
import { random } from '../math/random';
import { transpose, userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { factorModel } from './factors';
import { checkTrain } from './recommender';
import type { Interactions, TrainOptions } from '../types';
import type { Csr } from '../math/sparse';
import type { FactorArrays, FactorModel } from './factors';

export interface PureSvdOptions extends TrainOptions {
  /** Rank of the approximation; 20 by default, at most min(users, items). */
  factors?: number;
  /** Rounds of subspace iteration at most; 60 by default. */
  iterations?: number;
  /** A round in which no wanted singular value changes by more than this share is the last; 10⁻⁹ by default. */
  tolerance?: number;
}

/** matrix · dense, for a dense matrix stored by columns. */
function multiply(matrix: Csr, dense: Float64Array, columns: number): Float64Array {
  const into = new Float64Array(matrix.rows * columns);
  for (let c = 0; c < columns; c++) {
    const from = c * matrix.columns;
    for (let row = 0; row < matrix.rows; row++) {
      let sum = 0;
      for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++)
        sum += matrix.values[at] * dense[from + matrix.indices[at]];
      into[c * matrix.rows + row] = sum;
    }
  }
  return into;
}

/** Makes the columns orthonormal (Gram and Schmidt, twice); a column that vanishes becomes zero. */
function orthonormalise(dense: Float64Array, rows: number): void {
  const columns = dense.length / rows;
  for (let c = 0; c < columns; c++) {
    const own = dense.subarray(c * rows, (c + 1) * rows);
    const before = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    for (let pass = 0; pass < 2; pass++) {
      for (let p = 0; p < c; p++) {
        const other = dense.subarray(p * rows, (p + 1) * rows);
        let product = 0;
        for (let r = 0; r < rows; r++) product += own[r] * other[r];
        for (let r = 0; r < rows; r++) own[r] -= product * other[r];
      }
    }
    const norm = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    const scale = norm > 1e-12 * before ? 1 / norm : 0;
    for (let r = 0; r < rows; r++) own[r] *= scale;
  }
}

/** Turns the columns to the principal axes of (XV)ᵀ(XV), by falling singular value, which are returned. */
function rotateToSingular(matrix: Csr, v: Float64Array, columns: number): Float64Array {
  const image = multiply(matrix, v, columns);
  const gram = new Float64Array(columns * columns);
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let r = 0; r < matrix.rows; r++) sum += image[a * matrix.rows + r] * image[b * matrix.rows + r];
      gram[a * columns + b] = gram[b * columns + a] = sum;
    }
  }
  const { values, vectors } = eigenSymmetric(gram, columns);
  const old = v.slice();
  v.fill(0);
  for (let to = 0; to < columns; to++) {
    for (let from = 0; from < columns; from++) {
      const share = vectors[to * columns + from];
      for (let r = 0; r < matrix.columns; r++) v[to * matrix.columns + r] += share * old[from * matrix.columns + r];
    }
  }
  return values.map((value) => Math.sqrt(Math.max(0, value)));
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
  const v = Float64Array.from({ length: matrix.columns * columns }, () => draw.normal());
  orthonormalise(v, matrix.columns);
  let singular = new Float64Array(columns);
  for (let round = 1; round <= iterations && !(signal?.aborted && round > 1); round++) {
    const image = multiply(matrix, v, columns);
    await breathe();
    v.set(multiply(byItem, image, columns));
    orthonormalise(v, matrix.columns);
    const now = rotateToSingular(matrix, v, columns);
    const settled = now.subarray(0, factors).every((value, i) => Math.abs(value - singular[i]) <= tolerance * now[0]);
    singular = now as Float64Array<ArrayBuffer>;
    onProgress?.({ done: round, total: iterations, label: 'iteration', values: { singular: now[factors - 1] } });
    await breathe();
    if (settled) break;
  }
  return factorModel(svdParts(matrix, v, factors));
}

function svdParts(matrix: Csr, v: Float64Array, factors: number) {
  const image = multiply(matrix, v, factors);
  const byRow = (dense: Float64Array, rows: number) =>
    Float32Array.from({ length: rows * factors }, (_, at) => dense[(at % factors) * rows + Math.floor(at / factors)]);
  return {
    kind: 'pureSvd',
    settings: { items: matrix.columns, factors },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      userFactors: byRow(image, matrix.rows),
      itemFactors: byRow(v, matrix.columns),
    },
  };
}

/** Reads the model back. */
pureSvd.fromBuffer = (buffer: ArrayBuffer): FactorModel => factorModel(unpackModel<FactorArrays>(buffer, 'pureSvd'));
