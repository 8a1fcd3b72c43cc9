/** Tables for the tests of trees. */
import { random } from '../../../src/recsys/math/random';
import type { Table } from '../../../src/recsys/ltr/table';

/** A congruential generator that any language can repeat: x ← (1664525 x + 1013904223) mod 2³², a draw is ⌊x / 256⌋ / 2²⁴. */
function congruential(seed: number): () => number {
  let x = seed;
  return () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return (x >>> 8) / 2 ** 24;
  };
}

/**
 * A table from it. Row: a, b, c, d mod 10, e (missing from 85 up), f, all drawn as ⌊100 draw⌋; label (a if b > 40 else 50) + c² / 100 + 5 (d mod 3) + (30 if e is
 * missing else e / 4) + 20 draw.
 */
export function congruentialTable(rows: number, seed: number): Table {
  const draw = congruential(seed);
  const features = new Float32Array(rows * 6);
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => Math.floor(100 * draw()));
    const missing = e >= 85;
    features.set([a, b, c, d % 10, missing ? NaN : e, f], 6 * row);
    labels[row] = (b > 40 ? a : 50) + (c * c) / 100 + 5 * (d % 3) + (missing ? 30 : e / 4) + 20 * draw();
  }
  return { features, rows, columns: 6, labels };
}

/** Small whole numbers, a fifth of them missing, and labels that depend on the first two columns. */
export function randomTable(rows: number, columns: number, seed: number): Table {
  const draw = random(seed);
  const features = Float32Array.from({ length: rows * columns }, () => (draw.next() < 0.2 ? NaN : draw.int(8)));
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const [a, b = 0] = features.subarray(row * columns, row * columns + 2);
    return (a === a ? a : 3) * (b > 3 ? 1 : -1) + draw.normal();
  });
  return { features, rows, columns, labels };
}

/** Queries of 2 … 12 rows with grades 0 … 3 that follow the first column in part. */
export function queryTable(queries: number, seed: number, columns = 4): Required<Omit<Table, 'names'>> {
  const draw = random(seed);
  const groups = Int32Array.from({ length: queries }, () => 2 + draw.int(11));
  const rows = groups.reduce((a, b) => a + b, 0);
  const features = Float32Array.from({ length: rows * columns }, () => draw.normal());
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const taste = features[row * columns] * (features[row * columns + 1] > 0 ? 1 : -0.5) + 0.5 * draw.normal();
    return Math.max(0, Math.min(3, Math.floor(1 + taste)));
  });
  return { features, rows, columns, labels, groups };
}

/**
 * Queries from the same generator. A query has 5 + ⌊16 draw⌋ rows a, b, c, d, drawn as ⌊100 draw⌋; a row is worth (a if b > 50 else 100 − a) + c / 2 +
 * 60 draw, and its grade is the number of 110, 140 and 165 that it is worth more than.
 */
export function congruentialQueries(queries: number, seed: number): Required<Omit<Table, 'names'>> {
  const draw = congruential(seed);
  const features: number[] = [];
  const labels: number[] = [];
  const groups = Int32Array.from({ length: queries }, () => {
    const size = 5 + Math.floor(16 * draw());
    for (let row = 0; row < size; row++) {
      const [a, b, c, d] = Array.from({ length: 4 }, () => Math.floor(100 * draw()));
      const worth = (b > 50 ? a : 100 - a) + c / 2 + 60 * draw();
      features.push(a, b, c, d);
      labels.push([110, 140, 165].filter((bar) => worth > bar).length);
    }
    return size;
  });
  return { features: Float32Array.from(features), rows: labels.length, columns: 4, labels: Float32Array.from(labels), groups };
}
