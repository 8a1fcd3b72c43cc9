/** An HNSW graph in a kernel's memory: vectors, links and the walk between them; see `assembly/graph`. */
import { Layout, rowBytes, startKernel } from './kernel';

/** How large a graph may grow. */
export interface GraphSize {
  /** Rows. */
  capacity: number;
  /** Numbers that the lists of all layers above the ground take together. */
  upperCapacity: number;
  /** Length of a vector. */
  dimensions: number;
  /** Links of a row on a layer. */
  m: number;
}

/** Rooms of a graph and its functions. A vector to compare with is a row, or −1 for `query`. */
export interface GraphKernel {
  /** Numbers of a row in `vectors`. */
  width: number;
  vectors: Float32Array<ArrayBuffer>;
  biases: Float32Array<ArrayBuffer>;
  /** (1 + 2m) a row. */
  ground: Int32Array<ArrayBuffer>;
  upper: Int32Array<ArrayBuffer>;
  /** One a row. */
  upperFrom: Int32Array<ArrayBuffer>;
  /** Where a query is put. */
  query: Float32Array<ArrayBuffer>;
  /** A mark for each row that must not be found. */
  barred: Uint8Array<ArrayBuffer>;
  /** Rows and scores of the last walk, best first. */
  foundRows: Int32Array<ArrayBuffer>;
  foundScores: Float32Array<ArrayBuffer>;
  descend(vector: number, bias: number, entry: number, from: number, to: number): number;
  /** How many rows were found. */
  walk(vector: number, bias: number, walk: { entry: number; ef: number; layer: number; barred: boolean }): number;
  /** Links a row with neighbours among those found. */
  join(row: number, layer: number, found: number): void;
}

/** Room for a graph; undefined where there is no kernel, or not so much memory. */
export function startGraph({ capacity, upperCapacity, dimensions, m }: GraphSize): GraphKernel | undefined {
  const bytes = rowBytes(dimensions, 4);
  const layout = new Layout();
  const graph = layout.take(17 * 4);
  const query = layout.take(bytes);
  const barred = layout.take(capacity);
  const few = 4 * (2 * m + 4);
  const vectors = layout.take(capacity * bytes);
  const biases = layout.take(4 * capacity);
  const ground = layout.take(4 * capacity * (1 + 2 * m));
  const upper = layout.take(4 * upperCapacity);
  const upperFrom = layout.take(4 * capacity);
  const visited = layout.take(4 * capacity);
  const [batch, scores, taken, passed] = [few, few, few, few].map((room) => layout.take(room));
  const [openScores, openRows, foundScores, foundRows] = Array.from({ length: 4 }, () => layout.take(4 * (capacity + 1)));
  const kernel = startKernel(layout.bytes);
  if (!kernel) return undefined;
  // The fields of `Graph`, in their order.
  new Int32Array(kernel.buffer, graph, 17).set([
    ...[m, bytes, vectors, biases, ground, upper, upperFrom, visited, 0],
    ...[batch, scores, openScores, openRows, foundScores, foundRows, taken, passed],
  ]);
  const at = (vector: number) => (vector < 0 ? query : vectors + vector * bytes);
  return {
    width: bytes / 4,
    vectors: new Float32Array(kernel.buffer, vectors, (capacity * bytes) / 4),
    biases: new Float32Array(kernel.buffer, biases, capacity),
    ground: new Int32Array(kernel.buffer, ground, capacity * (1 + 2 * m)),
    upper: new Int32Array(kernel.buffer, upper, upperCapacity),
    upperFrom: new Int32Array(kernel.buffer, upperFrom, capacity),
    query: new Float32Array(kernel.buffer, query, bytes / 4),
    barred: new Uint8Array(kernel.buffer, barred, capacity),
    foundRows: new Int32Array(kernel.buffer, foundRows, capacity),
    foundScores: new Float32Array(kernel.buffer, foundScores, capacity),
    descend: (vector, bias, entry, from, to) => kernel.descendGraph(graph, at(vector), bias, entry, from, to),
    walk: (vector, bias, { entry, ef, layer, barred: skip }) =>
      kernel.walkLayer(graph, at(vector), bias, entry, ef, layer, skip ? barred : 0),
    join: (row, layer, found) => kernel.joinRow(graph, row, layer, found),
  };
}
