/** Rows of vectors, with a bias each, in a kernel's memory; see `assembly/scores`. */
import { Layout, rowBytes, startKernel } from './kernel';

/** Rooms that hold vectors, and what compares a query with them. */
export interface RowsKernel {
  /** Numbers of a row in `vectors`: the length of a vector, rounded up; the rest is zero. */
  width: number;
  /** capacity × width. */
  vectors: Float32Array<ArrayBuffer>;
  /** One number a row. */
  biases: Float32Array<ArrayBuffer>;
  /** Where a query is put before it is compared. */
  query: Float32Array<ArrayBuffer>;
  /** bias + biases[row] + query · row, of each row from `from` up to `to`; a view that the next call overwrites. */
  score(from: number, to: number, bias: number): Float32Array;
}

/** Room for so many vectors of d numbers, zero at first; undefined where there is no kernel. */
export function startRows(capacity: number, d: number): RowsKernel | undefined {
  const bytes = rowBytes(d, 4);
  const padded = capacity + 4; // a group of four may begin anywhere
  const layout = new Layout();
  const queryAt = layout.take(bytes);
  const vectorsAt = layout.take(padded * bytes);
  const biasesAt = layout.take(4 * padded);
  const scoresAt = layout.take(4 * padded);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const scores = new Float32Array(kernel.buffer, scoresAt, padded);
  return {
    width: bytes / 4,
    vectors: new Float32Array(kernel.buffer, vectorsAt, (capacity * bytes) / 4),
    biases: new Float32Array(kernel.buffer, biasesAt, capacity),
    query: new Float32Array(kernel.buffer, queryAt, bytes / 4),
    score(from, to, bias) {
      const groups = Math.ceil((to - from) / 4) * 4;
      kernel.scoreItems(queryAt, vectorsAt + from * bytes, groups, bytes, biasesAt + 4 * from, bias, scoresAt);
      return scores.subarray(0, to - from);
    },
  };
}
