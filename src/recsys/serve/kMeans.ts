/** k-means by Lloyd's rounds: the cells that IVF and product quantisation are made of. */
import { breathe } from '../math/breathe';
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import { countRows } from './vectorSpace';
import type { TrainOptions } from '../types';

export interface KMeansOptions extends TrainOptions {
  /** Length of a vector. */
  dimensions: number;
  /** How many centroids; at most as many as vectors are made. */
  clusters: number;
  /** Rounds at most; 20 by default. It ends sooner when no vector changes its cell. */
  iterations?: number;
}

export interface KMeans {
  /** clusters × dimensions, row-major. */
  centroids: Float32Array;
  /** The nearest centroid of each vector. */
  cells: Int32Array;
}

/**
 * Lowers Σ ‖x − centroid of x‖² round by round. It starts from random rows; a cell that falls empty takes the vector that is farthest from its
 * own centroid. Ties go to the lower centroid. `onProgress` tells the mean squared distance.
 *
 * S. Lloyd: Least squares quantization in PCM. IEEE Transactions on Information Theory 28, 1982.
 *
 * @param vectors rows × dimensions, row-major; at least one row
 * @throws RangeError if there are no rows or an option is out of range
 */
export async function kMeans(vectors: Float32Array, options: KMeansOptions): Promise<KMeans> {
  const { dimensions, clusters, iterations = 20, seed = 42, signal, onProgress } = options;
  checkPositiveInteger('clusters', clusters);
  checkPositiveInteger('iterations', iterations);
  const rows = countRows(vectors, dimensions);
  if (rows === 0) throw new RangeError('vectors must have at least one row, got 0');
  const k = Math.min(clusters, rows);
  const start = random(seed).shuffle(Int32Array.from({ length: rows }, (_, row) => row));
  const centroids = new Float32Array(k * dimensions);
  for (let c = 0; c < k; c++) {
    centroids.set(vectors.subarray(start[c] * dimensions, (start[c] + 1) * dimensions), c * dimensions);
  }
  const cells = new Int32Array(rows).fill(-1);
  const distances = new Float64Array(rows);
  for (let round = 1; round <= iterations && !signal?.aborted; round++) {
    const moved = await assignRows(vectors, centroids, dimensions, cells, distances);
    onProgress?.({
      done: round,
      total: iterations,
      label: 'iteration',
      values: { distance: distances.reduce((sum, d) => sum + d, 0) / rows },
    });
    if (moved === 0) break;
    moveCentroids(vectors, centroids, dimensions, cells, distances);
  }
  await assignRows(vectors, centroids, dimensions, cells, distances);
  return { centroids, cells };
}

/** Puts every vector into the cell of its nearest centroid; returns how many changed. */
async function assignRows(
  vectors: Float32Array,
  centroids: Float32Array,
  d: number,
  cells: Int32Array,
  distances: Float64Array,
): Promise<number> {
  let moved = 0;
  for (let row = 0; row < cells.length; row++) {
    const cell = nearestCentroid(vectors, row * d, centroids, d);
    distances[row] = squaredDistance(vectors, row * d, centroids, cell * d, d);
    if (cell !== cells[row]) moved++;
    cells[row] = cell;
    if (row % 64 === 63) await breathe();
  }
  return moved;
}

/** Every centroid becomes the mean of its cell. */
function moveCentroids(
  vectors: Float32Array,
  centroids: Float32Array,
  d: number,
  cells: Int32Array,
  distances: Float64Array,
): void {
  const k = centroids.length / d;
  const counts = new Int32Array(k);
  for (const cell of cells) counts[cell]++;
  for (let empty = 0; empty < k; empty++) {
    if (counts[empty] > 0) continue;
    let farthest = 0;
    for (let row = 1; row < distances.length; row++) if (distances[row] > distances[farthest]) farthest = row;
    if (!(distances[farthest] > 0)) break; // fewer different vectors than centroids
    counts[cells[farthest]]--;
    cells[farthest] = empty;
    distances[farthest] = 0;
    counts[empty] = 1;
  }
  const sums = new Float64Array(k * d);
  for (let row = 0; row < cells.length; row++) {
    for (let c = 0; c < d; c++) sums[cells[row] * d + c] += vectors[row * d + c];
  }
  for (let at = 0; at < sums.length; at++) {
    const count = counts[Math.floor(at / d)];
    if (count > 0) centroids[at] = sums[at] / count;
  }
}

/** The centroid nearest to the vector that starts at `from`. */
export function nearestCentroid(vectors: Float32Array, from: number, centroids: Float32Array, d: number): number {
  let nearest = 0;
  let least = Infinity;
  for (let cell = 0; cell * d < centroids.length; cell++) {
    const distance = squaredDistance(vectors, from, centroids, cell * d, d, least);
    if (distance < least) {
      least = distance;
      nearest = cell;
    }
  }
  return nearest;
}

/** ‖a − b‖²; given up as soon as it exceeds the limit. */
function squaredDistance(a: Float32Array, p: number, b: Float32Array, q: number, d: number, limit = Infinity): number {
  let sum = 0;
  for (let c = 0; c < d;) {
    for (const end = Math.min(c + 8, d); c < end; c++) {
      const difference = a[p + c] - b[q + c];
      sum += difference * difference;
    }
    if (sum > limit) break;
  }
  return sum;
}
