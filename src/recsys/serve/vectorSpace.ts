/**
 * Vectors in one growing array, and how alike two of them are. All metrics become one: with h = ½‖x‖² under `l2` and 0 otherwise,
 *
 *     alike(a, b) = a · b − h(a) − h(b)
 *
 * is the cosine of vectors kept at length 1, the inner product, or −½‖a − b‖²: the larger, the nearer, and one dot product is the whole cost.
 */
import { checkOneOf, checkPositiveInteger } from '../math/check';

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

/** A vector to compare with: where it stands, at length 1 under `cosine`, and its h. */
export interface Query {
  vectors: Float32Array;
  from: number;
  half: number;
}

export class VectorSpace {
  readonly metric: VectorMetric;
  readonly dimensions: number;
  /** Rows in use. */
  size = 0;
  /** capacity × dimensions, row-major; at length 1 under `cosine`. */
  vectors: Float32Array;
  /** h of each row. */
  halves: Float32Array;

  constructor(metric: VectorMetric, dimensions: number, capacity = 16) {
    checkOneOf('metric', metric, metrics);
    checkPositiveInteger('dimensions', dimensions);
    this.metric = metric;
    this.dimensions = dimensions;
    this.vectors = new Float32Array(capacity * dimensions);
    this.halves = new Float32Array(capacity);
  }

  /** A space of rows that are at length 1 already where they must be, as `vectors` of another space. */
  static of(metric: VectorMetric, dimensions: number, vectors: Float32Array): VectorSpace {
    const space = new VectorSpace(metric, dimensions, 0);
    space.size = countRows(vectors, dimensions);
    space.vectors = vectors;
    space.halves = Float32Array.from({ length: space.size }, (_, row) =>
      metric === 'l2' ? 0.5 * squaredLength(vectors, row * dimensions, dimensions) : 0,
    );
    return space;
  }

  /** How many rows fit without growing. */
  get capacity(): number {
    return this.halves.length;
  }

  /** Takes in the vector that starts at `from` and returns its row. Throws a RangeError if it is not finite. */
  add(vector: ArrayLike<number>, from = 0): number {
    if (this.size === this.capacity) this.grow(Math.max(16, 2 * this.capacity));
    const { dimensions, vectors } = this;
    const row = this.size;
    const to = row * dimensions;
    for (let c = 0; c < dimensions; c++) vectors[to + c] = vector[from + c];
    this.halves[row] = this.settle(vectors, to);
    this.size++;
    return row;
  }

  /** Makes a query ready. Throws a RangeError for a wrong length or a number that is not finite. */
  query(vector: ArrayLike<number>): Query {
    if (vector.length !== this.dimensions) {
      throw new RangeError(`query must have ${this.dimensions} numbers, got ${vector.length}`);
    }
    const copy = Float32Array.from(vector);
    return { vectors: copy, from: 0, half: this.settle(copy, 0) };
  }

  /** A row as a query; good until the next `add`. */
  row(row: number): Query {
    return { vectors: this.vectors, from: row * this.dimensions, half: this.halves[row] };
  }

  /** How alike the query and each of the first `count` rows listed are, into `into`. */
  alike(query: Query, rows: Int32Array, count: number, into: Float32Array): void {
    const { dimensions, vectors, halves } = this;
    for (let i = 0; i < count; i++) {
      const row = rows[i];
      into[i] = dot(query.vectors, query.from, vectors, row * dimensions, dimensions) - halves[row] - query.half;
    }
  }

  /** Whether the query is more like any of the first `count` rows listed than `limit`. */
  exceeds(query: Query, rows: Int32Array, count: number, limit: number): boolean {
    const { dimensions, vectors, halves } = this;
    for (let i = 0; i < count; i++) {
      const row = rows[i];
      if (dot(query.vectors, query.from, vectors, row * dimensions, dimensions) - halves[row] - query.half > limit) return true;
    }
    return false;
  }

  /** Whether two rows hold the same numbers. */
  equal(a: number, b: number): boolean {
    const { dimensions: d, vectors } = this;
    for (let c = 0; c < d; c++) if (vectors[a * d + c] !== vectors[b * d + c]) return false;
    return true;
  }

  /** The score that a reader sees, of how alike they are. */
  score(alike: number): number {
    return this.metric === 'l2' ? 2 * alike : alike;
  }

  /** The vectors in use, as a view. */
  used(): Float32Array {
    return this.vectors.subarray(0, this.size * this.dimensions);
  }

  /** Scales the vector to length 1 under `cosine` (zeros stay) and returns its h. */
  private settle(vectors: Float32Array, from: number): number {
    const squared = squaredLength(vectors, from, this.dimensions);
    if (!(squared < Infinity)) throw new RangeError(`vectors must be finite, got the squared length ${squared}`);
    if (this.metric === 'l2') return 0.5 * squared;
    if (this.metric === 'cosine' && squared > 0) {
      const length = Math.sqrt(squared);
      for (let c = 0; c < this.dimensions; c++) vectors[from + c] /= length;
    }
    return 0;
  }

  private grow(capacity: number): void {
    const vectors = new Float32Array(capacity * this.dimensions);
    vectors.set(this.used());
    const halves = new Float32Array(capacity);
    halves.set(this.halves);
    this.vectors = vectors;
    this.halves = halves;
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
