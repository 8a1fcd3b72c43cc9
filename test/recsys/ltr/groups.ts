/** Seeded queries whose grades follow from the features. */
import { random } from '../../../src/recsys/math/random';
import type { Table } from '../../../src/recsys/ltr/table';

/**
 * Queries of 1 to `documents` documents. A grade of 0 to 3 is the fourth of the query into which 2a − b + |c| + noise falls; c matters by its
 * distance from 0 only, d not at all. `shift` moves all features of a query together, which ranking must see through.
 */
export function madeQueries({ queries = 60, documents = 20, noise = 0.5, shift = 1, seed = 1 } = {}): Required<
  Omit<Table, 'names'>
> {
  const draw = random(seed);
  const groups = Int32Array.from({ length: queries }, () => 1 + draw.int(documents));
  const features: number[] = [];
  const labels: number[] = [];
  for (const size of groups) {
    const move = draw.normal(0, shift);
    const worth = Array.from({ length: size }, () => {
      const [a, b, c, d] = [draw.normal(), draw.normal(), draw.normal(), draw.normal()];
      features.push(100 * (a + move), b + move, c, d);
      return 2 * a - b + 2 * Math.abs(c) + draw.normal(0, noise);
    });
    const sorted = [...worth].sort((x, y) => x - y);
    for (const value of worth) labels.push(Math.floor((4 * sorted.indexOf(value)) / size));
  }
  const rows = labels.length;
  return { features: Float32Array.from(features), rows, columns: 4, labels: Float32Array.from(labels), groups };
}

export const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
