import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/recsys/data/crc32';
import { isZip, readZip } from '../../../src/recsys/data/zip';
import { utf8, zip } from './zipFile';

const all = () => true;
const read = (bytes: Uint8Array, limits = {}) => readZip({ name: 'a.zip', bytes }, all, limits);
const hello = { name: 'd/hello.txt', bytes: utf8('hello, hello, hello') };

describe('crc32', () => {
  // python3 -c "import zlib; print(zlib.crc32(b'123456789'), zlib.crc32(b'recsys'))"
  it('is that of zlib', () => {
    expect(crc32(utf8('123456789'))).toBe(3421780262);
    expect(crc32(utf8('recsys'))).toBe(3996096905);
  });
});

describe('readZip', () => {
  it('unpacks stored and deflated entries and skips what is not wanted', async () => {
    const bytes = zip([{ name: 'd/', bytes: utf8('') }, hello, { name: 'raw', bytes: utf8('raw'), method: 0 }]);
    expect(isZip(bytes)).toBe(true);
    const files = await readZip({ name: 'a.zip', bytes }, (name) => name !== 'raw');
    expect(files.map(({ name, bytes: b }) => [name, new TextDecoder().decode(b)])).toEqual([
      ['d/hello.txt', 'hello, hello, hello'],
    ]);
    expect((await read(bytes)).length).toBe(2);
  });

  it('refuses a bomb by its ratio before it unpacks', async () => {
    const bomb = zip([{ name: 'ratings.csv', bytes: new Uint8Array(20_000_000) }]);
    await expect(read(bomb)).rejects.toThrow('a.zip: ratings.csv is packed more than 200 to 1');
  });

  it('refuses an entry that is larger than it declares, and one that is smaller', async () => {
    await expect(read(zip([{ name: 'x', bytes: new Uint8Array(500_000), size: 1000 }]))).rejects.toThrow(
      'x unpacks to more than the 1000 bytes',
    );
    await expect(read(zip([{ ...hello, size: 30 }]))).rejects.toThrow('must unpack to 30 bytes, got 19');
  });

  it('refuses too many entries, too many bytes, a wrong checksum and overlapping entries', async () => {
    await expect(read(zip([hello, hello]), { maxEntries: 1 })).rejects.toThrow('has 2 entries, more than 1');
    await expect(read(zip([hello, hello]), { maxBytes: 30 })).rejects.toThrow('unpacks to more than 30 bytes');
    await expect(read(zip([{ ...hello, crc: 1 }]))).rejects.toThrow('is damaged, its checksum differs');
    const twice = zip([hello, { ...hello, name: 'e/hello.txt' }]);
    // point the second entry of the directory at the first one's data
    const view = new DataView(twice.buffer);
    const second = view.getUint32(twice.length - 6, true) + 46 + hello.name.length;
    view.setUint32(second + 42, 0, true);
    await expect(read(twice)).rejects.toThrow('entries overlap');
  });

  it('names what is missing of a truncated archive, wherever it is cut', async () => {
    const whole = zip([hello]);
    for (let length = 4; length < whole.length; length++) {
      await expect(read(whole.subarray(0, length))).rejects.toThrow(RangeError);
    }
  });

  it('gives the entry back or throws a RangeError when any byte is changed', async () => {
    const whole = zip([hello]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        try {
          const [file] = await read(changed);
          if (file) expect(new TextDecoder().decode(file.bytes)).toBe('hello, hello, hello');
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
