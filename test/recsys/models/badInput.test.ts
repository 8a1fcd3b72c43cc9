/** What every classical model says to logs that are odd or wrong: an error in words, or an answer that the docstrings give. */
import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { als } from '../../../src/recsys/models/als';
import { bayesianMean } from '../../../src/recsys/models/bayesianMean';
import { bpr } from '../../../src/recsys/models/bpr';
import { ease } from '../../../src/recsys/models/ease';
import { hybrid } from '../../../src/recsys/models/hybrid';
import { implicitAls } from '../../../src/recsys/models/implicitAls';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { logisticMf } from '../../../src/recsys/models/logisticMf';
import { popularity } from '../../../src/recsys/models/popularity';
import { pureSvd } from '../../../src/recsys/models/pureSvd';
import { recencyPopularity } from '../../../src/recsys/models/recencyPopularity';
import { sar } from '../../../src/recsys/models/sar';
import { similarToLast } from '../../../src/recsys/models/similarToLast';
import { slim } from '../../../src/recsys/models/slim';
import { userKnn } from '../../../src/recsys/models/userKnn';
import { warp } from '../../../src/recsys/models/warp';
import { tasteLog } from './logs';
import type { Interactions, Recommender } from '../../../src/recsys/types';

interface Kind {
  train: (x: Interactions) => Recommender | Promise<Recommender>;
  /** Which columns it reads besides users and items. */
  reads: ('values' | 'times')[];
  /** The least value it takes; any finite one by default. */
  least?: 0;
}

const kinds: Record<string, Kind> = {
  popularity: { train: popularity, reads: [] },
  recencyPopularity: { train: recencyPopularity, reads: ['times'] },
  bayesianMean: { train: bayesianMean, reads: ['values'] },
  itemKnn: { train: itemKnn, reads: [] },
  'itemKnn pearson': { train: (x) => itemKnn(x, { similarity: 'pearson' }), reads: ['values'] },
  userKnn: { train: userKnn, reads: [] },
  'userKnn pearson': { train: (x) => userKnn(x, { similarity: 'pearson' }), reads: ['values'] },
  sar: { train: sar, reads: ['values', 'times'] },
  'sar without fading': { train: (x) => sar(x, { halfLifeDays: Infinity }), reads: ['values'] },
  similarToLast: { train: similarToLast, reads: ['times'] },
  slim: { train: slim, reads: [] },
  ease: { train: ease, reads: [] },
  pureSvd: { train: (x) => pureSvd(x, { factors: 1 }), reads: [] },
  // More factors than users or items.
  als: { train: (x) => als(x, { factors: 40, iterations: 2 }), reads: ['values'] },
  implicitAls: { train: (x) => implicitAls(x, { factors: 40, iterations: 2 }), reads: [] },
  'implicitAls cg': { train: (x) => implicitAls(x, { factors: 40, iterations: 2, solver: 'cg' }), reads: [] },
  'implicitAls Hu': { train: (x) => implicitAls(x, { factors: 40, iterations: 2, alpha: 2 }), reads: ['values'], least: 0 },
  bpr: { train: (x) => bpr(x, { factors: 40, epochs: 2 }), reads: [] },
  warp: { train: (x) => warp(x, { factors: 40, epochs: 2 }), reads: [] },
  logisticMf: { train: (x) => logisticMf(x, { factors: 40, epochs: 2 }), reads: [] },
  hybrid: { train: (x) => hybrid(x, { factors: 40, epochs: 2 }), reads: [] },
};

const log = tasteLog();
const with3rd = <C extends 'values' | 'times'>(column: C, number: number): Interactions => {
  const changed = log[column].slice();
  changed[3] = number;
  return { ...log, [column]: changed };
};
const bytes = async ({ train }: Kind, x: Interactions) => new Uint8Array((await train(x)).toBuffer());
const refusal = async ({ train }: Kind, x: Interactions) => {
  const error = await (async () => train(x))().then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RangeError);
  return (error as RangeError).message;
};

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  it('refuses an empty log, also one that knows users and items', async () => {
    const empty = fromRows([]);
    expect(await refusal(kind, empty)).toBe('train must have at least one row, got 0');
    expect(await refusal(kind, { ...empty, userIds: ['u'], itemIds: ['i', 'j'] })).toBe(
      'train must have at least one row, got 0',
    );
  });

  it('refuses indices without an id', async () => {
    expect(await refusal(kind, { ...log, itemIds: log.itemIds.slice(0, 1) })).toMatch(
      /^items\[\d+\] must be an index in 0 … 0, got \d+$/,
    );
    expect(await refusal(kind, { ...log, userIds: log.userIds.slice(0, 1) })).toMatch(
      /^users\[\d+\] must be an index in 0 … 0, got \d+$/,
    );
  });

  it.each([NaN, Infinity, -Infinity])(
    'refuses a value of %d and says where it stands, or does not read values',
    async (value) => {
      const x = with3rd('values', value);
      if (kind.reads.includes('values')) expect(await refusal(kind, x)).toBe(`values must be finite, got ${value} in row 3`);
      else expect(await bytes(kind, x)).toEqual(await bytes(kind, log));
    },
  );

  it.each([NaN, Infinity])('refuses a time of %d and says where it stands, or does not read times', async (time) => {
    const x = with3rd('times', time);
    if (kind.reads.includes('times'))
      expect(await refusal(kind, x)).toBe(`times must be known in every row, got ${time} in row 3`);
    else expect(await bytes(kind, x)).toEqual(await bytes(kind, log));
  });

  it('refuses a negative value, or gives finite scores for it', async () => {
    const x = with3rd('values', -200); // more than the pair’s other rows, if it has any, make up for
    if (kind.least === 0)
      return expect(await refusal(kind, x)).toMatch(/^values must be at least 0 beside alpha, summed by pair, got -1\d\d$/);
    const model = await kind.train(x);
    for (let user = 0; user < x.userIds.length; user++) expect(model.scores(user).every(Number.isFinite)).toBe(true);
  });

  it('gives one user who met everything an empty list, and finite scores', async () => {
    const model = await kind.train(fromRows([1, 2, 3, 4, 5].map((i) => ({ user: 'u', item: `i${i}`, value: i, time: i }))));
    expect(model.scores(0).every(Number.isFinite)).toBe(true);
    expect(model.recommend(0).items.length).toBe(0);
    expect(model.recommend(0, { exclude: new Int32Array(0) }).items.length).toBe(5);
  });

  it('gives users of the only item an empty list, and a finite score', async () => {
    const model = await kind.train(fromRows([1, 2, 3, 4, 5].map((u) => ({ user: `u${u}`, item: 'i', value: u, time: u }))));
    for (const user of [0, 4]) {
      expect(model.scores(user).every(Number.isFinite)).toBe(true);
      expect(model.recommend(user).items.length).toBe(0);
    }
  });
});
