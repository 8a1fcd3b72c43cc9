import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { takeIn } from '../../src/runtime/takeIn';
import type { TakeInOptions } from '../../src/runtime/takeIn';
import { utf8, zip } from '../recsys/data/zipFile';

const file = (name: string, content: string | Uint8Array) =>
  new File([typeof content === 'string' ? content : new Uint8Array(content)], name);
const RATINGS = 'userId,movieId,rating,timestamp\n1,10,4,100\n2,10,5,200\n2,11,3,300\n';
const MOVIES = 'movieId,title,genres\n10,Alien (1979),Horror\n11,"Fifth Element, The (1997)",Sci-Fi\n';
const ORDERS = 'customer,sku,qty\na,x,2\nb,y,1\n';
const COLUMNS = { user: 0, item: 1, value: 2, header: true };

async function taken(files: File[], options?: TakeInOptions) {
  const result = await takeIn(files, options);
  if ('table' in result) throw new Error(`a table came back: ${result.table.file}`);
  return result.data;
}

describe('takeIn', () => {
  it('reads a known set from among other files of its folder, and tells of its progress', async () => {
    const files = [
      file('README.txt', 'words'),
      file('links.csv', 'a,b\n1,2\n'),
      file('ratings.csv', RATINGS),
      file('movies.csv', MOVIES),
    ];
    const shares: number[] = [];
    const data = await taken(files, { onProgress: ({ done, total }) => shares.push(done / total) });
    expect(data.items.map(({ title }) => title)).toEqual(['Alien', 'The Fifth Element']);
    expect(shares.at(-1)).toBe(1);
  });

  it('reads the publisher’s zip', async () => {
    const archive = zip([
      { name: 'ml/ratings.csv', bytes: utf8(RATINGS) },
      { name: 'ml/movies.csv', bytes: utf8(MOVIES) },
    ]);
    expect((await taken([file('ml.zip', archive)])).interactions.users).toHaveLength(3);
  });

  it('shows the beginning of a table it does not know, plain or zipped, and reads it once its columns are named', async () => {
    for (const given of [file('orders.csv', ORDERS), file('orders.zip', zip([{ name: 'orders.csv', bytes: utf8(ORDERS) }]))]) {
      const result = await takeIn([given]);
      expect(result).toEqual({
        table: {
          file: 'orders.csv',
          first: ['customer', 'sku', 'qty'],
          rows: [
            ['a', 'x', '2'],
            ['b', 'y', '1'],
          ],
        },
      });
      const { name, interactions, has } = await taken([given], { columns: COLUMNS });
      expect([name, [...interactions.values], has]).toEqual(['orders.csv', [2, 1], []]);
    }
  });

  it('makes of a long log a seeded sample of users, and says so in its name and notice', async () => {
    const rows = Array.from({ length: 310_000 }, (_, row) => `${row % 5000},${(row * 7) % 997},1`);
    const given = [file('long.csv', `u,i,v\n${rows.join('\n')}`)];
    const data = await taken(given, { columns: COLUMNS });
    expect(data.interactions.users.length).toBeLessThanOrEqual(300_000);
    expect(data.interactions.users.length).toBeGreaterThan(290_000);
    expect(data.name).toBe('long.csv, a sample of users');
    expect(data.notice).toMatch(/A sample: \d+ of 5000 users/);
  });

  it.each<[string, File[], TakeInOptions, RegExp]>([
    ['nothing', [], {}, /a data set among the files, got none/],
    ['only prose', [file('a.md', ''), file('b.md', '')], {}, /got none/],
    ['two tables', [file('a.csv', ORDERS), file('b.csv', ORDERS)], {}, /must be one table, got a\.csv, b\.csv/],
    ['one column', [file('a.csv', 'x\n1\n2\n')], {}, /a\.csv: must have a column of users and one of items/],
    ['a picture', [file('a.csv', new Uint8Array([137, 80, 78, 71, 0, 1]))], {}, /a\.csv: must be a text/],
    ['an empty file', [file('a.csv', '')], {}, /a\.csv: is empty/],
    ['a truncated line', [file('ratings.csv', RATINGS.slice(0, -9)), file('movies.csv', MOVIES)], {}, /ratings\.csv.*4.*fields/],
    ['too much', [file('a.csv', ORDERS)], { maxBytes: 3 }, /at most 3 bytes together, got \d+/],
    ['a thousand columns and more', [file('a.csv', `${Array(2000).fill('x').join()}\n`)], {}, /more than 1000 fields/],
    [
      'a zip without a table',
      [file('a.zip', zip([{ name: 'a.md', bytes: utf8('words') }]))],
      {},
      /a\.zip: must hold one table, got none/,
    ],
    [
      'half a zip',
      [file('a.zip', zip([{ name: 'a.csv', bytes: utf8(ORDERS) }]).slice(0, 40))],
      {},
      /a\.zip: is not a whole zip archive/,
    ],
  ])('refuses %s, and says what is wrong', async (_, files, options, message) => {
    await expect(takeIn(files, options)).rejects.toThrow(message);
  });

  it('refuses a zip bomb before it is unpacked', async () => {
    const bomb = new Uint8Array(50_000_000);
    const packed = deflateRawSync(bomb);
    expect(packed.length).toBeLessThan(100_000);
    const archive = zip([{ name: 'ratings.csv', bytes: bomb }]);
    await expect(takeIn([file('bomb.zip', archive)])).rejects.toThrow(/packed more than 200 to 1/);
  });
});
