/**
 * What may be dropped on the page or given on the command line, for every reader alike: the log, or a RangeError that says what is wrong and where.
 * Anything else, such as a TypeError from deep inside, would be shown to a reader who did nothing but choose a file.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDataSet } from '../../../src/recsys/data/dataset';
import type { ReadDataSetOptions } from '../../../src/recsys/data/dataset';
import type { DataFile } from '../../../src/recsys/data/zip';
import { utf8, zip } from './zipFile';

type Files = Record<string, string>;
interface Format {
  files: Files;
  options?: ReadDataSetOptions;
  /** The file that holds the log, a row of it, and what its fields are called. */
  log: string;
  row: (user: string, item: string, value: string, time: string) => string;
  names: [user: string, item: string, value: string, time: string];
  /** Films where the ids of the log's items are listed. */
  lists: boolean;
  /** Whether the log begins with the names of its columns. */
  header: boolean;
}

const flags = [0, 1, ...Array(17).fill(0)].join('|');
const formats: Record<string, Format> = {
  'MovieLens latest-small': {
    files: {
      'ratings.csv': 'userId,movieId,rating,timestamp\n1,10,4.0,964982703\n1,20,3.5,964981247\n2,10,0.5,964982224\n',
      'movies.csv': 'movieId,title,genres\n10,"Matrix, The (1999)",Action|Sci-Fi\n20,Léon (1994),Drama\n',
      'tags.csv': 'userId,movieId,tag,timestamp\n1,10,"so, so",964982703\n',
    },
    log: 'ratings.csv',
    row: (...fields) => fields.join(','),
    names: ['userId', 'movieId', 'rating', 'timestamp'],
    lists: true,
    header: true,
  },
  'MovieLens 100K': {
    files: {
      'u.data': '1\t10\t3\t881250949\n2\t20\t3\t881250950\n',
      'u.item': `10|Léon (1994)|01-Jan-1994||http://x|${flags}\n20|Heat (1995)|01-Jan-1995||http://x|${flags}\n`,
      'u.user': '1|49|M|writer|55105\n2|30|F|other|55105\n',
    },
    log: 'u.data',
    row: (...fields) => fields.join('\t'),
    names: ['userId', 'movieId', 'rating', 'timestamp'],
    lists: true,
    header: false,
  },
  'MovieLens 1M': {
    files: {
      'ratings.dat': '1::10::5::978300760\n2::20::3::978300761\n',
      'movies.dat': "10::One Flew: Over, the (1975)::Drama|Children's\n20::Léon (1994)::Drama\n",
      'users.dat': '1::F::1::10::48067\n2::M::1::10::48067\n',
    },
    log: 'ratings.dat',
    row: (...fields) => fields.join('::'),
    names: ['userId', 'movieId', 'rating', 'timestamp'],
    lists: true,
    header: false,
  },
  KION: {
    files: {
      'interactions.csv':
        'user_id,item_id,last_watch_dt,total_dur,watched_pct\n1,10,2021-05-11,4250,72.0\n2,20,2021-05-29,8317,100\n',
      'items.csv': 'item_id,content_type,title,release_year,genres,description\n10,film,Герой,2002.0,"драмы, боевики","о, чём"\n',
      'users.csv': 'user_id,age,income,sex,kids_flg\n1,age_25_34,income_60_90,М,1\n',
    },
    log: 'interactions.csv',
    row: (user, item, value, time) => `${user},${item},${time},100,${value}`,
    names: ['user_id', 'item_id', 'watched_pct', 'last_watch_dt'],
    lists: false,
    header: true,
  },
  'a table of any kind': {
    files: { 'log.csv': 'who;what;stars;when\nann;tea;4.5;2021-05-11 10:00:00\nbob;"a;b";1;1620720000\n' },
    options: { columns: { user: 'who', item: 'what', value: 'stars', time: 'when' } },
    log: 'log.csv',
    row: (...fields) => fields.join(';'),
    names: ['who', 'what', 'stars', 'when'],
    lists: false,
    header: true,
  },
};

const dropped = (files: Files): DataFile[] => Object.entries(files).map(([name, text]) => ({ name, bytes: utf8(text) }));
const read = (files: Files | DataFile[], options?: ReadDataSetOptions) =>
  readDataSet(Array.isArray(files) ? files : dropped(files), options);

/** The number of rows, or the RangeError's message; another error is a failure. */
async function outcome(files: DataFile[], options?: ReadDataSetOptions): Promise<number | string> {
  try {
    return (await read(files, options)).interactions.users.length;
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as RangeError).message;
  }
}

describe.each(Object.entries(formats))('%s', (_, { files, options, log, row, names, lists, header }) => {
  const withLog = (text: string): Files => ({ ...files, [log]: text });
  const first = files[log].slice(0, header ? files[log].indexOf('\n') + 1 : 0);

  it('is read with CRLF, a BOM, blank lines, no last line break, and from a zip, as the same log', async () => {
    const { interactions, items } = await read(files, options);
    const edits: ((text: string) => string)[] = [
      (text) => text.replaceAll('\n', '\r\n'),
      (text) => `\ufeff${text}`,
      (text) => `${text}\n\r\n`,
      (text) => text.trimEnd(),
    ];
    for (const edit of edits) {
      const edited = await read(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, edit(text)])), options);
      expect(edited.interactions).toEqual(interactions);
      expect(edited.items).toEqual(items);
    }
    if (options) return; // a zip holds no table of any kind
    const zipped = zip(dropped(files).map(({ name, bytes }) => ({ name: `folder/${name}`, bytes })));
    expect((await read([{ name: 'all.zip', bytes: zipped }])).interactions).toEqual(interactions);
  });

  it('is read in Latin-1', async () => {
    const latin = dropped(files).map(({ name }) => ({
      name,
      // what Latin-1 lacks, such as Cyrillic, cannot have been written in it
      bytes: Uint8Array.from(files[name].replace(/[^\0-\xff]/g, 'x'), (char) => char.charCodeAt(0)),
    }));
    const { items, interactions } = await read(latin, options);
    expect(interactions).toEqual((await read(files, options)).interactions);
    if (lists && files[log] !== '') expect(items.map(({ title }) => title)).toContain('Léon');
  });

  it('cut off anywhere is a shorter log or a RangeError', async () => {
    const rows = (await read(files, options)).interactions.users.length;
    for (const { name, bytes } of dropped(files)) {
      for (let length = 0; length < bytes.length; length++) {
        const cut = dropped(files).map((file) => (file.name === name ? { name, bytes: bytes.subarray(0, length) } : file));
        const result = await outcome(cut, options);
        if (typeof result === 'number') expect(result).toBeLessThanOrEqual(rows);
        else expect(result).toContain(result.startsWith('files must') ? '' : name.replace('users.csv', '.csv'));
      }
    }
  });

  it('with any byte changed is a log or a RangeError', async () => {
    const whole = dropped(files);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(10_000), fc.nat(255), async (file, at, byte) => {
        const changed = whole.map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
        changed[file].bytes[at % changed[file].bytes.length] = byte;
        await outcome(changed, options);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it.each(Object.keys(files))('with a million columns in %s is refused at once', async (name) => {
    const wide = ',;|\t'.includes(row('', '', '', '')[0]) ? row('', '', '', '')[0] : '::';
    const separator = name === 'u.item' || name === 'u.user' ? '|' : wide;
    const result = await outcome(dropped({ ...files, [name]: `1${`${separator}1`.repeat(1_000_000)}\n` }), options);
    expect(result).toBe(`${name}:1: has more than 1000 fields`);
  });

  it.each([
    ['NaN', 0, 'must be a whole number of at least 0'],
    ['-1', 0, 'must be a whole number of at least 0'],
    ['1.5', 1, 'must be a whole number of at least 0'],
    ['', 1, options ? 'must not be empty' : 'must be a whole number of at least 0'],
    ['9'.repeat(300), 0, 'must have at most 200 bytes'],
    ['NaN', 2, 'must be a number'],
    ['Infinity', 2, 'must be a number'],
    ['1e999', 2, 'must be a number'],
    ['1e300', 2, options ? 'must be at most 3.4e38' : log === 'interactions.csv' ? '' : 'must be in 0.5 … 5'],
    ['-7', 2, options ? '' : 'must be'],
    ['yesterday', 3, 'must be seconds since 1970 or a date'],
    ['-5', 3, 'must be seconds since 1970 or a date'],
    ['1e20', 3, 'must be seconds since 1970 or a date'],
  ])('with %j in field %i says file, line, column and value', async (value, field, message) => {
    const good = ['1', '10', log === 'interactions.csv' ? '40' : '4', '2021-05-11'];
    const bad = good.with(field, value);
    const text = `${first}${row(...(good as [string, string, string, string]))}\n${row(...(bad as [string, string, string, string]))}\n`;
    // ids of a table of any kind may be any text
    const free = options !== undefined && field < 2 && value !== '' && value.length < 200;
    const result = await outcome(dropped(withLog(text)), options);
    if (message === '' || free) expect(result).toBeGreaterThan(0);
    else expect(result).toContain(`${log}:${header ? 3 : 2}: ${names[field]} ${message}`);
  });

  it('keeps one of each repeated pair, or all where rows are events', async () => {
    const text = `${first}${`${row('1', '10', '4', '2021-05-11')}\n`.repeat(50)}`;
    expect(await outcome(dropped(withLog(text.replaceAll(',4\n', ',40\n'))), options)).toBe(options ? 50 : 1);
  });

  it('says so where rows are there but none of them counts', async () => {
    if (log !== 'interactions.csv') return;
    const text = `${first}1,10,2021-05-11,9,3\n1,20,2021-05-11,9,\n`;
    expect(await outcome(dropped(withLog(text)))).toBe('interactions.csv: has no rows that count, of 2');
  });

  it('may be of one user, or of one item', async () => {
    const value = log === 'interactions.csv' ? '50' : '4';
    const users = await read(
      withLog(`${first}${['1', '2', '3'].map((user) => `${row(user, '10', value, '2021-05-11')}\n`).join('')}`),
      options,
    );
    expect([users.interactions.userIds.length, users.items.length]).toEqual([3, 1]);
    const items = await read(
      withLog(`${first}${['10', '20'].map((item) => `${row('1', item, value, '2021-05-11')}\n`).join('')}`),
      options,
    );
    expect([items.interactions.userIds.length, items.items.length]).toEqual([1, 2]);
  });

  it.each([
    ['nothing', ''],
    ['blank lines', '\n\r\n\n'],
    ['a picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['a web page', '<!doctype html>\n<title>404</title>\n'],
    ['UTF-16', '\xff\xfe1\0'],
    ['a quote that never ends', '"' + '1,2\n'.repeat(100)],
  ])('that is %s is refused', async (_what, text) => {
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    const result = await outcome(
      dropped(files).map((file) => (file.name === log ? { name: log, bytes } : file)),
      options,
    );
    expect(result).toMatch(new RegExp(`^${log.replace('.', '\\.')}:`));
  });
});

describe('files that do not belong together', () => {
  const [small, hundred, million, kion] = Object.values(formats).map(({ files }) => dropped(files));

  it('are refused, and the error names them', async () => {
    expect(await outcome([...small, ...hundred])).toContain(
      'files must hold one of ratings.csv, u.data and ratings.dat, got ratings.csv',
    );
    expect(await outcome([...small, ...kion])).toBe(
      "files must be of one data set, got MovieLens's ratings.csv beside KION's interactions.csv",
    );
    expect(await outcome([million[0], small[1]])).toContain('files must hold movies.dat beside ratings.dat');
    expect(await outcome([...small, ...small])).toBe('files must have different names, got ratings.csv twice');
    expect(await outcome([])).toContain('got none');
    expect(await outcome(dropped({ 'holiday.jpg': 'x' }))).toContain('got holiday.jpg');
  });
});

describe('a zip', () => {
  const { files } = formats['MovieLens latest-small'];
  const members = dropped(files);

  it('that is a bomb is refused before it is unpacked, however it lies', async () => {
    const zeros = new Uint8Array(30_000_000);
    const bomb = (size?: number) => zip([{ name: 'ratings.csv', bytes: zeros, size }, ...members.slice(1)]);
    expect(await outcome([{ name: 'bomb.zip', bytes: bomb() }])).toContain('packed more than 200 to 1');
    expect(await outcome([{ name: 'bomb.zip', bytes: bomb(900) }])).toContain('unpacks to more than the 900 bytes it declares');
    const inner = zip([{ name: 'inner.zip', bytes: bomb(), method: 0 }]);
    expect(await outcome([{ name: 'outer.zip', bytes: inner }])).toContain('files must be those of MovieLens or KION');
  });

  it('cut off anywhere is a RangeError', async () => {
    const whole = zip(members);
    for (let length = 4; length < whole.length; length += 7)
      expect(typeof (await outcome([{ name: 'cut.zip', bytes: whole.subarray(0, length) }]))).toBe('string');
  });

  it('whose names climb out of their folder is passed over', async () => {
    const climbing = zip(members.map(({ name, bytes }) => ({ name: `../../etc/${name}`, bytes })));
    expect(await outcome([{ name: 'climb.zip', bytes: climbing }])).toContain('got climb.zip');
  });
});
