import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewTable, readDataSet } from '../../../src/recsys/data/dataset';
import { readKion } from '../../../src/recsys/data/kion';
import { guessDelimiter, readInteractions } from '../../../src/recsys/data/readInteractions';
import { utf8 } from './zipFile';

const file = (name: string, text: string) => ({ name, bytes: utf8(text) });
const HEADER = 'user_id,item_id,last_watch_dt,total_dur,watched_pct\n';

describe('readKion', () => {
  it('reads watches, items and users; shares stop at 1, looks and blanks are left out', async () => {
    const set = await readKion([
      file(
        'interactions.csv',
        `${HEADER}176549,9506,2021-05-11,4250,72.0\n699317,1659,2021-05-29,8317,100\n1,9506,2021-05-29,10,3\n1,1659,2021-05-29,10,\n`,
      ),
      file(
        'items.csv',
        'item_id,content_type,title,release_year,genres,age_rating,directors,description\n9506,film,Hero,2002.0,"drama, action",16.0,Someone,"A, b"\n',
      ),
      file('users.csv', 'user_id,age,income,sex,kids_flg\n176549,age_25_34,income_60_90,М,1\n'),
    ]);
    expect([...set.interactions.values]).toEqual([Math.fround(0.72), 1]);
    expect(set.interactions.times[0]).toBe(Date.UTC(2021, 4, 11) / 1000);
    expect(set.items).toEqual([
      {
        id: '9506',
        title: 'Hero',
        year: 2002,
        genres: ['drama', 'action'],
        director: 'Someone',
        ageRating: '16',
        synopsis: 'A, b',
      },
      { id: '1659', title: 'item 1659', genres: [] },
    ]);
    expect(set.users[0].attributes).toEqual({ age: 'age_25_34', income: 'income_60_90', sex: 'М', children: '1' });
  });

  it('says file, line, column and value of what is wrong', async () => {
    const read = (rows: string) => readKion([file('interactions.csv', HEADER + rows)]);
    await expect(read('1,2,2021-02-30,5,50\n')).rejects.toThrow(
      'interactions.csv:2: last_watch_dt must be seconds since 1970 or a date',
    );
    await expect(read('1,2,2021-02-03,5,-50\n')).rejects.toThrow('interactions.csv:2: watched_pct must be at least 0, got "-50"');
    await expect(read('-1,2,2021-02-03,5,50\n')).rejects.toThrow('user_id must be a whole number of at least 0, got "-1"');
    await expect(readKion([file('interactions.csv', 'user_id,item_id\n1,2\n')])).rejects.toThrow(
      'must have a column watched_pct',
    );
    await expect(readKion([file('items.csv', 'x\n')])).rejects.toThrow('files must hold interactions.csv, got items.csv');
  });

  it('reads back any watches', async () => {
    const watch = fc.record({
      user: fc.nat(999999),
      item: fc.nat(50),
      day: fc.nat(18000),
      percent: fc.integer({ min: 10, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(watch, { minLength: 1, selector: ({ user, item }) => user * 100 + item }), async (rows) => {
        const text = rows.map(
          ({ user, item, day, percent }) => `${user},${item},${new Date(day * 864e5).toISOString().slice(0, 10)},9,${percent}`,
        );
        const { interactions: x } = await readDataSet([file('interactions.csv', HEADER + text.join('\r\n'))]);
        const back = rows.map((_, r) => ({
          user: Number(x.userIds[x.users[r]]),
          item: Number(x.itemIds[x.items[r]]),
          day: x.times[r] / 86400,
          percent: Math.round(100 * x.values[r]),
        }));
        expect(back).toEqual(rows);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

describe('readInteractions', () => {
  it('takes columns by name or by place, and milliseconds for what they are', async () => {
    const named = await readInteractions(file('a.csv', 'ts,who,what,n\n1600000000000,ann,tea,2\n'), {
      user: 'who',
      item: 'what',
      value: 'n',
      time: 'ts',
    });
    const placed = await readInteractions(file('a.tsv', '1600000000\tann\ttea\t2\n'), { user: 1, item: 2, value: 3, time: 0 });
    expect(named.interactions).toEqual(placed.interactions);
    expect([named.interactions.times[0], named.interactions.values[0]]).toEqual([1600000000, 2]);
    await expect(readInteractions(file('a.csv', '1,2\n'), { user: 0, item: 2 })).rejects.toThrow(
      'columns must be in 0 … 1, got 2',
    );
  });

  it('keeps ids apart that only look alike', async () => {
    const { interactions } = await readInteractions(file('a.csv', '7,a\n07,a\n 7,a\n4194304,a\n99999999999999999999,a\n'), {
      user: 0,
      item: 1,
    });
    expect(interactions.userIds).toEqual(['7', '07', '4194304', '99999999999999999999']);
  });

  it('reads back any text ids', async () => {
    const id = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && text !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(id, id), { minLength: 1 }), async (rows) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');
        const { interactions: x } = await readInteractions(file('a.csv', quoted), { user: 0, item: 1 }, { delimiter: ',' });
        expect(rows.map((_, r) => [x.userIds[x.users[r]], x.itemIds[x.items[r]]])).toEqual(rows);
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it('gives each of many ids one index, however it is written', async () => {
    // an id per row, some thousands of them, each twice: once plain or quoted, once with spaces around
    const ids = Array.from({ length: 3000 }, (_, n) => ['', 'ü', '"', '007-'][n % 4] + (n * 7919 + (n % 3) * 2 ** 40));
    const quoted = (id: string) => `"${id.replaceAll('"', '""')}"`;
    const lines = [...ids.map((id) => `${id.includes('"') ? quoted(id) : id},a`), ...ids.map((id) => `${quoted(` ${id}\t`)},a`)];
    const { interactions: x } = await readInteractions(file('a.csv', lines.join('\n')), { user: 0, item: 1 });
    expect(x.userIds).toEqual(ids);
    expect([...x.users.subarray(0, 3000)]).toEqual([...x.users.subarray(3000)]);
  });

  it('guesses the delimiter and previews the table', () => {
    expect(['a,b', 'a\tb', 'a::b', 'a;b', 'a|b', 'a'].map((line) => guessDelimiter(utf8(line)))).toEqual([
      ',',
      '\t',
      '::',
      ';',
      '|',
      ',',
    ]);
    expect(previewTable(file('x/log.csv', 'a;b\n1;2\n'))).toEqual({ file: 'log.csv', first: ['a', 'b'], rows: [['1', '2']] });
  });
});
