/** Where an HNSW graph lives: in a kernel's memory, walked there, or in plain arrays. */
import { startGraph } from '../simd/graph';
import { HnswGraph, plainLinks } from './hnswGraph';
import { PlainWalker } from './hnswWalker';
import { plainRoom, VectorSpace } from './vectorSpace';
import type { GraphKernel } from '../simd/graph';
import type { HnswWalker, Walked } from './hnswWalker';
import type { VectorMetric } from './vectorSpace';

/** A graph with its vectors and the walker that fits where they are. */
export interface HnswRooms {
  space: VectorSpace;
  graph: HnswGraph;
  walker: HnswWalker;
  /** Makes room for so many rows, and for a row of this level beside them. */
  grow(capacity: number, level: number): void;
}

/** @param upper numbers that the lists above the ground take, if it is known; else what `capacity` rows are likely to need */
export function hnswRooms(
  { metric, dimensions, m }: { metric: VectorMetric; dimensions: number; m: number },
  capacity: number,
  upper = 0,
): HnswRooms {
  // One row in m reaches the first layer, one in m² the second …; half as much again, so that chance seldom makes it move.
  const upperFor = (rows: number, more: number) => Math.max(more, Math.ceil((1.5 * rows * (1 + m)) / (m - 1)) + 16 * (1 + m));
  const make = (rows: number, upperCapacity: number) => {
    const kernel = startGraph({ capacity: rows, upperCapacity, dimensions, m });
    const links = kernel ?? plainLinks(m, rows, upperCapacity);
    return { kernel, vectors: kernel ?? plainRoom(rows, dimensions), links };
  };
  const first = make(Math.max(16, capacity), upperFor(capacity, upper));
  const space = new VectorSpace(metric, dimensions, capacity, first.vectors);
  const graph = new HnswGraph(m, first.links);
  const walkerOf = (kernel: GraphKernel | undefined) => (kernel ? kernelWalker(kernel) : new PlainWalker(space, graph));
  const rooms: HnswRooms = {
    space,
    graph,
    walker: walkerOf(first.kernel),
    grow(rows, level) {
      const { kernel, vectors, links } = make(rows, upperFor(rows, graph.upperSize + level * (1 + m)));
      if (!kernel && vectors.width !== space.room.width) {
        throw new RangeError(`vectors must fit in memory, got ${rows} rows of ${dimensions} numbers`);
      }
      space.moveTo(vectors);
      graph.moveTo(links);
      rooms.walker = walkerOf(kernel);
    },
  };
  return rooms;
}

function kernelWalker(kernel: GraphKernel): HnswWalker {
  /** Puts a query in its place; −1 stands for it. */
  const place = (walked: Walked): number => {
    if (typeof walked === 'number') return walked;
    kernel.query.set(walked.vectors.subarray(walked.from));
    return -1;
  };
  const biasOf = (walked: Walked) => (typeof walked === 'number' ? kernel.biases[walked] : walked.bias);
  return {
    rows: kernel.foundRows,
    alikes: kernel.foundScores,
    descend: (walked, entry, from, to) => kernel.descend(place(walked), biasOf(walked), entry, from, to),
    walk(walked, entry, ef, layer, barred) {
      if (barred) kernel.barred.set(barred);
      const most = Math.min(ef, kernel.foundRows.length);
      return kernel.walk(place(walked), biasOf(walked), { entry, ef: most, layer, barred: barred !== undefined });
    },
    join: (row, layer, found) => kernel.join(row, layer, found),
  };
}
