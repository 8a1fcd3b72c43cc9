import { describe, expect, it } from 'vitest';
import { print, printShort } from '../../../src/kernel/format/print';

class Model {
  k = 1;
}

describe('print(value)', () => {
  it.each<[unknown, string]>([
    ['bare "text"', 'bare "text"'],
    [{ a: 1, b: ['x'] }, '{ a: 1, b: [ "x" ] }'],
    [[NaN, -Infinity, null, undefined, true], '[ NaN, -Infinity, null, undefined, true ]'],
    [new Model(), 'Model { k: 1 }'],
    [new Set([5]), 'Set(1) [ 5 ]'],
    [new Map([['k', { a: 1 }]]), 'Map(1) { k: { a: 1 } }'],
    [Int8Array.of(1, 2), 'Int8Array(2) [ 1, 2 ]'],
    [[], '[]'],
    [{}, '{}'],
    [new Set(), 'Set(0) []'],
    [Object.assign(new Model(), { k: undefined }), 'Model { k: undefined }'],
    [Promise.resolve(1), 'Promise (not awaited)'],
    [{ a: { b: { c: { d: { e: 1 } } } } }, '{ a: { b: { c: { d: {…} } } } }'],
    [null, 'null'],
    [7n, '7n'],
  ])('of %o is %s', (value, text) => {
    expect(print(value)).toBe(text);
  });

  it('keeps a line of 100 characters, and breaks a longer one, counting what stands before it', () => {
    expect(print(['x'.repeat(94)])).toBe(`[ "${'x'.repeat(94)}" ]`);
    expect(print(['x'.repeat(95)])).toBe(`[\n  "${'x'.repeat(95)}"\n]`);
    expect(print({ a: ['x'.repeat(92)], b: 1 })).toBe(`{\n  a: [ "${'x'.repeat(92)}" ],\n  b: 1\n}`);
    expect(print({ a: ['x'.repeat(93)] })).toBe(`{\n  a: [\n    "${'x'.repeat(93)}"\n  ]\n}`);
  });

  it('shows a hundred entries, and a thousand values in all', () => {
    expect(print(Array.from({ length: 103 }, () => 0))).toMatch(/^\[\n( {2}0,\n){100} {2}… 3 more\n\]$/);
    const zeros = print(Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => 0))).match(/\b0\b/g)!.length;
    expect(zeros).toBeGreaterThan(900);
    expect(zeros).toBeLessThan(1000);
  });
});

describe('printShort(value)', () => {
  it('is one line, two levels, twelve entries', () => {
    expect(printShort({ a: { b: { c: { d: 1 } } } })).toBe('{ a: { b: { c: {…} } } }');
    expect(printShort(Array.from({ length: 15 }, (_, i) => i))).toBe('[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 3 more ]');
    expect(printShort({ a: 'x'.repeat(60), b: 'y'.repeat(30) })).not.toContain('\n');
  });

  it('is cut at its length', () => {
    // { a: "…", b: "…" } has 16 characters besides the letters
    const of = (letters: number) => ({ a: 'x'.repeat(50), b: 'y'.repeat(letters - 50) });
    expect(printShort(of(104))).toBe(`{ a: "${'x'.repeat(50)}", b: "${'y'.repeat(54)}" }`);
    expect(printShort(of(105))).toBe(`{ a: "${'x'.repeat(50)}", b: "${'y'.repeat(55)}"…`);
    expect(printShort([12345], 6)).toBe('[ 123…');
    expect(printShort(['abcdefgh'], 4)).toBe('[ "…');
  });

  it('stops after sixty values', () => {
    const rows = Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => 0));
    expect(printShort(rows, 1000).match(/\b0\b/g)!.length).toBeLessThan(60);
  });
});
