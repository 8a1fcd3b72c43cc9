/**
 * HNSW: approximate search by walking a graph in layers, as one travels by plane, train and foot. Every row is on the ground layer, one in M
 * on the next, one in M² above it; a search descends greedily and looks around only on the ground.
 */
import { breathe } from '../math/breathe';
import { packModel, unpackModel } from '../math/buffer';
import { checkPositiveInteger } from '../math/check';
import { log } from '../math/functions';
import { random } from '../math/random';
import { hnswRooms } from './hnswRooms';
import { checkSearch } from './vectorIndex';
import { countRows, VectorSpace } from './vectorSpace';
import type { Random } from '../math/random';
import type { Ranking, TrainOptions } from '../types';
import type { HnswRooms } from './hnswRooms';
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
  const builder = new Builder({ dimensions, metric, m, efConstruction, ef, seed }, rows);
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
  const builder = new Builder(own, arrays.levels.length, arrays.upper.length);
  builder.unpack(arrays);
  return builder.index();
};

/** Takes rows in (algorithm 1), and makes an index of what it has. */
class Builder {
  private readonly settings: Settings;
  private readonly rooms: HnswRooms;
  private readonly draw: Random;

  constructor(settings: Settings, capacity: number, upper?: number) {
    this.settings = settings;
    this.rooms = hnswRooms(settings, capacity, upper);
    this.draw = random(settings.seed);
  }

  /** Takes in what a buffer held. It goes on with the draws where they were. */
  unpack(arrays: Record<'levels' | 'ground' | 'upper', Int32Array> & { vectors: Float32Array }): void {
    const { space, graph } = this.rooms;
    const { metric, dimensions } = this.settings;
    if (countRows(arrays.vectors, dimensions) !== arrays.levels.length) {
      throw new RangeError(`links must fit the vectors, got ${arrays.levels.length} rows for ${arrays.vectors.length} numbers`);
    }
    graph.unpack(arrays.levels, arrays.ground, arrays.upper);
    const unpacked = VectorSpace.unpack(metric, dimensions, arrays.vectors, space.room);
    space.size = unpacked.size;
    for (let row = 0; row < graph.size; row++) this.draw.next();
  }

  add(vector: ArrayLike<number>, from: number): number {
    const { rooms, settings } = this;
    const { space, graph } = rooms;
    if (!graph.fits(0)) rooms.grow(2 * space.capacity, 0);
    const row = space.add(vector, from);
    const level = Math.floor(-log(1 - this.draw.next()) / log(settings.m));
    if (!graph.fits(level)) rooms.grow(space.capacity, level);
    const { entry: start, top } = graph;
    graph.add(level);
    if (top < 0) return row;
    let entry = rooms.walker.descend(row, start, top, level + 1);
    for (let layer = Math.min(top, level); layer >= 0; layer--) {
      const found = rooms.walker.walk(row, entry, settings.efConstruction, layer);
      entry = rooms.walker.rows[0];
      rooms.walker.join(row, layer, found);
    }
    return row;
  }

  index(): Hnsw {
    const { rooms, settings } = this;
    const { space, graph } = rooms;
    return {
      get size() {
        return graph.size;
      },
      dimensions: settings.dimensions,
      get bytes() {
        return space.bytes + graph.bytes;
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
        const { walker } = rooms;
        const entry = walker.descend(query, graph.entry, graph.top, 1);
        const found = walker.walk(query, entry, Math.max(ef, k), 0, marks(exclude, graph.size));
        const count = Math.min(k, found);
        return {
          items: walker.rows.slice(0, count),
          scores: walker.alikes.slice(0, count).map((alike) => space.score(alike)),
        };
      },
      toBuffer: () => packModel({ kind: 'hnsw', settings, arrays: { vectors: space.packed(), ...graph.packed() } }),
    };
  }
}

function marks(exclude: Int32Array | undefined, size: number): Uint8Array | undefined {
  if (!exclude || exclude.length === 0) return undefined;
  const barred = new Uint8Array(size);
  for (let i = 0; i < exclude.length; i++) barred[exclude[i]] = 1;
  return barred;
}
