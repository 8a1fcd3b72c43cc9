/** Walking the layered graph (Malkov and Yashunin 2018, algorithms 2 and 5). */
import { NearHeap } from './nearHeap';
import type { HnswGraph } from './hnswGraph';
import type { Query, VectorSpace } from './vectorSpace';

/** A searcher with its working memory, used again from search to search. */
export class HnswSearch {
  /** What the last search of a layer found, nearest first: rows and how alike they are. */
  rows = new Int32Array(64);
  alikes = new Float64Array(64);
  count = 0;

  private readonly space: VectorSpace;
  private readonly graph: HnswGraph;
  /** To be visited, keyed by minus how alike. */
  private readonly open = new NearHeap();
  /** The best so far, keyed by how alike, so that the worst leaves first. */
  private readonly best = new NearHeap();
  /** The number of the last search that came by, for each row. */
  private visited = new Int32Array(0);
  private turn = 0;
  /** Rows to be compared together. */
  private readonly batch: Int32Array;
  private readonly scores: Float32Array;

  constructor(space: VectorSpace, graph: HnswGraph) {
    this.space = space;
    this.graph = graph;
    this.batch = new Int32Array(2 * graph.m + 1);
    this.scores = new Float32Array(2 * graph.m + 1);
  }

  /** From a row, goes to ever nearer ones on each layer from `from` down to `to`; returns the nearest met. Nothing to do if from < to. */
  descend(query: Query, entry: number, from: number, to: number): number {
    const { space, graph, batch, scores } = this;
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

  /**
   * Algorithm 2: the `ef` nearest rows of a layer that a best-first walk from `entry` meets, into `rows`, `alikes` and `count`. Rows with a mark
   * in `barred` are walked through but not kept.
   */
  layer(query: Query, entry: number, ef: number, layer: number, barred?: Uint8Array): void {
    const { space, graph, open, best, batch, scores } = this;
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
    this.takeBest();
  }

  private nextTurn(): Int32Array {
    if (this.visited.length < this.graph.size || this.turn === 0x7fffffff) {
      this.visited = new Int32Array(this.graph.levels.length);
      this.turn = 0;
    }
    this.turn++;
    return this.visited;
  }

  /** Empties the heap into `rows`, nearest first, ties by the lower row. */
  private takeBest(): void {
    const { best } = this;
    if (best.size > this.rows.length) {
      this.rows = new Int32Array(2 * best.size);
      this.alikes = new Float64Array(2 * best.size);
    }
    const { rows, alikes } = this;
    this.count = best.size;
    for (let at = this.count - 1; at >= 0; at--) {
      alikes[at] = best.least;
      const row = best.pop();
      let to = at;
      for (; to + 1 < this.count && alikes[to + 1] === alikes[at] && rows[to + 1] < row; to++) rows[to] = rows[to + 1];
      rows[to] = row;
    }
  }
}
