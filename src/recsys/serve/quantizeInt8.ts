/** Vectors in one byte a number: a quarter of the memory, and integers to multiply. */
import { packModel, unpackModel } from '../math/buffer';
import { checkIndex } from '../math/check';
import { startCodes } from '../simd/codes';
import { rankScores } from './exactSearch';
import { checkSearch } from './vectorIndex';
import { countRows, VectorSpace } from './vectorSpace';
import type { ScoreCodes } from '../simd/codes';
import type { VectorIndex } from './vectorIndex';
import type { VectorMetric } from './vectorSpace';

export interface QuantizeInt8Options {
  /** Length of a vector. */
  dimensions: number;
  /** `cosine` by default. */
  metric?: VectorMetric;
}

/** An index of codes. */
export interface Quantized extends VectorIndex {
  /** The vector that the codes of a row stand for; at length about 1 under `cosine`. */
  decode(row: number): Float32Array;
}

type Arrays = {
  /** rows × dimensions codes, −127 … 127. */
  codes: Int8Array;
  /** What one step of a row's codes is worth. */
  steps: Float32Array;
  /** −½‖x‖² of each row under `l2`, of the vector before it was rounded. */
  biases: Float32Array;
};

/**
 * Rounds each vector to whole multiples of its own step, max |x_c| / 127, so that a number is off by half a step at most. The query is rounded
 * likewise; a search compares it with every row.
 *
 *     const index = quantizeInt8(vectors, { dimensions: 64 });
 *     index.bytes / (4 * vectors.length) // about 0.27
 *
 * @param vectors rows × dimensions, row-major
 * @throws RangeError if the vectors are no whole rows or not finite
 */
export function quantizeInt8(vectors: ArrayLike<number>, { dimensions, metric = 'cosine' }: QuantizeInt8Options): Quantized {
  const rows = countRows(vectors, dimensions);
  const space = VectorSpace.of(metric, dimensions, vectors);
  const codes = new Int8Array(rows * dimensions);
  const steps = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const { vectors: own, from } = space.row(row);
    steps[row] = encode(own.subarray(from, from + dimensions), codes.subarray(row * dimensions, (row + 1) * dimensions));
  }
  return build(new VectorSpace(metric, dimensions, 0), { codes, steps, biases: space.room.biases.slice(0, rows) });
}

/** Reads the index back. */
quantizeInt8.fromBuffer = (buffer: ArrayBuffer): Quantized => {
  const { settings, arrays } = unpackModel<Arrays>(buffer, 'quantizeInt8');
  return build(new VectorSpace(settings.metric as VectorMetric, settings.dimensions as number, 0), arrays);
};

/** Writes the codes of a vector; returns the step. */
function encode(vector: Float32Array, codes: Int8Array): number {
  let largest = 0;
  for (const x of vector) largest = Math.max(largest, Math.abs(x));
  const step = Math.fround(largest / 127);
  if (step > 0) for (let c = 0; c < vector.length; c++) codes[c] = Math.round(vector[c] / step);
  return step;
}

/** @param space an empty space of the metric, to make queries ready */
function build(space: VectorSpace, { codes, steps, biases }: Arrays): Quantized {
  const { dimensions: d, metric } = space;
  const size = steps.length;
  const score = startCodes(codes, d, steps, biases) ?? plainScores({ codes, steps, biases }, d);
  return {
    size,
    dimensions: d,
    bytes: codes.byteLength + steps.byteLength + biases.byteLength,
    decode(row) {
      checkIndex('row', row, size);
      return Float32Array.from({ length: d }, (_, c) => codes[row * d + c] * steps[row]);
    },
    search(vector, { k = 10, exclude } = {}) {
      checkSearch(k, exclude, size);
      const query = space.query(vector);
      const own = new Int8Array(d);
      const step = encode(query.vectors, own);
      return rankScores(space, score(own, step, query.bias), k, exclude);
    },
    toBuffer: () => packModel({ kind: 'quantizeInt8', settings: { metric, dimensions: d }, arrays: { codes, steps, biases } }),
  };
}

/** What `startCodes` gives, in plain TypeScript. */
export function plainScores({ codes, steps, biases }: Arrays, d: number): ScoreCodes {
  return (own, step, bias) =>
    Float32Array.from(steps, (scale, row) => step * scale * dotOfCodes(own, codes, row * d, d) + biases[row] + bias);
}

/** A whole number, without rounding. */
function dotOfCodes(a: Int8Array, b: Int8Array, from: number, d: number): number {
  let even = 0;
  let odd = 0;
  let c = 0;
  for (; c + 1 < d; c += 2) {
    even = (even + a[c] * b[from + c]) | 0;
    odd = (odd + a[c + 1] * b[from + c + 1]) | 0;
  }
  if (c < d) even = (even + a[c] * b[from + c]) | 0;
  return even + odd;
}
