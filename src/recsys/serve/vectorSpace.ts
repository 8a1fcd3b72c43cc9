/**
 * Vectors in one array, and how alike two of them are. All metrics become one: with a bias b(x) = −½‖x‖² under `l2` and 0 otherwise,
 *
 *     alike(a, b) = a · b + b(a) + b(b)
 *
 * is the cosine of vectors kept at length 1, the inner product, or −½‖a − b‖²: the larger, the nearer, and one dot product is the whole cost.
 */
import { checkOneOf, checkPositiveInteger } from '../math/check';
import { startRows } from '../simd/rows';
import type { RowsKernel } from '../simd/rows';

const metrics = ['cosine', 'dot', 'l2'] as const;

/** How alike two vectors are: by angle, by inner product, or by distance. */
export type VectorMetric = (typeof metrics)[number];

/** Throws a RangeError unless the array holds whole rows of that many numbers; returns how many rows. */
export function countRows(vectors: ArrayLike<number>, dimensions: number): number {
  checkPositiveInteger('dimensions', dimensions);
  if (vectors.length % dimensions !== 0) {
    throw new RangeError(`vectors must hold whole rows of ${dimensions} numbers, got ${vectors.length} numbers`);
  }
  return vectors.length / dimensions;
}

/** A vector to compare with: where it stands, at length 1 under `cosine`, and its bias. */
export interface Query {
  vectors: Float32Array;
  from: number;
  bias: number;
}

/** Where the vectors and their biases stand: in a kernel's memory, or in arrays of their own. */
export type VectorRoom = Pick<RowsKernel, 'width' | 'vectors' | 'biases'> & Partial<Pick<RowsKernel, 'query' | 'score'>>;

/** Arrays of their own for so many vectors. */
export function plainRoom(capacity: number, dimensions: number): VectorRoom {
  return { width: dimensions, vectors: new Float32Array(capacity * dimensions), biases: new Float32Array(capacity) };
}

export class VectorSpace {
  readonly metric: VectorMetric;
  readonly dimensions: number;
  /** Rows in use. */
  size = 0;
  /** Room that is taken, of which the first `size` rows are in use. */
  room: VectorRoom;

  /** An empty space of this capacity; it does not grow by itself. */
  constructor(metric: VectorMetric, dimensions: number, capacity: number, room?: VectorRoom) {
    checkOneOf('metric', metric, metrics);
    checkPositiveInteger('dimensions', dimensions);
    this.metric = metric;
    this.dimensions = dimensions;
    this.room = room ?? startRows(capacity, dimensions) ?? plainRoom(capacity, dimensions);
  }

  /** A space that holds these vectors. */
  static of(metric: VectorMetric, dimensions: number, vectors: ArrayLike<number>): VectorSpace {
    const rows = countRows(vectors, dimensions);
    const space = new VectorSpace(metric, dimensions, rows);
    for (let row = 0; row < rows; row++) space.add(vectors, row * dimensions);
    return space;
  }

  /** A space of vectors that another space gave by `packed`: they are not made shorter or longer again. */
  static unpack(metric: VectorMetric, dimensions: number, vectors: Float32Array, room?: VectorRoom): VectorSpace {
    const rows = countRows(vectors, dimensions);
    const space = new VectorSpace(metric, dimensions, rows, room);
    for (let row = 0; row < rows; row++) {
      space.room.vectors.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), row * space.room.width);
      space.room.biases[row] = space.biasOf(space.room.vectors, row * space.room.width);
    }
    space.size = rows;
    return space;
  }

  /** How many rows fit. */
  get capacity(): number {
    return this.room.biases.length;
  }

  get bytes(): number {
    return this.room.vectors.byteLength + this.room.biases.byteLength;
  }

  /** Moves all rows to a larger room. */
  moveTo(room: VectorRoom): void {
    room.vectors.set(this.room.vectors.subarray(0, this.size * this.room.width));
    room.biases.set(this.room.biases.subarray(0, this.size));
    this.room = room;
  }

  /** Takes in the vector that starts at `from` and returns its row. Throws a RangeError if it is not finite. */
  add(vector: ArrayLike<number>, from = 0): number {
    const { vectors, biases, width } = this.room;
    const row = this.size;
    for (let c = 0; c < this.dimensions; c++) vectors[row * width + c] = vector[from + c];
    this.settle(vectors, row * width);
    biases[row] = this.biasOf(vectors, row * width);
    this.size++;
    return row;
  }

  /** Makes a query ready. Throws a RangeError for a wrong length or a number that is not finite. */
  query(vector: ArrayLike<number>): Query {
    if (vector.length !== this.dimensions) {
      throw new RangeError(`query must have ${this.dimensions} numbers, got ${vector.length}`);
    }
    const copy = Float32Array.from(vector);
    this.settle(copy, 0);
    return { vectors: copy, from: 0, bias: this.biasOf(copy, 0) };
  }

  /** A row as a query; good until the rows move. */
  row(row: number): Query {
    const { vectors, biases, width } = this.room;
    return { vectors, from: row * width, bias: biases[row] };
  }

  /** How alike the query and each row from `from` up to `to` are. The array may be overwritten by the next call. */
  alikeRange(query: Query, from: number, to: number): Float32Array {
    const { query: place, score } = this.room;
    if (place && score) {
      place.set(query.vectors.subarray(query.from, query.from + this.dimensions));
      return score(from, to, query.bias);
    }
    const scores = new Float32Array(to - from);
    for (let row = from; row < to; row++) scores[row - from] = this.alikeRow(query, row);
    return scores;
  }

  /** How alike the query and each of the first `count` rows listed are, into `into`. */
  alike(query: Query, rows: Int32Array, count: number, into: Float32Array): void {
    for (let i = 0; i < count; i++) into[i] = this.alikeRow(query, rows[i]);
  }

  /** Whether the query is more like any of the first `count` rows listed than `limit`. */
  exceeds(query: Query, rows: Int32Array, count: number, limit: number): boolean {
    for (let i = 0; i < count; i++) if (this.alikeRow(query, rows[i]) > limit) return true;
    return false;
  }

  /** Whether two rows hold the same numbers. */
  equal(a: number, b: number): boolean {
    const { vectors, width } = this.room;
    for (let c = 0; c < width; c++) if (vectors[a * width + c] !== vectors[b * width + c]) return false;
    return true;
  }

  /** The score that a reader sees, of how alike they are. */
  score(alike: number): number {
    return this.metric === 'l2' ? 2 * alike : alike;
  }

  /** The vectors in use, without gaps. */
  packed(): Float32Array {
    const { vectors, width } = this.room;
    const { size, dimensions } = this;
    const packed = new Float32Array(size * dimensions);
    for (let row = 0; row < size; row++) packed.set(vectors.subarray(row * width, row * width + dimensions), row * dimensions);
    return packed;
  }

  private alikeRow(query: Query, row: number): number {
    const { vectors, biases, width } = this.room;
    return Math.fround(dot(query.vectors, query.from, vectors, row * width, this.dimensions) + biases[row] + query.bias);
  }

  /** Scales the vector at `from` to length 1 under `cosine`; zeros stay. */
  private settle(vectors: Float32Array, from: number): void {
    const squared = squaredLength(vectors, from, this.dimensions);
    if (!(squared < Infinity)) throw new RangeError(`vectors must be finite, got the squared length ${squared}`);
    if (this.metric !== 'cosine' || squared === 0) return;
    const length = Math.sqrt(squared);
    for (let c = 0; c < this.dimensions; c++) vectors[from + c] /= length;
  }

  private biasOf(vectors: Float32Array, from: number): number {
    return this.metric === 'l2' ? -0.5 * squaredLength(vectors, from, this.dimensions) : 0;
  }
}

function squaredLength(vectors: Float32Array, from: number, d: number): number {
  let sum = 0;
  for (let c = from; c < from + d; c++) sum += vectors[c] * vectors[c];
  return sum;
}

/** Four sums at a time, so that one addition need not wait for another. */
function dot(a: Float32Array, p: number, b: Float32Array, q: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let c = 0;
  for (; c + 3 < d; c += 4) {
    s0 += a[p + c] * b[q + c];
    s1 += a[p + c + 1] * b[q + c + 1];
    s2 += a[p + c + 2] * b[q + c + 2];
    s3 += a[p + c + 3] * b[q + c + 3];
  }
  for (; c < d; c++) s0 += a[p + c] * b[q + c];
  return s0 + s1 + (s2 + s3);
}
