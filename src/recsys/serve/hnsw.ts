/**
 * HNSW: approximate search by walking a graph in layers, as one travels by plane, train and foot. Every row is on the ground layer, one in M
 * on the next, one in M² above it; a search descends greedily and looks around only on the ground.
 */
import { breathe } from '../math/breathe';
import { packModel, unpackModel } from '../math/buffer';
import { checkPositiveInteger } from '../math/check';
import { log } from '../math/functions';
import { random } from '../math/random';
import { HnswGraph } from './hnswGraph';
import { HnswSearch } from './hnswSearch';
import { selectNeighbours } from './hnswSelect';
import { checkSearch } from './vectorIndex';
import { countRows, VectorSpace } from './vectorSpace';
import type { Random } from '../math/random';
import type { Ranking, TrainOptions } from '../types';
import type { VectorSearchOptions, VectorIndex } from './vectorIndex';
import type { VectorMetric } from './vectorSpace';

export interface HnswOptions extends TrainOptions {
  /** Length of a vector. */
  dimensions: number;
  /** `cosine` by default. */
  metric?: VectorMetric;
  /** M: links of a row on each layer, twice as many on the ground; at least 2, 16 by default. */
  m?: number;
  /** Rows kept in view while a place is sought for a new one; 200 by default. */
  efConstruction?: number;
  /** Rows kept in view while searching, unless the search says otherwise; 50 by default. */
  ef?: number;
}

export interface HnswSearchOptions extends VectorSearchOptions {
  /** Rows kept in view: more find more and take longer. k at least; the index's own by default. */
  ef?: number;
}

/** A layered graph of vectors, which can take in more. */
export interface Hnsw extends VectorIndex {
  /** Takes in one more vector and returns its row. */
  add(vector: ArrayLike<number>): number;
  search(query: ArrayLike<number>, options?: HnswSearchOptions): Ranking;
}

interface Settings extends Record<string, number | string> {
  dimensions: number;
  metric: VectorMetric;
  m: number;
  efConstruction: number;
  ef: number;
  seed: number;
}

/**
 * Builds the graph row by row. Time is about O(n log n), memory n × (dimensions + 2M) × 4 bytes. `onProgress` tells of rows; when stopped, the
 * index holds the rows taken in so far.
 *
 *     const index = await hnsw(model.itemFactors, { dimensions: model.factors, metric: 'dot' });
 *     index.search(model.userFactors.subarray(0, model.factors), { k: 100, ef: 200 }).items
 *
 * Yu. Malkov, D. Yashunin: Efficient and robust approximate nearest neighbor search using hierarchical navigable small world graphs. IEEE
 * Transactions on Pattern Analysis and Machine Intelligence 42 (2020; online 2018), algorithms 1, 2, 4 and 5.
 *
 * @param vectors rows × dimensions, row-major
 * @throws RangeError if the vectors are no whole rows or not finite, or an option is out of range
 */
export async function hnsw(vectors: ArrayLike<number>, options: HnswOptions): Promise<Hnsw> {
  const { dimensions, metric = 'cosine', m = 16, efConstruction = 200, ef = 50, seed = 42, signal, onProgress } = options;
  const rows = countRows(vectors, dimensions);
  if (!(Number.isInteger(m) && m >= 2)) throw new RangeError(`m must be a whole number of at least 2, got ${m}`);
  checkPositiveInteger('efConstruction', efConstruction);
  checkPositiveInteger('ef', ef);
  const builder = new Builder(
    { dimensions, metric, m, efConstruction, ef, seed },
    new VectorSpace(metric, dimensions, rows),
    new HnswGraph(m, rows),
  );
  for (let row = 0; row < rows && !signal?.aborted; row++) {
    builder.add(vectors, row * dimensions);
    if (row % 1024 === 1023) onProgress?.({ done: row + 1, total: rows, label: 'row' });
    if (row % 16 === 15) await breathe();
  }
  return builder.index();
}

/** Reads the index back. */
hnsw.fromBuffer = (buffer: ArrayBuffer): Hnsw => {
  const { settings, arrays } = unpackModel<Record<'levels' | 'ground' | 'upper', Int32Array> & { vectors: Float32Array }>(
    buffer,
    'hnsw',
  );
  const own = settings as Settings;
  const space = VectorSpace.of(own.metric, own.dimensions, arrays.vectors);
  const graph = HnswGraph.of(own.m, arrays.levels, arrays.ground, arrays.upper);
  if (graph.size !== space.size) throw new RangeError(`links must fit ${space.size} vectors, got those of ${graph.size}`);
  return new Builder(own, space, graph).index();
};

/** Takes rows in (algorithm 1), and makes an index of what it has. */
class Builder {
  private readonly settings: Settings;
  private readonly space: VectorSpace;
  private readonly graph: HnswGraph;
  private readonly searcher: HnswSearch;
  private readonly draw: Random;
  private readonly taken: Int32Array;

  constructor(settings: Settings, space: VectorSpace, graph: HnswGraph) {
    this.settings = settings;
    this.space = space;
    this.graph = graph;
    this.searcher = new HnswSearch(space, graph);
    this.draw = random(settings.seed);
    // An index read back goes on with the draws where it was.
    for (let row = 0; row < graph.size; row++) this.draw.next();
    this.taken = new Int32Array(2 * settings.m);
  }

  add(vector: ArrayLike<number>, from: number): number {
    const { space, graph, searcher, settings } = this;
    const row = space.add(vector, from);
    const level = Math.floor(-log(1 - this.draw.next()) / log(settings.m));
    graph.add(level);
    if (graph.top < 0) [graph.top, graph.entry] = [level, row];
    else {
      const query = space.row(row);
      let entry = searcher.descend(query, graph.entry, graph.top, level + 1);
      for (let layer = Math.min(graph.top, level); layer >= 0; layer--) {
        searcher.layer(query, entry, settings.efConstruction, layer);
        entry = searcher.rows[0];
        this.join(row, layer);
      }
    }
    if (level > graph.top) [graph.top, graph.entry] = [level, row];
    return row;
  }

  /** Links the row with neighbours among what the searcher has found, and them with it. */
  private join(row: number, layer: number): void {
    const { space, graph, searcher, settings, taken } = this;
    const lists = graph.lists(layer);
    const { rows, alikes, count } = searcher;
    const size = selectNeighbours(space, rows, alikes, { count, most: settings.m, taken });
    const at = graph.at(row, layer);
    lists[at] = size;
    lists.set(taken.subarray(0, size), at + 1);
    for (let i = 0; i < size; i++) this.linkBack(lists[at + 1 + i], row, layer);
  }

  /** Adds a link; where the list is full, all of its rows and the new one are chosen from anew. */
  private linkBack(from: number, to: number, layer: number): void {
    const { space, graph, taken } = this;
    const lists = graph.lists(layer);
    const at = graph.at(from, layer);
    const count = lists[at];
    const most = graph.limit(layer);
    if (count < most) {
      lists[at] = count + 1;
      lists[at + 1 + count] = to;
      return;
    }
    const rows = new Int32Array(count + 1);
    rows.set(lists.subarray(at + 1, at + 1 + count));
    rows[count] = to;
    const scores = new Float32Array(count + 1);
    space.alike(space.row(from), rows, count + 1, scores);
    const order = Array.from(rows.keys()).sort((a, b) => scores[b] - scores[a] || rows[a] - rows[b]);
    const size = selectNeighbours(
      space,
      Int32Array.from(order, (i) => rows[i]),
      Float64Array.from(order, (i) => scores[i]),
      { count: count + 1, most, taken },
    );
    lists[at] = size;
    lists.set(taken.subarray(0, size), at + 1);
  }

  index(): Hnsw {
    const { space, graph, searcher, settings } = this;
    return {
      get size() {
        return graph.size;
      },
      dimensions: settings.dimensions,
      get bytes() {
        return space.vectors.byteLength + space.halves.byteLength + graph.bytes;
      },
      add: (vector) => {
        if (vector.length !== settings.dimensions) {
          throw new RangeError(`vector must have ${settings.dimensions} numbers, got ${vector.length}`);
        }
        return this.add(vector, 0);
      },
      search(vector, { k = 10, exclude, ef = settings.ef } = {}) {
        checkSearch(k, exclude, graph.size);
        checkPositiveInteger('ef', ef);
        const query = space.query(vector);
        if (graph.size === 0) return { items: new Int32Array(0), scores: new Float32Array(0) };
        const entry = searcher.descend(query, graph.entry, graph.top, 1);
        searcher.layer(query, entry, Math.max(ef, k), 0, marks(exclude, graph.size));
        const count = Math.min(k, searcher.count);
        return {
          items: searcher.rows.slice(0, count),
          scores: Float32Array.from({ length: count }, (_, i) => space.score(searcher.alikes[i])),
        };
      },
      toBuffer: () => packModel({ kind: 'hnsw', settings, arrays: { vectors: space.used(), ...graph.packed() } }),
    };
  }
}

function marks(exclude: Int32Array | undefined, size: number): Uint8Array | undefined {
  if (!exclude || exclude.length === 0) return undefined;
  const barred = new Uint8Array(size);
  for (let i = 0; i < exclude.length; i++) barred[exclude[i]] = 1;
  return barred;
}
