import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchSet } from '../../../src/cli/data/fetchSet';
import { readSets, uninstall, verify } from '../../../src/cli/data/install';
import { GROUPLENS, PUBLISHED } from '../../../src/cli/data/published';
import type { PublishedSet } from '../../../src/cli/data/published';
import { utf8, zip } from '../../recsys/data/zipFile';
import { publisher } from './server';
import type { Publisher, Ways } from './server';

const RATINGS = 'userId,movieId,rating,timestamp\n1,10,4.0,964982703\n1,20,3.5,964981247\n2,10,0.5,964982224\n';
const FILES: Record<string, string> = {
  'ratings.csv': RATINGS,
  'movies.csv': 'movieId,title,genres\n10,"Matrix, The (1999)",Action\n20,Hello (2000),Drama\n',
  'tags.csv': 'userId,movieId,tag,timestamp\n1,10,good,964982703\n',
  'README.txt': 'the licence',
};
const archive = (changes: Record<string, string | undefined> = {}) =>
  zip(
    Object.entries({ ...FILES, 'links.csv': 'movieId\n', ...changes })
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => ({ name: `ml-latest-small/${name}`, bytes: utf8(text!) })),
  );
/** latest-small as the table has it, but of the size of the archive above. */
const small: PublishedSet = { ...PUBLISHED[0], bytes: [500, 5000], ratings: [3, 4], users: [2, 2], items: [2, 2] };

let root: string;
let server: Publisher | undefined;
const data = () => join(root, 'static/data');
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fetch-set-'));
  mkdirSync(data(), { recursive: true });
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(root, { recursive: true });
});

async function fetchFrom(ways: Partial<Ways>, set = small): Promise<string> {
  await server?.close();
  server = await publisher({ body: archive(), etag: '"v1"', ...ways });
  return fetchSet(set, { root, from: server.address, pause: 0.01, patience: 5, onProgress: server.heard });
}

describe('fetchSet', () => {
  it('puts the files, their licence and an entry in sets.json where the site looks', async () => {
    const said = await fetchFrom({});
    expect(said).toContain('MovieLens latest-small is in static/data/movielens-latest-small');
    for (const [name, text] of Object.entries(FILES))
      expect(readFileSync(join(data(), 'movielens-latest-small', name), 'utf8')).toBe(text);
    expect(existsSync(join(data(), 'movielens-latest-small/links.csv'))).toBe(false);
    expect(JSON.parse(readFileSync(join(data(), 'sets.json'), 'utf8'))).toEqual([
      {
        id: 'movielens-latest-small',
        name: 'MovieLens latest-small',
        folder: 'movielens-latest-small',
        files: ['ratings.csv', 'movies.csv', 'tags.csv'],
        licence: small.licence,
        acknowledgement: small.acknowledgement,
      },
    ]);
  });

  it('replaces a set that is there, keeps the others, and takes one away again', async () => {
    writeFileSync(
      join(data(), 'sets.json'),
      JSON.stringify([
        { id: 'zz', folder: 'zz' },
        { id: 'gone', folder: 'gone' },
      ]),
    );
    mkdirSync(join(data(), 'zz'));
    await fetchFrom({});
    await fetchFrom({ body: archive({ 'ratings.csv': RATINGS.trimEnd() }) });
    expect((await readSets(data())).map(({ id }) => id)).toEqual(['movielens-latest-small', 'zz']);
    expect(readFileSync(join(data(), 'movielens-latest-small/ratings.csv'), 'utf8')).toBe(RATINGS.trimEnd());
    expect(await uninstall('movielens-latest-small', data())).toBe(true);
    expect(await uninstall('movielens-latest-small', data())).toBe(false);
    await uninstall('zz', data());
    expect(existsSync(join(data(), 'sets.json'))).toBe(false);
  });

  it('goes on after a broken connection, and is as whole as if it had not broken', async () => {
    await fetchFrom({ breaksAfter: [300, 100] });
    expect(server!.ranges).toEqual([undefined, 'bytes=300-', 'bytes=400-']);
    expect(readFileSync(join(data(), 'movielens-latest-small/ratings.csv'), 'utf8')).toBe(RATINGS);
  });

  it.each([
    ['truncated', { body: archive().subarray(0, 600) }, 'ml-latest-small.zip: is not a whole zip archive'],
    ['of the wrong size', { body: archive().subarray(0, 400) }, 'must have 500 to 5000 bytes, got 400'],
    ['too large', { body: new Uint8Array(6000) }, 'has 6000 bytes, more than 5000'],
    ['a page instead', { body: utf8(`<!doctype html>${' '.repeat(600)}`) }, 'must hold ratings.csv'],
    ['without a file', { body: archive({ 'tags.csv': undefined }) }, 'must hold tags.csv'],
    [
      'of other columns',
      { body: archive({ 'ratings.csv': RATINGS.replace('movieId', 'film') }) },
      'ratings.csv:1: must have a column movieId',
    ],
    [
      'of too few rows',
      { body: archive({ 'ratings.csv': RATINGS.split('\n').slice(0, 3).join('\n') }) },
      'must have 3 to 4 ratings, got 2',
    ],
    ['not there', { statuses: [404] }, '404 Not Found'],
  ])('leaves the site as it was when the archive is %s', async (_, ways, message) => {
    await expect(fetchFrom(ways)).rejects.toThrow(message);
    expect(existsSync(join(data(), 'sets.json'))).toBe(false);
    expect(existsSync(join(data(), 'movielens-latest-small'))).toBe(false);
    // nothing bad is kept: the next run begins anew
    expect(existsSync(join(root, '.cache/data/ml-latest-small.zip'))).toBe(false);
    await fetchFrom({});
    expect((await readSets(data())).length).toBe(1);
  });

  it('keeps what may not be republished off the site, says why, and how to use it', async () => {
    const kept: PublishedSet = {
      ...small,
      id: 'movielens-100k',
      name: 'MovieLens 100K',
      notRepublished: PUBLISHED[1].notRepublished,
    };
    const said = await fetchFrom({}, kept);
    expect(said).toContain('not put on the site: its licence says that it may not be redistributed without separate permission');
    expect(said).toContain('--data .cache/data/ml-latest-small.zip');
    expect(existsSync(join(root, '.cache/data/ml-latest-small.zip'))).toBe(true);
    expect(existsSync(join(data(), 'movielens-100k'))).toBe(false);
  });

  it('takes an archive that was fetched by hand, and leaves it where it is', async () => {
    const file = join(root, 'mine.zip');
    writeFileSync(file, archive());
    await fetchSet(small, { root, file });
    expect(existsSync(file)).toBe(true);
    writeFileSync(file, archive({ 'movies.csv': 'x' }));
    await expect(fetchSet(small, { root, file })).rejects.toThrow('it is not the MovieLens latest-small that this book knows');
    expect(existsSync(file)).toBe(true);
  });
});

describe('the table of published sets', () => {
  it('has one address, and republishes only what may be', () => {
    expect(PUBLISHED.map(({ archive: name }) => new URL(name, GROUPLENS).host)).toEqual(Array(3).fill('files.grouplens.org'));
    expect(PUBLISHED.filter(({ notRepublished }) => !notRepublished).map(({ id }) => id)).toEqual(['movielens-latest-small']);
  });

  const folder = process.env.MOVIELENS_DIR;
  it.skipIf(!folder || !existsSync(join(folder, 'ratings.csv')))('knows the true latest-small', async () => {
    const members = PUBLISHED[0].files.map((name) => ({
      name: `ml-latest-small/${name}`,
      bytes: new Uint8Array(readFileSync(join(folder!, name))),
    }));
    const files = await verify(PUBLISHED[0], { name: 'ml-latest-small.zip', bytes: zip(members) });
    expect(files.map(({ name }) => name)).toEqual(PUBLISHED[0].files);
  });
});
