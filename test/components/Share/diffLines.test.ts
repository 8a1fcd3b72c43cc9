import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/components/Share/diffLines';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 20 }).map((lines) => lines.join('\n'));
const lines = Array.from({ length: 12 }, (_, i) => String(i));

describe('diffLines(before, after)', () => {
  it('tells removed lines before the added ones that take their place, and counts what it leaves out', () => {
    const told = diffLines(lines.join('\n'), lines.with(6, 'x').join('\n'));
    expect(told.map((line) => (line.kind === 'left out' ? line.count : `${line.kind} ${line.text}`))).toEqual([
      ...[4, 'same 4', 'same 5', 'removed 6', 'added x', 'same 7', 'same 8', 3],
    ]);
  });

  it('leaves nothing of either text uncounted', () => {
    const count = (before: string, after: string, kind: string) =>
      diffLines(before, after).reduce(
        (sum, line) => sum + (line.kind === 'left out' ? line.count : line.kind === 'same' || line.kind === kind ? 1 : 0),
        0,
      );
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(count(before, after, 'removed')).toBe(before.split('\n').length);
        expect(count(before, after, 'added')).toBe(after.split('\n').length);
      }),
    );
  });

  it('answers for texts too long to compare line by line', () => {
    const text = (letter: string) => Array.from({ length: 50_000 }, (_, i) => `${letter}${i}`).join('\n');
    expect(diffLines(text('a'), text('b'))).toHaveLength(100_000);
  });
});
