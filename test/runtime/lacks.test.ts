import { describe, expect, it } from 'vitest';
import { createKernel } from '../../src/kernel/execute';
import { compileCell } from '../../src/kernel/compile';
import { fromRows } from '../../src/recsys/data/fromRows';
import { makeHost } from '../../src/runtime/host';
import { lackOf, smallness } from '../../src/runtime/lacks';
import type { DataSet } from '../../src/recsys/types';

/** Each of the users met each of the items. */
function dataSet(users: number, items: number): DataSet {
  const rows = Array.from({ length: users * items }, (_, at) => ({ user: `u${at % users}`, item: `i${Math.floor(at / users)}` }));
  return { name: 'log.csv', notice: '', interactions: fromRows(rows), items: [], users: [], has: ['times'] };
}

describe('lackOf', () => {
  it('names what is missing, and refuses a need that no data set could meet', () => {
    expect(lackOf(dataSet(2, 2), ['times', 'truth'])).toEqual({ data: 'log.csv', missing: ['known truth'] });
    expect(() => lackOf(dataSet(2, 2), ['tims'])).toThrow('got tims');
  });
});

describe('smallness', () => {
  it('speaks of a log with few users or few items, and of no other', () => {
    expect(smallness(dataSet(1, 60))).toContain('rows of 1 user and 60 items');
    expect(smallness(dataSet(60, 1))).toContain('rows of 60 users and 1 item;');
    expect(smallness(dataSet(60, 60))).toBeUndefined();
  });
});

describe('a cell that fails', () => {
  const hintOf = async (set: DataSet, code: string): Promise<string | undefined> => {
    const kernel = createKernel(makeHost(async () => set));
    const request = { signal: new AbortController().signal, onOutputs: () => undefined };
    const { outputs } = await kernel.run({ cell: compileCell('a', code), ...request });
    const [error] = outputs;
    return error.kind === 'error' ? error.hint : 'no error';
  };

  it('on a small log says first that this may be the cause', async () => {
    expect(await hintOf(dataSet(1, 60), 'await data(); [].reduce(Math.max)')).toMatch(
      /^This data set \(log\.csv\) has rows of 1 user/,
    );
    expect(await hintOf(dataSet(60, 60), 'await data(); [].reduce(Math.max)')).toBeUndefined();
  });

  it('says nothing of data that no cell asked for', async () => {
    expect(await hintOf(dataSet(1, 60), '[].reduce(Math.max)')).toBeUndefined();
  });
});
