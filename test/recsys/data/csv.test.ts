import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader, csvLine, readTable } from '../../../src/recsys/data/csv';
import { parseTime } from '../../../src/recsys/data/times';
import { utf8 } from './zipFile';

const table = (text: string, options = {}) => readTable(utf8(text), { file: 't.csv', ...options });

describe('readTable', () => {
  it('reads quoted commas, doubled quotes and line breaks inside quotes', () => {
    expect(table('a,b\n"x, ""y""","1\n2"\n').rows).toEqual([['x, "y"', '1\n2']]);
  });

  it('reads CRLF, a BOM, blank lines and a last line without a break alike', () => {
    const plain = table('a,b\n1,2\n3,4\n');
    expect(table('\ufeffa,b\r\n1,2\r\n\r\n3,4\r\n\r\n')).toEqual(plain);
    expect(table('a,b\n1,2\n3,4')).toEqual(plain);
    expect(table('a,b\r\n1,2\r\n"3","4"\r')).toEqual(plain);
  });

  it('takes bytes that are no UTF-8 for Latin-1', () => {
    const bytes = Uint8Array.from([...utf8('t\nL'), 0xe9, ...utf8('on\n')]);
    expect(readTable(bytes).rows).toEqual([['Léon']]);
  });

  it('says file and line of what is wrong', () => {
    expect(() => table('a,b\n1,2\n3\n')).toThrow('t.csv:3: must have 2 fields, got 1');
    expect(() => table('a\n"x\n\ny')).toThrow('t.csv:2: opens a quote that never closes');
    expect(() => table('a\n"x"y\n')).toThrow('t.csv:2: has text after the closing quote of field 1');
    expect(() => table('')).toThrow('t.csv: is empty');
    expect(() => readTable(Uint8Array.from([0xff, 0xfe, 97, 0]))).toThrow('is UTF-16');
    expect(() => readTable(Uint8Array.from([97, 0, 98]))).toThrow('is not text');
  });

  it('counts lines inside quotes, so that a later error names its own line', () => {
    expect(() => table('a,b\n"1\n2",x\n3\n')).toThrow('t.csv:4: must have 2 fields');
  });

  it('stops at a million columns and at endless fields', () => {
    expect(() => table(','.repeat(1_000_000))).toThrow('has more than 1000 fields');
    expect(() => table(`a\n${'x'.repeat(200_000)}`)).toThrow('has a field of more than 100000 bytes');
  });

  it('reads back what csvLine writes, whatever the texts', () => {
    const text = fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const file = utf8(['h,i', ...rows.map((row) => csvLine(row))].join('\n') + '\n');
        expect(readTable(file).rows).toEqual(rows);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('throws nothing but a RangeError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readTable(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe('CsvReader', () => {
  it('splits at two-character delimiters', () => {
    const reader = new CsvReader(utf8('1::A: B::x|y\n'), { delimiter: '::', quotes: false });
    reader.next();
    expect([reader.text(0), reader.text(1), reader.text(2)]).toEqual(['1', 'A: B', 'x|y']);
  });

  it('reads a number as Number does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constantFrom(0.1, 3.5, 978300760)),
        (x) => {
          const reader = new CsvReader(utf8(`${x}\n`));
          reader.next();
          expect(reader.number(0, 'x')).toBe(Object.is(x, -0) ? 0 : x);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it.each(['', ' ', 'NaN', 'Infinity', '1e999', '0x10', '1,5', 'abc', '--1', '1.2.3', '.'])('refuses %j as a number', (text) => {
    const reader = new CsvReader(utf8(`"${text}",\n`), { file: 'n.csv' });
    reader.next();
    expect(() => reader.number(0, 'rating')).toThrow(`n.csv:1: rating must be a number, got "${text.trim()}"`);
  });
});

describe('parseTime', () => {
  const time = (text: string) => parseTime(utf8(text), 0, utf8(text).length);

  it('agrees with Date on any second from 1900 to 2100', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2208988800, max: 4102444800 }), (seconds) => {
        const iso = new Date(seconds * 1000).toISOString();
        expect(time(iso)).toBe(seconds);
        expect(time(iso.slice(0, 19).replace('T', ' '))).toBe(seconds);
        expect(time(iso.slice(0, 10))).toBe(Math.floor(seconds / 86400) * 86400);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it.each(['', '2021-02-29', '2021-13-01', '2021-00-10', '21-01-01', '2021-01-01 25:00:00', '2021-01-01x10:00:00', '2021/01/01'])(
    'gives NaN for %j',
    (text) => {
      expect(time(text)).toBeNaN();
    },
  );
});
