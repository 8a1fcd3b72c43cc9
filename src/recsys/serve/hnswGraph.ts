/**
 * The links of the layered graph, in flat arrays. A list is its length and then the rows it leads to. Every row has a list of up to 2M on the
 * ground layer; the few that reach higher have one of up to M on each layer above.
 */

/** Where the lists stand. */
export interface LinkRoom {
  /** Lists of the ground layer, 1 + 2M places a row. */
  ground: Int32Array;
  /** Lists of the layers above, 1 + M places each, a row's together. */
  upper: Int32Array;
  /** Where in `upper` a row's lists begin. */
  upperFrom: Int32Array;
}

/** Arrays for so many rows, and for lists of the layers above that take so many numbers. */
export function plainLinks(m: number, capacity: number, upperCapacity: number): LinkRoom {
  return {
    ground: new Int32Array(capacity * (1 + 2 * m)),
    upper: new Int32Array(upperCapacity),
    upperFrom: new Int32Array(capacity),
  };
}

export class HnswGraph {
  readonly m: number;
  size = 0;
  /** Where a search begins: a row of the top layer; −1 in an empty graph. */
  entry = -1;
  /** The highest layer; −1 in an empty graph. */
  top = -1;
  /** The highest layer of each row. */
  readonly levels: number[] = [];
  room: LinkRoom;
  /** Places of `upper` in use. */
  upperSize = 0;

  constructor(m: number, room: LinkRoom) {
    this.m = m;
    this.room = room;
  }

  /** Whether one more row with lists up to this layer has room. */
  fits(level: number): boolean {
    return this.size < this.room.upperFrom.length && this.upperSize + level * (1 + this.m) <= this.room.upper.length;
  }

  /** Gives the next row empty lists up to this layer. */
  add(level: number): void {
    const row = this.size++;
    this.levels.push(level);
    this.room.upperFrom[row] = this.upperSize;
    this.upperSize += level * (1 + this.m);
    if (level > this.top) [this.top, this.entry] = [level, row];
  }

  /** Most links of a list on this layer. */
  limit(layer: number): number {
    return layer === 0 ? 2 * this.m : this.m;
  }

  /** The array that holds the lists of this layer; good until the lists move. */
  lists(layer: number): Int32Array {
    return layer === 0 ? this.room.ground : this.room.upper;
  }

  /** Where in that array the list of a row begins. */
  at(row: number, layer: number): number {
    return layer === 0 ? row * (1 + 2 * this.m) : this.room.upperFrom[row] + (layer - 1) * (1 + this.m);
  }

  /** Moves all lists to a larger room. */
  moveTo(room: LinkRoom): void {
    const { ground, upper } = this.packed();
    room.ground.set(ground);
    room.upper.set(upper);
    room.upperFrom.set(this.room.upperFrom.subarray(0, this.size));
    this.room = room;
  }

  /** What must be kept. */
  packed(): { levels: Int32Array; ground: Int32Array; upper: Int32Array } {
    return {
      levels: Int32Array.from(this.levels),
      ground: this.room.ground.subarray(0, this.size * (1 + 2 * this.m)),
      upper: this.room.upper.subarray(0, this.upperSize),
    };
  }

  /** Takes in what was kept; throws a RangeError if it does not fit together. */
  unpack(levels: Int32Array, ground: Int32Array, upper: Int32Array): void {
    for (const level of levels) {
      if (!(level >= 0 && level < 64)) throw new RangeError(`levels must be in 0 … 63, got ${level}`);
      this.add(level);
    }
    const { m, size } = this;
    if (ground.length !== size * (1 + 2 * m) || upper.length !== this.upperSize) {
      throw new RangeError(`links must fit ${size} rows, got ${ground.length} and ${upper.length} numbers`);
    }
    checkLists(ground, 1 + 2 * m, size);
    checkLists(upper, 1 + m, size);
    this.room.ground.set(ground);
    this.room.upper.set(upper);
  }

  get bytes(): number {
    return this.room.ground.byteLength + this.room.upper.byteLength + this.room.upperFrom.byteLength + 8 * this.levels.length;
  }
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
