/**
 * The links of the layered graph, in flat arrays. A list is its length and then the rows it leads to. Every row has a list of up to 2M on the
 * ground layer; the few that reach higher have one of up to M on each layer above.
 */
export class HnswGraph {
  readonly m: number;
  size = 0;
  /** Where a search begins: a row of the top layer; −1 in an empty graph. */
  entry = -1;
  /** The highest layer; −1 in an empty graph. */
  top = -1;
  /** The highest layer of each row. */
  levels: Int32Array;
  /** Lists of the ground layer, 1 + 2M places a row. */
  ground: Int32Array;
  /** Lists of the layers above, 1 + M places each, a row's together. */
  upper: Int32Array;
  /** Where in `upper` a row's lists begin. */
  upperFrom: Int32Array;
  private upperSize = 0;

  constructor(m: number, capacity: number) {
    this.m = m;
    this.levels = new Int32Array(capacity);
    this.ground = new Int32Array(capacity * (1 + 2 * m));
    this.upper = new Int32Array(0);
    this.upperFrom = new Int32Array(capacity);
  }

  /** A graph whose arrays were kept; throws a RangeError if they do not fit together. */
  static of(m: number, levels: Int32Array, ground: Int32Array, upper: Int32Array): HnswGraph {
    const graph = new HnswGraph(m, 0);
    graph.size = levels.length;
    graph.levels = levels;
    graph.ground = ground;
    graph.upper = upper;
    graph.upperFrom = new Int32Array(levels.length);
    levels.forEach((level, row) => {
      graph.upperFrom[row] = graph.upperSize;
      graph.upperSize += Math.max(0, level) * (1 + m);
      if (level > graph.top) [graph.top, graph.entry] = [level, row];
    });
    if (ground.length !== graph.size * (1 + 2 * m) || upper.length !== graph.upperSize) {
      throw new RangeError(`links must fit ${graph.size} rows, got ${ground.length} and ${upper.length} numbers`);
    }
    checkLists(ground, 1 + 2 * m, graph.size);
    checkLists(upper, 1 + m, graph.size);
    return graph;
  }

  /** Gives the next row empty lists up to this layer. */
  add(level: number): number {
    const row = this.size++;
    if (row === this.levels.length) this.grow(Math.max(16, 2 * row));
    this.levels[row] = level;
    this.upperFrom[row] = this.upperSize;
    this.upperSize += level * (1 + this.m);
    if (this.upperSize > this.upper.length) this.upper = widened(this.upper, Math.max(256, 2 * this.upperSize));
    return row;
  }

  /** Most links of a list on this layer. */
  limit(layer: number): number {
    return layer === 0 ? 2 * this.m : this.m;
  }

  /** The array that holds the lists of this layer; good until the next `add`. */
  lists(layer: number): Int32Array {
    return layer === 0 ? this.ground : this.upper;
  }

  /** Where in that array the list of a row begins. */
  at(row: number, layer: number): number {
    return layer === 0 ? row * (1 + 2 * this.m) : this.upperFrom[row] + (layer - 1) * (1 + this.m);
  }

  /** Arrays without room to grow, to be kept. */
  packed(): { levels: Int32Array; ground: Int32Array; upper: Int32Array } {
    return {
      levels: this.levels.subarray(0, this.size),
      ground: this.ground.subarray(0, this.size * (1 + 2 * this.m)),
      upper: this.upper.subarray(0, this.upperSize),
    };
  }

  get bytes(): number {
    return this.levels.byteLength + this.ground.byteLength + this.upper.byteLength + this.upperFrom.byteLength;
  }

  private grow(capacity: number): void {
    this.levels = widened(this.levels, capacity);
    this.upperFrom = widened(this.upperFrom, capacity);
    this.ground = widened(this.ground, capacity * (1 + 2 * this.m));
  }
}

function widened(array: Int32Array, length: number): Int32Array {
  const wider = new Int32Array(length);
  wider.set(array);
  return wider;
}

/** So that a damaged buffer fails here and not in the middle of a search. */
function checkLists(lists: Int32Array, width: number, rows: number): void {
  for (let from = 0; from < lists.length; from += width) {
    const count = lists[from];
    if (!(count >= 0 && count < width)) throw new RangeError(`links must be at most ${width - 1} a list, got ${count}`);
    for (let i = 1; i <= count; i++) {
      const row = lists[from + i];
      if (!(row >= 0 && row < rows)) throw new RangeError(`links must be rows in 0 … ${rows - 1}, got ${row}`);
    }
  }
}
