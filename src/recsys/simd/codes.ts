/** Codes in place of vectors, in a kernel's memory; see `assembly/codes`. */
import { Layout, startKernel } from './kernel';

/** Compares the codes of a query with all rows: bias + biases[row] + step · steps[row] · product. A view that the next call overwrites. */
export type ScoreCodes = (codes: Int8Array, step: number, bias: number) => Float32Array;

/** Copies rows × d codes into a kernel; undefined where there is none. */
export function startCodes(codes: Int8Array, d: number, steps: Float32Array, biases: Float32Array): ScoreCodes | undefined {
  const rows = steps.length;
  const padded = Math.ceil(rows / 4) * 4;
  const bytes = Math.ceil(d / 16) * 16;
  const layout = new Layout();
  const queryAt = layout.take(bytes);
  const codesAt = layout.take(padded * bytes);
  const [stepsAt, biasesAt, scoresAt] = Array.from({ length: 3 }, () => layout.take(4 * padded));
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const room = new Int8Array(kernel.buffer, codesAt, padded * bytes);
  for (let row = 0; row < rows; row++) room.set(codes.subarray(row * d, (row + 1) * d), row * bytes);
  new Float32Array(kernel.buffer, stepsAt, rows).set(steps);
  new Float32Array(kernel.buffer, biasesAt, rows).set(biases);
  const query = new Int8Array(kernel.buffer, queryAt, d);
  const scores = new Float32Array(kernel.buffer, scoresAt, rows);
  return (own, step, bias) => {
    query.set(own);
    kernel.scoreCodes(queryAt, codesAt, padded, bytes, step, stepsAt, bias, biasesAt, scoresAt);
    return scores;
  };
}

/** For each row the sum of a table's numbers, one a part. A view that the next call overwrites. */
export type ScoreProducts = (table: Float32Array) => Float32Array;

/** Copies rows × parts codes into a kernel; a table has parts × centroids numbers. Undefined where there is no kernel. */
export function startProducts(codes: Uint8Array, parts: number, centroids: number): ScoreProducts | undefined {
  const rows = codes.length / parts;
  const layout = new Layout();
  const tableAt = layout.take(4 * parts * centroids);
  const codesAt = layout.take(codes.length);
  const scoresAt = layout.take(4 * rows);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  new Uint8Array(kernel.buffer, codesAt, codes.length).set(codes);
  const room = new Float32Array(kernel.buffer, tableAt, parts * centroids);
  const scores = new Float32Array(kernel.buffer, scoresAt, rows);
  return (table) => {
    room.set(table);
    kernel.scoreProducts(tableAt, centroids, codesAt, rows, parts, scoresAt);
    return scores;
  };
}
