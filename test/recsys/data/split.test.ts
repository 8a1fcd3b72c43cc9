import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterCore } from '../../../src/recsys/data/filterCore';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { summary } from '../../../src/recsys/data/interactions';
import { rowsPerItem, rowsPerUser } from '../../../src/recsys/data/rowsPer';
import { kFold } from '../../../src/recsys/data/kFold';
import { rollingWindows } from '../../../src/recsys/data/rollingWindows';
import { splitByTime } from '../../../src/recsys/data/splitByTime';
import { splitLastOut } from '../../../src/recsys/data/splitLastOut';
import { splitLeaveOut } from '../../../src/recsys/data/splitLeaveOut';
import { splitRandom } from '../../../src/recsys/data/splitRandom';
import { splitTwoLevel } from '../../../src/recsys/data/splitTwoLevel';
import type { Interactions } from '../../../src/recsys/types';

const day = 86400;

/** Any log of up to 60 rows. */
const logs = fc
  .array(
    fc.record({
      user: fc.integer({ min: 0, max: 5 }),
      item: fc.integer({ min: 0, max: 8 }),
      day: fc.integer({ min: 0, max: 20 }),
    }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((rows) => fromRows(rows.map((r) => ({ user: `u${r.user}`, item: `i${r.item}`, time: r.day * day }))));

/** The rows as words, sorted, to compare as multisets. */
const words = (...xs: Interactions[]) =>
  xs
    .flatMap((x) => Array.from(x.users, (user, r) => `${x.userIds[user]} ${x.itemIds[x.items[r]]} ${x.times[r]} ${x.values[r]}`))
    .sort();

describe('every split', () => {
  const splits = {
    splitRandom: (x: Interactions) => splitRandom(x, { testShare: 0.3 }),
    'splitRandom by item': (x: Interactions) => splitRandom(x, { by: 'item', testShare: 0.3 }),
    'splitRandom of all': (x: Interactions) => splitRandom(x, { by: 'all', testShare: 0.3 }),
    splitLastOut: (x: Interactions) => splitLastOut(x, { n: 2 }),
    splitLeaveOut: (x: Interactions) => splitLeaveOut(x, { p: 2 }),
    splitByTime: (x: Interactions) => splitByTime(x, { testShare: 0.3 }),
    splitTwoLevel: (x: Interactions) => splitTwoLevel(x),
    kFold: (x: Interactions) => kFold(x)[0],
  };
  for (const [name, split] of Object.entries(splits)) {
    it(`${name} loses no row, invents none, and keeps the ids`, () => {
      fc.assert(
        fc.property(logs, (x) => {
          const { train, test } = split(x);
          expect(words(train, test)).toEqual(words(x));
          expect(train.userIds).toBe(x.userIds);
          expect(test.itemIds).toBe(x.itemIds);
        }),
      );
    });
  }
});

describe('splitRandom', () => {
  it('gives each user round-half-even of the share', () => {
    const x = fromRows(Array.from({ length: 16 }, (_, i) => ({ user: i < 6 ? 'six' : 'ten', item: `i${i}` })));
    const { train } = splitRandom(x, { by: 'user', testShare: 0.25 });
    expect([...train.users].filter((u) => u === 0).length).toBe(4); // 4.5 → 4
    expect([...train.users].filter((u) => u === 1).length).toBe(8); // 7.5 → 8
  });

  it('draws the same rows for the same seed and others for another', () => {
    const x = fromRows(Array.from({ length: 100 }, (_, i) => ({ user: 'u', item: `i${i}` })));
    expect(splitRandom(x, { seed: 1 })).toEqual(splitRandom(x, { seed: 1 }));
    expect(splitRandom(x, { seed: 1 })).not.toEqual(splitRandom(x, { seed: 2 }));
  });

  it('refuses a share that leaves one side empty', () => {
    const x = fromRows([]);
    expect(() => splitRandom(x, { testShare: 1 })).toThrow('testShare must lie strictly between 0 and 1, got 1');
    expect(() => splitRandom(x, { testShare: NaN })).toThrow(RangeError);
  });
});

describe('splits by time', () => {
  it('splitByTime has nothing in train later than anything in test', () => {
    fc.assert(
      fc.property(logs, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (x, testShare) => {
        const { train, test, at } = splitByTime(x, { testShare });
        expect([...train.times].every((time) => time < at)).toBe(true);
        expect([...test.times].every((time) => time >= at)).toBe(true);
        expect(test.times.length).toBeGreaterThan(0);
      }),
    );
  });

  it('splitByTime takes the last days, measured from the latest row', () => {
    const x = fromRows([0, 1, 2, 3, 4].map((d) => ({ user: 'u', item: `i${d}`, time: d * day })));
    expect([...splitByTime(x, { testDays: 2 }).test.items]).toEqual([2, 3, 4]);
    expect([...splitByTime(x, { at: 3 * day + 1 }).test.items]).toEqual([4]);
  });

  it('splitByTime wants exactly one option and known times', () => {
    const x = fromRows([{ user: 'u', item: 'i' }]);
    expect(() => splitByTime(x, { at: 1 })).toThrow('times must be known in every row, got NaN in row 0');
    expect(() => splitByTime(fromRows([]), {})).toThrow('exactly one of at, testDays and testShare must be given, got 0');
  });

  it('splitLastOut leaves the latest of each user and spares short histories', () => {
    const x = fromRows([
      { user: 'a', item: 'late', time: 9 },
      { user: 'a', item: 'early', time: 1 },
      { user: 'b', item: 'only', time: 5 },
    ]);
    const { train, test } = splitLastOut(x);
    expect(words(test)).toEqual(['a late 9 1']);
    expect(words(train)).toEqual(['a early 1 1', 'b only 5 1']);
  });

  it('splitTwoLevel orders retrieval, ranking and test in time and joins the first two in train', () => {
    fc.assert(
      fc.property(logs, (x) => {
        const { retrieval, ranking, train, test, at } = splitTwoLevel(x, { rankingDays: 5, testDays: 4 });
        expect(words(retrieval, ranking)).toEqual(words(train));
        expect([...retrieval.times].every((t) => t < at[0])).toBe(true);
        expect([...ranking.times].every((t) => t >= at[0] && t < at[1])).toBe(true);
        expect([...test.times].every((t) => t >= at[1])).toBe(true);
      }),
    );
  });

  it('rollingWindows ends with the log, window after window, and limits train to trainDays', () => {
    const x = fromRows(Array.from({ length: 20 }, (_, d) => ({ user: 'u', item: `i${d}`, time: d * day })));
    const windows = rollingWindows(x, { windows: 2, testDays: 3, trainDays: 5 });
    expect(windows.map((w) => [...w.test.items])).toEqual([
      [13, 14, 15],
      [16, 17, 18, 19],
    ]);
    expect(windows.map((w) => [...w.train.items])).toEqual([
      [8, 9, 10, 11, 12],
      [11, 12, 13, 14, 15],
    ]);
  });
});

describe('kFold', () => {
  it('puts every row in exactly one test, evenly, for each way of dealing', () => {
    fc.assert(
      fc.property(logs, fc.constantFrom('user' as const, 'all' as const), (x, by) => {
        const folds = kFold(x, { folds: 4, by });
        expect(words(...folds.map((f) => f.test))).toEqual(words(x));
        const sizes = folds.map((f) => f.test.users.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('with by: users, makes strangers of the test users', () => {
    fc.assert(
      fc.property(logs, (x) => {
        for (const { train, test } of kFold(x, { folds: 3, by: 'users' })) {
          const known = new Set(train.users);
          expect([...test.users].some((user) => known.has(user))).toBe(false);
        }
      }),
    );
  });
});

describe('filterCore', () => {
  it('leaves only users and items with enough rows, numbered without gaps, and finds nothing more to drop', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (x, users, items) => {
        const core = filterCore(x, { users, items });
        const count = (column: Int32Array, at: number) => column.filter((v) => v === at).length;
        core.userIds.forEach((_, u) => expect(count(core.users, u)).toBeGreaterThanOrEqual(users));
        core.itemIds.forEach((_, i) => expect(count(core.items, i)).toBeGreaterThanOrEqual(items));
        expect(filterCore(core, { users, items })).toEqual(core);
        const original = new Set(words(x));
        expect(words(core).every((word) => original.has(word))).toBe(true);
      }),
    );
  });

  it('is the largest such part: the order of dropping does not matter', () => {
    // c's rows hold item x above the minimum; dropping c first must also drop x.
    const x = fromRows(
      ['a x', 'a y', 'b y', 'b z', 'a z', 'c x'].map((pair) => ({ user: pair.split(' ')[0], item: pair.split(' ')[1] })),
    );
    expect(filterCore(x, { users: 2, items: 2 }).itemIds).toEqual(['y', 'z']);
  });
});

describe('fromRows and summary', () => {
  it('numbers ids by first appearance and fills what is missing', () => {
    const x = fromRows([
      { user: 'b', item: 'y' },
      { user: 'a', item: 'y', value: 2.5, time: 7 },
    ]);
    expect(x.userIds).toEqual(['b', 'a']);
    expect([...x.items]).toEqual([0, 0]);
    expect([...x.values]).toEqual([1, 2.5]);
    expect([...x.times]).toEqual([NaN, 7]);
  });

  it('refuses values that are not numbers, with the row', () => {
    expect(() => fromRows([{ user: 'a', item: 'b', value: NaN }])).toThrow('value must be a finite number, got NaN in row 0');
    expect(() => fromRows([{ user: 'a', item: 'b', time: Infinity }])).toThrow(
      'time must be finite or unknown, got Infinity in row 0',
    );
    expect(() => fromRows([{ user: undefined as unknown as string, item: 'b' }])).toThrow('user must be a string');
  });

  it('summary counts users, items and distinct pairs', () => {
    const x = fromRows([
      { user: 'a', item: 'x', time: 0 },
      { user: 'a', item: 'x', time: 2 * day },
      { user: 'b', item: 'y', time: day },
    ]);
    expect(summary(x)).toEqual([{ rows: 3, users: 2, items: 2, density: 0.5, from: '1970-01-01', to: '1970-01-03' }]);
  });

  it('summary and the counts agree with sets and maps on any log', () => {
    fc.assert(
      fc.property(logs, (x) => {
        const pairs = new Set([...x.users].map((user, r) => `${user} ${x.items[r]}`));
        const [{ users, items, density }] = summary(x);
        expect([users, items]).toEqual([new Set(x.users).size, new Set(x.items).size]);
        expect(density * users * items).toBeCloseTo(pairs.size, 9);
        expect([...rowsPerUser(x)]).toEqual(x.userIds.map((_, user) => [...x.users].filter((u) => u === user).length));
        expect([...rowsPerItem(x)]).toEqual(x.itemIds.map((_, item) => [...x.items].filter((i) => i === item).length));
      }),
    );
    expect(summary(fromRows([]))).toEqual([{ rows: 0, users: 0, items: 0, density: 0, from: '', to: '' }]);
  });
});
