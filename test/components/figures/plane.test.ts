import { describe, expect, it } from 'vitest';
import { halfStep, rankOnPlane, readPlane } from '../../../src/components/figures/plane';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { implicitAls } from '../../../src/recsys/models/implicitAls';

const films = [
  { film: 'Alien', x: 1, y: 0 },
  { film: 'Shrek', x: 0, y: 1 },
  { film: 'Jaws', x: 0.8, y: 0.1 },
];

describe('rankOnPlane', () => {
  it('orders by the product with the viewer', () => {
    expect(rankOnPlane(films, [1, 0.1]).map(({ film }) => film)).toEqual(['Alien', 'Jaws', 'Shrek']);
    expect(rankOnPlane(films, [0.1, 1]).map(({ film }) => film)).toEqual(['Shrek', 'Jaws', 'Alien']);
  });
});

describe('halfStep', () => {
  it('puts a viewer where implicit ALS scores them from', async () => {
    const rows = ['a b c', 'a b', 'c d', 'b c d', 'd'].flatMap((row, user) =>
      row.split(' ').map((item) => ({ user: String(user), item })),
    );
    const options = { factors: 2, iterations: 3, alpha0: 0.2, regularization: 0.05, seed: 1 };
    const model = await implicitAls(fromRows(rows), options);
    const all = Array.from({ length: 4 }, (_, i) => ({
      film: String(i),
      x: model.itemFactors[2 * i],
      y: model.itemFactors[2 * i + 1],
    }));
    const sum = (of: (film: (typeof all)[0]) => number) => 0.2 * all.reduce((total, film) => total + of(film), 0);
    const terms = {
      xx: sum(({ x }) => x * x),
      xy: sum(({ x, y }) => x * y),
      yy: sum(({ y }) => y * y),
      lambda: 0.05,
      others: 0.2 * 4,
    };
    const [px, py] = halfStep([all[0], all[2]], terms);
    const scores = model.scoresFor(Int32Array.of(0, 2));
    all.forEach(({ x, y }, i) => expect(px * x + py * y).toBeCloseTo(scores[i], 4));
  });
});

describe('readPlane', () => {
  it('refuses outputs without films', () => {
    expect(() => readPlane([])).toThrow('outputs must hold a table of film, x and y, and a record');
  });
});
