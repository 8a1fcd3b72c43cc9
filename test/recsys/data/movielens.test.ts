import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDataSet } from '../../../src/recsys/data/dataset';
import { readMovieLens, splitTitle } from '../../../src/recsys/data/movielens';
import type { DataFile } from '../../../src/recsys/data/zip';
import { utf8, zip } from './zipFile';

const file = (name: string, text: string): DataFile => ({ name, bytes: utf8(text) });
const RATINGS = 'userId,movieId,rating,timestamp\n1,10,4.0,964982703\n1,20,3.5,964981247\n2,10,0.5,964982224\n';
const MOVIES =
  'movieId,title,genres\n10,"Matrix, The (1999)",Action|Sci-Fi\n20,"Hello (2000) ",(no genres listed)\n30,Unrated (2001),Drama\n';
const small = [file('ml/ratings.csv', RATINGS), file('ml/movies.csv', MOVIES)];

describe('readMovieLens', () => {
  it('reads ratings and films, leaves unrated films out and repairs titles', async () => {
    const { interactions, items, users, has } = await readMovieLens(small);
    expect([...interactions.users]).toEqual([0, 0, 1]);
    expect([...interactions.items]).toEqual([0, 1, 0]);
    expect([...interactions.values]).toEqual([4, 3.5, 0.5]);
    expect([...interactions.times]).toEqual([964982703, 964981247, 964982224]);
    expect(interactions.itemIds).toEqual(['10', '20']);
    expect(items).toEqual([
      { id: '10', title: 'The Matrix', year: 1999, genres: ['Action', 'Sci-Fi'] },
      { id: '20', title: 'Hello', year: 2000, genres: [] },
    ]);
    expect(users.map(({ id }) => id)).toEqual(['1', '2']);
    expect(has).toEqual(['times', 'genres', 'ratings']);
  });

  it('reads the publisher’s zip, CRLF, a BOM and a file without a header as the same log', async () => {
    const { interactions } = await readMovieLens(small);
    const zipped = zip([
      { name: 'ml-latest-small/README.txt', bytes: utf8('read me') },
      { name: 'ml-latest-small/ratings.csv', bytes: utf8(`\ufeff${RATINGS.replaceAll('\n', '\r\n')}\r\n`) },
      { name: 'ml-latest-small/movies.csv', bytes: utf8(MOVIES) },
      { name: '__MACOSX/._ratings.csv', bytes: utf8('junk') },
    ]);
    expect((await readMovieLens([{ name: 'ml-latest-small.zip', bytes: zipped }])).interactions).toEqual(interactions);
    const bare = RATINGS.slice(RATINGS.indexOf('\n') + 1).trimEnd();
    expect((await readMovieLens([file('ratings.csv', bare), small[1]])).interactions).toEqual(interactions);
  });

  it('reads 100K: tabs, pipes, flags and Latin-1 titles', async () => {
    const flags = [0, 1, 0, 0, 1, ...Array(14).fill(0)].join('|');
    const item = Uint8Array.from([...utf8('5|L'), 0xe9, ...utf8(`on (1994)|01-Jan-1994||http://x|${flags}\n`)]);
    const set = await readMovieLens([
      file('u.data', '196\t5\t3\t881250949\n'),
      { name: 'u.item', bytes: item },
      file('u.user', '196|49|M|writer|55105\n'),
    ]);
    expect(set.name).toBe('MovieLens 100K');
    expect(set.items).toEqual([{ id: '5', title: 'Léon', year: 1994, genres: ['Action', "Children's"] }]);
    expect(set.users[0].attributes).toEqual({ age: '49', sex: 'M', occupation: 'writer' });
    expect(set.has).toContain('attributes');
  });

  it('reads 1M: double colons', async () => {
    const set = await readMovieLens([
      file('ratings.dat', '1::1193::5::978300760\n'),
      file('movies.dat', "1193::One Flew: Over, the (1975)::Drama|Children's\n"),
      file('users.dat', '1::F::1::10::48067\n'),
    ]);
    expect(set.name).toBe('MovieLens 1M');
    expect(set.items[0]).toEqual({ id: '1193', title: 'One Flew: Over, the', year: 1975, genres: ['Drama', "Children's"] });
    expect(set.users[0].attributes).toEqual({ age: '1', sex: 'F', occupation: '10' });
  });

  it('gives the tags of films that it has', async () => {
    const { tags } = await readMovieLens([
      ...small,
      file('tags.csv', 'userId,movieId,tag,timestamp\n2,20,"so, so",1\n2,99,none,1\n'),
    ]);
    expect(tags).toEqual([{ user: '2', item: 1, tag: 'so, so' }]);
  });

  it.each([
    ['1,10,4.0', 'ratings.csv:2: must have 4 fields, got 3'],
    ['-1,10,4.0,1', 'ratings.csv:2: userId must be a whole number of at least 0, got "-1"'],
    ['1,x,4.0,1', 'ratings.csv:2: movieId must be a whole number of at least 0, got "x"'],
    ['1,10,NaN,1', 'ratings.csv:2: rating must be a number, got "NaN"'],
    ['1,10,7,1', 'ratings.csv:2: rating must be in 0.5 … 5, got "7"'],
    ['1,10,4,soon', 'ratings.csv:2: timestamp must be seconds since 1970 or a date such as 2021-05-11, got "soon"'],
    ['1,10,4,-5', 'timestamp must be seconds'],
    ['', 'ratings.csv: has no rows'],
    [','.repeat(1_000_000), 'has more than 1000 fields'],
  ])('says file, line, column and value of %#', async (row, message) => {
    const files = [file('ratings.csv', `userId,movieId,rating,timestamp\n${row}\n`), small[1]];
    await expect(readMovieLens(files)).rejects.toThrow(message);
  });

  it('says which files are missing, mixed or doubled', async () => {
    await expect(readMovieLens([])).rejects.toThrow('one of ratings.csv, u.data and ratings.dat, got none');
    await expect(readMovieLens([small[0]])).rejects.toThrow('files must hold movies.csv beside ratings.csv');
    await expect(readMovieLens([...small, file('u.data', '1\t1\t1\t1\n')])).rejects.toThrow('one of ratings.csv, u.data');
    await expect(readMovieLens([...small, small[0]])).rejects.toThrow('got ratings.csv twice');
    await expect(readMovieLens([small[0], file('movies.csv', 'movieId,title,genres\n10,A,B\n')])).rejects.toThrow(
      'movies.csv: must list every rated film, got none with id 20',
    );
    await expect(readMovieLens([file('ratings.csv', 'userId,film\n1,2\n'), small[1]])).rejects.toThrow(
      'ratings.csv:1: must have a column movieId, got userId,film',
    );
  });

  it('keeps the latest of repeated ratings and says how many went', async () => {
    const repeated = file('ratings.csv', `${RATINGS}1,10,1.0,964982700\n1,20,5.0,964999999\n`);
    const { interactions, notice } = await readMovieLens([repeated, small[1]]);
    expect([...interactions.values]).toEqual([4, 0.5, 5]);
    expect(notice).toContain('2 repeated rows were dropped');
  });

  it('takes one user with one film', async () => {
    const { interactions } = await readMovieLens([file('ratings.csv', '7,10,4,1\n'), small[1]]);
    expect(interactions.userIds).toEqual(['7']);
  });

  it('samples whole users by the seed, and says so', async () => {
    const rows = Array.from({ length: 1000 }, (_, r) => `${r % 50},${10 + 10 * (r % 2)},${1 + (r % 5)},${r}`);
    const files = [file('ratings.csv', rows.slice(0, 100).join('\n')), small[1]];
    const a = await readMovieLens(files, { maxInteractions: 30, seed: 1 });
    const b = await readMovieLens(files, { maxInteractions: 30, seed: 1 });
    const c = await readMovieLens(files, { maxInteractions: 30, seed: 2 });
    expect(a.interactions).toEqual(b.interactions);
    expect(a.interactions.userIds).not.toEqual(c.interactions.userIds);
    expect(a.interactions.users.length).toBeLessThanOrEqual(30);
    expect(a.users.length).toBe(a.interactions.userIds.length);
    expect(a.items.length).toBe(a.interactions.itemIds.length);
    expect(a.notice).toMatch(/A sample: \d+ of 50 users/);
  });

  it('tells how far it is and stops when asked', async () => {
    const done: number[] = [];
    await readMovieLens(small, { onProgress: (progress) => done.push(progress.done / progress.total) });
    expect(done.at(-1)).toBe(1);
    await expect(readMovieLens(small, { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('reads back any log of ratings', async () => {
    const rating = fc.record({ user: fc.nat(99), film: fc.nat(20), half: fc.integer({ min: 1, max: 10 }), time: fc.nat(2e9) });
    const movies = file(
      'movies.csv',
      ['movieId,title,genres', ...Array.from({ length: 21 }, (_, i) => `${i},F${i},Drama`)].join('\n'),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(rating, { minLength: 1, selector: (r) => r.user * 100 + r.film }), async (rows) => {
        const text = rows.map(({ user, film, half, time }) => `${user},${film},${half / 2},${time}`).join('\n');
        const { interactions: x } = await readMovieLens([file('ratings.csv', text), movies]);
        const back = rows.map((_, r) => ({
          user: Number(x.userIds[x.users[r]]),
          film: Number(x.itemIds[x.items[r]]),
          half: x.values[r] * 2,
          time: x.times[r],
        }));
        expect(back).toEqual(rows);
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  const folder = process.env.MOVIELENS_DIR;
  it.skipIf(!folder || !existsSync(join(folder, 'ratings.csv')))('reads latest-small as its README counts it', async () => {
    const files = ['ratings.csv', 'movies.csv', 'tags.csv'].map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(join(folder!, name))),
    }));
    const set = await readMovieLens(files);
    // README.txt: 100836 ratings and 3683 tag applications across 9742 movies, by 610 users; 9724 of the films are rated
    expect([set.name, set.interactions.users.length, set.users.length, set.items.length]).toEqual([
      'MovieLens latest-small',
      100836,
      610,
      9724,
    ]);
    const mean = set.interactions.values.reduce((a, b) => a + b, 0) / 100836;
    expect(mean).toBeCloseTo(3.501557, 5); // awk -F, 'NR>1 {s+=$3} END {printf "%.6f", s/(NR-1)}' ratings.csv
  });
});

describe('splitTitle', () => {
  it.each([
    ['Toy Story (1995)', { title: 'Toy Story', year: 1995 }],
    ['American President, The (1995)', { title: 'The American President', year: 1995 }],
    ['Misérables, Les (1998)', { title: 'Les Misérables', year: 1998 }],
    ['Babylon 5', { title: 'Babylon 5' }],
    ['Death Note (2006–2007)', { title: 'Death Note', year: 2006 }],
    ['2001: A Space Odyssey (1968)', { title: '2001: A Space Odyssey', year: 1968 }],
    ['', { title: '' }],
  ])('takes %j apart', (text, expected) => {
    expect(splitTitle(text)).toEqual(expected);
  });
});

describe('readDataSet', () => {
  it('tells MovieLens by its files, and any table by its columns', async () => {
    expect((await readDataSet(small)).name).toBe('MovieLens latest-small');
    const own = await readDataSet([file('log.csv', 'who;what\nann;tea\nann;tea\n')], { columns: { user: 'who', item: 'what' } });
    expect(own.interactions.itemIds).toEqual(['tea']);
    expect([...own.interactions.users]).toEqual([0, 0]);
    await expect(readDataSet([file('log.csv', 'a,b\n')])).rejects.toThrow('one table whose columns are named, got log.csv');
  });
});
