import { describe, expect, it } from 'vitest';
import { kMeans, nearestCentroid } from '../../../src/recsys/serve/kMeans';
import { embeddings, rowsOf } from './vectors';

describe('kMeans', () => {
  const vectors = embeddings(500, 6);

  it('lowers the mean squared distance with every round', async () => {
    const distances: number[] = [];
    await kMeans(vectors, { dimensions: 6, clusters: 12, onProgress: ({ values }) => distances.push(values!.distance) });
    expect(distances.length).toBeGreaterThan(3);
    distances.slice(1).forEach((distance, i) => expect(distance).toBeLessThanOrEqual(distances[i]));
  });

  it('ends with every vector in its nearest cell and every centroid the mean of its cell', async () => {
    const { centroids, cells } = await kMeans(vectors, { dimensions: 6, clusters: 5, iterations: 500 });
    const rows = rowsOf(vectors, 6);
    rowsOf(centroids, 6).forEach((centroid, cell) => {
      const own = rows.filter((_, row) => cells[row] === cell);
      centroid.forEach((x, c) => expect(x).toBeCloseTo(own.reduce((sum, row) => sum + row[c], 0) / own.length, 4));
    });
    rows.forEach((_, row) => expect(nearestCentroid(vectors, row * 6, centroids, 6)).toBe(cells[row]));
  });

  it('leaves no cell empty while there are different vectors', async () => {
    const twins = Float32Array.from([0, 0, 0, 0, 0, 0, 9, 10, 11]);
    const { centroids, cells } = await kMeans(twins, { dimensions: 1, clusters: 4 });
    expect(new Set(cells).size).toBe(4);
    expect([...centroids].sort((a, b) => a - b)).toEqual([0, 9, 10, 11]);
  });

  it('makes do with fewer vectors than clusters, and with equal ones', async () => {
    expect((await kMeans(Float32Array.of(1, 5), { dimensions: 1, clusters: 9 })).centroids.length).toBe(2);
    expect([...(await kMeans(new Float32Array(8), { dimensions: 1, clusters: 3 })).centroids]).toEqual([0, 0, 0]);
  });
});
