/**
 * Walking the layered graph and linking rows into it (Malkov and Yashunin 2018, algorithms 1, 2, 4 and 5), in plain TypeScript: what the kernel's
 * version (`hnswRooms`) is measured by, and what does the work where there is no kernel.
 */
import { selectNeighbours } from './hnswSelect';
import { NearHeap } from './nearHeap';
import type { HnswGraph } from './hnswGraph';
import type { Query, VectorSpace } from './vectorSpace';

/** A query, or a row as one. */
export type Walked = Query | number;

/** Rows that must not be found, by a mark of 1. */
export type Barred = Uint8Array | undefined;

/** What a search walks with. */
export interface HnswWalker {
  /** What the last walk of a layer found, nearest first, in the first places: rows and how alike they are. */
  readonly rows: Int32Array;
  readonly alikes: Float32Array;
  /** From a row, goes to ever nearer ones on each layer from `from` down to `to`; returns the nearest met. Nothing to do if from < to. */
  descend(query: Walked, entry: number, from: number, to: number): number;
  /**
   * Algorithm 2: finds the `ef` nearest rows of a layer that a best-first walk from `entry` meets; returns how many. Rows with a mark in `barred`
   * are walked through but not kept.
   */
  walk(query: Walked, entry: number, ef: number, layer: number, barred?: Barred): number;
  /** Links a row with neighbours among the `found` of the last walk, and them with it. */
  join(row: number, layer: number, found: number): void;
}

export class PlainWalker implements HnswWalker {
  rows = new Int32Array(64);
  alikes = new Float32Array(64);

  private readonly space: VectorSpace;
  private readonly graph: HnswGraph;
  /** To be visited, keyed by minus how alike. */
  private readonly open = new NearHeap();
  /** The best so far, keyed by how alike, so that the worst leaves first. */
  private readonly best = new NearHeap();
  /** The number of the last walk that came by, for each row. */
  private visited = new Int32Array(0);
  private turn = 0;
  /** Rows to be compared together. */
  private readonly batch: Int32Array;
  private readonly scores: Float32Array;
  private readonly taken: Int32Array;

  constructor(space: VectorSpace, graph: HnswGraph) {
    this.space = space;
    this.graph = graph;
    this.batch = new Int32Array(2 * graph.m + 1);
    this.scores = new Float32Array(2 * graph.m + 1);
    this.taken = new Int32Array(2 * graph.m);
  }

  descend(walked: Walked, entry: number, from: number, to: number): number {
    const { space, graph, batch, scores } = this;
    const query = this.queryOf(walked);
    let nearest = entry;
    batch[0] = entry;
    space.alike(query, batch, 1, scores);
    let alike = scores[0];
    for (let layer = from; layer >= to; layer--) {
      const lists = graph.lists(layer);
      for (let moved = true; moved;) {
        moved = false;
        const at = graph.at(nearest, layer);
        const count = lists[at];
        for (let i = 0; i < count; i++) batch[i] = lists[at + 1 + i];
        space.alike(query, batch, count, scores);
        for (let i = 0; i < count; i++) {
          if (!(scores[i] > alike)) continue;
          alike = scores[i];
          nearest = batch[i];
          moved = true;
        }
      }
    }
    return nearest;
  }

  walk(walked: Walked, entry: number, ef: number, layer: number, barred?: Barred): number {
    const { space, graph, open, best, batch, scores } = this;
    const query = this.queryOf(walked);
    const visited = this.nextTurn();
    const turn = this.turn;
    const lists = graph.lists(layer);
    open.clear();
    best.clear();
    batch[0] = entry;
    visited[entry] = turn;
    let count = 1;
    for (;;) {
      space.alike(query, batch, count, scores);
      for (let i = 0; i < count; i++) {
        const alike = scores[i];
        if (best.size === ef && !(alike > best.least)) continue;
        open.push(-alike, batch[i]);
        if (barred?.[batch[i]]) continue;
        if (best.size < ef) best.push(alike, batch[i]);
        else best.replace(alike, batch[i]);
      }
      if (open.size === 0 || (best.size === ef && -open.least < best.least)) break;
      const at = graph.at(open.pop(), layer);
      const end = at + lists[at];
      count = 0;
      for (let link = at + 1; link <= end; link++) {
        const row = lists[link];
        if (visited[row] === turn) continue;
        visited[row] = turn;
        batch[count++] = row;
      }
    }
    return this.takeBest();
  }

  join(row: number, layer: number, found: number): void {
    const { space, graph, rows, alikes, taken } = this;
    const lists = graph.lists(layer);
    const size = selectNeighbours(space, rows, alikes, { count: found, most: graph.m, taken });
    const at = graph.at(row, layer);
    lists[at] = size;
    lists.set(taken.subarray(0, size), at + 1);
    for (let i = 0; i < size; i++) this.linkBack(lists[at + 1 + i], row, layer);
  }

  /** Adds a link; where the list is full, all of its rows and the new one are chosen from anew. */
  private linkBack(from: number, to: number, layer: number): void {
    const { space, graph, batch, scores, taken } = this;
    const lists = graph.lists(layer);
    const at = graph.at(from, layer);
    const count = lists[at];
    const most = graph.limit(layer);
    if (count < most) {
      lists[at] = count + 1;
      lists[at + 1 + count] = to;
      return;
    }
    batch.set(lists.subarray(at + 1, at + 1 + count));
    batch[count] = to;
    space.alike(space.row(from), batch, count + 1, scores);
    const order = Array.from({ length: count + 1 }, (_, i) => i).sort((a, b) => scores[b] - scores[a] || batch[a] - batch[b]);
    const sorted = Int32Array.from(order, (i) => batch[i]);
    const alikes = Float32Array.from(order, (i) => scores[i]);
    const size = selectNeighbours(space, sorted, alikes, { count: count + 1, most, taken });
    lists[at] = size;
    lists.set(taken.subarray(0, size), at + 1);
  }

  private queryOf(walked: Walked): Query {
    return typeof walked === 'number' ? this.space.row(walked) : walked;
  }

  private nextTurn(): Int32Array {
    if (this.visited.length < this.graph.size || this.turn === 0x7fffffff) {
      this.visited = new Int32Array(2 * this.graph.size);
      this.turn = 0;
    }
    this.turn++;
    return this.visited;
  }

  /** Empties the heap into `rows`, nearest first, ties by the lower row. */
  private takeBest(): number {
    const { best } = this;
    const count = best.size;
    if (count > this.rows.length) {
      this.rows = new Int32Array(2 * count);
      this.alikes = new Float32Array(2 * count);
    }
    const { rows, alikes } = this;
    for (let at = count - 1; at >= 0; at--) {
      alikes[at] = best.least;
      rows[at] = best.pop();
    }
    return count;
  }
}
