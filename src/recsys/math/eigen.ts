/** The eigenvectors of a small symmetric matrix, by Jacobi's rotations: slow for large ones, accurate and deterministic for all. */

/**
 * All eigenvalues, falling, and their vectors: row r of `vectors` belongs to `values[r]`. `matrix` (n × n, symmetric) is left unchanged.
 *
 * G. Golub, C. Van Loan: Matrix Computations, §8.5 (cyclic Jacobi).
 */
export function eigenSymmetric(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i * n + i] * a[i * n + i];
      for (let j = 0; j < i; j++) off += a[i * n + j] * a[i * n + j];
    }
    if (off <= 1e-30 * diagonal) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i] || i - j);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => vectors.set(v.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors };
}

/** Makes a[p, q] zero by a rotation of rows and columns p and q; the rows of v turn along. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const x = a[k * n + p];
    const y = a[k * n + q];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k];
    const y = a[q * n + k];
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
    const u = v[p * n + k];
    const w = v[q * n + k];
    v[p * n + k] = c * u - s * w;
    v[q * n + k] = s * u + c * w;
  }
}
