/** The search for nearest rows in the kernel; see `assembly/neighbours`. */
import { Layout, allOnes, startKernel } from './kernel';
import type { SparseRows } from './kernel';

/** How products become similarities: over the norms, over the union, or times the number of common columns. */
export type NeighbourKind = 'cosine' | 'jaccard' | 'bm25';

/** What the search fixes. */
export interface NeighbourOptions {
  kind: NeighbourKind;
  /** Pulls similarities on little evidence towards 0. */
  shrinkage: number;
  /** Neighbours kept per row, 1 … rows. */
  k: number;
  /** Per row: the sum of its squares (cosine), the number of its entries (Jaccard); not read for BM25. */
  sizes: Float64Array;
}

/** The neighbours of some rows. */
export interface Neighbours {
  /** The first row that comes in the next call. */
  next: number;
  /** How many neighbours each row has. */
  counts: Int32Array;
  /** Their rows, rising, row after row; a view, valid until the next call. */
  indices: Int32Array;
  /** Their similarities, alike. */
  values: Float32Array;
}

/** Products between two returns, about: a few milliseconds. */
const WORK = 1 << 22;
/** Neighbours returned at once at most, unless one row has more. */
const ROOM = 1 << 16;

/**
 * A search that gives the neighbours of the rows from a row on, some rows a call. Undefined where there is no kernel.
 *
 * @param byColumn the transpose of `matrix`
 */
export function startNeighbours(
  matrix: SparseRows,
  byColumn: SparseRows,
  { kind, shrinkage, k, sizes }: NeighbourOptions,
): ((from: number) => Neighbours) | undefined {
  const { rows } = matrix;
  const binary = allOnes(matrix.values);
  const room = Math.max(ROOM, Math.min(k, rows));
  const padded = rows + 3;
  const layout = new Layout();
  const placed = [matrix, byColumn].map((side) => ({
    pointers: layout.take(4 * (side.rows + 1)),
    indices: layout.take(4 * side.indices.length),
    values: binary ? 0 : layout.take(4 * side.indices.length),
  }));
  const sizesAt = layout.take(8 * padded);
  const product = binary ? 0 : layout.take(8 * padded);
  const common = layout.take(4 * padded);
  const touched = layout.take(4 * padded);
  const scores = layout.take(4 * padded);
  const heapScores = layout.take(4 * Math.min(k, rows));
  const heapItems = layout.take(4 * Math.min(k, rows));
  const counts = layout.take(4 * rows);
  const outIndices = layout.take(4 * room);
  const outValues = layout.take(4 * room);
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  const { buffer } = kernel;
  [matrix, byColumn].forEach((side, s) => {
    new Int32Array(buffer, placed[s].pointers, side.rows + 1).set(side.pointers);
    new Int32Array(buffer, placed[s].indices, side.indices.length).set(side.indices);
    if (!binary) new Float32Array(buffer, placed[s].values, side.values.length).set(side.values);
  });
  new Float64Array(buffer, sizesAt, rows).set(sizes);
  const [byRow, column] = placed;
  const code = { cosine: 0, jaccard: 1, bm25: 2 }[kind];
  return (from) => {
    const next = kernel.neighbours(
      ...([rows, byRow.pointers, byRow.indices, byRow.values, column.pointers, column.indices, column.values] as const),
      ...([sizesAt, code, shrinkage, Math.min(k, rows), from, WORK, product, common, touched, scores] as const),
      ...([heapScores, heapItems, counts, outIndices, outValues, room] as const),
    );
    const written = kernel.neighboursWritten();
    return {
      next,
      counts: new Int32Array(buffer, counts, next - from),
      indices: new Int32Array(buffer, outIndices, written),
      values: new Float32Array(buffer, outValues, written),
    };
  };
}
