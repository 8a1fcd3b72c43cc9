import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { selectRows } from '../../../src/recsys/data/interactions';
import { readArtefact, writeArtefact } from '../../../src/recsys/pipeline/artefact';
import { dataHash } from '../../../src/recsys/pipeline/dataHash';
import type { Artefact } from '../../../src/recsys/pipeline/artefact';

const artefact: Artefact = {
  kind: 'twoStage',
  version: '2011-07-05.1',
  dataHash: '0123456789abcdef',
  metrics: { ndcg: 0.25, recall: 0.5 },
  parts: { ranker: Float32Array.of(1, 2, 3).buffer, empty: new ArrayBuffer(0), ünïcode: Uint8Array.of(7).buffer },
};

describe('writeArtefact and readArtefact', () => {
  it('return what was given, byte for byte', () => {
    expect(readArtefact(writeArtefact(artefact))).toEqual(artefact);
    expect(new Float32Array(readArtefact(writeArtefact(artefact)).parts.ranker)).toEqual(Float32Array.of(1, 2, 3));
  });

  it('put every part on a multiple of 8 bytes', () => {
    expect(writeArtefact(artefact).byteLength % 8).toBe(0);
  });

  it('refuse a file in which any one bit was turned, unless it is padding', () => {
    const whole = writeArtefact(artefact);
    const text = new DataView(whole).getUint32(4, true);
    const start = Math.ceil((12 + text) / 8) * 8;
    // header, then 12 bytes of `ranker` in 16, nothing of `empty`, one byte of `ünïcode` in 8
    const meaning = [...Array(12 + text).keys(), ...Array.from({ length: 12 }, (_, at) => start + at), start + 16];
    fc.assert(
      fc.property(fc.constantFrom(...meaning), fc.nat(7), (byte, bit) => {
        const turned = whole.slice(0);
        new Uint8Array(turned)[byte] ^= 1 << bit;
        expect(() => readArtefact(turned)).toThrow(RangeError);
      }),
    );
  });

  it('refuse a file cut short or lengthened, at any length', () => {
    const whole = writeArtefact(artefact);
    for (let size = 0; size < whole.byteLength; size++) expect(() => readArtefact(whole.slice(0, size))).toThrow(RangeError);
    const longer = new Uint8Array(whole.byteLength + 8);
    longer.set(new Uint8Array(whole));
    expect(() => readArtefact(longer.buffer)).toThrow(/artefact must end after its last part/);
  });

  it('say what is wrong', () => {
    const whole = writeArtefact(artefact);
    expect(() => readArtefact(new TextEncoder().encode('<!doctype html>').buffer as ArrayBuffer)).toThrow(
      'artefact must begin with RART, got 15 bytes of something else',
    );
    expect(() => readArtefact(whole, { kind: 'search' })).toThrow('artefact must have the kind search, got twoStage');
    expect(() => readArtefact(whole, { dataHash: 'ffff' })).toThrow('artefact must have the dataHash ffff, got 0123456789abcdef');
    const altered = whole.slice(0);
    new Uint8Array(altered)[altered.byteLength - 8] ^= 1;
    expect(() => readArtefact(altered)).toThrow('artefact must have a part ünïcode of the checksum it states, got another');
  });

  it('refuse another schema, even where the checksum is right', () => {
    const whole = writeArtefact(artefact);
    const length = new DataView(whole).getUint32(4, true);
    const header = new TextDecoder().decode(new Uint8Array(whole, 12, length)).replace('"schema":1', '"schema":2');
    const altered = whole.slice(0);
    new Uint8Array(altered).set(new TextEncoder().encode(header), 12);
    new DataView(altered).setUint32(8, crc32OfText(header), true);
    expect(() => readArtefact(altered)).toThrow('artefact must be of schema 1, got 2');
  });

  it('refuse to write what could not be read', () => {
    expect(() => writeArtefact({ ...artefact, version: '' })).toThrow('artefact must have a version of at least one character');
    expect(() => writeArtefact({ ...artefact, metrics: { ndcg: NaN } })).toThrow(
      'artefact must have a finite metric ndcg, got NaN',
    );
    expect(() => writeArtefact({ ...artefact, parts: {} })).toThrow('artefact must have at least one part, got 0');
  });
});

/** Bit by bit, as in the definition. */
function crc32OfText(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('dataHash', () => {
  const log = fromRows([
    { user: 'ann', item: 'a', value: 1, time: 10 },
    { user: 'bob', item: 'b', value: 2, time: 20 },
  ]);

  it('is the same for the same log and changes with any column', () => {
    expect(dataHash(log)).toMatch(/^[0-9a-f]{16}$/);
    expect(dataHash(structuredClone(log))).toBe(dataHash(log));
    for (const column of ['users', 'items', 'values', 'times'] as const) {
      const other = structuredClone(log);
      other[column][0] = 1 - other[column][0] / 16;
      expect(dataHash(other)).not.toBe(dataHash(log));
    }
  });

  it('has the first eight digits of a log with the same ids', () => {
    expect(dataHash(selectRows(log, [1])).slice(0, 8)).toBe(dataHash(log).slice(0, 8));
    expect(dataHash({ ...log, itemIds: ['b', 'a'] }).slice(0, 8)).not.toBe(dataHash(log).slice(0, 8));
  });
});
