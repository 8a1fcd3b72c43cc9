/** Named features as a sparse matrix: what each user or item is made of. */
import { dot } from '../math/linalg';
import type { Csr } from '../math/sparse';

/** A sparse matrix of features, with the name of each column. */
export interface Features {
  names: string[];
  /** Rows (users or items) × features; the values are 1. */
  matrix: Csr;
}

/**
 * Each row has the value 1 for its features, a feature named twice counting once. With `identity`, every row also has a feature of its own,
 * named `id:` and its id; without it, rows of the same features are the same.
 *
 * @param features by row, the names of its features; all rows have none by default
 * @throws RangeError if there are not as many rows as ids, or a row would have no feature
 */
export function namedFeatures(
  ids: readonly string[],
  features: readonly (readonly string[])[] | undefined,
  identity: boolean,
): Features {
  if (features && features.length !== ids.length) {
    throw new RangeError(`features must have a row for each of the ${ids.length} ids, got ${features.length}`);
  }
  const columns = new Map<string, number>();
  const column = (name: string) => {
    if (!columns.has(name)) columns.set(name, columns.size);
    return columns.get(name)!;
  };
  const pointers = new Int32Array(ids.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  ids.forEach((id, row) => {
    const own = [...new Set([...(identity ? [`id:${id}`] : []), ...(features?.[row] ?? [])])].map(column).sort((a, b) => a - b);
    if (own.length === 0)
      throw new RangeError(`features must name at least one for each row without identity, got none in row ${row}`);
    for (const at of own) {
      indices.push(at);
      values.push(1);
    }
    pointers[row + 1] = indices.length;
  });
  const matrix = {
    rows: ids.length,
    columns: columns.size,
    pointers,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
  return { names: [...columns.keys()], matrix };
}

/** Embeddings and biases of features, with the sums of squared gradients that AdaGrad divides by. */
export interface Embeddings {
  d: number;
  /** features × d. */
  factors: Float32Array;
  biases: Float32Array;
  factorSquares: Float32Array;
  biasSquares: Float32Array;
}

/** Writes the vector of a row, the weighted sum of its features', into `into` and returns its bias. */
export function represent({ matrix }: Features, { d, factors, biases }: Embeddings, row: number, into: Float64Array): number {
  into.fill(0);
  let bias = 0;
  for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
    const weight = matrix.values[at];
    const from = matrix.indices[at] * d;
    for (let c = 0; c < d; c++) into[c] += weight * factors[from + c];
    bias += weight * biases[matrix.indices[at]];
  }
  return bias;
}

/** The product of a vector with a row's, plus the row's bias: the score of an item for a user. */
export function scoreRow({ matrix }: Features, { d, factors, biases }: Embeddings, row: number, vector: Float64Array): number {
  let score = 0;
  for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
    const feature = matrix.indices[at];
    score += matrix.values[at] * (biases[feature] + dot(factors, feature * d, vector, 0, d));
  }
  return score;
}

/** One AdaGrad step of a row's features: up `direction` (and `bias`), shared by weight, less the regularisation. */
export function ascend(
  { matrix }: Features,
  { d, factors, biases, factorSquares, biasSquares }: Embeddings,
  row: number,
  direction: Float64Array,
  bias: number,
  { learningRate, regularization }: { learningRate: number; regularization: number },
): void {
  for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) {
    const weight = matrix.values[at];
    const feature = matrix.indices[at];
    const from = feature * d;
    for (let c = 0; c < d; c++) {
      const gradient = weight * direction[c] - regularization * factors[from + c];
      factorSquares[from + c] += gradient * gradient;
      factors[from + c] += (learningRate * gradient) / Math.sqrt(factorSquares[from + c]);
    }
    const gradient = weight * bias - regularization * biases[feature];
    biasSquares[feature] += gradient * gradient;
    biases[feature] += (learningRate * gradient) / Math.sqrt(biasSquares[feature]);
  }
}
