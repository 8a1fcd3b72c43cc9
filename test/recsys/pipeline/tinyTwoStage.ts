/** A small log and the two-stage pipeline that is trained on it in a fraction of a second. */
import { fromRows } from '../../../src/recsys/data/fromRows';
import { splitTwoLevel } from '../../../src/recsys/data/splitTwoLevel';
import { lambdaMart } from '../../../src/recsys/ltr/lambdaMart';
import { random } from '../../../src/recsys/math/random';
import { implicitAls } from '../../../src/recsys/models/implicitAls';
import { twoStage } from '../../../src/recsys/pipeline/twoStage';
import type { TwoStage } from '../../../src/recsys/pipeline/twoStage/model';

const draw = random(3);
const rows = Array.from({ length: 4000 }, (_, r) => ({
  user: `u${draw.int(80)}`,
  item: `i${r < 60 ? r : (2 * Math.floor(30 * draw.beta(1, 2)) + (draw.next() < 0.9 ? r % 2 : 0)) % 60}`,
  value: draw.next(),
  time: 40 * r,
}));

/** Two tastes: users whose name ends with b like every other item. */
export const log = fromRows(rows.map(({ user, ...row }, r) => ({ ...row, user: r % 2 ? `${user}b` : user })));
export const items = log.itemIds.map((id, item) => ({
  id,
  title: `The ${['Red', 'Blue', 'Green'][item % 3]} ${id}`,
  year: 1990 + item,
  genres: ['Drama'],
}));

export const trainTiny = (): Promise<TwoStage> =>
  twoStage(splitTwoLevel(log, { testDays: 0.2, rankingDays: 0.6 }), {
    sources: [{ name: 'als', k: 30, fit: (train) => implicitAls(train, { factors: 8, iterations: 5 }) }],
    items,
    ranker: (train, options) => lambdaMart(train, { trees: 20, leaves: 8, minData: 5, ...options }),
  });
