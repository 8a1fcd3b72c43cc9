import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gbdt } from '../../../../src/recsys/ltr/gbdt';
import { lambdaMart } from '../../../../src/recsys/ltr/lambdaMart';
import { queryTable, randomTable } from '../tables';
import type { TreeNode } from '../../../../src/recsys/ltr/trees/tree';

/** What a tree predicts when only the columns of a coalition are known: both ways are taken at every other question. */
function worth(nodes: TreeNode[], row: ArrayLike<number>, known: (column: number) => boolean, id = 0): number {
  const { split, value, rows } = nodes[id];
  if (!split) return value;
  const { column, threshold, missing, left, right } = split;
  if (known(column)) {
    const goesLeft = row[column] === row[column] ? row[column] <= threshold : missing === 'left';
    return worth(nodes, row, known, goesLeft ? left : right);
  }
  return [left, right].reduce((sum, child) => sum + (nodes[child].rows / rows) * worth(nodes, row, known, child), 0);
}

/** Shapley values by their definition: over all coalitions, what each column adds, weighted by |S|! (M − |S| − 1)! / M!. */
function shapley(nodes: TreeNode[], row: ArrayLike<number>, columns: number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let coalition = 0; coalition < 1 << columns; coalition++) {
      if (coalition & (1 << column)) continue;
      const size = [...coalition.toString(2)].filter((bit) => bit === '1').length;
      const value = (members: number) => worth(nodes, row, (c) => (members & (1 << c)) !== 0);
      const added = value(coalition | (1 << column)) - value(coalition);
      sum += (factorial(size) * factorial(columns - size - 1) * added) / factorial(columns);
    }
    return sum;
  });
}

describe('contributions', () => {
  it('are the Shapley values of their definition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const table = randomTable(60, 4, seed);
        const model = await gbdt(table, { trees: 3, leaves: 12, minData: 2, learningRate: 0.5 });
        for (let row = 0; row < 5; row++) {
          const own = table.features.subarray(4 * row, 4 * row + 4);
          const trees = Array.from({ length: model.trees }, (_, tree) => shapley(model.nodes(tree), own, 4));
          const { values } = model.contributions(own);
          values.forEach((value, column) =>
            expect(value).toBeCloseTo(
              trees.reduce((sum, tree) => sum + tree[column], 0),
              10,
            ),
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it('sum with the base value to the prediction', async () => {
    const table = queryTable(60, 3, 6);
    const model = await lambdaMart(table, { trees: 30, leaves: 20, minData: 3 });
    const scores = model.predict(table.features, table.rows, 6);
    for (let row = 0; row < 40; row++) {
      const { base, values } = model.contributions(table.features.subarray(6 * row, 6 * row + 6));
      expect(base + values.reduce((a, b) => a + b, 0)).toBeCloseTo(scores[row], 5);
    }
  });

  it('have as base the mean prediction on the table learned from', async () => {
    const table = randomTable(300, 3, 1);
    const model = await gbdt(table, { trees: 5, minData: 5 });
    const mean = model.predict(table.features, 300, 3).reduce((a, b) => a + b, 0) / 300;
    expect(model.contributions([1, 2, NaN]).base).toBeCloseTo(mean, 4);
  });

  it('give a column that is never asked about nothing', async () => {
    const table = randomTable(200, 3, 2);
    for (let row = 0; row < 200; row++) table.features[3 * row + 2] = 5;
    const { values } = (await gbdt(table, { trees: 5 })).contributions([1, 2, 5]);
    expect(values[2]).toBe(0);
    expect(Math.abs(values[0])).toBeGreaterThan(0.1);
  });
});
