/** Vectors of which most entries are 0. */
import type { Csr } from './sparse';

/** The entries that are not 0. */
export interface SparseVector {
  /** Their places, rising. */
  indices: Int32Array;
  /** Their values. */
  values: Float32Array;
}

/** A row of a matrix, not copied. */
export function sparseRow({ pointers, indices, values }: Csr, row: number): SparseVector {
  const [from, to] = [pointers[row], pointers[row + 1]];
  return { indices: indices.subarray(from, to), values: values.subarray(from, to) };
}

/** Σ aᵢ bᵢ. */
export function sparseDot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.indices.length && j < b.indices.length;) {
    const ahead = a.indices[i] - b.indices[j];
    if (ahead === 0) sum += a.values[i++] * b.values[j++];
    else if (ahead < 0) i++;
    else j++;
  }
  return sum;
}

/** √ Σ aᵢ². */
export function sparseNorm({ values }: SparseVector): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] * values[i];
  return Math.sqrt(squares);
}

/** The cosine of the angle between two vectors; 0 where one of them is 0. */
export function sparseCosine(a: SparseVector, b: SparseVector): number {
  const norms = sparseNorm(a) * sparseNorm(b);
  return norms > 0 ? sparseDot(a, b) / norms : 0;
}
