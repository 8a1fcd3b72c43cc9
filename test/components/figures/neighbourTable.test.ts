import { describe, expect, it } from 'vitest';
import { pearson, predictFirst } from '../../../src/components/figures/neighbourTable';
import type { Rating } from '../../../src/components/figures/neighbourTable';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { userKnn } from '../../../src/recsys/models/userKnn';

const films = ['Alien', 'Jaws', 'Heat', 'Shrek', 'Amélie'];
const names = ['Ann', 'Ben', 'Cat', 'Dan'];
const table: Rating[][] = [
  [5, 3, undefined, 1, 3],
  [4, 3, 5, 2, 3],
  [1, 3, 2, 5, 3],
  [4, undefined, 4, 2, 5],
];

describe('pearson', () => {
  it('is 1 for the same shape at another height, −1 for the opposite', () => {
    expect(pearson(table[0], table[1])).toBeCloseTo(1);
    expect(pearson(table[0], table[2])).toBeCloseTo(-1);
  });

  it('has no value for one common film, or where somebody gave everything the same', () => {
    expect(pearson([5, undefined], [4, 2])).toBeUndefined();
    expect(pearson([5, 1, 2], [3, 3, 3])).toBeUndefined();
  });
});

describe('predictFirst', () => {
  it('agrees with the library on the chapter’s table', async () => {
    const rows = table.flatMap((row, user) =>
      row.flatMap((value, item) => (value === undefined ? [] : [{ user: names[user], item: films[item], value }])),
    );
    const log = fromRows(rows);
    const model = await userKnn(log, { k: 3, similarity: 'pearson' });
    const { predicted, neighbours } = predictFirst(names, table, 2);
    expect(predicted).toBeCloseTo(model.scores(log.userIds.indexOf('Ann'))[log.itemIds.indexOf('Heat')], 5);
    expect(neighbours.map(({ speaks }) => speaks)).toEqual([true, false, true]);
  });

  it('does not read the rating it predicts', () => {
    const known = table.map((row, person) => (person === 0 ? row.with(2, 1) : row));
    expect(predictFirst(names, known, 2)).toEqual(predictFirst(names, table, 2));
  });

  it('predicts nothing where nobody alike has rated the film', () => {
    const silent = table.map((row, person) => (person === 0 ? row : row.with(2, undefined)));
    expect(predictFirst(names, silent, 2).predicted).toBeUndefined();
  });
});
