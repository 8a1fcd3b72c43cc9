import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aroundChanges, diffLines } from '../../src/notebook/diffLines';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
const without = (kind: string, before: string, after: string) =>
  diffLines(before, after)
    .filter((line) => line.kind !== kind)
    .map(({ text }) => text)
    .join('\n');

/** Length of the longest common subsequence, by trying both ways at each difference. */
function commonLines(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + commonLines(a.slice(1), b.slice(1));
  return Math.max(commonLines(a.slice(1), b), commonLines(a, b.slice(1)));
}

describe('diffLines(before, after)', () => {
  it('gives both texts back', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(without('added', before, after)).toBe(before);
        expect(without('removed', before, after)).toBe(after);
      }),
    );
  });

  it('keeps as many lines as the texts have in common', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const same = diffLines(before, after).filter(({ kind }) => kind === 'same').length;
        expect(same).toBe(commonLines(before.split('\n'), after.split('\n')));
      }),
      { numRuns: 50 },
    );
  });

  it('tells removed lines before the added ones that take their place', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'removed b',
      'added x',
      'same c',
    ]);
  });

  it('answers for texts too long to compare line by line, and is still right', () => {
    const before = Array.from({ length: 50_000 }, (_, i) => `a${i}`).join('\n');
    const after = Array.from({ length: 50_000 }, (_, i) => `b${i}`).join('\n');
    expect(diffLines(before, after)).toHaveLength(100_000);
    expect(without('added', before, after)).toBe(before);
  });
});

describe('aroundChanges(lines)', () => {
  it('shows two lines around each change and counts the others', () => {
    const lines = Array.from({ length: 12 }, (_, i) => String(i));
    const shown = aroundChanges(diffLines(lines.join('\n'), lines.with(6, 'x').join('\n')));
    expect(shown.map((line) => (line.kind === 'left out' ? line.count : line.text))).toEqual([
      ...[4, '4', '5', '6', 'x', '7', '8', 3],
    ]);
  });

  it('leaves nothing uncounted', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = diffLines(before, after);
        const count = aroundChanges(lines).reduce((sum, line) => sum + (line.kind === 'left out' ? line.count : 1), 0);
        expect(count).toBe(lines.length);
      }),
    );
  });
});
